/* Repair of XML that is not well-formed but has exactly one plausible reading. */
#ifndef VML_REPAIR_H
#define VML_REPAIR_H

#include "doc.h"
#include "piece_table.h"

/* One syntax error. */
typedef struct vml_syntax_error {
	size_t byte;	     /* offset in the slice */
	const char *message; /* a constant, or in the arena */
	const char *hint;    /* a constant; the same string for errors of one kind */
} vml_syntax_error;

/* Limits on errors and nesting of elements: documents that exceed one are not repaired. */
enum { VML_SYNTAX_ERRORS_MAX = 10000, VML_REPAIR_DEPTH_MAX = 256 };

/* Result of a repair. */
typedef struct vml_repair {
	vml_piece_table pieces;	  /* maps offsets in `text` to the slice */
	vml_buffer text;	  /* the repaired document */
	vml_syntax_error *errors; /* sorted by byte; owned */
	size_t n_errors;
	/* offsets in `text` that are in values with an uncertain repair, sorted; owned */
	size_t *doubts;
	size_t n_doubts;
	/* number of elements whose end tag was added; more than 0: the document is truncated */
	unsigned int n_unended;
	size_t consumed; /* length of the document in the slice; another one may follow */
} vml_repair;

/*
 * Find all syntax errors of a document that a parser has rejected, and repair it: text around the
 * document and prefixes of its lines (mail quotes, logs, diffs), whitespace inside of tags, values
 * without quotes or with typographic ones, literal '&' and '<', and missing end tags of a truncated
 * document. Linear in the length of the slice.
 *
 * arena: owns the messages
 * slice: in UTF-8 or another superset of ASCII
 * ret: freed by the caller with vml_repair_free(), also after a failure
 *
 * Returns false if the document has no error that can be repaired, or more than one plausible
 * reading.
 */
bool vml_repair_slice(vml_arena *arena, const vml_slice *slice, vml_repair *ret);

/* Free the result. */
void vml_repair_free(vml_repair *repair);

#endif
