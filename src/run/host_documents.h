/*
 * Files with host profiles (XML with the facts of a host, host.h), and single documents that are
 * joined into a profile.
 */
#ifndef VML_HOST_DOCUMENTS_H
#define VML_HOST_DOCUMENTS_H

#include "buffer.h"
#include "host.h"
#include "settings.h"

/*
 * Read a file with a host profile.
 *
 * ret: set to the bytes, followed by a NUL; the caller frees them; empty on failure
 *
 * Returns NULL, or an error message, which the caller frees.
 */
char *vml_host_file_read(const char *path, vml_buffer *ret);

/*
 * Parse a host profile.
 *
 * parser: must outlive the host
 * path: for messages; its file name without ".xml" is the name of the host if the profile has none
 * bytes: content of the file, followed by a NUL; used during the call only
 * ret_error: set on failure to "PATH:LINE:COLUMN: message"; the caller frees it
 *
 * Returns the host, which the caller frees with vml_host_free(); NULL on failure.
 */
vml_host *vml_host_document_read(
	vml_parser *parser, const char *path, const vml_buffer *bytes, char **ret_error);

/*
 * Join the documents of --capabilities and --domcaps into one host profile.
 *
 * ret: set to the profile; the caller frees it; empty on failure
 *
 * Returns NULL, or an error message, which the caller frees.
 */
char *vml_host_documents_join(const vml_settings *settings, vml_buffer *ret);

#endif
