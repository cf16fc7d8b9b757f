/* Documents out of a file or a pipe: one, or several one after the other. */
#ifndef VML_STREAM_H
#define VML_STREAM_H

#include "buffer.h"
#include "doc.h"

#include <sys/stat.h>

typedef struct vml_stream vml_stream;

/* What vml_stream_next() came to. */
typedef enum vml_stream_status {
	VML_STREAM_END,	     /* no more documents */
	VML_STREAM_DOCUMENT, /* *ret is one; the caller releases it before the next call */
	VML_STREAM_FAULT,    /* a document is refused, *fault says why; others may follow */
	VML_STREAM_FAILED    /* the input cannot be read on; *fault says why */
} vml_stream_status;

/* Read documents from an open file descriptor, which stays the caller's. */
vml_stream *vml_stream_new(int fd, vml_parser *parser);

/* Read documents from memory, which stays the caller's and is not changed. */
vml_stream *vml_stream_over(const char *bytes, size_t len, vml_parser *parser);

/*
 * Read all that a descriptor holds, up to the size of the largest document.
 *
 * ret_stat: what fstat() said before the read; ret: to be released by the caller
 * Returns NULL, or what went wrong.
 */
const char *vml_read_all(int fd, struct stat *ret_stat, vml_buffer *ret);

/* Release the stream; NULL is allowed. */
void vml_stream_free(vml_stream *stream);

/* Whether all of the input has been read, so that its descriptor is not needed any more. */
bool vml_stream_is_read(const vml_stream *stream);

/* Whether it is known that no document follows; what may follow shows at the next call. */
bool vml_stream_is_done(const vml_stream *stream);

/*
 * The next document of the input.
 *
 * Memory holds what was read and not yet audited: at most the largest document
 * and one read beyond it. A libvirt managed-save image yields the XML in it.
 */
vml_stream_status vml_stream_next(vml_stream *stream, vml_doc **ret, vml_fault *fault);

#endif
