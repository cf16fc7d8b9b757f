/* Options that contradict each other or would have no effect. */
#include "combinations.h"

#include <string.h>

bool vml_reads_stdin(const vml_settings *settings)
{
	for (size_t i = 0; i < settings->n_operands; i++)
		if (!strcmp(settings->operands[i], "-"))
			return true;
	return !settings->n_operands && !settings->n_connections;
}

/* A combination of options that is an error. */
struct conflict {
	bool is_used;
	const char *message, *hint; /* hint: NULL if there is none */
};

/*
 * Report the first combination in the table that the command line has; returns false if it has
 * none.
 */
static bool report(const vml_settings *settings, const struct conflict *conflicts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!conflicts[i].is_used)
			continue;
		vml_messages_put(&settings->messages,
			&(vml_message){ .kind = VML_MESSAGE_ERROR,
				.text = conflicts[i].message,
				.hint = conflicts[i].hint });
		return true;
	}
	return false;
}

/*
 * Return true if one of the requested reports has one of these formats, or if no report is
 * requested: the default is text, which must be among `formats`.
 */
static bool has_format(const vml_settings *settings, const vml_reporter *const *formats, size_t n)
{
	for (size_t i = 0; i < settings->n_reports; i++)
		for (size_t j = 0; j < n; j++)
			if (settings->reports[i].reporter == formats[j])
				return true;
	return !settings->n_reports;
}

bool vml_has_conflict(const vml_command_line *line)
{
	const vml_settings *s = &line->settings;
	const bool live = s->n_connections, prints = line->list || line->explain;
	static const vml_reporter *const readable[] = { &vml_reporter_text, &vml_reporter_concise,
		&vml_reporter_markdown };
	const struct conflict conflicts[] = {
		{ line->list && s->n_operands, "--list-rules takes no operands",
			"list some rules with --list-rules --only 'disk-*'" },
		{ line->explain && s->n_choices,
			"--explain takes rule ids only: -e, -d and --only have no effect", NULL },
		{ s->fix && s->diff, "--fix and --diff cannot be used together", NULL },
		{ s->fix && live, "--fix and --connect cannot be used together",
			"print a patch for 'virsh edit' with --diff" },
		{ s->write_baseline && s->baseline,
			"--write-baseline and --baseline cannot be used together", NULL },
		{ s->write_baseline && s->diff_base,
			"--write-baseline and --diff-base cannot be used together", NULL },
		{ s->live && !live, "--live requires --connect URI", NULL },
		{ s->diff_base && live, "--diff-base and --connect cannot be used together",
			"accept the known findings of a connection with --baseline" },
		{ live && (s->n_hosts || s->n_host_documents),
			"--host and --connect cannot be used together",
			"the domains of a connection are checked for its own host" },
		{ s->read_write && !live, "--read-write requires --connect URI", NULL },
		{ s->diff_base && vml_reads_stdin(s) && !s->stdin_name && !prints,
			"--diff-base requires --stdin-filename to audit standard input", NULL },
		{ s->stdin_name && !vml_reads_stdin(s) && !prints,
			"--stdin-filename is for standard input, which is not read",
			"name standard input with the operand '-'" },
		{ s->brief && !has_format(s, readable, 1), "--brief requires a text report",
			"list one finding per line with -f concise" },
		{ s->statistics && !has_format(s, readable, 3),
			"--statistics requires a text, concise or markdown report", NULL },
		{ s->config_file && s->no_config,
			"--config and --no-config cannot be used together", NULL },
	};

	return report(s, conflicts, sizeof(conflicts) / sizeof(*conflicts));
}
