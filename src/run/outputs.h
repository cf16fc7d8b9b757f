/* Output of all reports that the settings request. */
#ifndef VML_OUTPUTS_H
#define VML_OUTPUTS_H

#include "settings.h"
#include "statistics.h"
#include "temporary.h"

/* A report in progress. */
struct vml_open_report {
	vml_output output;
	const char *file;	  /* NULL: settings->out */
	vml_temporary *temporary; /* replaces `file` at the end; NULL if it is not a regular file */
};

typedef struct vml_outputs {
	const vml_settings *settings;
	struct vml_open_report *reports;
	size_t n;
	vml_statistics statistics; /* counts by rule of the findings that are shown */
	char *root; /* root of the repository that contains the working directory; NULL */
} vml_outputs;

/*
 * Return true if a stream is coloured. --color decides; if it is "auto", the environment
 * (NO_COLOR, CLICOLOR_FORCE), then whether the stream is a terminal.
 *
 * when: "auto", "always" or "never"
 * fd: descriptor of the stream
 */
bool vml_wants_colour(const char *when, int fd);

/*
 * Open a temporary file that replaces `file` when it is complete, or `file` itself if it exists
 * and is not a regular file.
 *
 * messages: gets the error
 * ret_temporary: to be passed to vml_put_in_place(); NULL if `file` itself was opened
 *
 * Returns NULL after printing a message.
 */
FILE *vml_open_beside(
	const char *file, const vml_messages *messages, vml_temporary **ret_temporary);

/*
 * Close the stream of vml_open_beside() and rename the temporary file. Returns false after
 * printing a message; `file` is not replaced then.
 */
bool vml_put_in_place(
	FILE *out, vml_temporary *temporary, const char *file, const vml_messages *messages);

/* Return true, after printing a message, if an output is also an input or another output. */
bool vml_outputs_clash(const vml_settings *settings);

/*
 * Open and begin all requested reports.
 *
 * selection: the rules that reports list; borrowed until vml_outputs_close()
 * ret: always set; to be passed to vml_outputs_close()
 *
 * Returns false after printing a message if a file cannot be written; no report is begun then,
 * and no file is replaced.
 */
bool vml_outputs_open(
	const vml_settings *settings, const vml_selection *selection, vml_outputs *ret);

/* Flush all reports, so that messages on the same terminal appear in the right order. */
void vml_outputs_flush(const vml_outputs *outputs);

/* Pass the result of a document to all reports. */
void vml_outputs_document(vml_outputs *outputs, const vml_input *input, const vml_result *result);

/* Pass the findings across domains of one domain to all reports. */
void vml_outputs_fleet(vml_outputs *outputs, const vml_input *input, const vml_result *result);

/* Set the number of findings that fixes of a level lead to, for the next document. */
void vml_outputs_following(vml_outputs *outputs, vml_fix_level level, size_t n);

/* Notify all reports that an input is finished. */
void vml_outputs_input(vml_outputs *outputs, const vml_input *input);

/*
 * Finish all reports and free *outputs. Returns false after printing a message if a report could
 * not be written. Raises SIGPIPE if the reader of standard output has exited.
 */
bool vml_outputs_close(vml_outputs *outputs, const vml_summary *summary);

#endif
