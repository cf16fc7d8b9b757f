/* --fix and --diff: patches for files and streams. */
#ifndef VML_FIXING_H
#define VML_FIXING_H

#include "buffer.h"
#include "options.h"

#include <sys/stat.h>

/* What fixing an input came to. */
typedef struct vml_fix_report {
	size_t fixed;	     /* findings that were fixed, or would be */
	size_t left;	     /* findings whose fix changes more than was allowed */
	const char *trouble; /* why nothing was written, or NULL; lives until the next call */
} vml_fix_report;

/*
 * Print the patch that would fix the bytes (--diff) to standard output.
 */
vml_fix_report vml_print_diff(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *name, const char *bytes, size_t len);

/*
 * Fix a file in place (--fix).
 *
 * known: what fstat() said when its bytes were read
 */
vml_fix_report vml_fix_file(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *path, const struct stat *known, const char *bytes,
	size_t len);

/*
 * The bytes after the fixes, to standard output: what --fix does on a pipe.
 *
 * bytes: the document; afterwards the fixed one
 */
vml_fix_report vml_fix_to_stdout(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, vml_buffer *bytes);

#endif
