/* SARIF locations: files, ranges in UTF-16 code units, and the elements of the tree. */
#include "sarif_locations.h"

#include "jsonvalue.h"
#include "location.h"
#include "stored.h"

#include <stdlib.h>
#include <string.h>

json_t *vml_sarif_message(const char *text)
{
	json_t *object = json_object();

	vml_json_put(object, "text", vml_json_safe(text));
	return object;
}

json_t *vml_sarif_artifact(const char *path)
{
	json_t *object = json_object();
	char *uri = vml_path_uri(path);

	vml_json_put(object, "uri", json_string(uri));
	free(uri);
	return object;
}

json_t *vml_sarif_region(vml_utf16_pos start, vml_utf16_pos end)
{
	json_t *object = json_object();

	vml_json_put(object, "startLine", vml_json_count(start.line));
	vml_json_put(object, "startColumn", vml_json_count(start.column));
	vml_json_put(object, "endLine", vml_json_count(end.line));
	vml_json_put(object, "endColumn", vml_json_count(end.column));
	return object;
}

static json_t *physical_location(const char *path, vml_utf16_pos start, vml_utf16_pos end)
{
	json_t *object = json_object(), *location = json_object();

	vml_json_put(object, "artifactLocation", vml_sarif_artifact(path));
	vml_json_put(object, "region", vml_sarif_region(start, end));
	vml_json_put(location, "physicalLocation", object);
	return location;
}

static bool is_on_attribute(const vml_finding *finding)
{
	return finding->stored ? strstr(finding->stored->path, "/@") != NULL
			       : finding->attr != NULL;
}

/*
 * Return an array with the domain and the XPath of the finding: some viewers show them, GitHub does
 * not.
 */
static json_t *logical_locations(const vml_finding *finding)
{
	json_t *array = json_array(), *object = json_object();

	if (*finding->facts->name)
		vml_json_put(object, "name", vml_json_safe(finding->facts->name));
	vml_json_put(object, "fullyQualifiedName", vml_json_safe(vml_finding_path(finding)));
	vml_json_put(
		object, "kind", json_string(is_on_attribute(finding) ? "attribute" : "element"));
	vml_json_append(array, object);
	return array;
}

json_t *vml_sarif_locations(const char *path, const vml_input *input, const vml_finding *finding)
{
	vml_utf16_pos start = { 1, 1 }, end = { 1, 1 };
	json_t *array = json_array(), *location;

	if (vml_has_location(input, finding)) {
		start = vml_utf16_start(finding);
		end = vml_utf16_end(finding);
	}
	location = physical_location(path, start, end);
	vml_json_put(location, "logicalLocations", logical_locations(finding));
	vml_json_append(array, location);
	return array;
}

json_t *vml_sarif_related(vml_output *output, const vml_finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];
		const vml_input input = { .name = other->input,
			.kind = (vml_input_kind)other->kind };
		vml_utf16_pos start = { 1, 1 }, end = { 1, 1 };
		char *path = vml_input_path(output->root, &input, other->facts);
		json_t *location;

		if (other->has_range && input.kind != VML_INPUT_LIVE) {
			start = (vml_utf16_pos){ other->range.start.line, other->column };
			end = (vml_utf16_pos){ other->range.end.line, other->end_column };
		}
		location = physical_location(path, start, end);
		vml_json_put(location, "id", vml_json_count(i + 1));
		vml_json_put(location, "message",
			vml_sarif_message(
				*other->facts->name ? other->facts->name : "(unnamed domain)"));
		vml_json_append(array, location);
		free(path);
	}
	return array;
}
