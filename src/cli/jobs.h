/* Files audited side by side and reported in the order in which they were named. */
#ifndef VML_JOBS_H
#define VML_JOBS_H

#include "stream.h"

/* One file at work. What a thread did with it is for the caller's report. */
typedef struct vml_job {
	const char *path; /* owned by the job */
	bool in_directory;
	const vml_selection *selection;
	int fd;			  /* -1 where it is not needed any more */
	int error;		  /* errno where it cannot be opened; 0 */
	vml_stream *stream;	  /* to go on with behind the first document; NULL with an error */
	vml_stream_status status; /* of the first document */
	vml_doc *doc;		  /* goes with the job, or is released and NULL after its report */
	vml_fault fault;
	vml_result result; /* where there is a first document: its audit */
} vml_job;

typedef struct vml_jobs vml_jobs;

/* Open a file for reading; one that was found in a directory without waiting for anybody. */
int vml_open_input(const char *path, bool in_directory);

/* Report a job; in the order of vml_jobs_add(), in the thread that called that. */
typedef void vml_job_done(void *data, vml_job *job);

/*
 * Files are opened, read, parsed and audited by up to n_threads threads, that of the
 * caller among them; with one there are no others. Only the first document of a file
 * is: what follows it waits for the caller, so that memory does not grow with the file.
 */
vml_jobs *vml_jobs_new(unsigned int n_threads, vml_job_done *done, void *data);

/*
 * Take on a file. Reports what is finished before it, and waits where too much is under way.
 *
 * selection: must stay as it is until the job is reported
 */
void vml_jobs_add(
	vml_jobs *jobs, const char *path, const vml_selection *selection, bool in_directory);

/* Wait until all files are audited and reported. */
void vml_jobs_drain(vml_jobs *jobs);

/* Drain, end the threads and release all; NULL is allowed. */
void vml_jobs_free(vml_jobs *jobs);

#endif
