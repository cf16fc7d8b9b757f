/* Output of all reports that the settings request. */
#ifndef VML_OUTPUTS_H
#define VML_OUTPUTS_H

#include "settings.h"
#include "statistics.h"
#include "temporary.h"

/* A report in progress. */
struct vml_open_report {
	vml_output output;
	const char *file; /* NULL: settings->out */
	/* replaces `file` at the end; NULL if `file` is not a regular file */
	vml_temporary *temporary;
};

/* All reports of a run. */
typedef struct vml_outputs {
	const vml_settings *settings;
	struct vml_open_report *reports;
	size_t n;
	vml_statistics statistics; /* numbers of shown findings per rule */
	bool counts;		   /* a report may print `statistics`: findings must be counted */
	char *root; /* root of the repository that contains the working directory; NULL: none */
} vml_outputs;

/*
 * Return true if output to a stream must be coloured.
 *
 * when: argument of --color: "always", "never" or "auto". With "auto", the environment variable
 * NO_COLOR turns colours off; else CLICOLOR_FORCE turns them on; else they are on if the stream is
 * a terminal and TERM is not "dumb"
 * fd: descriptor of the stream
 */
bool vml_wants_colour(const char *when, int fd);

/*
 * Open a temporary file that vml_put_in_place() renames to `file`. If `file` exists and is not a
 * regular file (a pipe, for example), open `file` itself.
 *
 * messages: receives an error
 * ret_temporary: set to the handle of the temporary file; NULL if `file` itself was opened, or on
 * failure
 *
 * Returns the open stream; NULL after printing a message. The caller passes stream and handle to
 * vml_put_in_place(), which closes and frees them.
 */
FILE *vml_open_beside(
	const char *file, const vml_messages *messages, vml_temporary **ret_temporary);

/*
 * Close a stream of vml_open_beside(), rename the temporary file, if there is one, to `file`, and
 * free `temporary`. On failure, prints a message, removes the temporary file, and returns false.
 */
bool vml_put_in_place(
	FILE *out, vml_temporary *temporary, const char *file, const vml_messages *messages);

/* Return true, after printing a message, if an output file is also an input or another output. */
bool vml_outputs_clash(const vml_settings *settings);

/*
 * Open and begin all requested reports.
 *
 * selection: its rules are listed in reports; borrowed until vml_outputs_close()
 * ret: always set; to be passed to vml_outputs_close()
 *
 * Returns false after printing a message if a file cannot be written: no report is begun then, and
 * no file is replaced.
 */
bool vml_outputs_open(
	const vml_settings *settings, const vml_selection *selection, vml_outputs *ret);

/* Flush all reports, so that they and messages appear in the right order on a terminal. */
void vml_outputs_flush(const vml_outputs *outputs);

/* Pass the result of a document to all reports. */
void vml_outputs_document(vml_outputs *outputs, const vml_input *input, const vml_result *result);

/* Pass to all reports one domain's findings of the rules across domains (fleet.h). */
void vml_outputs_fleet(vml_outputs *outputs, const vml_input *input, const vml_result *result);

/*
 * Set the number of findings that appear only after the fixes of a level are applied
 * (vml_output.following), for the next document.
 */
void vml_outputs_following(vml_outputs *outputs, vml_fix_level level, size_t n);

/* Notify all reports that an input is finished. */
void vml_outputs_input(vml_outputs *outputs, const vml_input *input);

/*
 * Finish all reports and free *outputs. Returns false after printing a message if a report could
 * not be written. Raises SIGPIPE if the reader of standard output has exited.
 */
bool vml_outputs_close(vml_outputs *outputs, const vml_summary *summary);

#endif
