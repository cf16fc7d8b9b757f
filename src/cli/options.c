/* Option table: name, argument, help text and parser of each option. */
#include "options.h"

#include "arena.h"
#include "shells.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void add(const char ***list, size_t *n, const char *arg)
{
	*list = vml_realloc(*list, (*n + 1) * sizeof(**list));
	(*list)[(*n)++] = arg;
}

static char *take_connect(vml_command_line *c, const char *arg)
{
	add(&c->settings.connections, &c->settings.n_connections, arg);
	return NULL;
}

static char *take_in_flight(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "in-flight", arg);
}

static char *take_timeout(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "timeout", arg);
}

static char *take_live(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.live = true;
	return NULL;
}

static char *take_format(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "format", arg);
}

static char *take_min_severity(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "min-severity", arg);
}

static char *take_fail_on(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "fail-on", arg);
}

static char *choose(vml_command_line *c, vml_select_how how, const char *arg, const char *option)
{
	c->settings.choices = vml_realloc(
		c->settings.choices, (c->settings.n_choices + 1) * sizeof(*c->settings.choices));
	c->settings.choices[c->settings.n_choices++] =
		(vml_rule_choice){ .how = how, .patterns = arg, .option = option };
	return NULL;
}

static char *take_enable(vml_command_line *c, const char *arg)
{
	return choose(c, VML_SELECT_ENABLE, arg, "enable");
}

static char *take_disable(vml_command_line *c, const char *arg)
{
	return choose(c, VML_SELECT_DISABLE, arg, "disable");
}

static char *take_only(vml_command_line *c, const char *arg)
{
	/* an empty list would mean all rules: it is more likely an unset shell variable */
	if (!arg[strspn(arg, ", ")])
		return vml_strdup("no rule given");
	return choose(c, VML_SELECT_ONLY, arg, "only");
}

static char *take_guest(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "guest", arg);
}

static char *take_target(vml_command_line *c, const char *arg)
{
	return vml_settings_set(&c->settings, "target", arg);
}

static char *take_host(vml_command_line *c, const char *arg)
{
	add(&c->settings.hosts, &c->settings.n_hosts, arg);
	return NULL;
}

static char *take_host_document(vml_command_line *c, const char *arg)
{
	add(&c->settings.host_documents, &c->settings.n_host_documents, arg);
	return NULL;
}

static char *take_save_host(vml_command_line *c, const char *arg)
{
	c->settings.save_host = arg;
	return NULL;
}

static char *take_read_write(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.read_write = true;
	return NULL;
}

static char *take_config(vml_command_line *c, const char *arg)
{
	c->settings.config_file = arg;
	return NULL;
}

static char *take_no_config(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.no_config = true;
	return NULL;
}

static char *take_baseline(vml_command_line *c, const char *arg)
{
	c->settings.baseline = arg;
	return NULL;
}

static char *take_write_baseline(vml_command_line *c, const char *arg)
{
	c->settings.write_baseline = arg;
	return NULL;
}

static char *take_diff_base(vml_command_line *c, const char *arg)
{
	c->settings.diff_base = arg;
	return NULL;
}

static char *take_gate(vml_command_line *c, const char *arg)
{
	if (strcmp(arg, "new"))
		return vml_asprintf("invalid gate '%s': expected new", arg);
	c->settings.list_known = true;
	return NULL;
}

static char *take_no_inline(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.no_inline = true;
	return NULL;
}

static char *take_show_suppressed(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.show_suppressed = true;
	return NULL;
}

static char *fix_level_of(const char *arg, vml_fix_level *ret)
{
	if (arg && strcmp(arg, "safe") && strcmp(arg, "review"))
		return vml_asprintf("invalid fix level '%s': expected safe or review", arg);
	*ret = arg && !strcmp(arg, "review") ? VML_FIX_REVIEW : VML_FIX_SAFE;
	return NULL;
}

static char *take_fix(vml_command_line *c, const char *arg)
{
	return fix_level_of(arg, &c->settings.fix);
}

static char *take_diff(vml_command_line *c, const char *arg)
{
	return fix_level_of(arg, &c->settings.diff);
}

static char *take_jobs(vml_command_line *c, const char *arg)
{
	uint64_t n;

	if (!vml_number(arg, &n) || n < 1 || n > VML_MAX_JOBS)
		return vml_asprintf("invalid value '%s': expected 1 to %d", arg, VML_MAX_JOBS);
	c->settings.jobs = (unsigned int)n;
	return NULL;
}

static char *take_stdin_filename(vml_command_line *c, const char *arg)
{
	c->settings.stdin_name = arg;
	return NULL;
}

static char *take_color(vml_command_line *c, const char *arg)
{
	c->settings.color = arg;
	if (strcmp(c->settings.color, "auto") && strcmp(c->settings.color, "always") &&
		strcmp(c->settings.color, "never"))
		return vml_asprintf("invalid value '%s': expected auto, always or never", arg);
	return NULL;
}

static char *take_brief(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.brief = true;
	return NULL;
}

static char *take_statistics(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.statistics = true;
	return NULL;
}

static char *take_explain(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->explain = true;
	return NULL;
}

static char *take_list_rules(vml_command_line *c, const char *arg)
{
	if (!arg || !strcmp(arg, "text"))
		c->list = VML_LIST_TEXT;
	else if (!strcmp(arg, "json"))
		c->list = VML_LIST_JSON;
	else if (!strcmp(arg, "markdown"))
		c->list = VML_LIST_MARKDOWN;
	/* undocumented: used by the build to generate vmlint-rules.7 */
	else if (!strcmp(arg, "mdoc"))
		c->list = VML_LIST_MDOC;
	else if (!strncmp(arg, "html:", 5) && arg[5])
		c->list = VML_LIST_HTML_PAGES, c->directory = arg + 5;
	else if (!strncmp(arg, "markdown:", 9) && arg[9])
		c->list = VML_LIST_MARKDOWN_PAGES, c->directory = arg + 9;
	else
		return vml_asprintf("invalid format '%s': expected text, json, markdown, html:DIR "
				    "or markdown:DIR",
			arg);
	return NULL;
}

static char *take_completion(vml_command_line *c, const char *arg)
{
	c->completion = arg;
	if (!vml_shell_of(arg))
		return vml_asprintf("invalid shell '%s': expected bash, zsh or fish", arg);
	return NULL;
}

static char *take_skip_non_libvirt(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.skip_non_libvirt = true;
	return NULL;
}

static char *take_quiet(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.quiet = true;
	return NULL;
}

static char *take_verbose(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->settings.verbose = true;
	return NULL;
}

static char *take_version(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->version = true;
	return NULL;
}

static char *take_help(vml_command_line *c, const char *arg)
{
	(void)arg;
	c->help = true;
	return NULL;
}

const vml_option vml_options[] = {
	{ "connect", 'c', VML_ARG_REQUIRED, "URI", "@connections",
		"audit the domains of connection URI, read-only ('': the default one); "
		"repeatable",
		take_connect },
	{ "live", 0, VML_ARG_NONE, NULL, NULL,
		"audit the running definition of running domains, not the persistent one",
		take_live },
	{ "in-flight", 0, VML_ARG_REQUIRED, "N", NULL,
		"make up to N requests per connection at the same time (default 10)",
		take_in_flight },
	{ "timeout", 0, VML_ARG_REQUIRED, "SECONDS", NULL,
		"give up a connection after SECONDS without a response (default 30)",
		take_timeout },
	{ "format", 'f', VML_ARG_REQUIRED, "FMT[:FILE]", "@formats",
		"write a report in format FMT, to FILE if given; repeatable", take_format },
	{ "min-severity", 0, VML_ARG_REQUIRED, "LEVEL", "info warning error",
		"report findings at LEVEL or above: info (default), warning, error",
		take_min_severity },
	{ "fail-on", 0, VML_ARG_REQUIRED, "LEVEL", "info warning error never",
		"exit with 1 on findings at LEVEL or above: info, warning (default), error, never",
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
		"ignore the findings that already exist at the git revision REV", take_diff_base },
	{ "gate", 0, VML_ARG_REQUIRED, "new", "new",
		"exit with 1 on new findings only, but list known findings in reports to files",
		take_gate },
	{ "no-inline", 0, VML_ARG_NONE, NULL, NULL, "ignore suppressions in documents",
		take_no_inline },
	{ "show-suppressed", 0, VML_ARG_NONE, NULL, NULL,
		"also print findings that a suppression or the baseline accepts",
		take_show_suppressed },
	{ "guest", 0, VML_ARG_REQUIRED, "OS", NULL,
		"use guest OS (libosinfo id or short id) if a domain's metadata names none",
		take_guest },
	{ "target", 0, VML_ARG_REQUIRED, "TARGET", "@targets",
		"check for this environment, such as debian-12 or libvirt=9.0,qemu=7.2",
		take_target },
	{ "host", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"check files for the host that host profile FILE describes; repeatable",
		take_host },
	{ "capabilities", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"check files for the host whose output of 'virsh capabilities' is in FILE",
		take_host_document },
	{ "domcaps", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"add the output of 'virsh domcapabilities' in FILE to this host; repeatable",
		take_host_document },
	{ "save-host", 0, VML_ARG_REQUIRED, "FILE", "@files",
		"save the facts of the host of --connect as host profile FILE, and exit",
		take_save_host },
	{ "read-write", 0, VML_ARG_NONE, NULL, NULL,
		"open connections read-write, only to read domain capabilities", take_read_write },
	{ "fix", 0, VML_ARG_OPTIONAL, "LEVEL", "safe review",
		"apply fixes to files: the safe ones (default), or with LEVEL review all",
		take_fix },
	{ "diff", 0, VML_ARG_OPTIONAL, "LEVEL", "safe review",
		"print the changes of --fix as a patch, without applying them", take_diff },
	{ "jobs", 'j', VML_ARG_REQUIRED, "N", NULL,
		"audit N files at the same time (default: number of processors)", take_jobs },
	{ "stdin-filename", 0, VML_ARG_REQUIRED, "NAME", "@files",
		"use NAME for standard input in reports", take_stdin_filename },
	{ "color", 0, VML_ARG_REQUIRED, "WHEN", "auto always never",
		"use colours: auto (default), always, never", take_color },
	{ "brief", 0, VML_ARG_NONE, NULL, NULL,
		"print only the headline and the fix of each finding, grouped by domain",
		take_brief },
	{ "statistics", 0, VML_ARG_NONE, NULL, NULL,
		"end text, concise and markdown reports with the counts by rule", take_statistics },
	{ "explain", 0, VML_ARG_NONE, NULL, NULL, "explain the given rules", take_explain },
	{ "list-rules", 0, VML_ARG_OPTIONAL, "FMT", "text json markdown",
		"list the rules: text (default), json, markdown; html:DIR writes pages to DIR",
		take_list_rules },
	{ "skip-non-libvirt", 0, VML_ARG_NONE, NULL, NULL,
		"silently skip XML without a libvirt domain", take_skip_non_libvirt },
	{ "completion", 0, VML_ARG_REQUIRED, "SHELL", "bash zsh fish",
		"print the completion script for bash, zsh or fish", take_completion },
	{ "quiet", 'q', VML_ARG_NONE, NULL, NULL,
		"print findings and errors only: no summary, no notes", take_quiet },
	{ "verbose", 'v', VML_ARG_NONE, NULL, NULL,
		"print details: configuration, skipped rules, each finding in full", take_verbose },
	{ "version", 0, VML_ARG_NONE, NULL, NULL, "print the version", take_version },
	{ "help", 'h', VML_ARG_NONE, NULL, NULL, "print this help", take_help },
	{ 0 },
};
