/* JSON values from untrusted text. */
#include "jsonvalue.h"

#include "arena.h"
#include "buffer.h"
#include "escape.h"

#include <stdlib.h>
#include <string.h>

enum { FLAGS = JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY };

json_t *vml_json_text(const char *bytes)
{
	json_t *value = json_string(bytes);
	vml_buffer clean = { 0 };

	if (value)
		return value;
	for (size_t i = 0, len = strlen(bytes); i < len;) {
		unsigned int code;
		size_t n = vml_utf8_char(bytes + i, len - i, &code);

		if (n)
			vml_buffer_add(&clean, bytes + i, n);
		else
			vml_buffer_puts(&clean, "\xef\xbf\xbd");
		i += n ? n : 1;
	}
	value = json_string(clean.bytes ? clean.bytes : "");
	vml_buffer_free(&clean);
	return value;
}

json_t *vml_json_safe(const char *bytes)
{
	char *safe = vml_safe_text(bytes);
	json_t *value = json_string(safe);

	free(safe);
	return value;
}

json_t *vml_json_count(size_t n)
{
	return json_integer((json_int_t)n);
}

/*
 * vml_json_put() and vml_json_append(): jansson takes ownership of the value, and fails only if out
 * of memory
 */
void vml_json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		vml_out_of_memory();
}

void vml_json_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		vml_out_of_memory();
}

void vml_json_dump(FILE *out, json_t *value)
{
	char *text = json_dumps(value, FLAGS), *at = text;
	const char *end;

	if (!text)
		vml_out_of_memory();
	end = text + strlen(text);
	/* a '#' is always inside a string: write it as \u0023, which JSON parsers read as '#' */
	for (char *hash = at; (hash = strstr(hash, "##"));) {
		if (!vml_is_command(hash, (size_t)(end - hash))) {
			hash++;
			continue;
		}
		fwrite(at, 1, (size_t)(hash - at), out);
		fputs("#\\u0023", out);
		at = hash += 2;
	}
	fputs(at, out);
	free(text);
	json_decref(value);
}
