/* Context: the calls that change the policy, and the policy that results from all of them. */
#include "handles.h"

#include "arena.h"
#include "configure.h"
#include "messages.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Settings that are choices of rules. */
static const struct {
	const char *name;
	vml_select_how how;
} choices[] = {
	{ "enable", VML_SELECT_ENABLE },
	{ "disable", VML_SELECT_DISABLE },
	{ "only", VML_SELECT_ONLY },
};

/* Settings that a run has, too. */
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

/* Set a switch to "yes" or "no"; returns NULL or an error message, which the caller frees. */
static char *set_switch(vml_settings *settings, size_t offset, const char *value)
{
	bool on = !strcmp(value, "yes");

	if (!on && strcmp(value, "no"))
		return vml_asprintf("invalid value '%s': expected yes or no", value);
	memcpy((char *)settings + offset, &on, sizeof(on));
	return NULL;
}

/* Apply a call of vmlint_context_set(); returns NULL or an error message, which the caller frees. */
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

/* Create the policy of settings and a configuration, which may be NULL. */
static int make_policy(
	vml_settings *settings, const vml_wish *config, vml_policy **ret, vml_error *error)
{
	settings->rules_only = true; /* a baseline of the configuration need not exist */
	settings->no_config = !config;
	settings->config_file = config && !config->path ? config->value : NULL;
	if (config && config->path)
		return vml_configure_text(
			settings, config->path, config->value, config->len, ret, error);
	return vml_configure(settings, ret, error);
}

static void free_realized(vml_realized *realized)
{
	vml_policy_free(realized->policy);
	vml_settings_free(&realized->settings);
	pthread_mutex_destroy(&realized->lock);
	free(realized);
}

/* Compute the policy of all calls; returns 0, or -1 with *error set. */
static int realize(vmlint_context *context, vml_error *error)
{
	vml_realized *next = vml_realloc(NULL, sizeof(*next));
	const vml_wish *config = NULL;

	*error = (vml_error){ 0 };
	*next = (vml_realized){ .older = context->current };
	pthread_mutex_init(&next->lock, NULL);
	vml_settings_init(&next->settings);
	next->settings.quiet = true;
	next->settings.fail_on = 0; /* search for findings that are shown only */
	for (size_t i = 0; !error->text && i < context->n_wishes; i++) {
		if (context->wishes[i].name)
			error->text = apply(&next->settings, &context->wishes[i]);
		else
			config = &context->wishes[i];
	}
	if (error->text || make_policy(&next->settings, config, &next->policy, error)) {
		free_realized(next);
		return -1;
	}
	context->current = next;
	return 0;
}

static void free_wish(vml_wish *wish)
{
	free(wish->name);
	free(wish->value);
	free(wish->path);
}

/* Remember a call, which takes over its strings, and apply it; undo that on failure. */
static int add(vmlint_context *context, vml_wish wish, char **ret_message)
{
	vml_error error;

	context->wishes =
		vml_realloc(context->wishes, (context->n_wishes + 1) * sizeof(*context->wishes));
	context->wishes[context->n_wishes++] = wish;
	if (!realize(context, &error))
		return 0;
	free_wish(&context->wishes[--context->n_wishes]);
	if (ret_message)
		*ret_message = error.text;
	else
		free(error.text);
	return -1;
}

vmlint_context *vmlint_context_new(void)
{
	vmlint_context *context = vml_realloc(NULL, sizeof(*context));
	vml_error error;

	xmlInitParser();
	*context = (vmlint_context){ 0 };
	realize(context, &error); /* cannot fail: the defaults are valid */
	return context;
}

void vmlint_context_free(vmlint_context *context)
{
	if (!context)
		return;
	for (vml_realized *older, *it = context->current; it; it = older) {
		older = it->older;
		free_realized(it);
	}
	for (size_t i = 0; i < context->n_wishes; i++)
		free_wish(&context->wishes[i]);
	free(context->wishes);
	free(context);
}

int vmlint_context_configure(
	vmlint_context *context, const char *text, size_t len, const char *name, char **ret_message)
{
	vml_wish wish = { .value = vml_realloc(NULL, len + 1),
		.len = len,
		.path = vml_strdup(name ? name : "vmlint.ini") };

	memcpy(wish.value, text, len);
	wish.value[len] = '\0';
	return add(context, wish, ret_message);
}

int vmlint_context_configure_file(vmlint_context *context, const char *path, char **ret_message)
{
	return add(context, (vml_wish){ .value = vml_strdup(path) }, ret_message);
}

int vmlint_context_set(
	vmlint_context *context, const char *name, const char *value, char **ret_message)
{
	return add(context, (vml_wish){ .name = vml_strdup(name), .value = vml_strdup(value) },
		ret_message);
}

const vml_selection *vml_context_selection(const vmlint_context *context, const char *name)
{
	vml_realized *current = context->current;
	const vml_selection *selection;

	pthread_mutex_lock(&current->lock);
	selection = vml_policy_for(current->policy, name);
	pthread_mutex_unlock(&current->lock);
	return selection;
}
