/* How far a long run has come: a line on the terminal, gone without a trace at the end. */
#ifndef VML_PROGRESS_H
#define VML_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct vml_progress {
	bool wanted;	      /* somebody looks at standard error */
	bool shown;	      /* the line stands there now */
	struct timespec next; /* not before */
} vml_progress;

/* Begin; nothing is shown in the first second, nor ever where standard error is no terminal. */
void vml_progress_begin(vml_progress *progress, bool quiet);

/* Take the line away, before anything else is written to the terminal. */
void vml_progress_hide(vml_progress *progress);

/* Say how many documents are done and how many findings there are, now and then. */
void vml_progress_tell(vml_progress *progress, size_t documents, size_t findings);

#endif
