/* Open documents: text, lines, positions, and the audit of the current text. */
#ifndef VML_DOCUMENT_H
#define VML_DOCUMENT_H

#include "buffer.h"
#include "bytes.h"
#include "document_conflicts.h"
#include "project.h"

#include <jansson.h>
#include <stdbool.h>

/* The audit of a document. It has its own copy of the text. */
typedef struct vml_audited {
	bool valid;    /* the audit is that of the current text and configuration */
	bool rejected; /* the text could not be parsed or repaired: see `fault` */
	char *bytes;   /* owned */
	vml_doc *doc;  /* NULL if rejected */
	vml_result result;
	vml_document_conflicts conflicts; /* findings on conflicts between the document's domains */
	/* the findings of `result` and `conflicts` that are shown; owned */
	const vml_finding **findings;
	size_t n_findings;
	vml_fault fault;
} vml_audited;

typedef struct vml_document {
	struct vml_document *next;
	char *uri;
	/* path of the file; NULL: not a file, or a temporary one of virsh edit */
	char *path;
	/* the document is a temporary file of virsh edit: libvirt removes comments */
	bool is_virsh_edit;
	/* the document or its configuration has changed since its diagnostics were sent */
	bool outdated;
	json_int_t version;
	vml_buffer text; /* UTF-8, without NULs, but terminated by one */
	size_t *lines;	 /* offsets of the starts of lines; owned */
	size_t n_lines, max_lines;
	vml_parser *parser;
	vml_project *project; /* NULL before it is needed, and after its files have changed */
	vml_audited audited;
} vml_document;

/* A position of the protocol; `line` and `character` are 0-based. */
typedef struct vml_position {
	size_t line, character;
} vml_position;

/* Unit in which the client counts characters. */
typedef enum vml_units { VML_UTF16, VML_UTF8 } vml_units;

/* Create a document without text; the caller frees it with vml_document_free(). uri: copied. */
vml_document *vml_document_new(const char *uri);

/* Free a document and its audit. */
void vml_document_free(vml_document *document);

/*
 * Replace [start, end) of the text by a copy of `bytes`.
 *
 * start, end: results of vml_document_offset()
 */
void vml_document_edit(
	vml_document *document, size_t start, size_t end, const char *bytes, size_t len);

/*
 * Return the byte offset of a position in the text. A position past the end of a line or of the
 * text counts as the end of this line or text; a position within a character counts as the start of
 * the character.
 *
 * units: unit of position.character
 */
size_t vml_document_offset(const vml_document *document, vml_units units, vml_position position);

/*
 * Converts offsets to positions; fast if each offset is near the previous one. Set `document` and
 * `units`, and the other fields to zero, before the first use.
 */
typedef struct vml_locator {
	const vml_document *document;
	vml_units units;
	size_t line, byte, character; /* position of the last converted offset; byte: this offset */
} vml_locator;

/*
 * Return the position, in locator->units, of a byte offset in the text of the document. An offset
 * past the end counts as the end.
 */
vml_position vml_locate_byte(vml_locator *locator, size_t byte);

/*
 * Return a Range of the protocol, a new object that the caller owns, for [start, end), byte offsets
 * in the text of the document.
 */
json_t *vml_range_of(vml_locator *locator, size_t start, size_t end);

/* Read a Position of the protocol; returns false, with *ret unchanged, if the value is not one. */
bool vml_position_read(const json_t *value, vml_position *ret);

/*
 * Return the audit of the current text with the policy of document->project, which must be set. The
 * last audit is returned if it is still valid. Findings that are in the baseline of the
 * configuration are left out.
 *
 * The result is owned by the document; its contents are valid until the next call for the document
 * or vml_document_drop_audit().
 */
const vml_audited *vml_document_audit(vml_document *document);

/*
 * Return the rules that document->project, which must be set, selects for the document. Owned by
 * the project.
 */
const vml_selection *vml_document_selection(const vml_document *document);

/* Free the audit. Call it before the policy that was used for it is freed. */
void vml_document_drop_audit(vml_document *document);

#endif
