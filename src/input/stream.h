/* Stream: one or more documents in a file, pipe or memory. */
#ifndef VML_STREAM_H
#define VML_STREAM_H

#include "buffer.h"
#include "doc.h"

#include <sys/stat.h>

/* An input and its unprocessed bytes. */
typedef struct vml_stream vml_stream;

/* Result of vml_stream_next(). */
typedef enum vml_stream_status {
	VML_STREAM_END,	     /* no more documents */
	VML_STREAM_DOCUMENT, /* *ret is a document */
	VML_STREAM_FAULT,    /* a document was rejected, see *fault; others may follow */
	VML_STREAM_FAILED    /* the input cannot be read further, see *fault */
} vml_stream_status;

/*
 * Create a stream that reads from an open file descriptor.
 *
 * fd: closed by the caller, after the last call of vml_stream_next()
 * parser: borrowed, must outlive the stream
 *
 * Returns a stream, which the caller frees with vml_stream_free().
 */
vml_stream *vml_stream_new(int fd, vml_parser *parser);

/* Same as vml_stream_new(), but reads from memory: `len` bytes, which are copied. */
vml_stream *vml_stream_over(const char *bytes, size_t len, vml_parser *parser);

/*
 * Read a descriptor until its end. More than 256 MiB are an error.
 *
 * ret_stat: set to the result of fstat() before reading
 * ret: set to the bytes; the caller frees them, also after an error
 *
 * Returns NULL, or an error message: a constant or from strerror().
 */
const char *vml_read_all(int fd, struct stat *ret_stat, vml_buffer *ret);

/* Free the stream; NULL is allowed. The descriptor stays open. */
void vml_stream_free(vml_stream *stream);

/* Return true if all input has been read, so that the descriptor is no longer needed. */
bool vml_stream_is_read(const vml_stream *stream);

/*
 * Return true if it is certain that no document follows; false if that is unknown before the next
 * vml_stream_next().
 */
bool vml_stream_is_done(const vml_stream *stream);

/*
 * Parse the next document of the input. A managed-save image of libvirt is one document: its XML.
 *
 * Uses memory of at most twice the size of the largest document, or 1 MiB if that is more.
 *
 * ret: set to the document, which the caller frees with vml_doc_free() before the next call; NULL
 * except for VML_STREAM_DOCUMENT
 * fault: set for VML_STREAM_FAULT and VML_STREAM_FAILED; its strings are valid until the next call
 */
vml_stream_status vml_stream_next(vml_stream *stream, vml_doc **ret, vml_fault *fault);

#endif
