/* Audit of the domains of libvirt connections: starts all, then reports them one by one. */
#include "connections.h"

#include "arena.h"
#include "connection_names.h"
#include "dump.h"
#include "key.h"
#include "libvirt.h"
#include "select.h"
#include "text.h"
#include "uri.h"

#include <stdlib.h>
#include <string.h>

typedef unsigned char uuid[VIR_UUID_BUFLEN];

/* All connections of a run. */
struct connections {
	vml_session *session;
	char **uris; /* URIs as given; owned */
	/* URIs after defaults and aliases; NULL: libvirt probes for a hypervisor; owned */
	char **resolved;
	/* names of the hosts in reports; NULL until the connection is reported; owned */
	char **hosts;
	vml_dump **dumps;
	size_t n, failed; /* number of connections; of those that could not be opened */
	uuid *seen;	  /* UUIDs of all domains of the connections reported so far, sorted */
	size_t n_seen;
};

/* Add a connection, unless one with this URI was added before. */
static void add(struct connections *all, char *uri)
{
	char *resolved = vml_libvirt_resolve(uri);
	size_t size = (all->n + 1) * sizeof(char *);

	for (size_t i = 0; i < all->n; i++) {
		const char *other = all->resolved[i];

		if (!strcmp(other ? other : "", resolved ? resolved : "")) {
			free(uri);
			free(resolved);
			return;
		}
	}
	all->uris = vml_realloc(all->uris, size);
	all->resolved = vml_realloc(all->resolved, size);
	all->uris[all->n] = uri;
	all->resolved[all->n++] = resolved;
}

/*
 * Add the connections of the settings. A connection "" is replaced by those of the configuration;
 * if the configuration has none, "" is libvirt's default.
 */
static void add_all(struct connections *all)
{
	const vml_settings *settings = all->session->settings;

	for (size_t i = 0; i < settings->n_connections; i++) {
		const char *at = settings->connect;

		if (*settings->connections[i] || !at || !at[strspn(at, " \t\n")]) {
			add(all, vml_strdup(settings->connections[i]));
			continue;
		}
		for (at += strspn(at, " \t\n"); *at; at += strspn(at, " \t\n")) {
			size_t len = strcspn(at, " \t\n");

			add(all, vml_strndup(at, len));
			at += len;
		}
	}
}

static const vml_selection *selection_of(const struct connections *all, size_t i)
{
	const char *uri = all->resolved[i] ? all->resolved[i] : all->uris[i];
	char *safe = vml_uri_without_password(uri);
	const vml_selection *selection = vml_policy_for_connection(all->session->policy, safe);

	free(safe);
	return selection;
}

/*
 * Return the questions to ask about each domain (VML_ASK_* bits), whose answers are needed by rules
 * that may run.
 */
static unsigned int questions_of(const vml_selection *selection)
{
	static const struct {
		unsigned int gate, question;
	} rows[] = { { VML_WHEN_HOST, VML_ASK_IMAGES }, { VML_WHEN_TAINTS, VML_ASK_TAINTS },
		{ VML_WHEN_OTHER, VML_ASK_OTHER } };
	unsigned int questions = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (vml_selection_needs(selection, rows[i].gate))
			questions |= rows[i].question;
	return questions;
}

static void start_all(struct connections *all)
{
	const vml_settings *settings = all->session->settings;

	all->dumps = vml_realloc(NULL, all->n * sizeof(*all->dumps));
	all->hosts = vml_realloc(NULL, all->n * sizeof(*all->hosts));
	for (size_t i = 0; i < all->n; i++) {
		all->hosts[i] = NULL;
		all->dumps[i] = vml_dump_start(&(vml_dump_request){ .uri = all->uris[i],
			.running = settings->live,
			.read_write = settings->read_write,
			.joins = all->n > 1 || vml_session_joins(all->session),
			.facts = vml_selection_needs(selection_of(all, i), VML_HOST_GATES),
			.questions = questions_of(selection_of(all, i)),
			.in_flight = settings->in_flight,
			.window = 2 * settings->jobs,
			.timeout = settings->timeout,
			.operands = (const char *const *)settings->operands,
			.n_operands = settings->n_operands,
			.selection = selection_of(all, i) });
	}
}

/* Print a patch for the definition of a domain, for the user to apply with 'virsh edit'. */
static void diff_domain(struct connections *all, vml_input *input, size_t i, const vml_doc *doc)
{
	vml_session *session = all->session;
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	xmlChar *name = xmlNodeGetContent(vml_child(root, "name"));
	vml_fix_report report =
		vml_print_diff(session->settings, selection_of(all, i), session->parser,
			name ? (const char *)name : "domain", doc->slice.bytes, doc->slice.len);

	vml_session_fixed(session, input, &report);
	xmlFree(name);
}

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(uuid));
}

/* Return true if a connection that was reported before has a domain with this UUID. */
static bool is_seen(const struct connections *all, const unsigned char *id)
{
	return all->n_seen && bsearch(id, all->seen, all->n_seen, sizeof(uuid), compare);
}

/* Add the UUIDs of a connection's domains to all->seen. */
static void add_seen(struct connections *all, const vml_live *live)
{
	size_t n = vml_live_count(live);

	if (all->n < 2 || !n)
		return;
	all->seen = vml_realloc(all->seen, (all->n_seen + n) * sizeof(*all->seen));
	for (size_t i = 0; i < n; i++)
		memcpy(all->seen[all->n_seen++], vml_live_uuid(live, i), sizeof(uuid));
	qsort(all->seen, all->n_seen, sizeof(uuid), compare);
}

static void report_document(
	struct connections *all, vml_input *input, size_t i, const vml_dump_item *item)
{
	vml_session *session = all->session;
	char *why = NULL;

	if (is_seen(all, vml_live_uuid(vml_dump_live(all->dumps[i]), item->domain)))
		vml_key_add_host(item->doc, item->result, input->host);
	if (session->settings->diff)
		diff_domain(all, input, i, item->doc);
	vml_session_report(session, input, selection_of(all, i), item->doc, item->result, &why);
	free(why);
}

/* Report the domains of a connection, sorted by name, while further domains are still read. */
static void report_domains(struct connections *all, vml_input *input, size_t i)
{
	vml_dump_item item;

	while (vml_dump_next(all->dumps[i], &item)) {
		bool first = input->status != VML_INPUT_ERROR;

		if (item.status == VML_LIVE_DOCUMENT) {
			report_document(all, input, i, &item);
		} else if (item.status == VML_LIVE_NOTE) {
			vml_session_note(all->session, input->name, item.fault.message);
		} else {
			vml_session_fail(all->session, input, &item.fault);
			if (first)
				input->message = item.status == VML_LIVE_LOST
					? "the connection was lost"
					: "a domain could not be read";
		}
	}
}

/* Return true if an operand matches a domain of any connection. */
static bool is_matched(const struct connections *all, size_t operand)
{
	for (size_t i = 0; i < all->n; i++)
		if (vml_dump_matched(all->dumps[i], operand))
			return true;
	return false;
}

/* With a single connection: report the operands that match none of its domains. */
static void report_unmatched(const struct connections *all, vml_input *input)
{
	const vml_settings *settings = all->session->settings;
	char *safe = vml_uri_without_password(all->uris[0]);
	char *hint = *safe ? vml_asprintf("list the domains with 'virsh -c %s list --all'", safe)
			   : vml_strdup("list the domains with 'virsh list --all'");

	for (size_t i = 0; i < settings->n_operands; i++) {
		char *message;

		if (is_matched(all, i))
			continue;
		message = vml_asprintf("no domain matches '%s'", settings->operands[i]);
		vml_session_fail_with(all->session, input, message, hint);
		input->message = "an operand matches no domain";
		free(message);
	}
	free(hint);
	free(safe);
}

/*
 * With several connections: report each operand that matches no domain of any of them, as an input
 * of its own.
 */
static void report_unmatched_anywhere(const struct connections *all)
{
	const vml_settings *settings = all->session->settings;

	for (size_t i = 0; i < settings->n_operands; i++) {
		vml_input input = { .name = settings->operands[i],
			.host = settings->operands[i],
			.kind = VML_INPUT_LIVE };

		if (is_matched(all, i))
			continue;
		vml_session_fail_with(all->session, &input,
			all->failed ? "no domain of the other connections matches"
				    : "no domain of the connections matches",
			"list the domains of a connection with 'virsh -c URI list --all'");
		vml_session_finish(all->session, &input);
	}
}

/*
 * Return a name for the host of connection i that differs from the names of all connections before
 * it. hostname: name that the host reports; "" if unknown
 */
static char *name_host(const struct connections *all, size_t i, const char *hostname)
{
	char *name = vml_connection_name((const char *const *)all->resolved, all->n, i, hostname);

	for (size_t j = 0; j < i; j++)
		if (all->hosts[j] && !strcmp(all->hosts[j], name)) {
			char *longer = vml_asprintf("%s#%zu", name, i + 1);

			free(name);
			return longer;
		}
	return name;
}

/* Return true if libvirt reports the same URI for connection i as for an earlier connection. */
static bool is_repeated(const struct connections *all, size_t i)
{
	const char *uri = vml_live_uri(vml_dump_live(all->dumps[i]));

	for (size_t j = 0; j < i; j++) {
		const vml_live *other = vml_dump_live(all->dumps[j]);

		if (other && all->hosts[j] && !strcmp(vml_live_uri(other), uri))
			return true;
	}
	return false;
}

static void skip_domains(vml_dump *dump)
{
	vml_dump_item item;

	while (vml_dump_next(dump, &item))
		;
}

static void report_connection(struct connections *all, size_t i)
{
	vml_session *session = all->session;
	char *safe = vml_uri_without_password(all->uris[i]);
	vml_input input = { .name = *safe ? safe : "(default connection)", .kind = VML_INPUT_LIVE };
	vml_fault fault;
	bool open = !vml_dump_wait(all->dumps[i], &fault);
	const vml_live *live = vml_dump_live(all->dumps[i]);

	if (open && is_repeated(all, i)) {
		skip_domains(all->dumps[i]);
		free(safe);
		return;
	}
	input.host = all->hosts[i] = name_host(all, i, open ? vml_live_hostname(live) : "");
	if (!open) {
		all->failed++;
		vml_session_fail(session, &input, &fault);
	} else {
		if (!*safe)
			input.name = vml_live_uri(live);
		if (vml_dump_note(all->dumps[i]))
			vml_session_note(session, input.name, vml_dump_note(all->dumps[i]));
		if (all->n == 1)
			report_unmatched(all, &input);
		if (!vml_live_count(live) && !session->settings->n_operands)
			vml_session_note(session, input.name, "the connection has no domains");
		report_domains(all, &input, i);
		add_seen(all, live);
	}
	vml_session_finish(session, &input);
	free(safe);
}

static void release(struct connections *all)
{
	for (size_t i = 0; i < all->n; i++) {
		if (vml_dump_free(all->dumps[i]))
			all->session->threads_left = true;
		free(all->uris[i]);
		free(all->resolved[i]);
		free(all->hosts[i]);
	}
	free(all->uris);
	free(all->resolved);
	free(all->hosts);
	free(all->dumps);
	free(all->seen);
}

void vml_audit_connections(vml_session *session)
{
	struct connections all = { .session = session };

	add_all(&all);
	start_all(&all);
	for (size_t i = 0; i < all.n; i++)
		report_connection(&all, i);
	if (all.n > 1)
		report_unmatched_anywhere(&all);
	release(&all);
}
