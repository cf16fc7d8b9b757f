/* Findings across the domains of a run, which are reported after the last input. */
#include "session.h"

bool vml_session_joins(const vml_session *session)
{
	const vml_settings *settings = session->settings;
	size_t n = settings->n_connections ? settings->n_connections : settings->n_operands;

	return session->in_directory || n > 1;
}

/* Print a note if several inputs contain the same domain. */
static void print_repeated(const vml_session *session)
{
	const vml_repeated repeated = vml_fleet_repeated(session->fleet);

	if (!repeated.n || session->settings->quiet)
		return;
	if (repeated.n == 1)
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_NOTE, NULL,
			"one domain is in several inputs: '%s' in %s and %s", repeated.name,
			repeated.input, repeated.second);
	else
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_NOTE, NULL,
			"%zu domains are in several inputs, such as '%s' in %s and %s", repeated.n,
			repeated.name, repeated.input, repeated.second);
}

void vml_session_join(vml_session *session)
{
	const bool show_all = session->settings->show_suppressed;
	vml_origin origin;
	vml_result result;

	vml_fleet_join(session->fleet);
	vml_progress_hide(&session->progress);
	print_repeated(session);
	while (vml_fleet_next(session->fleet, &origin, &result)) {
		vml_input input = {
			.name = origin.name, .host = origin.label, .kind = origin.kind
		};

		vml_baselines_apply(session->accepted,
			origin.kind == VML_INPUT_FILE ? origin.name : NULL,
			vml_session_rules(session, &input), &result);
		vml_fleet_partition(session->fleet, &result, show_all);
		vml_session_count(session, &result);
		vml_outputs_fleet(&session->outputs, &input, &result);
	}
}
