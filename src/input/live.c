/* Live input: lists the domains of a connection once, then reads one after the other. */
#include "live.h"

#include "host_facts.h"
#include "images.h"
#include "libvirt.h"
#include "operand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A domain of the connection. */
struct entry {
	virDomainPtr domain;
	vml_identity called;
	bool transient; /* the domain is running and has no persistent definition */
	bool chosen;	/* an operand matches it */
};

struct vml_live {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	char *uri;
	vml_target target;     /* versions of libvirt and QEMU on the host */
	struct entry *entries; /* the chosen ones, by name */
	size_t n, next, n_read;
	char **unmatched; /* operands that match no domain */
	size_t n_unmatched, next_unmatched;
	bool running; /* read the XML of running domains, not their definition */
	bool lost;    /* the connection is dead */
	bool read_write;
	bool local;	     /* the connection is to a daemon on this machine */
	vml_known_host host; /* all NULL unless read */
	vml_parser *parser;
};

/* Strings of the last fault in this thread. */
static _Thread_local char message[2048], hint[1024];

/* Join the lines of a text and merge spaces: messages of ssh have several lines. */
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
			end--; /* do not cut within a UTF-8 character */
		strcpy(message + end, "...");
	}
	va_end(args);
	flatten(message);
	*fault = (vml_fault){ .message = message };
}

static const char *said(const virError *error)
{
	return error && error->message ? error->message : "no reason given by libvirt";
}

/* Return true if the URI names no host: libvirt uses a local socket. */
static bool is_local(const char *uri)
{
	const char *authority = strstr(uri, "://");

	return authority && (!authority[3] || authority[3] == '/');
}

/* Return a hint for a failed connection. */
static const char *advice(const struct vml_libvirt_call *call, const virError *error)
{
	const char *uri = call->quiet_uri ? call->quiet_uri : "";
	const char *target = call->uri ? call->uri : "qemu:///"; /* the usual result of probing */
	const char *option = *uri ? " -c " : "";
	const char *lead = "";

	if (*call->asked) {
		snprintf(hint, sizeof(hint),
			"libvirt asks for '%s', but vmlint never prompts: store the answer in "
			"libvirt's auth.conf",
			call->asked);
		flatten(hint);
		return hint;
	}
	if (call->ssh)
		lead = "use a host known to ssh, and a key without a passphrase or in an agent, "
		       "as ssh cannot prompt here; ";
	else if (error && error->domain == VIR_FROM_RPC && is_local(target))
		lead = strncmp(target, "qemu", 4)
			? "check that libvirtd is running and that you may use its socket; "
			: "check that libvirtd (or virtqemud) is running and that you may use its "
			  "socket; ";
	snprintf(hint, sizeof(hint), "%smake sure that 'virsh -r%s%s list' works", lead, option,
		uri);
	return hint;
}

/*
 * Mark the domains that match an operand; return false if there are none. As in virsh, a
 * running domain's ID takes precedence over a name of digits; a name takes precedence over
 * a pattern, otherwise no operand could select just the domain 'web[1]'.
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

/* Remove the domains that no operand matches; record operands that match none. */
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

/* List the domains, sorted by name; false on an error of libvirt. */
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

/* Mark transient domains by a second list: virDomainIsPersistent() is a round trip per domain. */
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

/* Return the versions on the host; a version that cannot be read stays 0, unknown. */
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

	live->connection = vml_libvirt_open(virt, uri, live->read_write, &call);
	live->read_write = call.read_write;
	live->local = !call.uri || is_local(call.uri);
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
		/* over ssh it would include the parameter no_tty that vmlint added */
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
	bool running, bool read_write, vml_parser *parser, vml_fault *fault)
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
	*live = (vml_live){
		.virt = virt, .running = running, .read_write = read_write, .parser = parser
	};
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
	vml_known_host_free(&live->host);
	if (live->connection)
		live->virt->virConnectClose(live->connection);
	free(live);
}

int vml_live_facts(vml_live *live, unsigned int in_flight, char **ret_profile, vml_fault *fault)
{
	const vml_facts_request request = { .full = ret_profile,
		.read_write = live->read_write,
		.local = live->local,
		.in_flight = in_flight };
	char *error;

	if (!vml_known_host_read(&live->host, live->virt, live->connection, &request, live->uri,
		    ret_profile, &error))
		return 0;
	set_fault(fault, "cannot read the facts of the host of %s: %s", live->uri, error);
	free(error);
	return -1;
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
 * Return true if the connection is dead. Some drivers do not support virConnectIsAlive(), then
 * the error decides; VIR_ERR_RPC only concerns one message, such as XML too large for it.
 */
static bool is_dead(const vml_live *live, int code, int from)
{
	return live->virt->virConnectIsAlive(live->connection) == 0 ||
		(from == VIR_FROM_RPC && code != VIR_ERR_RPC);
}

/* Return the status, and fill in *fault, for a domain whose XML could not be read. */
static vml_live_status check_failure(vml_live *live, const char *name, vml_fault *fault)
{
	const virError *error = live->virt->virGetLastError();
	int code = error ? error->code : VIR_ERR_OK, from = error ? error->domain : VIR_FROM_NONE;
	char *reason;

	if (code == VIR_ERR_NO_DOMAIN) {
		set_fault(fault, "domain '%s' disappeared before it could be read", name);
		return VML_LIVE_NOTE;
	}
	reason = vml_strdup(said(error)); /* the next call of libvirt resets it */
	live->lost = is_dead(live, code, from);
	if (live->lost) {
		set_fault(fault, "lost the connection to %s after %zu of %zu domains: %s",
			live->uri, live->n_read, live->n, reason);
		fault->hint = "run vmlint again for the other domains; the findings so far are "
			      "complete";
	} else {
		set_fault(fault, "cannot read domain '%s': %s", name, reason);
	}
	free(reason);
	return live->lost ? VML_LIVE_LOST : VML_LIVE_FAULT;
}

/* Parse the XML and copy it into the document: the caller frees libvirt's string. */
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
	(*ret)->host = live->host.host;
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
	if (status == VML_LIVE_DOCUMENT && live->host.host)
		vml_images_check(live->virt, entry->domain, live->host.host, *ret);
	release_entry(live, entry);
	return status;
}
