/* JSON: the result as `vmlint -f json` writes it, and the call that takes options as JSON. */
#include "handles.h"

#include "arena.h"
#include "counters.h"
#include "text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

char *vmlint_result_json(const vmlint_result *result)
{
	const vml_reporter *reporter = &vml_reporter_json;
	vml_text_stream text;
	vml_summary summary = { 0 };
	vml_output output = { .reporter = reporter };

	vml_text_open(&text);
	output.out = text.out;
	output.rules = vml_selection_rules(result->selection);
	reporter->begin(&output);
	if (result->audit.n_domains) {
		vml_summary_add(&summary, &result->audit);
		reporter->document(&output, &result->input, &result->audit);
	}
	vml_summary_add_input(&summary, &result->input);
	reporter->input(&output, &result->input);
	for (size_t i = 0; i < result->conflicts.n; i++) {
		vml_summary_add(&summary, &result->conflicts.results[i]);
		reporter->document(&output, &result->input, &result->conflicts.results[i]);
	}
	reporter->end(&output, &summary);
	return vml_text_close(&text);
}

/*
 * Add host profiles from an object whose members are names and texts of profiles. Returns 0, or -1
 * with *ret_message set.
 */
static int take_hosts(vmlint_context *context, const json_t *value, char **ret_message)
{
	/* the cast is needed because jansson cannot iterate over a const object */
	json_t *object = (json_t *)(uintptr_t)value, *text;
	const char *name;

	if (!json_is_object(object)) {
		*ret_message = vml_strdup("invalid value of 'hosts': expected an object");
		return -1;
	}
	json_object_foreach (object, name, text) {
		if (!json_is_string(text)) {
			*ret_message =
				vml_asprintf("invalid host profile '%s': expected a string", name);
			return -1;
		}
		if (vmlint_context_add_host(context, json_string_value(text),
			    json_string_length(text), name, ret_message))
			return -1;
	}
	return 0;
}

/* Apply one member of the options; returns 0, or -1 with *ret_message set. */
static int take_option(
	vmlint_context *context, const char *name, const json_t *value, char **ret_message)
{
	const char *text = json_is_true(value) ? "yes"
		: json_is_false(value)	       ? "no"
					       : json_string_value(value);

	if (!strcmp(name, "hosts"))
		return take_hosts(context, value, ret_message);
	if (!text) {
		*ret_message = vml_asprintf(
			"invalid value of '%s': expected a string, true or false", name);
		return -1;
	}
	if (!strcmp(name, "config"))
		return vmlint_context_configure(context, text, strlen(text), NULL, ret_message);
	return vmlint_context_set(context, name, text, ret_message);
}

/*
 * Apply all options. Returns 0, or -1 with *ret_message set.
 *
 * ret_name: set to the name of the document, borrowed from the options; unchanged if they have none
 */
static int take_options(
	vmlint_context *context, const json_t *options, const char **ret_name, char **ret_message)
{
	/* the cast is needed because jansson cannot iterate over a const object */
	json_t *object = (json_t *)(uintptr_t)options;
	const char *name;
	json_t *value;

	json_object_foreach (object, name, value) {
		if (!strcmp(name, "name") && json_is_string(value))
			*ret_name = json_string_value(value);
		else if (take_option(context, name, value, ret_message))
			return -1;
	}
	return 0;
}

int vmlint_audit_json(const char *xml, size_t len, const char *options, char **ret_json)
{
	json_error_t error;
	json_t *object = options && *options ? json_loads(options, JSON_REJECT_DUPLICATES, &error)
					     : json_object();
	vmlint_context *context;
	const char *name = NULL;
	int status;

	if (!json_is_object(object)) {
		*ret_json = object
			? vml_strdup("options: expected an object")
			: vml_asprintf("options:%d:%d: %s", error.line, error.column, error.text);
		json_decref(object);
		return -1;
	}
	context = vmlint_context_new();
	status = take_options(context, object, &name, ret_json);
	if (!status) {
		vmlint_result *result = vmlint_audit(context, xml, len, name);

		*ret_json = vmlint_result_json(result);
		vmlint_result_free(result);
	}
	vmlint_context_free(context);
	json_decref(object);
	return status;
}

const char *vmlint_version(void)
{
	return VMLINT_VERSION;
}

void vmlint_free(char *string)
{
	free(string);
}
