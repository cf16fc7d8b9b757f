/* Part of an input, and location of an error in it. */
#ifndef VML_FAULT_H
#define VML_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* The part of an input that is one document. */
typedef struct vml_slice {
	const char *bytes;
	size_t len;
	size_t offset;	      /* offset of bytes[0] in the input */
	unsigned long line;   /* line of bytes[0] in the input, 1-based */
	unsigned long column; /* column of bytes[0] in the input, in bytes, 1-based */
	bool terminated;      /* bytes[len] is a NUL */
	const char *encoding; /* encoding of the bytes, by libxml2's name; NULL: UTF-8 or unknown */
} vml_slice;

/* Error of a rejected document: location, message and hint. All strings are borrowed. */
typedef struct vml_fault {
	unsigned long line, column; /* 1-based, column in bytes; 0 if there is no location */
	const char *message;
	const char *hint; /* advice in the imperative, or NULL */
	/* the source line without its line end, not NUL-terminated; NULL if unknown */
	const char *excerpt;
	size_t excerpt_len;
	/*
	 * number of bytes of the document that precede excerpt[0] in memory: a secret that
	 * continues in the excerpt may begin there
	 */
	size_t excerpt_lead;
	size_t caret;	      /* offset of the error in the excerpt */
	const char *encoding; /* encoding of the excerpt; NULL: UTF-8 or unknown */
	/* the root element is complete: the error is in text that follows it */
	bool trailing;
} vml_fault;

/*
 * Return the line of a slice that contains a byte, without byte order mark and line end. The result
 * points into slice->bytes and is not NUL-terminated.
 *
 * byte: offset in the slice; past the end: the last line
 * ret_len: set to the length of the line
 * ret_at: set to the offset of the byte in the line
 */
const char *vml_slice_line(const vml_slice *slice, size_t byte, size_t *ret_len, size_t *ret_at);

/*
 * Set the location and the excerpt of *fault for an error at a byte of a slice; message, hint and
 * `trailing` are unchanged. The excerpt points into the slice.
 *
 * byte: offset in the slice
 */
void vml_fault_at(const vml_slice *slice, size_t byte, vml_fault *fault);

#endif
