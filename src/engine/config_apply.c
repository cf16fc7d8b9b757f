/* Application of a configuration to a selection of rules, with all checks of its settings. */
#include "config_apply.h"

#include "arena.h"
#include "rules.h"
#include "select.h"
#include "suggest.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/*
 * Names of settings by section. part_names: [files], [connections] and [domains]. These sections
 * and [severity] also accept rule ids as names.
 */
static const char *const main_names[] = { "fail-on", "min-severity", "format", "guest", "baseline",
	"enable", "disable", "only", "require-reason", "target", "host", "connect", "in-flight",
	"timeout", NULL };
static const char *const part_names[] = { "enable", "disable", "only", "target", "host", NULL };
static const char *const rule_names[] = { "xpath", "message", "remedy", "severity", "category",
	"url", NULL };
static const char *const no_names[] = { NULL };

static const char *const *names_of(const vml_section *section)
{
	switch (section->kind) {
	case VML_SECTION_MAIN: return main_names;
	case VML_SECTION_RULE: return rule_names;
	case VML_SECTION_SEVERITY: return no_names;
	default: return part_names;
	}
}

static bool is_one_of(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Names that are valid in a section, for suggestions: settings, then rule ids. */
struct names {
	const char *const *own;
	const vml_rule *const *rules; /* NULL if rule ids are not valid in the section */
};

static const char *nth_name(const void *data, size_t i)
{
	const struct names *names = data;
	size_t n = 0;

	while (names->own[n])
		n++;
	return i < n ? names->own[i] : names->rules ? vml_nth_rule(names->rules, i - n) : NULL;
}

static void report_unknown_name(vml_config_file *file, const vml_section *section,
	const vml_setting *setting, const vml_selection *selection)
{
	struct names names = { .own = names_of(section) };
	const char *near;

	if (section->kind != VML_SECTION_MAIN && section->kind != VML_SECTION_RULE)
		names.rules = vml_selection_rules(selection);
	near = vml_did_you_mean(setting->name, nth_name, &names);
	vml_config_file_fault(file, setting->line, "unknown %s '%s' in [%s]%s%s%s",
		section->kind == VML_SECTION_SEVERITY ? "rule" : "setting", setting->name,
		section->title, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
}

/* The selection to which settings are applied, and the file that receives the first error. */
struct target {
	vml_config_file *file;
	vml_selection *selection;
};

static void choose(const struct target *to, vml_select_how how, const vml_setting *setting)
{
	char *pattern;
	const char *near;

	if (!setting->value[strspn(setting->value, ", \t")]) {
		vml_config_file_fault(to->file, setting->line,
			"%s: expected rules, categories or patterns", setting->name);
		return;
	}
	if (!vml_select(to->selection, how, setting->value, &pattern))
		return;
	near = vml_did_you_mean(pattern, vml_nth_rule, vml_selection_rules(to->selection));
	vml_config_file_fault(to->file, setting->line,
		"%s: unknown rule, category or pattern '%s'%s%s%s", setting->name, pattern,
		near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
	free(pattern);
}

static void set_severity(
	const struct target *to, const vml_section *section, const vml_setting *setting)
{
	vml_severity severity;
	char *unknown;

	if (!vml_selection_rule(to->selection, setting->name))
		report_unknown_name(to->file, section, setting, to->selection);
	else if (!strcmp(setting->value, "off"))
		vml_select(to->selection, VML_SELECT_DISABLE, setting->name, &unknown);
	else if (!vml_severity_by_name(setting->value, &severity))
		vml_config_file_fault(to->file, setting->line,
			"%s: invalid severity '%s': expected info, warning, error or off",
			setting->name, setting->value);
	else
		vml_select_severity_of(to->selection, setting->name, severity);
}

static void require_reason(const struct target *to, const vml_setting *setting)
{
	static const char id[] = "suppression-no-reason";
	char *unknown;

	if (!strcmp(setting->value, "yes"))
		vml_select_severity_of(to->selection, id, VML_ERROR);
	else if (!strcmp(setting->value, "no"))
		vml_select(to->selection, VML_SELECT_DISABLE, id, &unknown);
	else
		vml_config_file_fault(to->file, setting->line,
			"require-reason: invalid value '%s': expected yes or no", setting->value);
}

static void set_target(const struct target *to, const vml_setting *setting)
{
	char *problem;

	if (!vml_select_target(to->selection, setting->value, &problem))
		return;
	vml_config_file_fault(to->file, setting->line, "target: %s", problem);
	free(problem);
}

/* Set the setting "host" of the selection: it names host profiles, which the policy reads later. */
static void set_host(
	const struct target *to, const vml_section *section, const vml_setting *setting)
{
	if (section->kind == VML_SECTION_DOMAINS)
		vml_config_file_fault(
			to->file, setting->line, "host is allowed in [vmlint] and [files] only");
	else
		to->selection->host_files = setting;
}

/* Apply the settings of a section that select rules or set severities. */
static void apply(const struct target *to, const vml_section *section)
{
	for (size_t i = 0; i < section->n_settings; i++) {
		const vml_setting *setting = &section->settings[i];

		if (!strcmp(setting->name, "enable"))
			choose(to, VML_SELECT_ENABLE, setting);
		else if (!strcmp(setting->name, "disable"))
			choose(to, VML_SELECT_DISABLE, setting);
		else if (!strcmp(setting->name, "only"))
			choose(to, VML_SELECT_ONLY, setting);
		else if (!strcmp(setting->name, "target") && section->kind != VML_SECTION_SEVERITY)
			set_target(to, setting);
		else if (!strcmp(setting->name, "host") && section->kind != VML_SECTION_SEVERITY)
			set_host(to, section, setting);
		else if (section->kind != VML_SECTION_MAIN)
			set_severity(to, section, setting);
		else if (!strcmp(setting->name, "require-reason"))
			require_reason(to, setting);
		else if (!is_one_of(setting->name, main_names))
			report_unknown_name(to->file, section, setting, to->selection);
	}
}

static const char *text_of(const vml_section *section, const char *name, const char *otherwise)
{
	const vml_setting *setting = vml_section_get(section, name);

	return setting ? setting->value : otherwise;
}

static bool is_id(const char *id)
{
	return id[0] >= 'a' && id[0] <= 'z' && strchr(id, '-') && !strstr(id, "--") &&
		id[strlen(id) - 1] != '-' &&
		!id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

/* Set a custom rule's severity and category if the section has them. Returns false on an error. */
static bool read_severity_and_category(
	const struct target *to, const vml_section *section, vml_custom_rule_def *rule)
{
	const vml_setting *severity = vml_section_get(section, "severity");
	const vml_setting *category = vml_section_get(section, "category");

	if (severity && !vml_severity_by_name(severity->value, &rule->severity)) {
		vml_config_file_fault(to->file, severity->line,
			"invalid severity '%s': expected info, warning or error", severity->value);
		return false;
	}
	if (!category)
		return true;
	for (vml_category c = VML_PERFORMANCE; c <= VML_CORRECTNESS; c++)
		if (!strcmp(category->value, vml_category_name(c))) {
			rule->category = c;
			return true;
		}
	vml_config_file_fault(to->file, category->line,
		"unknown category '%s': expected performance, security, reliability, portability, "
		"compatibility or correctness",
		category->value);
	return false;
}

/* Define the custom rule of a [rule "..."] section. */
static void define_custom_rule(const struct target *to, const vml_section *section)
{
	const vml_setting *xpath = vml_section_get(section, "xpath");
	vml_custom_rule_def rule = { .id = section->argument,
		.xpath = text_of(section, "xpath", ""),
		.message = text_of(section, "message", ""),
		.remedy = text_of(section, "remedy", "Ask the author of this custom rule."),
		.url = text_of(section, "url", ""),
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS };
	char *problem;

	for (size_t i = 0; i < section->n_settings; i++)
		if (!is_one_of(section->settings[i].name, rule_names))
			report_unknown_name(
				to->file, section, &section->settings[i], to->selection);
	if (!is_id(rule.id))
		vml_config_file_fault(to->file, section->line,
			"invalid rule id '%s': expected lowercase words and digits joined by "
			"dashes, such as acme-bridge",
			rule.id);
	if (!xpath || !*rule.message)
		vml_config_file_fault(to->file, section->line, "[%s] requires %s", section->title,
			xpath ? "a message" : "an xpath");
	if (!read_severity_and_category(to, section, &rule) || to->file->error)
		return;
	if (!vml_select_custom_rule(to->selection, &rule, &problem))
		return;
	vml_config_file_fault(to->file, xpath->line, "rule '%s': %s", rule.id, problem);
	free(problem);
}

bool vml_section_is_by_input(const vml_section *section)
{
	return section->kind == VML_SECTION_FILES || section->kind == VML_SECTION_CONNECTIONS;
}

void vml_config_apply(vml_config_file *file, const char *match, vml_selection *selection)
{
	const struct target to = { .file = file, .selection = selection };
	size_t inputs = 0;

	for (size_t i = 0; i < file->n_sections; i++)
		if (file->sections[i].kind == VML_SECTION_RULE)
			define_custom_rule(&to, &file->sections[i]);
	for (size_t i = 0; i < file->n_sections; i++)
		if (file->sections[i].kind <= VML_SECTION_SEVERITY)
			apply(&to, &file->sections[i]);
	for (size_t i = 0; i < file->n_sections; i++) {
		const vml_section *section = &file->sections[i];
		bool by_input = vml_section_is_by_input(section);

		if (section->kind != VML_SECTION_DOMAINS && !by_input)
			continue;
		if (by_input && match && match[inputs++] != '1')
			continue;
		vml_select_layer(selection, by_input ? NULL : section->argument);
		apply(&to, section);
	}
}
