/* Audit of the domains of a libvirt connection, one by one and read-only. */
#include "connections.h"

#include "arena.h"
#include "live.h"
#include "select.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Calls of libvirt in flight while the facts of the host are read. */
enum { IN_FLIGHT = 8 };

/* Print a patch for a domain's definition, to be applied by 'virsh edit'. */
static void diff_domain(vml_session *session, vml_input *input, const vml_doc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	xmlChar *name = xmlNodeGetContent(vml_child(root, "name"));
	vml_fix_report report = vml_print_diff(session->settings, vml_session_rules(session, input),
		session->parser, name ? (const char *)name : "domain", doc->slice.bytes,
		doc->slice.len);

	vml_session_fixed(session, input, &report);
	xmlFree(name);
}

/* Audit the selected domains of an open connection. */
static void audit_domains(vml_session *session, vml_input *input, vml_live *live)
{
	vml_live_status status;
	vml_fault fault;
	vml_doc *doc;

	while ((status = vml_live_next(live, &doc, &fault)) != VML_LIVE_END) {
		char *why = NULL;

		if (status == VML_LIVE_DOCUMENT) {
			doc->joins = vml_live_count(live) > 1 || vml_session_joins(session);
			if (session->settings->diff)
				diff_domain(session, input, doc);
			vml_session_audit(session, input, doc, &why);
			free(why);
			vml_doc_free(doc);
		} else if (status == VML_LIVE_NOTE) {
			vml_session_note(session, input->name, fault.message);
		} else {
			bool first = input->status != VML_INPUT_ERROR;

			vml_session_fail(session, input, &fault);
			if (first)
				input->message = "a domain could not be read";
			if (status == VML_LIVE_LOST && first)
				input->message = "the connection was lost";
		}
	}
}

void vml_audit_connection(vml_session *session, const char *uri)
{
	const vml_settings *settings = session->settings;
	vml_input input = { .name = *uri ? uri : "(default connection)", .kind = VML_INPUT_LIVE };
	const char *unmatched;
	vml_fault fault;
	vml_live *live;
	char *hint;

	if (vml_live_open(&live, uri, (const char *const *)settings->operands, settings->n_operands,
		    settings->live, settings->read_write, session->parser, &fault)) {
		vml_session_fail(session, &input, &fault);
		vml_session_finish(session, &input);
		return;
	}
	if (!*uri)
		input.name = vml_live_uri(live);
	if (vml_selection_needs_host(vml_session_rules(session, &input)) &&
		vml_live_facts(live, IN_FLIGHT, NULL, &fault))
		vml_session_note(session, input.name, fault.message);
	hint = *uri ? vml_asprintf("list the domains with 'virsh -c %s list --all'", uri)
		    : vml_strdup("list the domains with 'virsh list --all'");
	while ((unmatched = vml_live_unmatched(live))) {
		size_t n = strlen(unmatched) + 64;
		char *message = vml_realloc(NULL, n);

		snprintf(message, n, "no domain matches '%s'", unmatched);
		vml_session_fail_with(session, &input, message, hint);
		input.message = "an operand matches no domain";
		free(message);
	}
	free(hint);
	if (!vml_live_count(live) && !settings->n_operands)
		vml_session_note(session, input.name, "the connection has no domains");
	audit_domains(session, &input, live);
	vml_session_finish(session, &input);
	vml_live_close(live);
}
