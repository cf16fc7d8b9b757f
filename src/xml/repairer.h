/* State of a repair, shared by its passes: layout of the text, tags, attribute values. */
#ifndef VML_REPAIRER_H
#define VML_REPAIRER_H

#include "repair.h"

/* A pass over the text: its input and the edits that it has collected. */
typedef struct vml_repairer {
	vml_arena *arena;
	vml_repair *repair;
	const char *bytes; /* text of this pass, without NUL at its end */
	size_t len;
	size_t limit;	 /* end of the text that may be part of the document */
	vml_edit *edits; /* edits of this pass in order, with offsets in `bytes` */
	size_t n_edits, max_edits, max_errors, max_doubts;
	size_t budget; /* bytes that may still be searched: keeps retries linear */
	bool failed;   /* more than one reading, or a limit is exceeded */
} vml_repairer;

/* Length of the sections in a repairer to which a failed attempt returns. */
typedef struct vml_repair_mark {
	size_t n_edits, n_errors, n_doubts;
} vml_repair_mark;

/* Replace [start, end) of the pass's text; text: a constant or in the arena. */
void vml_repair_edit(vml_repairer *r, size_t start, size_t end, const char *text);

/* Report a syntax error at an offset of the pass's text. */
void vml_repair_error(vml_repairer *r, size_t at, const char *message, const char *hint);

/* Record that the value at an offset of the pass's text may have been meant otherwise. */
void vml_repair_doubt(vml_repairer *r, size_t at);

/* Return the current state; vml_repair_undo() discards what was added after it. */
vml_repair_mark vml_repair_now(const vml_repairer *r);

/* Discard the edits, errors and doubts that were added after `mark`. */
void vml_repair_undo(vml_repairer *r, vml_repair_mark mark);

/* Return true if `n` more bytes may be searched; else the repair fails. */
bool vml_repair_spend(vml_repairer *r, size_t n);

/* Return true if the pass's text at an offset begins with `text`. */
bool vml_repair_at(const vml_repairer *r, size_t at, const char *text);

/* Return the offset of the first byte at or after `at` that is not whitespace; at most limit. */
size_t vml_repair_skip(const vml_repairer *r, size_t at);

/* Return true for bytes that can begin an XML name. */
bool vml_repair_starts_name(char c);

/* Return true for bytes that can continue an XML name. */
bool vml_repair_in_name(char c);

/*
 * Repair the text before the document and a prefix of all lines (first pass). Sets r->limit.
 *
 * Returns false if no document was found.
 */
bool vml_repair_layout(vml_repairer *r);

/* Repair tags, text and the end of the document (second pass). */
void vml_repair_tags(vml_repairer *r);

/* Result of parsing a tag. */
typedef enum vml_repaired_tag {
	VML_TAG_BAD,	 /* no unique reading */
	VML_TAG_CUT_OFF, /* the document ends inside of it */
	VML_TAG_START,
	VML_TAG_EMPTY
} vml_repaired_tag;

/*
 * Parse and repair the attributes and the end of a start tag.
 *
 * pos: in: after the name; out: after the tag, unchanged on failure
 */
vml_repaired_tag vml_repair_attributes(vml_repairer *r, size_t *pos);

/*
 * Check the reference at a '&' and escape the '&' if it begins none.
 *
 * stop: end of the value or, in text, of the document
 *
 * Returns the offset after the reference or '&'; 0 if more than one repair is plausible.
 */
size_t vml_repair_ampersand(vml_repairer *r, size_t at, size_t stop);

#endif
