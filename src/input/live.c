/* Domains of a connection: listed once, dumped one after the other. */
#include "live.h"

#include "libvirt.h"
#include "operand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
	virDomainPtr domain;
	vml_identity called;
	bool transient; /* it has no definition, only its running self */
	bool chosen;
};

struct vml_live {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	char *uri;
	vml_target target;     /* versions of the host */
	struct entry *entries; /* the chosen ones, by name */
	size_t n, next, n_read;
	char **unmatched;
	size_t n_unmatched, next_unmatched;
	bool running, lost;
	vml_parser *parser;
};

/* What the last fault of this thread says. */
static _Thread_local char message[2048], hint[1024];

/* What ssh said comes in several lines: all of it is one message. */
static void flatten(char *text)
{
	char *out = text;

	for (const char *in = text; *in; in++) {
		char c = (unsigned char)*in < ' ' ? ' ' : *in;

		if (c != ' ' || (out > text && out[-1] != ' '))
			*out++ = c;
	}
	*out = '\0';
}

static __attribute__((format(printf, 2, 3))) void set_fault(vml_fault *fault, const char *fmt, ...)
{
	va_list args;
	size_t end = sizeof(message) - sizeof("...");

	va_start(args, fmt);
	if ((size_t)vsnprintf(message, sizeof(message), fmt, args) >= sizeof(message)) {
		while (((unsigned char)message[end] & 0xc0) == 0x80)
			end--; /* no half characters */
		strcpy(message + end, "...");
	}
	va_end(args);
	flatten(message);
	*fault = (vml_fault){ .message = message };
}

static const char *said(const virError *error)
{
	return error && error->message ? error->message : "libvirt gives no reason";
}

/* A socket of this machine: the URI names no host. */
static bool is_local(const char *uri)
{
	const char *authority = strstr(uri, "://");

	return authority && (!authority[3] || authority[3] == '/');
}

/* What a person may try where there is no connection. */
static const char *advice(const struct vml_libvirt_call *call, const virError *error)
{
	const char *uri = call->quiet_uri ? call->quiet_uri : "";
	const char *target = call->uri ? call->uri : "qemu:///"; /* what libvirt finds mostly */
	const char *option = *uri ? " -c " : "";
	const char *lead = "";

	if (*call->asked) {
		snprintf(hint, sizeof(hint),
			"libvirt wants to know '%s', and vmlint asks nobody: the answer can stand "
			"in libvirt's auth.conf",
			call->asked);
		flatten(hint);
		return hint;
	}
	if (call->ssh)
		lead = "ssh cannot ask for anything here: it needs a known host, and a key without "
		       "a passphrase or in an agent; ";
	else if (error && error->domain == VIR_FROM_RPC && is_local(target))
		lead = strncmp(target, "qemu", 4)
			? "is libvirtd running, and may you read its socket? "
			: "is libvirtd (or virtqemud) running, and may you read its socket? ";
	snprintf(hint, sizeof(hint), "%s'virsh -r%s%s list' must work first", lead, option, uri);
	return hint;
}

/*
 * Mark what the operand names. As in virsh a running domain's ID goes before a name of
 * digits; and a name goes before a pattern, or 'web[1]' could not be named alone.
 */
static bool mark(vml_live *live, const char *operand)
{
	bool any = false;

	for (int way = VML_BY_ID; way < VML_N_WAYS && !any; way++)
		for (size_t i = 0; i < live->n; i++)
			if (vml_operand_names(operand, (vml_way)way, &live->entries[i].called))
				any = live->entries[i].chosen = true;
	return any;
}

static void release_entry(const vml_live *live, struct entry *entry)
{
	if (entry->domain)
		live->virt->virDomainFree(entry->domain);
	entry->domain = NULL;
	free(entry->called.name);
	entry->called.name = NULL;
}

/* Keep the domains that the operands name; operands that name none are remembered. */
static void choose(vml_live *live, const char *const *operands, size_t n_operands)
{
	size_t kept = 0;

	live->unmatched = vml_realloc(NULL, n_operands * sizeof(*live->unmatched));
	for (size_t i = 0; i < n_operands; i++)
		if (!mark(live, operands[i]))
			live->unmatched[live->n_unmatched++] = vml_strdup(operands[i]);
	for (size_t i = 0; i < live->n; i++)
		if (live->entries[i].chosen)
			live->entries[kept++] = live->entries[i];
		else
			release_entry(live, &live->entries[i]);
	live->n = kept;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(
		((const struct entry *)a)->called.name, ((const struct entry *)b)->called.name);
}

static bool list(vml_live *live)
{
	const struct vml_libvirt *virt = live->virt;
	virDomainPtr *domains = NULL;
	int n = virt->virConnectListAllDomains(live->connection, &domains, 0);

	if (n < 0)
		return false;
	live->entries = vml_realloc(NULL, (size_t)n * sizeof(*live->entries));
	for (int i = 0; i < n; i++) {
		struct entry *entry = &live->entries[live->n++];
		const char *name = virt->virDomainGetName(domains[i]);

		*entry = (struct entry){ .domain = domains[i],
			.called.name = vml_strdup(name ? name : ""),
			.called.id = virt->virDomainGetID(domains[i]) };
		virt->virDomainGetUUID(domains[i], entry->called.uuid);
	}
	free(domains);
	qsort(live->entries, live->n, sizeof(*live->entries), by_name);
	return true;
}

/* One more list, for virDomainIsPersistent() would be a round trip for each domain. */
static bool mark_transient(vml_live *live)
{
	const struct vml_libvirt *virt = live->virt;
	virDomainPtr *domains = NULL;
	int n = virt->virConnectListAllDomains(
		live->connection, &domains, VIR_CONNECT_LIST_DOMAINS_TRANSIENT);

	for (int i = 0; i < n; i++) {
		unsigned char uuid[VIR_UUID_BUFLEN] = { 0 };

		virt->virDomainGetUUID(domains[i], uuid);
		for (size_t j = 0; j < live->n; j++)
			if (!memcmp(live->entries[j].called.uuid, uuid, sizeof(uuid)))
				live->entries[j].transient = true;
		virt->virDomainFree(domains[i]);
	}
	free(domains);
	return n >= 0;
}

/* libvirt's number is major * 1,000,000 + minor * 1,000 + patch, here without the patch. */
static unsigned int release_of(unsigned long version)
{
	return (unsigned int)VML_RELEASE(version / 1000000, version / 1000 % 1000);
}

/* What the host runs; a version that cannot be read stays unknown. */
static vml_target versions_of(const vml_live *live)
{
	const struct vml_libvirt *virt = live->virt;
	const char *type = virt->virConnectGetType(live->connection);
	vml_target target = { .name = "connection", .family = "" };
	unsigned long version;

	if (!virt->virConnectGetLibVersion(live->connection, &version))
		target.libvirt = release_of(version);
	if (type && !strcmp(type, "QEMU") &&
		!virt->virConnectGetVersion(live->connection, &version))
		target.qemu = release_of(version);
	return target;
}

static bool connect_and_list(vml_live *live, const char *uri, vml_fault *fault)
{
	const struct vml_libvirt *virt = live->virt;
	struct vml_libvirt_call call;
	const char *shown, *where;
	char *canonical;
	bool good = false;

	live->connection = vml_libvirt_open(virt, uri, &call);
	shown = *uri ? uri : call.uri;
	where = shown ? shown : "libvirt's default connection";
	if (!live->connection) {
		set_fault(fault, "cannot connect to %s: %s", where, said(virt->virGetLastError()));
		fault->hint = advice(&call, virt->virGetLastError());
	} else if (!list(live) || (!live->running && !mark_transient(live))) {
		set_fault(fault, "cannot list the domains of %s: %s", where,
			said(virt->virGetLastError()));
		fault->hint = advice(&call, virt->virGetLastError());
	} else {
		/* the parameter that we added is no part of its name */
		canonical = call.ssh ? NULL : virt->virConnectGetURI(live->connection);
		live->uri = vml_strdup(canonical ? canonical : where);
		live->target = versions_of(live);
		free(canonical);
		good = true;
	}
	vml_libvirt_call_free(&call);
	return good;
}

int vml_live_open(vml_live **ret, const char *uri, const char *const *operands, size_t n_operands,
	bool running, vml_parser *parser, vml_fault *fault)
{
	const char *why, *help;
	const struct vml_libvirt *virt = vml_libvirt_load(&why, &help);
	vml_live *live;
	VML_SIGPIPE_HELD;

	*ret = NULL;
	if (!virt) {
		set_fault(fault, "cannot connect to %s: %s",
			*uri ? uri : "libvirt's default connection", why);
		fault->hint = help;
		return -1;
	}
	live = vml_realloc(NULL, sizeof(*live));
	*live = (vml_live){ .virt = virt, .running = running, .parser = parser };
	if (!connect_and_list(live, uri, fault)) {
		vml_live_close(live);
		return -1;
	}
	if (n_operands)
		choose(live, operands, n_operands);
	*ret = live;
	return 0;
}

void vml_live_close(vml_live *live)
{
	VML_SIGPIPE_HELD;

	if (!live)
		return;
	for (size_t i = 0; i < live->n; i++)
		release_entry(live, &live->entries[i]);
	free(live->entries);
	for (size_t i = 0; i < live->n_unmatched; i++)
		free(live->unmatched[i]);
	free(live->unmatched);
	free(live->uri);
	if (live->connection)
		live->virt->virConnectClose(live->connection);
	free(live);
}

const char *vml_live_uri(const vml_live *live)
{
	return live->uri;
}

size_t vml_live_count(const vml_live *live)
{
	return live->n;
}

const char *vml_live_name(const vml_live *live, size_t i)
{
	return live->entries[i].called.name;
}

const char *vml_live_unmatched(vml_live *live)
{
	return live->next_unmatched < live->n_unmatched ? live->unmatched[live->next_unmatched++]
							: NULL;
}

/*
 * Whether the error at hand came from a dead connection. Some drivers cannot tell
 * whether they are alive; then it is the error that tells. VIR_ERR_RPC alone is about
 * one message, such as XML too large for one.
 */
static bool is_dead(const vml_live *live, int code, int from)
{
	return live->virt->virConnectIsAlive(live->connection) == 0 ||
		(from == VIR_FROM_RPC && code != VIR_ERR_RPC);
}

/* What to make of a domain that gave no XML. */
static vml_live_status check_failure(vml_live *live, const char *name, vml_fault *fault)
{
	const virError *error = live->virt->virGetLastError();
	int code = error ? error->code : VIR_ERR_OK, from = error ? error->domain : VIR_FROM_NONE;
	char *reason;

	if (code == VIR_ERR_NO_DOMAIN) {
		set_fault(fault, "domain '%s' vanished before it could be read", name);
		return VML_LIVE_NOTE;
	}
	reason = vml_strdup(said(error)); /* the next call of libvirt resets it */
	live->lost = is_dead(live, code, from);
	if (live->lost) {
		set_fault(fault, "lost the connection to %s after %zu of %zu domains: %s",
			live->uri, live->n_read, live->n, reason);
		fault->hint = "what was found so far holds for those domains: run it again for "
			      "the others";
	} else {
		set_fault(fault, "cannot read domain '%s': %s", name, reason);
	}
	free(reason);
	return live->lost ? VML_LIVE_LOST : VML_LIVE_FAULT;
}

/* The document's bytes are libvirt's, and go with its string: it gets its own. */
static vml_live_status parse(
	vml_live *live, const char *name, const char *xml, vml_doc **ret, vml_fault *fault)
{
	vml_slice slice = {
		.bytes = xml, .len = strlen(xml), .line = 1, .column = 1, .terminated = true
	};

	if (vml_doc_parse(live->parser, &slice, ret, fault)) {
		set_fault(fault, "cannot read domain '%s': %s", name, fault->message);
		return VML_LIVE_FAULT;
	}
	(*ret)->slice.bytes =
		vml_arena_strndup((*ret)->arena, (*ret)->slice.bytes, (*ret)->slice.len);
	(*ret)->no_places = true;
	(*ret)->target = live->target;
	live->n_read++;
	return VML_LIVE_DOCUMENT;
}

vml_live_status vml_live_next(vml_live *live, vml_doc **ret, vml_fault *fault)
{
	struct entry *entry;
	vml_live_status status;
	unsigned int flags;
	char *xml;
	VML_SIGPIPE_HELD;

	*ret = NULL;
	if (live->lost || live->next == live->n)
		return VML_LIVE_END;
	entry = &live->entries[live->next++];
	flags = live->running || entry->transient ? 0 : VIR_DOMAIN_XML_INACTIVE;
	xml = live->virt->virDomainGetXMLDesc(entry->domain, flags);
	status = xml ? parse(live, entry->called.name, xml, ret, fault)
		     : check_failure(live, entry->called.name, fault);
	free(xml);
	release_entry(live, entry);
	return status;
}
