/* Progress of a long run: a line on the terminal that is erased at the end. */
#ifndef VML_PROGRESS_H
#define VML_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct vml_progress {
	bool wanted;	      /* standard error is a terminal, and -q is not given */
	bool shown;	      /* the line is on the terminal */
	struct timespec next; /* time on CLOCK_MONOTONIC before which the line is not updated */
} vml_progress;

/*
 * Initialize *progress. The line is first shown after a second. It is never shown if `quiet` is
 * true or standard error is not a terminal with cursor control.
 */
void vml_progress_begin(vml_progress *progress, bool quiet);

/* Erase the line; call it before anything else is written to the terminal. */
void vml_progress_hide(vml_progress *progress);

/* Show the numbers of audited documents and of findings, unless the last update is too recent. */
void vml_progress_update(vml_progress *progress, size_t documents, size_t findings);

#endif
