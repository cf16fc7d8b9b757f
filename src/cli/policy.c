/* Configuration search, merging with the command line, and rule selections by input path. */
#include "policy.h"

#include "arena.h"
#include "escape.h"
#include "guest.h"
#include "rules.h"
#include "suggest.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME ".vmlint.ini"

/* A selection for all paths to which the same sections of the configuration apply. */
struct variant {
	char *match; /* result of vml_config_match(); identifies the sections */
	vml_selection *selection;
};

struct vml_policy {
	const vml_settings *settings;
	vml_config *config; /* NULL if there is none */
	char *baseline;	    /* path from the configuration, relative to its directory; or NULL */
	struct variant *variants; /* the first one is for inputs that are not files */
	size_t n_variants;
};

static char *join(const char *directory, const char *name)
{
	return vml_asprintf("%s/%s", strcmp(directory, "/") ? directory : "", name);
}

static bool is_there(const char *directory, const char *name)
{
	char *path = join(directory, name);
	bool there = !access(path, F_OK);

	free(path);
	return there;
}

/* Find .vmlint.ini from the working directory up to the root of its git repository; or NULL. */
static char *find_above(void)
{
	char *directory = getcwd(NULL, 0), *found = NULL, *slash;
	bool here = true;

	while (directory) {
		if (!found && is_there(directory, FILE_NAME))
			found = here ? vml_strdup(FILE_NAME) : join(directory, FILE_NAME);
		here = false;
		if (is_there(directory, ".git")) {
			free(directory);
			return found;
		}
		slash = strrchr(directory, '/');
		if (!slash || !slash[1])
			break;
		slash[slash == directory] = '\0';
	}
	/* not in a repository: parent directories may be untrusted, such as /tmp */
	free(directory);
	free(found);
	return access(FILE_NAME, F_OK) ? NULL : vml_strdup(FILE_NAME);
}

/* Find the user's configuration, else the system's; NULL if neither exists. */
static char *find_elsewhere(void)
{
	const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *found = NULL;

	if (base && *base)
		found = join(base, "vmlint/vmlint.ini");
	else if (home && *home)
		found = join(home, ".config/vmlint/vmlint.ini");
	if (found && !access(found, F_OK))
		return found;
	free(found);
	return access("/etc/vmlint.ini", F_OK) ? NULL : vml_strdup("/etc/vmlint.ini");
}

static void print_error(const vml_policy *policy, const vml_setting *setting, const char *wrong)
{
	fputs("vmlint: ", stderr);
	vml_puts_safe(stderr, vml_config_path(policy->config));
	fprintf(stderr, ":%u: %s: ", setting->line, setting->name);
	vml_puts_safe(stderr, wrong);
	fputc('\n', stderr);
}

/*
 * Set what the command line leaves open from the configuration.
 *
 * trusted: the configuration was not found in the working directory or a repository
 *
 * Returns false after printing a message.
 */
static bool take_over(vml_policy *policy, vml_settings *settings, bool trusted)
{
	static const char *const names[] = { "fail-on", "min-severity", "guest", "format" };
	const vml_setting *setting;
	char *wrong;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		setting = vml_config_get(policy->config, names[i]);
		if (!setting || vml_option_given(settings, names[i]))
			continue;
		/* an untrusted repository must not choose which files are overwritten */
		if (!strcmp(names[i], "format") && strchr(setting->value, ':') && !trusted)
			wrong = vml_strdup("output files are not allowed in a configuration found "
					   "in the working directory or its repository");
		else
			wrong = vml_option_by_name(names[i])->take(settings, setting->value);
		if (!wrong)
			continue;
		print_error(policy, setting, wrong);
		free(wrong);
		return false;
	}
	setting = vml_config_get(policy->config, "baseline");
	if (!setting || settings->baseline || settings->write_baseline)
		return true;
	policy->baseline = *setting->value == '/'
		? vml_strdup(setting->value)
		: join(vml_config_directory(policy->config), setting->value);
	settings->baseline = policy->baseline;
	if (!access(policy->baseline, F_OK) || settings->explain || settings->list)
		return true;
	wrong = vml_asprintf("cannot read '%s': %s", policy->baseline, strerror(errno));
	print_error(policy, setting, wrong);
	fputs("  do  | create a baseline with --write-baseline FILE\n", stderr);
	free(wrong);
	return false;
}

/* Return true if the command line overrides a setting of [vmlint]. */
static bool is_overruled(const vml_settings *settings, const char *section, const char *name)
{
	/* enable, disable and only are combined with the command line */
	return !strcmp(section, "vmlint") && vml_option_by_name(name) &&
		vml_option_given(settings, name) && !vml_one_of(name, "enable|disable|only");
}

static void print_setting(const vml_policy *policy, const char *section, const vml_setting *setting)
{
	fputs("vmlint: ", stderr);
	vml_puts_safe(stderr, vml_config_path(policy->config));
	fprintf(stderr, ":%u: [", setting->line);
	vml_puts_safe(stderr, section);
	fputs("] ", stderr);
	vml_puts_safe(stderr, setting->name);
	fputs(" = ", stderr);
	vml_puts_safe(stderr, setting->value);
	if (is_overruled(policy->settings, section, setting->name))
		fputs(" (overridden by the command line)", stderr);
	fputc('\n', stderr);
}

/* With -v: print the origin of each setting; how: how the configuration was found. */
static void print_origins(const vml_policy *policy, const char *how)
{
	const vml_settings *settings = policy->settings;
	const vml_setting *setting;
	const char *section;

	if (!settings->verbose)
		return;
	fputs("vmlint: configuration: ", stderr);
	if (policy->config)
		vml_puts_safe(stderr, vml_config_path(policy->config));
	fprintf(stderr, policy->config ? " (%s)\n" : "none (%s)\n", how);
	for (size_t i = 0; policy->config; i++) {
		setting = vml_config_nth(policy->config, i, &section);
		if (!setting)
			break;
		print_setting(policy, section, setting);
	}
	for (const vml_option *o = vml_options; o->name; o++)
		if (vml_option_given(settings, o->name))
			fprintf(stderr, "vmlint: command line: --%s\n", o->name);
	if (!vml_option_given(settings, "fail-on") &&
		!(policy->config && vml_config_get(policy->config, "fail-on")))
		fprintf(stderr, "vmlint: default: fail-on = %s\n",
			vml_severity_name(settings->fail_on));
}

/* Read and apply a configuration; returns 0, or -1 after printing a message. */
static int read_config(
	vml_policy *policy, vml_settings *settings, const char *path, const char *how, bool trusted)
{
	char *wrong;

	if (vml_config_read(path, &policy->config, &wrong)) {
		fputs("vmlint: ", stderr);
		vml_puts_safe(stderr, wrong);
		fputc('\n', stderr);
		free(wrong);
		return -1;
	}
	print_origins(policy, how);
	return take_over(policy, settings, trusted) ? 0 : -1;
}

static int find_config(vml_policy *policy, vml_settings *settings)
{
	char *path;
	int status = 0;

	if (settings->config_file)
		return read_config(
			policy, settings, settings->config_file, "given by --config", true);
	if (settings->no_config) {
		print_origins(policy, "--no-config");
		return 0;
	}
	path = find_above();
	if (path) {
		status = read_config(
			policy, settings, path, "found in or above the working directory", false);
	} else if ((path = find_elsewhere())) {
		status = read_config(policy, settings, path, "user or system configuration", true);
	} else {
		print_origins(policy, "no " FILE_NAME " here, no user or system configuration");
	}
	free(path);
	return status;
}

/* Apply -e, -d and --only after the configuration; returns false after printing a message. */
static bool apply_choices(const vml_settings *settings, vml_selection *selection)
{
	vml_select_layer(selection, NULL);
	/* cannot fail: take_target() has parsed the value with the same function */
	if (settings->target)
		vml_select_target(selection, settings->target, &(char *){ NULL });
	for (size_t i = 0; i < settings->n_choices; i++) {
		const vml_rule_choice *choice = &settings->choices[i];
		char *unknown, *wrong;

		if (!vml_select(selection, choice->how, choice->patterns, &unknown))
			continue;
		wrong = vml_unknown_word("rule, category or pattern", unknown, vml_nth_rule,
			vml_selection_rules(selection));
		fprintf(stderr, "vmlint: --%s: ", choice->option);
		vml_puts_safe(stderr, wrong);
		fputs("\nTry 'vmlint --list-rules'.\n", stderr);
		free(wrong);
		free(unknown);
		return false;
	}
	return true;
}

/*
 * Return the lowest severity to audit: findings that are not shown still count for the exit
 * status and for a baseline.
 */
static vml_severity counted_from(const vml_settings *settings)
{
	if (settings->write_baseline)
		return VML_INFO;
	return settings->fail_on && settings->fail_on < settings->least ? settings->fail_on
									: settings->least;
}

/* Create the selection for a match; NULL after printing a message. */
static vml_selection *select_for(vml_policy *policy, const char *match)
{
	const vml_settings *settings = policy->settings;
	vml_selection *selection = vml_selection_new();

	if (policy->config)
		vml_config_select(policy->config, match, selection);
	vml_select_severity(selection, settings->least, counted_from(settings));
	vml_select_guest(selection, settings->guest);
	vml_select_inline(selection, !settings->no_inline);
	if (apply_choices(settings, selection))
		return selection;
	vml_selection_free(selection);
	return NULL;
}

/*
 * Find or create the selection for an input.
 *
 * absolute: path; NULL if the input is not a file
 *
 * Returns NULL after printing a message.
 */
static const vml_selection *variant_for(vml_policy *policy, const char *absolute)
{
	char *match = policy->config ? vml_config_match(policy->config, absolute) : vml_strdup("");
	vml_selection *selection;

	for (size_t i = 0; i < policy->n_variants; i++)
		if (!strcmp(policy->variants[i].match, match)) {
			free(match);
			return policy->variants[i].selection;
		}
	selection = select_for(policy, match);
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

	/* an empty match: the configuration has no section that depends on the path */
	if (!path || !policy->config || !*policy->variants->match)
		return policy->variants->selection;
	absolute = realpath(path, NULL);
	if (!absolute) {
		/* the name of standard input: the file need not exist */
		directory = *path == '/' ? NULL : getcwd(NULL, 0);
		absolute = directory ? join(directory, path) : vml_strdup(path);
		free(directory);
	}
	selection = variant_for(policy, absolute);
	free(absolute);
	return selection;
}

/* Warn about an unknown --guest, perhaps a typo: it has the same effect as no --guest. */
static void check_guest(const vml_settings *settings)
{
	if (!settings->guest || settings->quiet || vml_guest_lookup(settings->guest)->known)
		return;
	fputs("vmlint: note: unknown guest OS '", stderr);
	vml_puts_safe(stderr, settings->guest);
	fputs("': not found in osinfo-db\n"
	      "  do  | list the known ones with 'osinfo-query os'\n",
		stderr);
}

int vml_policy_open(vml_settings *settings, vml_policy **ret)
{
	vml_policy *policy = vml_realloc(NULL, sizeof(*policy));

	*policy = (vml_policy){ .settings = settings };
	if (!find_config(policy, settings) && variant_for(policy, NULL)) {
		check_guest(settings);
		*ret = policy;
		return 0;
	}
	vml_policy_free(policy);
	return -1;
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
	free(policy->baseline);
	vml_config_free(policy->config);
	free(policy);
}
