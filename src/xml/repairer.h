/* State of a repair, which its passes share: layout of the text, tags, attribute values. */
#ifndef VML_REPAIRER_H
#define VML_REPAIRER_H

#include "repair.h"

/* A pass over the text: input, and the edits collected so far. */
typedef struct vml_repairer {
	vml_arena *arena;
	vml_repair *repair;
	const char *bytes; /* text of this pass, not NUL-terminated */
	size_t len;
	size_t limit;	 /* end offset of the text that may belong to the document */
	vml_edit *edits; /* edits of this pass in order; offsets in `bytes` */
	size_t n_edits, max_edits, max_errors, max_doubts;
	size_t budget; /* bytes that may still be searched: a limit that keeps retries linear */
	/* the repair has failed: more than one plausible reading, or a limit is exceeded */
	bool failed;
} vml_repairer;

/* Numbers of edits, errors and doubts at some point, for vml_repair_undo(). */
typedef struct vml_repair_mark {
	size_t n_edits, n_errors, n_doubts;
} vml_repair_mark;

/* Replace [start, end) of r->bytes by `text`, a constant or in the arena. */
void vml_repair_edit(vml_repairer *r, size_t start, size_t end, const char *text);

/*
 * Record a syntax error at offset `at` of r->bytes. Fails the repair if there are too many errors.
 *
 * message: a constant, or in the arena
 * hint: a constant, never NULL; the same string for errors of one kind
 */
void vml_repair_error(vml_repairer *r, size_t at, const char *message, const char *hint);

/*
 * Record a doubt: at offset `at` of r->bytes, the repaired value may not be the value that was
 * meant.
 */
void vml_repair_doubt(vml_repairer *r, size_t at);

/* Return the current state, for vml_repair_undo(). */
vml_repair_mark vml_repair_now(const vml_repairer *r);

/* Discard the edits, errors and doubts that were added since vml_repair_now() returned `mark`. */
void vml_repair_undo(vml_repairer *r, vml_repair_mark mark);

/* Count `n` searched bytes. Returns false, and fails the repair, if the budget is exhausted. */
bool vml_repair_spend(vml_repairer *r, size_t n);

/* Return true if `text` is at offset `at` of r->bytes, and ends at or before r->limit. */
bool vml_repair_at(const vml_repairer *r, size_t at, const char *text);

/* Return the offset of the first byte at or after `at` that is not whitespace; r->limit if none. */
size_t vml_repair_skip(const vml_repairer *r, size_t at);

/* Return true for bytes that can begin an XML name. */
bool vml_repair_starts_name(char c);

/* Return true for bytes that can continue an XML name. */
bool vml_repair_in_name(char c);

/*
 * First pass: remove the text before the document, and the prefix that all of its lines have, such
 * as the quote marks of a mail. Sets r->limit.
 *
 * Returns false if no document was found.
 */
bool vml_repair_layout(vml_repairer *r);

/* Second pass: repair tags, text and the end of the document. Sets r->failed on failure. */
void vml_repair_tags(vml_repairer *r);

/* Result of parsing a tag. */
typedef enum vml_repaired_tag {
	VML_TAG_BAD,	 /* the tag can be read in several ways, or in none */
	VML_TAG_CUT_OFF, /* the document is truncated inside of the tag */
	VML_TAG_START,
	VML_TAG_EMPTY
} vml_repaired_tag;

/*
 * Parse and repair the attributes and the end of a start tag.
 *
 * pos: offset after the name; set to the offset after the tag
 *
 * Returns the kind of the tag; VML_TAG_BAD or VML_TAG_CUT_OFF, with *pos unchanged, if the tag
 * cannot be repaired: the caller must then undo the edits. Unspecified if r->failed is set.
 */
vml_repaired_tag vml_repair_attributes(vml_repairer *r, size_t *pos);

/*
 * Check the reference that begins with the '&' at `at`. If there is no reference, escape the '&'.
 *
 * stop: offset of the end of the attribute value; in text, of the end of the document
 *
 * Returns the offset after the reference or the escaped '&'; 0 if more than one repair is
 * plausible.
 */
size_t vml_repair_ampersand(vml_repairer *r, size_t at, size_t stop);

#endif
