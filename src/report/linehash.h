/* Hashes of lines by which GitHub knows a finding again when lines above it change. */
#ifndef VML_LINEHASH_H
#define VML_LINEHASH_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The hash of each line of a text. */
typedef struct vml_line_hashes {
	struct vml_line_hash {
		uint64_t hash;
		unsigned int nth; /* of the lines with this hash */
	} * lines;
	size_t n, room;
} vml_line_hashes;

/*
 * Hash the lines of a text as GitHub's upload action does (primaryLocationLineHash),
 * which compares its own result with ours.
 */
void vml_hash_lines(const char *bytes, size_t len, vml_line_hashes *ret);

/* The same for what a file holds from its present place on. */
void vml_hash_lines_of(FILE *in, vml_line_hashes *ret);

enum { VML_LINE_HASH_SIZE = 32 };

/* Write "hash:count" of a line, counted from 1; of the last one where there are fewer. */
void vml_line_hash_text(
	const vml_line_hashes *hashes, unsigned long line, char ret[VML_LINE_HASH_SIZE]);

/* Release the memory and leave no hashes. */
void vml_line_hashes_free(vml_line_hashes *hashes);

#endif
