/* Rule selections per input, from the configuration and the choices of the settings. */
#include "policy.h"

#include "arena.h"
#include "host_profiles.h"
#include "rules.h"
#include "select.h"
#include "suggest.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A selection, for all inputs to which the same sections of the configuration apply. */
struct variant {
	char *match; /* result of vml_config_match(), by which the variant is found */
	vml_selection *selection;
};

struct vml_policy {
	const vml_settings *settings;
	vml_config *config; /* NULL: no configuration */
	vml_host_profiles *hosts;
	/* the first is for inputs to which no [files] or [connections] section applies */
	struct variant *variants;
	size_t n_variants;
};

/*
 * Return a message on an unknown rule, with a suggestion or with the names of the categories; the
 * caller frees it.
 */
static char *unknown_pattern(const vml_selection *selection, const char *pattern)
{
	const vml_rule *const *rules = vml_selection_rules(selection);
	vml_text_stream text;

	if (vml_did_you_mean(pattern, vml_nth_rule, rules))
		return vml_unknown_word("rule, category or pattern", pattern, vml_nth_rule, rules);
	vml_text_open(&text);
	fprintf(text.out, "unknown rule, category or pattern '%s': the categories are", pattern);
	for (int i = VML_PERFORMANCE; i <= VML_CORRECTNESS; i++)
		fprintf(text.out, "%s %s", i == VML_PERFORMANCE ? "" : ",",
			vml_category_name((vml_category)i));
	return vml_text_close(&text);
}

/*
 * Apply --target, -e, -d and --only, after the configuration. Returns true, or false with *error
 * set.
 */
static bool apply_choices(const vml_settings *settings, vml_selection *selection, vml_error *error)
{
	vml_select_layer(selection, NULL);
	/* cannot fail: settings->target is valid, see settings.h */
	if (settings->target)
		vml_select_target(selection, settings->target, &(char *){ NULL });
	for (size_t i = 0; i < settings->n_choices; i++) {
		const vml_rule_choice *choice = &settings->choices[i];
		char *unknown, *wrong;

		if (!vml_select(selection, choice->how, choice->patterns, &unknown))
			continue;
		wrong = unknown_pattern(selection, unknown);
		*error = (vml_error){ .text = vml_asprintf("--%s: %s", choice->option, wrong),
			.see = "vmlint --list-rules" };
		free(wrong);
		free(unknown);
		return false;
	}
	return true;
}

/*
 * Return the lowest severity to audit. It may be lower than --min-severity, because findings that
 * are not shown may still count for the exit status, or belong in a baseline.
 */
static vml_severity counted_from(const vml_settings *settings)
{
	if (settings->write_baseline)
		return VML_INFO;
	return settings->fail_on && settings->fail_on < settings->least ? settings->fail_on
									: settings->least;
}

/*
 * Read the host profiles that a setting "host" of the configuration names, and add the hosts to the
 * selection. selection: NULL: only read them. Returns true, or false with *error set.
 */
static bool read_hosts(
	vml_policy *policy, const vml_setting *setting, vml_selection *selection, vml_error *error)
{
	char *wrong;

	if (!vml_host_profiles_select(policy->hosts, setting->value,
		    vml_config_directory(policy->config), selection, &wrong))
		return true;
	error->text = vml_asprintf(
		"%s:%u: host: %s", vml_config_path(policy->config), setting->line, wrong);
	free(wrong);
	return false;
}

/*
 * Add to a selection the hosts of the settings; if they contain no host, those of the
 * configuration. Returns true, or false with *error set.
 */
static bool add_hosts(vml_policy *policy, vml_selection *selection, vml_error *error)
{
	if (vml_host_profiles_are_given(policy->settings))
		return !vml_host_profiles_given(policy->hosts, policy->settings, selection, error);
	return !selection->host_files ||
		read_hosts(policy, selection->host_files, selection, error);
}

/*
 * Read all host profiles that the configuration names, to report errors before the audit. Returns
 * true, or false with *error set.
 */
static bool read_all_hosts(vml_policy *policy, vml_error *error)
{
	const vml_setting *setting;
	const char *section;

	if (vml_host_profiles_are_given(policy->settings))
		return true;
	for (size_t i = 0;
		policy->config && (setting = vml_config_nth(policy->config, i, &section)); i++)
		if (!strcmp(setting->name, "host") && !read_hosts(policy, setting, NULL, error))
			return false;
	return true;
}

/*
 * Return true if no requested report prints commands or remedies. Without a requested report, the
 * text report is written, which prints both.
 */
static bool is_brief(const vml_settings *settings)
{
	for (size_t i = 0; i < settings->n_reports; i++)
		if (!settings->reports[i].reporter->brief)
			return false;
	return settings->n_reports;
}

/*
 * Create the selection for inputs with this result of vml_config_match(). Returns NULL with *error
 * set on failure.
 */
static vml_selection *select_for(vml_policy *policy, const char *match, vml_error *error)
{
	const vml_settings *settings = policy->settings;
	vml_selection *selection = vml_selection_new();

	if (policy->config)
		vml_config_select(policy->config, match, selection);
	vml_select_severity(selection, settings->least, counted_from(settings));
	vml_select_guest(selection, settings->guest);
	vml_select_inline(selection, !settings->no_inline);
	selection->brief = is_brief(settings);
	if (apply_choices(settings, selection, error) && add_hosts(policy, selection, error))
		return selection;
	vml_selection_free(selection);
	return NULL;
}

/*
 * Return the selection for an input. Inputs to which the same [files] and [connections] sections of
 * the configuration apply share one, which the first of them creates.
 *
 * absolute: absolute path; NULL if the input is not a file
 * uri: URI without password; NULL if the input is not a connection
 *
 * Returns NULL with *error set on failure.
 */
static const vml_selection *variant_for(
	vml_policy *policy, const char *absolute, const char *uri, vml_error *error)
{
	char *match =
		policy->config ? vml_config_match(policy->config, absolute, uri) : vml_strdup("");
	vml_selection *selection;

	for (size_t i = 0; i < policy->n_variants; i++)
		if (!strcmp(policy->variants[i].match, match)) {
			free(match);
			return policy->variants[i].selection;
		}
	selection = select_for(policy, match, error);
	if (!selection) {
		free(match);
		return NULL;
	}
	policy->variants =
		vml_realloc(policy->variants, (policy->n_variants + 1) * sizeof(*policy->variants));
	policy->variants[policy->n_variants++] =
		(struct variant){ .match = match, .selection = selection };
	return selection;
}

const vml_selection *vml_policy_for(vml_policy *policy, const char *path)
{
	const vml_selection *selection;
	char *absolute, *directory;
	vml_error error;

	/* an empty match means that no section of the configuration depends on the path */
	if (!path || !policy->config || !*policy->variants->match)
		return policy->variants->selection;
	absolute = realpath(path, NULL);
	if (!absolute) {
		/* no such file: `path` may be the name that the user gives to standard input */
		directory = *path == '/' ? NULL : getcwd(NULL, 0);
		absolute = directory
			? vml_asprintf("%s/%s", strcmp(directory, "/") ? directory : "", path)
			: vml_strdup(path);
		free(directory);
	}
	/* cannot fail: the first variant was created with the same choices and custom rules */
	selection = variant_for(policy, absolute, NULL, &error);
	free(absolute);
	return selection;
}

const vml_selection *vml_policy_for_connection(vml_policy *policy, const char *uri)
{
	vml_error error;

	/* cannot fail: the first variant was created with the same choices and custom rules */
	return variant_for(policy, NULL, uri, &error);
}

int vml_policy_new(
	const vml_settings *settings, vml_config *config, vml_policy **ret, vml_error *error)
{
	vml_policy *policy = vml_realloc(NULL, sizeof(*policy));

	*policy = (vml_policy){
		.settings = settings, .config = config, .hosts = vml_host_profiles_new()
	};
	*error = (vml_error){ 0 };
	if (settings->own_host)
		vml_host_profiles_examine(policy->hosts);
	if (read_all_hosts(policy, error) && variant_for(policy, NULL, NULL, error)) {
		*ret = policy;
		return 0;
	}
	vml_policy_free(policy);
	return -1;
}

bool vml_policy_changed(const vml_policy *policy)
{
	return vml_host_profiles_changed(policy->hosts);
}

void vml_policy_free(vml_policy *policy)
{
	if (!policy)
		return;
	for (size_t i = 0; i < policy->n_variants; i++) {
		free(policy->variants[i].match);
		vml_selection_free(policy->variants[i].selection);
	}
	free(policy->variants);
	vml_host_profiles_free(policy->hosts);
	vml_config_free(policy->config);
	free(policy);
}
