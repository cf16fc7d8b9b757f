/* Context: functions that change its settings. */
#include "handles.h"

#include "arena.h"
#include "file.h"
#include "host_documents.h"

#include <stdlib.h>
#include <string.h>

/* Limit on the size of a configuration, in MiB. */
enum { CONFIG_MIB = 16 };

/* Store an error message in *ret_message; free it if `ret_message` is NULL. Returns -1. */
static int fail(char *message, char **ret_message)
{
	if (ret_message)
		*ret_message = message;
	else
		free(message);
	return -1;
}

/*
 * Create the policy from all calls on the context so far, and replace the current policy. Returns
 * 0, or -1 with the current policy unchanged and *ret_message set.
 */
static int update(vmlint_context *context, char **ret_message)
{
	char *message = NULL;
	vml_realized *next = vml_realize(context, &message);

	if (!next)
		return fail(message, ret_message);
	if (context->current)
		vml_realized_release(context->current);
	context->current = next;
	return 0;
}

static void free_wish(vml_wish *wish)
{
	free(wish->name);
	free(wish->value);
	free(wish->path);
}

/*
 * Store `wish`, a call that changes a setting or the configuration, in the context, which then owns
 * its strings, and create the policy again. If that fails, remove and free `wish`. Returns 0, or -1
 * with *ret_message set.
 */
static int add(vmlint_context *context, vml_wish wish, char **ret_message)
{
	context->wishes =
		vml_realloc(context->wishes, (context->n_wishes + 1) * sizeof(*context->wishes));
	context->wishes[context->n_wishes++] = wish;
	if (!update(context, ret_message))
		return 0;
	free_wish(&context->wishes[--context->n_wishes]);
	return -1;
}

vmlint_context *vmlint_context_new(void)
{
	vmlint_context *context = vml_realloc(NULL, sizeof(*context));

	xmlInitParser();
	*context = (vmlint_context){ .hosts = vml_host_profiles_new() };
	update(context, NULL); /* cannot fail: the defaults are valid */
	return context;
}

void vmlint_context_free(vmlint_context *context)
{
	if (!context)
		return;
	vml_realized_release(context->current);
	vml_host_profiles_free(context->hosts);
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
	vml_buffer bytes;
	char *wrong = vml_file_read(path, CONFIG_MIB, &bytes);
	int status = wrong
		? fail(wrong, ret_message)
		: vmlint_context_configure(context, bytes.bytes, bytes.len, path, ret_message);

	vml_buffer_free(&bytes);
	return status;
}

int vmlint_context_add_host(
	vmlint_context *context, const char *text, size_t len, const char *name, char **ret_message)
{
	char *wrong = NULL;

	if (vml_host_profiles_add(context->hosts, name ? name : "host", text, len, &wrong))
		return fail(wrong, ret_message);
	if (!update(context, ret_message))
		return 0;
	vml_host_profiles_drop_last(context->hosts);
	return -1;
}

int vmlint_context_add_host_file(vmlint_context *context, const char *path, char **ret_message)
{
	vml_buffer bytes;
	char *wrong = vml_host_file_read(path, &bytes);
	int status = wrong
		? fail(wrong, ret_message)
		: vmlint_context_add_host(context, bytes.bytes, bytes.len, path, ret_message);

	vml_buffer_free(&bytes);
	return status;
}

int vmlint_context_set(
	vmlint_context *context, const char *name, const char *value, char **ret_message)
{
	return add(context, (vml_wish){ .name = vml_strdup(name), .value = vml_strdup(value) },
		ret_message);
}
