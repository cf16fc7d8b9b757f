/* Progress line, updated at most ten times per second. */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* milliseconds before the first update and between updates */
enum { FIRST_MS = 1000, LATER_MS = 100 };

static void set_next(vml_progress *progress, const struct timespec *now, long ms)
{
	progress->next = *now;
	progress->next.tv_sec += ms / 1000;
	progress->next.tv_nsec += ms % 1000 * 1000000;
	if (progress->next.tv_nsec >= 1000000000) {
		progress->next.tv_nsec -= 1000000000;
		progress->next.tv_sec++;
	}
}

void vml_progress_begin(vml_progress *progress, bool quiet)
{
	const char *term = getenv("TERM");
	struct timespec now;

	*progress = (vml_progress){ .wanted = !quiet && isatty(STDERR_FILENO) && term &&
			strcmp(term, "dumb") };
	clock_gettime(CLOCK_MONOTONIC, &now);
	set_next(progress, &now, FIRST_MS);
}

void vml_progress_hide(vml_progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}

void vml_progress_update(vml_progress *progress, size_t documents, size_t findings)
{
	struct timespec now;

	if (!progress->wanted)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec < progress->next.tv_sec ||
		(now.tv_sec == progress->next.tv_sec && now.tv_nsec < progress->next.tv_nsec))
		return;
	/* print buffered output first: stdout and stderr may be the same terminal */
	fflush(stdout);
	fprintf(stderr, "\r\033[Kvmlint: %zu document%s, %zu finding%s", documents,
		documents == 1 ? "" : "s", findings, findings == 1 ? "" : "s");
	progress->shown = true;
	set_next(progress, &now, LATER_MS);
}
