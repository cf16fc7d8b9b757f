/* The reports of a run. */
#ifndef VML_OUTPUTS_H
#define VML_OUTPUTS_H

#include "options.h"
#include "temporary.h"

/* A report under way; one that goes to a file is written beside it until it is complete. */
struct vml_open_report {
	vml_output output;
	const char *file;	  /* NULL: standard output */
	vml_temporary *temporary; /* NULL where the file is no plain one */
};

typedef struct vml_outputs {
	struct vml_open_report *reports;
	size_t n;
	char *root; /* of the repository around the working directory, or NULL */
} vml_outputs;

/* Whether a stream gets colours: --color, then the environment, then what the stream is. */
bool vml_wants_colour(const char *when, int fd);

/*
 * Open a new file beside the one that it will replace once it is complete. Returns NULL
 * after a message; *ret_temporary is for vml_put_in_place().
 */
FILE *vml_open_beside(const char *file, vml_temporary **ret_temporary);

/* Close the stream and give it the name; false after a message, and nothing was replaced. */
bool vml_put_in_place(FILE *out, vml_temporary *temporary, const char *file);

/*
 * Whether two reports, or a report and an input, are to be one file; a message says which.
 */
bool vml_outputs_clash(const vml_settings *settings);

/*
 * Begin all reports that the settings ask for. Returns false after a message where a file
 * cannot be written: none is begun then, and vml_outputs_close() replaces nothing.
 */
bool vml_outputs_open(
	const vml_settings *settings, const vml_selection *selection, vml_outputs *ret);

/* Write out what is buffered, so that errors come where they belong. */
void vml_outputs_flush(const vml_outputs *outputs);

/* Give a document's result to all reports. */
void vml_outputs_document(vml_outputs *outputs, const vml_input *input, const vml_result *result);

/* Tell all reports that an input is done. */
void vml_outputs_input(vml_outputs *outputs, const vml_input *input);

/* Finish all reports; false after a message where one could not be written. */
bool vml_outputs_close(vml_outputs *outputs, const vml_summary *summary);

#endif
