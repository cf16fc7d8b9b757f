/* Repair of XML that is not well-formed but has exactly one plausible reading. */
#ifndef VML_REPAIR_H
#define VML_REPAIR_H

#include "doc.h"
#include "piece_table.h"

/* One syntax error. */
typedef struct vml_syntax_error {
	size_t byte;	     /* offset in the slice */
	const char *message; /* a constant, or in the arena */
	const char *hint;    /* a constant; equal for errors of the same kind */
} vml_syntax_error;

/* Limits: documents with more errors or deeper nesting are not repaired. */
enum { VML_SYNTAX_ERRORS_MAX = 10000, VML_REPAIR_DEPTH_MAX = 256 };

/* Result of a repair. */
typedef struct vml_repair {
	vml_piece_table pieces;	  /* maps offsets in `text` to the slice */
	vml_buffer text;	  /* the repaired document */
	vml_syntax_error *errors; /* sorted by byte; owned */
	size_t n_errors;
	size_t *doubts; /* offsets in `text` in values whose reading is uncertain, sorted; owned */
	size_t n_doubts;
	unsigned int n_unended; /* elements whose end tags were added: the document is truncated */
	size_t consumed;	/* length of the document in the slice; others may follow */
} vml_repair;

/*
 * Find all syntax errors of a document that a parser has rejected, and repair it: text and
 * line prefixes around the document (mail quotes, logs, diffs), whitespace inside of tags,
 * values without quotes or with typographic ones, literal '&' and '<', and missing end tags
 * of a truncated document. Linear in the length of the slice.
 *
 * arena: owns the messages
 * slice: in UTF-8 or another superset of ASCII
 * ret: freed by the caller with vml_repair_free(), also after a failure
 *
 * Returns false if the document has no error that can be repaired, or no unique reading.
 */
bool vml_repair_slice(vml_arena *arena, const vml_slice *slice, vml_repair *ret);

/* Free the result. */
void vml_repair_free(vml_repair *repair);

#endif
