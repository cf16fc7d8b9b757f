/* Origin of a document: its input and host, for the rules across domains. */
#include "document_origin.h"

/*
 * Return a string that identifies the host of an input; NULL if the host is unknown, or if the
 * selection has several hosts.
 */
static const char *host_of(const vml_input *input, const vml_selection *selection)
{
	if (input->kind == VML_INPUT_LIVE)
		return input->name;
	if (selection->n_hosts != 1 || !*vml_host_name(selection->hosts[0]))
		return NULL;
	return vml_host_name(selection->hosts[0]);
}

vml_origin vml_document_origin(
	const vml_input *input, const vml_selection *selection, const vml_doc *doc)
{
	return (vml_origin){ .name = input->name,
		.kind = input->kind,
		.host = host_of(input, selection),
		.label = input->host,
		.idle = doc->guest.known && !doc->guest.active && !doc->guest.autostart };
}
