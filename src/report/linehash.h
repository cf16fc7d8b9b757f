/* Line hashes, by which GitHub recognizes a finding if lines above it have changed. */
#ifndef VML_LINEHASH_H
#define VML_LINEHASH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The hashes of all lines of a text, in order. */
typedef struct vml_line_hashes {
	struct vml_line_hash {
		uint64_t hash;
		unsigned int nth; /* 1 for the first line with this hash, 2 for the second ... */
	} * lines;
	size_t n, capacity;
} vml_line_hashes;

/*
 * Hash the lines of a text. GitHub's upload action computes the same hashes and compares them with
 * those of the report (primaryLocationLineHash). The caller frees *ret with vml_line_hashes_free().
 */
void vml_hash_lines(const char *bytes, size_t len, vml_line_hashes *ret);

/* Same as vml_hash_lines(), for the rest of a stream. A read error counts as its end. */
void vml_hash_lines_of(FILE *in, vml_line_hashes *ret);

enum { VML_LINE_HASH_SIZE = 32 }; /* bytes for "HASH:NTH" and NUL */

/*
 * Write the hash of a line as "HASH:NTH": NTH is 1 for the first line with this hash.
 *
 * line: 1-based; 0 or past the end: the last line
 */
void vml_line_hash_text(
	const vml_line_hashes *hashes, unsigned long line, char ret[VML_LINE_HASH_SIZE]);

/* Free the hashes and reset *hashes. */
void vml_line_hashes_free(vml_line_hashes *hashes);

#endif
