/* JSON values from untrusted text, for all JSON formats. The caller owns returned values. */
#ifndef VML_JSONVALUE_H
#define VML_JSONVALUE_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Return a new JSON string with the text. Bytes that are not valid UTF-8 become U+FFFD, because
 * JSON requires UTF-8.
 */
json_t *vml_json_text(const char *bytes);

/* Return a new JSON string with text for users to read, escaped as by vml_put_safe(). */
json_t *vml_json_safe(const char *bytes);

/* Return a new JSON integer. */
json_t *vml_json_count(size_t n);

/* Set a member of an object, which takes ownership of the value. */
void vml_json_put(json_t *object, const char *key, json_t *value);

/* Append a value to an array, which takes ownership of it. */
void vml_json_append(json_t *array, json_t *value);

/*
 * Write a value in ASCII on one line, without newline, and free it. "##[" and "##word[" are
 * escaped, because CI systems would execute them as commands.
 */
void vml_json_dump(FILE *out, json_t *value);

#endif
