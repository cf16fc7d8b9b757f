/* Options --fix and --diff: fixes and patches for all documents of an input. */
#ifndef VML_FIXING_H
#define VML_FIXING_H

#include "buffer.h"
#include "settings.h"

#include <sys/stat.h>

/* Result of fixing an input. */
typedef struct vml_fix_report {
	size_t fixed; /* number of findings that were fixed (--fix) or would be fixed (--diff) */
	/* number of further findings that --diff=review would fix; 0 with --fix */
	size_t left;
	/* number of syntax errors that were repaired (--fix) or would be repaired (--diff) */
	size_t repaired;
	/* a document is truncated: the caller must audit the original, not the repaired bytes */
	bool truncated;
	/* why nothing was written, valid until the next call; NULL: no error */
	const char *trouble;
} vml_fix_report;

/*
 * Print to settings->documents a patch that fixes an input (--diff).
 *
 * settings: settings->diff is the least safe level of fixes to print
 * parser: used during the call only
 * name: file name in the patch
 * bytes, len: content of the input
 */
vml_fix_report vml_print_diff(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *name, const char *bytes, size_t len);

/*
 * Fix a file in place (--fix): replace it by a file with the fixed content.
 *
 * settings: settings->fix is the least safe level of fixes to apply
 * known: result of fstat() when the bytes were read: if the file has changed since, it is not
 * replaced
 * bytes, len: content of the file
 */
vml_fix_report vml_fix_file(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *path, const struct stat *known, const char *bytes,
	size_t len);

/*
 * Fix an input without writing anything.
 *
 * parser: used during the call only
 * level: least safe level of fixes to apply
 * bytes, len: content of the input
 * ret: set to the fixed content, equal to the input if nothing was fixed; the caller frees it
 */
vml_fix_report vml_fix_bytes(const vml_selection *selection, vml_parser *parser,
	vml_fix_level level, const char *bytes, size_t len, vml_buffer *ret);

/*
 * Write the fixed content of an input to settings->documents (--fix on a pipe).
 *
 * bytes: content of the input; replaced by the fixed content, or unchanged if a document is
 * truncated. The caller frees the buffer
 */
vml_fix_report vml_fix_to_stdout(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, vml_buffer *bytes);

#endif
