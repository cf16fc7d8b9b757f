/* JSON values from text of unknown origin: what the JSON formats share. */
#ifndef VML_JSONVALUE_H
#define VML_JSONVALUE_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* A string of any bytes: what is no UTF-8 becomes U+FFFD, for JSON knows nothing else. */
json_t *vml_json_text(const char *bytes);

/* A text that people will read: controls are made visible as vml_put_safe() does. */
json_t *vml_json_safe(const char *bytes);

json_t *vml_json_count(size_t n);

/* Put a value into an object, which takes it over. */
void vml_json_put(json_t *object, const char *key, json_t *value);

/* Append a value to an array, which takes it over. */
void vml_json_append(json_t *array, json_t *value);

/*
 * Write the value in ASCII on one line, and release it. No "##[" is in it: a log of CI
 * would take that for a command.
 */
void vml_json_dump(FILE *out, json_t *value);

#endif
