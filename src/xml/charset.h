/* Conversion of text to UTF-8; lengths of text in UTF-8 and UTF-16. */
#ifndef VML_CHARSET_H
#define VML_CHARSET_H

#include "arena.h"
#include "buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Lengths of one text in two encodings. */
typedef struct vml_lengths {
	size_t utf8;  /* length in bytes of UTF-8 */
	size_t utf16; /* length in code units of UTF-16 */
} vml_lengths;

/*
 * Measure text that starts and ends at character boundaries.
 *
 * encoding: libxml2's name of the encoding of the bytes; NULL: UTF-8
 * ret: always set
 *
 * Returns false if the bytes cannot be converted: both lengths in *ret are then `len`.
 */
bool vml_measure(const char *encoding, const char *bytes, size_t len, vml_lengths *ret);

/*
 * Convert text that starts and ends at character boundaries to UTF-8 and append it to `to`.
 *
 * encoding: libxml2's name of the encoding of the bytes; NULL: UTF-8
 *
 * Returns false, and appends nothing, if the text is UTF-8 already or cannot be converted.
 */
bool vml_to_utf8(const char *encoding, const char *bytes, size_t len, vml_buffer *to);

/*
 * Convert a document whose markup is not ASCII (UTF-16, UCS-4, EBCDIC) to UTF-8. The result ends
 * before the first invalid bytes: a parser then reports that the document ends too early.
 *
 * ret_len: set to the length of the result; unchanged if the function returns NULL
 *
 * Returns the text, in the arena; NULL if the markup is ASCII or nothing could be converted.
 */
const char *vml_wide_text(vml_arena *arena, const char *bytes, size_t len, size_t *ret_len);

/*
 * Convert `utf8`, an offset in the result of converting `bytes` to UTF-8, to an offset in `bytes`:
 * the inverse of vml_measure(). If the result is shorter than `utf8`, return the number of bytes
 * that can be converted.
 *
 * encoding: libxml2's name of the encoding of the bytes; NULL or unknown: UTF-8
 */
size_t vml_length_of(const char *encoding, const char *bytes, size_t len, size_t utf8);

/*
 * Return the length of the UTF-8 byte order mark at the start: 3, or 0 if there is none. Columns do
 * not count it.
 */
size_t vml_mark_length(const char *bytes, size_t len);

#endif
