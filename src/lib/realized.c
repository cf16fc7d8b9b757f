/* Policies of a context: created from its stored configuration calls, with reference counts. */
#include "handles.h"

#include "arena.h"
#include "configure.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Settings that select rules. */
static const struct {
	const char *name;
	vml_select_how how;
} choices[] = {
	{ "enable", VML_SELECT_ENABLE },
	{ "disable", VML_SELECT_DISABLE },
	{ "only", VML_SELECT_ONLY },
};

/* Settings whose value vml_settings_set() parses, as for the options of the command line. */
static const char *const values[] = { "min-severity", "target", "guest" };

/* Settings that are on or off. */
static const struct {
	const char *name;
	size_t offset;
} switches[] = {
	{ "show-suppressed", offsetof(vml_settings, show_suppressed) },
	{ "no-inline", offsetof(vml_settings, no_inline) },
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void add_choice(vml_settings *settings, const char *name, vml_select_how how, char *patterns)
{
	settings->choices = vml_realloc(
		settings->choices, (settings->n_choices + 1) * sizeof(*settings->choices));
	settings->choices[settings->n_choices++] =
		(vml_rule_choice){ .how = how, .patterns = patterns, .option = name };
}

/*
 * Set a bool in the settings to "yes" or "no". offset: of the member. Returns NULL, or an error
 * message, which the caller frees.
 */
static char *set_switch(vml_settings *settings, size_t offset, const char *value)
{
	bool on = !strcmp(value, "yes");

	if (!on && strcmp(value, "no"))
		return vml_asprintf("invalid value '%s': expected yes or no", value);
	memcpy((char *)settings + offset, &on, sizeof(on));
	return NULL;
}

/* Apply a stored setting. Returns NULL, or an error message, which the caller frees. */
static char *apply(vml_settings *settings, const vml_wish *wish)
{
	for (size_t i = 0; i < COUNT(choices); i++)
		if (!strcmp(wish->name, choices[i].name)) {
			add_choice(settings, choices[i].name, choices[i].how, wish->value);
			return NULL;
		}
	for (size_t i = 0; i < COUNT(values); i++)
		if (!strcmp(wish->name, values[i])) {
			vml_settings_give(settings, values[i]);
			return vml_settings_set(settings, values[i], wish->value);
		}
	for (size_t i = 0; i < COUNT(switches); i++)
		if (!strcmp(wish->name, switches[i].name))
			return set_switch(settings, switches[i].offset, wish->value);
	return vml_asprintf("unknown setting '%s'", wish->name);
}

/* Create the policy. config: stored configuration; NULL: none. Returns 0, or -1 with *error set. */
static int make_policy(
	vml_settings *settings, const vml_wish *config, vml_policy **ret, vml_error *error)
{
	settings->baseline_optional = true;
	settings->no_config = !config;
	return config
		? vml_configure_text(settings, config->path, config->value, config->len, ret, error)
		: vml_configure(settings, ret, error);
}

static void free_realized(vml_realized *realized)
{
	vml_policy_free(realized->policy);
	vml_settings_free(&realized->settings);
	pthread_mutex_destroy(&realized->lock);
	free(realized);
}

vml_realized *vml_realize(const vmlint_context *context, char **ret_message)
{
	vml_realized *next = vml_realloc(NULL, sizeof(*next));
	const vml_wish *config = NULL;
	vml_error error = { 0 };

	*next = (vml_realized){ .users = 1 };
	pthread_mutex_init(&next->lock, NULL);
	vml_settings_init(&next->settings);
	next->settings.quiet = true;
	next->settings.fail_on = 0; /* do not search for findings that are only counted */
	next->settings.host_profiles = context->hosts;
	for (size_t i = 0; !error.text && i < context->n_wishes; i++) {
		if (context->wishes[i].name)
			error.text = apply(&next->settings, &context->wishes[i]);
		else
			config = &context->wishes[i];
	}
	if (!error.text && !make_policy(&next->settings, config, &next->policy, &error))
		return next;
	free_realized(next);
	*ret_message = error.text;
	return NULL;
}

const vml_selection *vml_realized_use(vml_realized *realized, const char *name)
{
	const vml_selection *selection;

	pthread_mutex_lock(&realized->lock);
	realized->users++;
	selection = vml_policy_for(realized->policy, name);
	pthread_mutex_unlock(&realized->lock);
	return selection;
}

void vml_realized_release(vml_realized *realized)
{
	bool last;

	pthread_mutex_lock(&realized->lock);
	last = !--realized->users;
	pthread_mutex_unlock(&realized->lock);
	if (last)
		free_realized(realized);
}
