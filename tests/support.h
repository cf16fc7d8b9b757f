/* What several test files share: reading files, cmocka's includes in their order. */
#ifndef VML_SUPPORT_H
#define VML_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buffer.h"
#include "doc.h"
#include "report.h"

/* The bytes of a file; false where there is none. The caller releases the buffer. */
bool read_file(const char *path, vml_buffer *ret);

/* Write a file, or fail the test. */
void write_file(const char *path, const vml_buffer *bytes);

/* Parse bytes that must be well-formed. */
vml_doc *parse(vml_parser *parser, const vml_buffer *bytes);
vml_doc *parse_text(vml_parser *parser, const char *text);

/* The text report on a result, as a string to be freed. */
char *report_of(const vml_reporter *reporter, const char *name, const vml_result *result);

/* The canonical form (C14N 1.0 with comments) of a document, to be freed with xmlFree(). */
xmlChar *canonical(xmlDoc *tree);

#endif
