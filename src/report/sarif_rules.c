/* SARIF descriptions of rules, within GitHub's limits. */
#include "sarif_rules.h"

#include "buffer.h"
#include "escape.h"
#include "jsonvalue.h"
#include "rule_link.h"

#include <stdlib.h>
#include <string.h>

/*
 * GitHub's limit on the length of shortDescription and fullDescription: in characters, but applied
 * to bytes here.
 */
enum { LIMIT = 1024 };

const char *vml_sarif_level(vml_severity severity)
{
	return severity == VML_INFO ? "note" : vml_severity_name(severity);
}

/*
 * Return {"text": ...} with `text`, or with `otherwise` if `text` is empty, cut to the limit.
 * GitHub rejects empty and longer texts.
 */
static json_t *description(const char *text, const char *otherwise)
{
	json_t *object = json_object();
	char *safe = vml_safe_text(*text ? text : otherwise);
	size_t len = strlen(safe);

	if (len > LIMIT) {
		len = LIMIT - strlen("...");
		while (((unsigned char)safe[len] & 0xc0) == 0x80)
			len--; /* do not cut a UTF-8 character in half */
		strcpy(safe + len, "...");
	}
	vml_json_put(object, "text", json_string(safe));
	free(safe);
	return object;
}

static json_t *help(const vml_rule *rule)
{
	const char *why = *rule->why ? rule->why : rule->id;
	json_t *object = json_object();
	vml_buffer text = { 0 };

	vml_buffer_puts(&text, why);
	vml_buffer_puts(&text, *rule->remedy ? " Remedy: " : "");
	vml_buffer_puts(&text, rule->remedy);
	vml_json_put(object, "text", vml_json_safe(text.bytes));
	vml_buffer_free(&text);
	return object;
}

static json_t *properties(const vml_rule *rule)
{
	static const char *const problems[] = { "", "recommendation", "warning", "error" };
	static const char *const scores[] = { "", "3.0", "6.0", "8.0" };
	json_t *object = json_object(), *tags = json_array();

	vml_json_append(tags, json_string("libvirt"));
	vml_json_append(tags, json_string(vml_category_name(rule->category)));
	vml_json_put(object, "tags", tags);
	vml_json_put(object, "precision", json_string("high"));
	vml_json_put(object, "problem.severity", json_string(problems[rule->severity]));
	/* GitHub treats rules with this property as security alerts */
	if (rule->category == VML_SECURITY)
		vml_json_put(object, "security-severity", json_string(scores[rule->severity]));
	return object;
}

static json_t *rule_object(const vml_rule *rule)
{
	json_t *object = json_object(), *configuration = json_object();
	char *link = vml_rule_link(rule);

	vml_json_put(object, "id", vml_json_text(rule->id));
	vml_json_put(object, "shortDescription", description(rule->summary, rule->id));
	vml_json_put(object, "fullDescription", description(rule->why, rule->id));
	vml_json_put(object, "help", help(rule));
	if (link)
		vml_json_put(object, "helpUri", json_string(link));
	free(link);
	vml_json_put(configuration, "level", json_string(vml_sarif_level(rule->severity)));
	vml_json_put(configuration, "enabled", json_boolean(!rule->optional));
	vml_json_put(object, "defaultConfiguration", configuration);
	vml_json_put(object, "properties", properties(rule));
	return object;
}

json_t *vml_sarif_tool(const vml_rule *const *rules)
{
	json_t *tool = json_object(), *driver = json_object(), *array = json_array();

	for (; *rules; rules++)
		vml_json_append(array, rule_object(*rules));
	vml_json_put(driver, "name", json_string("vmlint"));
	vml_json_put(driver, "version", json_string(VMLINT_VERSION));
	vml_json_put(driver, "semanticVersion", json_string(VMLINT_VERSION));
	vml_json_put(driver, "rules", array);
	vml_json_put(tool, "driver", driver);
	return tool;
}
