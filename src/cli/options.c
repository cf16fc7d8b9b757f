/* Option table: name, argument, help text and parser of each option. */
#include "options.h"

#include "arena.h"
#include "complete.h"
#include "suggest.h"
#include "target.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *nth_format(const void *data, size_t i)
{
	(void)data;
	return vml_reporters[i] ? vml_reporters[i]->name : NULL;
}

static char *take_connect(vml_settings *s, const char *arg)
{
	s->connections =
		vml_realloc(s->connections, (s->n_connections + 1) * sizeof(*s->connections));
	s->connections[s->n_connections++] = arg;
	return NULL;
}

static char *take_live(vml_settings *s, const char *arg)
{
	(void)arg;
	s->live = true;
	return NULL;
}

static char *take_format(vml_settings *s, const char *arg)
{
	size_t n = strcspn(arg, ":");
	const vml_reporter *found = NULL;

	for (const vml_reporter *const *r = vml_reporters; *r; r++)
		if (strlen((*r)->name) == n && !strncmp((*r)->name, arg, n))
			found = *r;
	if (!found) {
		char *name = vml_strdup(arg), *wrong;

		name[n] = '\0';
		wrong = vml_unknown_word("format", name, nth_format, NULL);
		free(name);
		return wrong;
	}
	if (arg[n] && !arg[n + 1])
		return vml_asprintf("no file name after '%s'", arg);
	s->reports = vml_realloc(s->reports, (s->n_reports + 1) * sizeof(*s->reports));
	s->reports[s->n_reports++] =
		(vml_wanted_report){ .reporter = found, .file = arg[n] ? arg + n + 1 : NULL };
	return NULL;
}

static char *take_min_severity(vml_settings *s, const char *arg)
{
	if (!vml_severity_by_name(arg, &s->least))
		return vml_asprintf("invalid level '%s': expected info, warning or error", arg);
	return NULL;
}

static char *take_fail_on(vml_settings *s, const char *arg)
{
	s->fail_on = 0;
	if (strcmp(arg, "never") && !vml_severity_by_name(arg, &s->fail_on))
		return vml_asprintf(
			"invalid level '%s': expected info, warning, error or never", arg);
	return NULL;
}

static char *choose(vml_settings *s, vml_select_how how, const char *arg, const char *option)
{
	s->choices = vml_realloc(s->choices, (s->n_choices + 1) * sizeof(*s->choices));
	s->choices[s->n_choices++] =
		(vml_rule_choice){ .how = how, .patterns = arg, .option = option };
	return NULL;
}

static char *take_enable(vml_settings *s, const char *arg)
{
	return choose(s, VML_SELECT_ENABLE, arg, "enable");
}

static char *take_disable(vml_settings *s, const char *arg)
{
	return choose(s, VML_SELECT_DISABLE, arg, "disable");
}

static char *take_only(vml_settings *s, const char *arg)
{
	/* an empty list would run all rules; it is probably an unset shell variable */
	if (!arg[strspn(arg, ", ")])
		return vml_strdup("no rule given");
	return choose(s, VML_SELECT_ONLY, arg, "only");
}

static char *take_guest(vml_settings *s, const char *arg)
{
	s->guest = arg;
	return NULL;
}

static char *take_target(vml_settings *s, const char *arg)
{
	vml_target target;
	char *wrong = NULL;

	if (!vml_target_parse(arg, &target, &wrong))
		s->target = arg;
	return wrong;
}

static char *take_config(vml_settings *s, const char *arg)
{
	s->config_file = arg;
	return NULL;
}

static char *take_no_config(vml_settings *s, const char *arg)
{
	(void)arg;
	s->no_config = true;
	return NULL;
}

static char *take_baseline(vml_settings *s, const char *arg)
{
	s->baseline = arg;
	return NULL;
}

static char *take_write_baseline(vml_settings *s, const char *arg)
{
	s->write_baseline = arg;
	return NULL;
}

static char *take_diff_base(vml_settings *s, const char *arg)
{
	s->diff_base = arg;
	return NULL;
}

static char *take_no_inline(vml_settings *s, const char *arg)
{
	(void)arg;
	s->no_inline = true;
	return NULL;
}

static char *take_show_suppressed(vml_settings *s, const char *arg)
{
	(void)arg;
	s->show_suppressed = true;
	return NULL;
}

static char *fix_level_of(const char *arg, vml_fix_level *ret)
{
	if (arg && strcmp(arg, "safe") && strcmp(arg, "review"))
		return vml_asprintf("invalid fix level '%s': expected safe or review", arg);
	*ret = arg && !strcmp(arg, "review") ? VML_FIX_REVIEW : VML_FIX_SAFE;
	return NULL;
}

static char *take_fix(vml_settings *s, const char *arg)
{
	return fix_level_of(arg, &s->fix);
}

static char *take_diff(vml_settings *s, const char *arg)
{
	return fix_level_of(arg, &s->diff);
}

static char *take_jobs(vml_settings *s, const char *arg)
{
	uint64_t n;

	if (!vml_number(arg, &n) || n < 1 || n > VML_MAX_JOBS)
		return vml_asprintf("invalid value '%s': expected 1 to %d", arg, VML_MAX_JOBS);
	s->jobs = (unsigned int)n;
	return NULL;
}

static char *take_stdin_filename(vml_settings *s, const char *arg)
{
	s->stdin_name = arg;
	return NULL;
}

static char *take_color(vml_settings *s, const char *arg)
{
	s->color = arg;
	if (strcmp(s->color, "auto") && strcmp(s->color, "always") && strcmp(s->color, "never"))
		return vml_asprintf("invalid value '%s': expected auto, always or never", arg);
	return NULL;
}

static char *take_explain(vml_settings *s, const char *arg)
{
	(void)arg;
	s->explain = true;
	return NULL;
}

static char *take_list_rules(vml_settings *s, const char *arg)
{
	if (!arg || !strcmp(arg, "text"))
		s->list = VML_LIST_TEXT;
	else if (!strcmp(arg, "json"))
		s->list = VML_LIST_JSON;
	else if (!strcmp(arg, "markdown"))
		s->list = VML_LIST_MARKDOWN;
	else if (!strcmp(arg, "mdoc")) /* undocumented: the build generates vmlint-rules.7 */
		s->list = VML_LIST_MDOC;
	else
		return vml_asprintf("invalid format '%s': expected text, json or markdown", arg);
	return NULL;
}

static char *take_completion(vml_settings *s, const char *arg)
{
	s->completion = arg;
	if (!vml_shell_of(arg))
		return vml_asprintf("invalid shell '%s': expected bash, zsh or fish", arg);
	return NULL;
}

static char *take_skip_non_libvirt(vml_settings *s, const char *arg)
{
	(void)arg;
	s->skip_non_libvirt = true;
	return NULL;
}

static char *take_quiet(vml_settings *s, const char *arg)
{
	(void)arg;
	s->quiet = true;
	return NULL;
}

static char *take_verbose(vml_settings *s, const char *arg)
{
	(void)arg;
	s->verbose = true;
	return NULL;
}

static char *take_version(vml_settings *s, const char *arg)
{
	(void)arg;
	s->version = true;
	return NULL;
}

static char *take_help(vml_settings *s, const char *arg)
{
	(void)arg;
	s->help = true;
	return NULL;
}

const vml_option vml_options[] = {
	{ "connect", 'c', VML_ARG_REQUIRED, "URI", "@connections",
		"audit the domains of a libvirt connection, read-only; '' is the default",
		take_connect },
	{ "live", 0, VML_ARG_NONE, NULL, NULL,
		"audit the running definition of domains, not the persistent one", take_live },
	{ "format", 'f', VML_ARG_REQUIRED, "FMT[:FILE]", "@formats",
		"write a report in format FMT, to FILE if given; repeatable", take_format },
	{ "min-severity", 0, VML_ARG_REQUIRED, "LEVEL", "info warning error",
		"report findings at LEVEL or above: info (default), warning, error",
		take_min_severity },
	{ "fail-on", 0, VML_ARG_REQUIRED, "LEVEL", "info warning error never",
		"exit with 1 on findings at LEVEL or above (default warning; or never)",
		take_fail_on },
	{ "enable", 'e', VML_ARG_REQUIRED, "RULE,...", "@rules",
		"also run these rules: ids, categories, patterns such as 'disk-*'", take_enable },
	{ "disable", 'd', VML_ARG_REQUIRED, "RULE,...", "@rules", "do not run these rules",
		take_disable },
	{ "only", 0, VML_ARG_REQUIRED, "RULE,...", "@rules", "run only these rules", take_only },
	{ "config", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"read the configuration from FILE instead of .vmlint.ini", take_config },
	{ "no-config", 0, VML_ARG_NONE, NULL, NULL, "do not read a configuration", take_no_config },
	{ "baseline", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"ignore the findings listed in the baseline FILE", take_baseline },
	{ "write-baseline", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"write the current findings to the baseline FILE", take_write_baseline },
	{ "diff-base", 0, VML_ARG_REQUIRED, "REV", NULL,
		"ignore the findings that the git revision REV already has", take_diff_base },
	{ "no-inline", 0, VML_ARG_NONE, NULL, NULL, "ignore suppressions in documents",
		take_no_inline },
	{ "show-suppressed", 0, VML_ARG_NONE, NULL, NULL,
		"also print findings hidden by suppressions or the baseline",
		take_show_suppressed },
	{ "guest", 0, VML_ARG_REQUIRED, "OS", NULL,
		"guest OS (libosinfo id or short id) if the metadata does not name it",
		take_guest },
	{ "target", 0, VML_ARG_REQUIRED, "TARGET", "@targets",
		"check for this environment, such as debian-12 or libvirt=9.0,qemu=7.2",
		take_target },
	{ "fix", 0, VML_ARG_OPTIONAL, "LEVEL", "safe review",
		"apply the safe fixes (default), or with LEVEL review all fixes", take_fix },
	{ "diff", 0, VML_ARG_OPTIONAL, "LEVEL", "safe review",
		"print the changes of --fix as a patch, without applying them", take_diff },
	{ "jobs", 'j', VML_ARG_REQUIRED, "N", NULL,
		"audit N files at the same time (default: number of processors)", take_jobs },
	{ "stdin-filename", 0, VML_ARG_REQUIRED, "NAME", "@files",
		"use NAME for standard input in reports", take_stdin_filename },
	{ "color", 0, VML_ARG_REQUIRED, "WHEN", "auto always never",
		"use colours: auto (default), always, never", take_color },
	{ "explain", 0, VML_ARG_NONE, NULL, NULL, "explain the given rules", take_explain },
	{ "list-rules", 0, VML_ARG_OPTIONAL, "FMT", "text json markdown",
		"list the rules as text (default), json or markdown", take_list_rules },
	{ "skip-non-libvirt", 0, VML_ARG_NONE, NULL, NULL,
		"silently skip XML without a libvirt domain", take_skip_non_libvirt },
	{ "completion", 0, VML_ARG_REQUIRED, "SHELL", "bash zsh fish",
		"print the completion script for bash, zsh or fish", take_completion },
	{ "quiet", 'q', VML_ARG_NONE, NULL, NULL, "print findings only: no summary, no notes",
		take_quiet },
	{ "verbose", 'v', VML_ARG_NONE, NULL, NULL,
		"print details: configuration, skipped rules and the reasons", take_verbose },
	{ "version", 0, VML_ARG_NONE, NULL, NULL, "print the version", take_version },
	{ "help", 'h', VML_ARG_NONE, NULL, NULL, "print this help", take_help },
	{ 0 },
};

const vml_option *vml_option_by_name(const char *name)
{
	for (const vml_option *o = vml_options; o->name; o++)
		if (!strcmp(o->name, name))
			return o;
	return NULL;
}

bool vml_option_given(const vml_settings *settings, const char *name)
{
	return settings->given >> (vml_option_by_name(name) - vml_options) & 1;
}
