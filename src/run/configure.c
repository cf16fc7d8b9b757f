/* Search for the configuration, and merging of its settings with those of the caller. */
#include "configure.h"

#include "arena.h"
#include "guest.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME ".vmlint.ini"

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

/* Remove the last component of an absolute path. Returns false if it is the root directory. */
static bool to_parent(char *directory)
{
	char *slash = strrchr(directory, '/');

	if (!slash || !slash[1])
		return false;
	slash[slash == directory] = '\0';
	return true;
}

/*
 * Return the nearest .vmlint.ini in settings->directory (NULL: the working directory) or above it,
 * up to the root of its git repository; NULL if there is none. Outside of a repository, the search
 * ends at settings->top: directories above it may be untrusted, such as /tmp.
 */
static char *find_above(const vml_settings *settings)
{
	char *directory = settings->directory ? vml_strdup(settings->directory) : getcwd(NULL, 0);
	char *top = directory ? vml_strdup(settings->top ? settings->top : directory) : NULL;
	char *found = NULL;
	bool trusted = false, more = directory, in_repository;

	while (more) {
		if (!found && is_there(directory, FILE_NAME))
			found = join(directory, FILE_NAME);
		in_repository = is_there(directory, ".git");
		trusted = trusted || in_repository || (found && !strcmp(directory, top));
		more = !in_repository && to_parent(directory);
	}
	free(directory);
	free(top);
	if (trusted)
		return found;
	free(found);
	return NULL;
}

/*
 * Same as find_above(), but if the file is in the working directory, return only its name, for
 * messages.
 */
static char *find_here(const vml_settings *settings)
{
	char *found = find_above(settings), *directory;

	if (!found || settings->directory)
		return found;
	directory = getcwd(NULL, 0);
	if (directory && !strncmp(found, directory, strlen(directory)) &&
		!strcmp(found + strlen(directory), "/" FILE_NAME)) {
		free(found);
		found = vml_strdup(FILE_NAME);
	}
	free(directory);
	return found;
}

/*
 * Return the configuration of the user, or if there is none, of the system; NULL if neither exists.
 */
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

/* Return an error about a setting in the configuration. wrong: the reason; freed. */
static vml_error error_at(const vml_config *config, const vml_setting *setting, char *wrong)
{
	vml_error error = { .text = vml_asprintf("%s:%u: %s: %s", vml_config_path(config),
				    setting->line, setting->name, wrong) };

	free(wrong);
	return error;
}

/*
 * Set the default connections from the configuration. Returns -1 with *error if an untrusted
 * configuration sets them: it must not choose which hosts are contacted.
 */
static int take_connections(
	const vml_config *config, vml_settings *settings, bool trusted, vml_error *error)
{
	const vml_setting *setting = vml_config_get(config, "connect");

	if (!setting)
		return 0;
	settings->connect = setting->value;
	if (trusted)
		return 0;
	*error = error_at(config, setting,
		vml_strdup("connections are not allowed in a configuration found in the working "
			   "directory or its repository"));
	error->hint = "set them in ~/.config/vmlint/vmlint.ini or /etc/vmlint.ini";
	return -1;
}

/*
 * Take from the configuration the settings that the command line does not set.
 *
 * trusted: false: the configuration was found in the working directory or a repository
 *
 * Returns 0, or -1 with *error set.
 */
static int take_over(
	const vml_config *config, vml_settings *settings, bool trusted, vml_error *error)
{
	static const char *const names[] = { "fail-on", "min-severity", "guest", "format",
		"in-flight", "timeout" };
	const vml_setting *setting;
	char *wrong;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		setting = vml_config_get(config, names[i]);
		if (!setting || vml_settings_given(settings, names[i]))
			continue;
		/*
		 * "FORMAT:FILE": an untrusted repository must not choose which files are
		 * overwritten
		 */
		if (!strcmp(names[i], "format") && strchr(setting->value, ':') && !trusted)
			wrong = vml_strdup("output files are not allowed in a configuration found "
					   "in the working directory or its repository");
		else
			wrong = vml_settings_set(settings, names[i], setting->value);
		if (!wrong)
			continue;
		*error = error_at(config, setting, wrong);
		return -1;
	}
	if (take_connections(config, settings, trusted, error))
		return -1;
	setting = vml_config_get(config, "baseline");
	if (!setting || settings->baseline || settings->write_baseline)
		return 0;
	settings->own_baseline = *setting->value == '/'
		? vml_strdup(setting->value)
		: join(vml_config_directory(config), setting->value);
	settings->baseline = settings->own_baseline;
	if (!access(settings->own_baseline, F_OK) || settings->baseline_optional)
		return 0;
	wrong = vml_asprintf("cannot read '%s': %s", settings->own_baseline, strerror(errno));
	*error = error_at(config, setting, wrong);
	error->hint = "create a baseline with --write-baseline FILE";
	return -1;
}

/*
 * Return true if a setting of the caller overrides the setting `name` of this section of the
 * configuration.
 */
static bool is_overruled(const vml_settings *settings, const char *section, const char *name)
{
	/*
	 * false for enable, disable and only: those of the command line are applied after those of
	 * the configuration, and do not replace them
	 */
	return !strcmp(section, "vmlint") && vml_settings_given(settings, name) &&
		!vml_one_of(name, "enable|disable|only");
}

static void print_setting(const vml_settings *settings, const vml_config *config,
	const char *section, const vml_setting *setting)
{
	vml_messages_printf(&settings->messages, VML_MESSAGE_DETAIL, NULL, "%s:%u: [%s] %s = %s%s",
		vml_config_path(config), setting->line, section, setting->name, setting->value,
		is_overruled(settings, section, setting->name) ? " (overridden by the command line)"
							       : "");
}

/* With -v: report where each setting comes from. how: how the configuration was found. */
static void print_origins(const vml_settings *settings, const vml_config *config, const char *how)
{
	const vml_messages *to = &settings->messages;
	const vml_setting *setting;
	const char *section;

	if (!settings->verbose)
		return;
	vml_messages_printf(to, VML_MESSAGE_DETAIL, NULL, "configuration: %s (%s)",
		config ? vml_config_path(config) : "none", how);
	for (size_t i = 0; config && (setting = vml_config_nth(config, i, &section)); i++)
		print_setting(settings, config, section, setting);
	for (size_t i = 0; i < settings->n_given; i++)
		vml_messages_printf(
			to, VML_MESSAGE_DETAIL, NULL, "command line: --%s", settings->given[i]);
	if (!vml_settings_given(settings, "fail-on") &&
		!(config && vml_config_get(config, "fail-on")))
		vml_messages_printf(to, VML_MESSAGE_DETAIL, NULL, "default: fail-on = %s",
			vml_severity_name(settings->fail_on));
}

/* Read a configuration file and complete the settings from it. Returns 0, or -1 with *error set. */
static int read_config(vml_settings *settings, const char *path, const char *how, bool trusted,
	vml_config **ret, vml_error *error)
{
	if (vml_config_read(path, ret, &error->text))
		return -1;
	print_origins(settings, *ret, how);
	return take_over(*ret, settings, trusted, error);
}

char *vml_configuration_path(const vml_settings *settings)
{
	char *path;

	if (settings->config_file)
		return vml_strdup(settings->config_file);
	if (settings->no_config)
		return NULL;
	path = find_here(settings);
	return path ? path : find_elsewhere();
}

/*
 * Find and read the configuration. Returns 0, or -1 with *error set.
 *
 * ret: NULL on input; set to the configuration, if one was read, even if -1 is returned
 */
static int find_config(vml_settings *settings, vml_config **ret, vml_error *error)
{
	char *path;
	int status = 0;

	if (settings->config_file)
		return read_config(
			settings, settings->config_file, "given by --config", true, ret, error);
	if (settings->no_config) {
		print_origins(settings, NULL, "--no-config");
		return 0;
	}
	path = find_here(settings);
	if (path)
		status = read_config(settings, path, "found in or above the working directory",
			false, ret, error);
	else if ((path = find_elsewhere()))
		status = read_config(
			settings, path, "user or system configuration", true, ret, error);
	else
		print_origins(
			settings, NULL, "no " FILE_NAME " here, no user or system configuration");
	free(path);
	return status;
}

/* Warn if the guest OS of --guest is unknown, probably a typo: the option then has no effect. */
static void check_guest(const vml_settings *settings)
{
	if (!settings->guest || settings->quiet || vml_guest_lookup(settings->guest)->known)
		return;
	vml_messages_printf(&settings->messages, VML_MESSAGE_NOTE,
		"list the known ones with 'osinfo-query os'",
		"unknown guest OS '%s': not found in osinfo-db", settings->guest);
}

/*
 * Create the policy if `status`, the result of the steps before, is 0; else free the configuration.
 * Returns 0, or -1 with *error set.
 */
static int finish(
	int status, vml_settings *settings, vml_config *config, vml_policy **ret, vml_error *error)
{
	if (status) {
		vml_config_free(config);
		return status;
	}
	if (vml_policy_new(settings, config, ret, error))
		return -1;
	check_guest(settings);
	return 0;
}

/* Reject "--gate new" if neither a baseline nor a revision is given: no finding would be known. */
static int check_gate(const vml_settings *settings, vml_error *error)
{
	if (!settings->list_known || settings->baseline || settings->diff_base)
		return 0;
	error->text = vml_strdup("--gate new requires --baseline, --diff-base or the setting "
				 "'baseline' of a configuration");
	return -1;
}

int vml_configure(vml_settings *settings, vml_policy **ret, vml_error *error)
{
	vml_config *config = NULL;
	int status;

	*error = (vml_error){ 0 };
	status = find_config(settings, &config, error);
	if (!status)
		status = check_gate(settings, error);
	return finish(status, settings, config, ret, error);
}

int vml_configure_text(vml_settings *settings, const char *name, const char *text, size_t len,
	vml_policy **ret, vml_error *error)
{
	vml_config *config = NULL;
	int status;

	*error = (vml_error){ 0 };
	status = vml_config_parse(name, text, len, &config, &error->text);
	if (!status) {
		print_origins(settings, config, "given as text");
		status = take_over(config, settings, true, error);
	}
	return finish(status, settings, config, ret, error);
}
