/* Text of a document in UTF-8, and how long it is in that and in UTF-16, whatever its encoding. */
#ifndef VML_CHARSET_H
#define VML_CHARSET_H

#include "arena.h"
#include "buffer.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct vml_lengths {
	size_t utf8, utf16; /* bytes; code units */
} vml_lengths;

/*
 * The lengths of a stretch that begins and ends between two characters.
 *
 * encoding: as libxml2 names it; NULL: UTF-8
 *
 * Returns false where the bytes cannot be converted: then *ret counts them as they are.
 */
bool vml_measure(const char *encoding, const char *bytes, size_t len, vml_lengths *ret);

/*
 * Append text of that encoding, whole characters, in UTF-8.
 *
 * Returns false, and appends nothing, where it is UTF-8 already or cannot be converted.
 */
bool vml_to_utf8(const char *encoding, const char *bytes, size_t len, vml_buffer *to);

/*
 * A document whose markup is no ASCII (UTF-16, UCS-4, EBCDIC) in UTF-8, up to the first bytes
 * that cannot be converted: whoever reads it meets the end too early there.
 *
 * Returns the text, in the arena, and its length; NULL where the markup is ASCII, or where
 * nothing could be converted.
 */
const char *vml_wide_text(vml_arena *arena, const char *bytes, size_t len, size_t *ret_len);

/*
 * vml_measure() the other way round: how many of the bytes stand for the first `utf8` bytes of the same
 * text in UTF-8, or all of them that can be converted where they are not that many.
 */
size_t vml_length_of(const char *encoding, const char *bytes, size_t len, size_t utf8);

/* The length of the byte order mark that the bytes begin with: it is no column. */
size_t vml_mark_length(const char *bytes, size_t len);

#endif
