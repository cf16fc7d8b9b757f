/* Helpers shared by the unit tests; includes cmocka.h after the headers that it requires. */
#ifndef VML_SUPPORT_H
#define VML_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "buffer.h"
#include "doc.h"
#include "fleet.h"
#include "report.h"

enum { SKIPPED = 77 }; /* exit status of a test executable that cannot run */

/* Return true if osinfo-db is installed. */
bool has_osinfo_db(void);

/* Skip the current test, and print the reason in the form that tests/run collects. */
void skip_because(const char *reason);

/*
 * Read a file into *ret, which the caller frees with vml_buffer_free(). Returns false, with *ret
 * empty, if the file cannot be opened.
 */
bool read_file(const char *path, vml_buffer *ret);

/* Write `bytes` to the file, replacing its content. An error fails the test. */
void write_file(const char *path, const vml_buffer *bytes);

/*
 * Parse a document; an error fails the test. The caller frees the document, and the bytes after it.
 */
vml_doc *parse(vml_parser *parser, const vml_buffer *bytes);
vml_doc *parse_text(vml_parser *parser, const char *text);

/* Read a host profile; an error fails the test. The caller frees the host with vml_host_free(). */
vml_host *read_host(vml_parser *parser, const char *path);

/* Return the report on `result` for the file `name`; the caller frees the string. */
char *report_of(const vml_reporter *reporter, const char *name, const vml_result *result);

/* Return the report on the conflicts of a joined fleet; the caller frees the string. */
char *report_of_fleet(const vml_reporter *reporter, vml_fleet *fleet);

/*
 * Return the canonical form of a tree (C14N 1.0 with comments); the caller frees it with xmlFree().
 */
xmlChar *canonical(xmlDoc *tree);

#endif
