/*
 * Live input: reads facts and single domains. Several threads may call these functions for one
 * connection.
 */
#include "live_state.h"

#include "arena.h"
#include "images.h"

#include <stdlib.h>
#include <string.h>

/*
 * Return true if the connection is lost.
 *
 * code, from: code and domain of libvirt's error, needed if the driver does not support
 * virConnectIsAlive(). VIR_ERR_RPC does not mean a lost connection: it concerns one message, for
 * example XML that exceeds the size limit of messages.
 */
static bool is_dead(const vml_live *live, int code, int from)
{
	return live->virt->virConnectIsAlive(live->connection) == 0 ||
		(from == VIR_FROM_RPC && code != VIR_ERR_RPC);
}

/* Fill in *fault for a domain whose XML could not be read, and return the status. */
static vml_live_status check_failure(const vml_live *live, const char *name, vml_fault *fault)
{
	const virError *error = live->virt->virGetLastError();
	int code = error ? error->code : VIR_ERR_OK, from = error ? error->domain : VIR_FROM_NONE;
	vml_live_status status = VML_LIVE_FAULT;
	char *reason;

	if (code == VIR_ERR_NO_DOMAIN) {
		vml_live_fault(
			live, fault, "domain '%s' disappeared before it could be read", name);
		return VML_LIVE_NOTE;
	}
	/* copy, because the next call of libvirt resets the error */
	reason = vml_strdup(vml_live_said(error));
	if (is_dead(live, code, from)) {
		status = VML_LIVE_LOST;
		vml_live_fault(live, fault, "%s", reason);
	} else {
		vml_live_fault(live, fault, "cannot read domain '%s': %s", name, reason);
	}
	free(reason);
	return status;
}

/* Return true if the domain is read as the XML of the running guest, not as its definition. */
static bool reads_running(const vml_live *live, const struct vml_live_entry *entry)
{
	return live->running || !entry->state.persistent;
}

vml_live_status vml_live_fetch(vml_live *live, size_t i, char **ret_xml, vml_fault *fault)
{
	struct vml_live_entry *entry = &live->entries[i];
	unsigned int flags = reads_running(live, entry) ? 0 : VIR_DOMAIN_XML_INACTIVE;
	VML_SIGPIPE_HELD;

	*ret_xml = live->virt->virDomainGetXMLDesc(entry->domain, flags);
	return *ret_xml ? VML_LIVE_DOCUMENT : check_failure(live, entry->called.name, fault);
}

static vml_slice slice_of(const char *xml)
{
	return (vml_slice){
		.bytes = xml, .len = strlen(xml), .line = 1, .column = 1, .terminated = true
	};
}

/*
 * Set the fields that both definitions of a guest have in common, and copy the XML into the arena.
 */
static void set_origin(const vml_live *live, vml_doc *doc)
{
	doc->slice.bytes = vml_arena_strndup(doc->arena, doc->slice.bytes, doc->slice.len);
	doc->no_places = true;
	doc->target = live->target;
}

/* Parse the second definition of the guest into doc->other, if it was read, and free its XML. */
static void parse_other(
	vml_live *live, struct vml_live_entry *entry, vml_parser *parser, vml_doc *doc)
{
	vml_slice slice;
	vml_fault fault;

	if (!entry->other)
		return;
	slice = slice_of(entry->other);
	if (!vml_doc_parse(parser, &slice, &doc->other, &fault)) {
		set_origin(live, doc->other);
		doc->other->running = entry->other_kind == VML_OTHER_RUNNING;
		doc->other_kind = entry->other_kind;
	}
	free(entry->other);
	entry->other = NULL;
}

vml_live_status vml_live_parse(
	vml_live *live, size_t i, char *xml, vml_parser *parser, vml_doc **ret, vml_fault *fault)
{
	struct vml_live_entry *entry = &live->entries[i];
	vml_slice slice = slice_of(xml);
	vml_live_status status = VML_LIVE_DOCUMENT;
	vml_doc *doc;

	*ret = NULL;
	if (vml_doc_parse(parser, &slice, &doc, fault)) {
		vml_live_fault(live, fault, "cannot read domain '%s': %s", entry->called.name,
			fault->message);
		status = VML_LIVE_FAULT;
	} else {
		set_origin(live, doc);
		doc->host = live->host.host;
		if (live->host.host)
			vml_images_set(live->host.images, doc);
		doc->guest = entry->state;
		doc->guest.taints = (const char *const *)entry->taints;
		doc->running = reads_running(live, entry);
		parse_other(live, entry, parser, doc);
		*ret = doc;
	}
	free(xml);
	return status;
}

unsigned int vml_live_questions(const vml_live *live, size_t i, unsigned int questions)
{
	const vml_guest_state *state = &live->entries[i].state;
	bool has_other = state->active ? state->persistent : state->saved;

	if (!live->host.host)
		questions &= ~(unsigned int)VML_ASK_IMAGES;
	if (!state->active || !live->virt->virDomainGetMessages)
		questions &= ~(unsigned int)VML_ASK_TAINTS;
	if (!has_other || (!state->active && !live->virt->virDomainManagedSaveGetXMLDesc))
		questions &= ~(unsigned int)VML_ASK_OTHER;
	return questions;
}

static void ask_taints(const vml_live *live, struct vml_live_entry *entry)
{
	int n = live->virt->virDomainGetMessages(
		entry->domain, &entry->taints, VIR_DOMAIN_MESSAGE_TAINTING);

	if (n < 0)
		entry->taints = NULL;
}

static void ask_other(const vml_live *live, struct vml_live_entry *entry)
{
	if (!entry->state.active) {
		entry->other_kind = VML_OTHER_SAVED;
		entry->other = live->virt->virDomainManagedSaveGetXMLDesc(entry->domain, 0);
		return;
	}
	entry->other_kind = live->running ? VML_OTHER_PERSISTENT : VML_OTHER_RUNNING;
	entry->other = live->virt->virDomainGetXMLDesc(
		entry->domain, live->running ? VIR_DOMAIN_XML_INACTIVE : 0);
}

static vml_images_domain images_domain_of(const vml_live *live, const struct vml_live_entry *entry)
{
	return (vml_images_domain){ .virt = live->virt,
		.domain = entry->domain,
		.active = entry->state.active,
		.host = live->host.host };
}

/* Returns the result of vml_images_ask(); true if the XML cannot be parsed. */
static bool ask_images(
	vml_live *live, const struct vml_live_entry *entry, const char *xml, vml_parser *parser)
{
	const vml_images_domain domain = images_domain_of(live, entry);
	vml_slice slice = slice_of(xml);
	vml_fault fault;
	vml_doc *doc;
	bool complete;

	if (vml_doc_parse(parser, &slice, &doc, &fault))
		return true;
	complete = vml_images_ask(live->host.images, &domain, xmlDocGetRootElement(doc->tree));
	vml_doc_free(doc);
	return complete;
}

static bool ask_libvirt(
	vml_live *live, size_t i, unsigned int questions, const char *xml, vml_parser *parser)
{
	struct vml_live_entry *entry = &live->entries[i];
	VML_SIGPIPE_HELD;

	if (questions & VML_ASK_IMAGES && !ask_images(live, entry, xml, parser))
		return false;
	if (questions & VML_ASK_TAINTS)
		ask_taints(live, entry);
	if (questions & VML_ASK_OTHER)
		ask_other(live, entry);
	return true;
}

bool vml_live_ask(
	vml_live *live, size_t i, unsigned int questions, const char *xml, vml_parser *parser)
{
	const vml_images_domain domain = images_domain_of(live, &live->entries[i]);
	vml_images_need need = questions & VML_ASK_IMAGES
		? vml_images_need_of(live->host.images, &domain, xml)
		: VML_IMAGES_KNOWN;

	if (need == VML_IMAGES_WAIT)
		return false;
	if (need == VML_IMAGES_KNOWN)
		questions &= ~(unsigned int)VML_ASK_IMAGES;
	return !questions || ask_libvirt(live, i, questions, xml, parser);
}

size_t vml_live_answers(const vml_live *live)
{
	return live->host.images ? vml_images_answers(live->host.images) : 0;
}

void vml_live_facts_begin(vml_live *live, bool full)
{
	const vml_facts_request request = {
		.full = full, .read_write = live->call.read_write, .local = vml_live_is_local(live)
	};

	live->facts = vml_facts_new(live->virt, live->connection, &live->daemon, &request);
}

struct vml_facts_task *vml_live_facts_take(vml_live *live)
{
	return live->facts ? vml_facts_take(live->facts) : NULL;
}

bool vml_live_facts_run(vml_live *live, struct vml_facts_task *task)
{
	return vml_facts_run(live->facts, task);
}

int vml_live_facts_finish(vml_live *live, char **ret_profile, vml_fault *fault)
{
	char *error;

	vml_live_set_target(live);
	if (!vml_facts_finish(live->facts, &live->host, live->uri, ret_profile, &error))
		return 0;
	vml_live_fault(
		live, fault, "cannot read the facts of the host of %s: %s", live->uri, error);
	free(error);
	return -1;
}
