/* Open documents: text, lines, positions, and the audit of the current text. */
#ifndef VML_DOCUMENT_H
#define VML_DOCUMENT_H

#include "buffer.h"
#include "bytes.h"
#include "project.h"

#include <jansson.h>
#include <stdbool.h>

/* Audit of a document; it has its own copy of the text. */
typedef struct vml_audited {
	bool valid;    /* it is that of the current text and configuration */
	bool rejected; /* the text is malformed and has no unique repair: only `fault` is set */
	char *bytes;   /* owned */
	vml_doc *doc;  /* NULL if rejected */
	vml_result result;
	vml_fault fault;
} vml_audited;

typedef struct vml_document {
	struct vml_document *next;
	char *uri;
	char *path;	    /* NULL if it is not a file that has a configuration of its own */
	bool is_virsh_edit; /* a temporary file of virsh edit: libvirt removes its comments */
	bool outdated;	    /* its diagnostics have not been sent since the last change */
	json_int_t version;
	vml_buffer text; /* UTF-8 without a NUL of its own, except after the end */
	size_t *lines;	 /* offsets of the lines; owned */
	size_t n_lines, max_lines;
	vml_parser *parser;
	vml_project *project; /* NULL until it is requested, or after it has changed */
	vml_audited audited;
} vml_document;

/* A position as the protocol counts: from 0. */
typedef struct vml_position {
	size_t line, character;
} vml_position;

/* Units of characters in positions. */
typedef enum vml_units { VML_UTF16, VML_UTF8 } vml_units;

/* Create a document without text; uri: copied. The caller frees it with vml_document_free(). */
vml_document *vml_document_new(const char *uri);

/* Free a document and its audit. */
void vml_document_free(vml_document *document);

/* Replace [start, end) of the text; the offsets are those of vml_document_offset(). */
void vml_document_edit(
	vml_document *document, size_t start, size_t end, const char *bytes, size_t len);

/*
 * Return the offset of a position. Positions after the end of a line or of the text are moved
 * to it, and those within a character to its start.
 */
size_t vml_document_offset(const vml_document *document, vml_units units, vml_position position);

/* A converter of offsets, which is fast if they are near each other. Start with { document, units }. */
typedef struct vml_locator {
	const vml_document *document;
	vml_units units;
	size_t line, byte, character; /* the last position */
} vml_locator;

/* Return the position of an offset; offsets after the end of the text are moved to it. */
vml_position vml_locate_byte(vml_locator *locator, size_t byte);

/* Return a new Range of the protocol for [start, end). */
json_t *vml_range_of(vml_locator *locator, size_t start, size_t end);

/* Read a Position of the protocol; returns false if the value is not one. */
bool vml_position_read(const json_t *value, vml_position *ret);

/*
 * Audit the document with the policy of its project, which must be set, if its audit is not valid,
 * and leave out the findings in the baseline of the configuration.
 */
const vml_audited *vml_document_audit(vml_document *document);

/* Return the selection of rules of the document's project, which must be set. */
const vml_selection *vml_document_selection(const vml_document *document);

/* Free the audit, before the policy that it was made with is freed. */
void vml_document_drop_audit(vml_document *document);

#endif
