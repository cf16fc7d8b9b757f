/*
 * Audit of files with several threads; the results are reported in the order of the command line.
 */
#ifndef VML_JOBS_H
#define VML_JOBS_H

#include "stream.h"

/* A file and the audit of its first document. */
typedef struct vml_job {
	const char *path; /* owned by the job */
	/* the file was found below a directory and is not an operand */
	bool in_directory;
	bool joins;			/* argument of vml_jobs_add() */
	const vml_selection *selection; /* borrowed */
	/* descriptor of the file; -1: the file was read to its end, or could not be opened */
	int fd;
	int error;		  /* errno of open(); 0 on success */
	vml_stream *stream;	  /* contains the documents after the first; NULL on error */
	vml_stream_status status; /* status of the first document */
	vml_doc *doc;		  /* owned; vml_job_done may free it and must then set it to NULL */
	vml_fault fault;	  /* valid if `status` is an error */
	vml_result result;	  /* valid if `status` is VML_STREAM_DOCUMENT */
} vml_job;

/* A pool of threads and its queue of jobs. */
typedef struct vml_jobs vml_jobs;

/*
 * Open a file for reading.
 *
 * in_directory: true if the file was found below a directory; opening a FIFO then does not block
 *
 * Returns a descriptor, or -1 with errno set.
 */
int vml_open_input(const char *path, bool in_directory);

/*
 * Report a job. The pool calls this function for each job, in the order of vml_jobs_add(), in the
 * thread that adds the jobs. The pool frees the contents of the job afterwards.
 */
typedef void vml_job_done(void *data, vml_job *job);

/*
 * Create a pool of threads that open, parse and audit files. They handle only the first document of
 * a file; `done` must read the others, so that memory use does not grow with the size of the file.
 *
 * n_threads: limit on threads, including that of the caller; they are started when jobs are waiting
 * done, data: called for each job, with `data` as its first argument
 *
 * The caller frees the pool with vml_jobs_free().
 */
vml_jobs *vml_jobs_new(unsigned int n_threads, vml_job_done *done, void *data);

/*
 * Add a file. Reports jobs that are finished; blocks while the queue is full.
 *
 * path: copied
 * selection: must not change until the job is reported
 * in_directory: see vml_open_input()
 * joins: true if the run has other inputs: keys (values that rules compare across domains, see
 * fleet.h) are then always collected, else only if the file may contain several domains
 */
void vml_jobs_add(vml_jobs *jobs, const char *path, const vml_selection *selection,
	bool in_directory, bool joins);

/* Wait until all files that were added are audited and reported. */
void vml_jobs_drain(vml_jobs *jobs);

/*
 * Wait until all files are reported (vml_jobs_drain()), then end the threads and free the pool;
 * NULL is allowed.
 */
void vml_jobs_free(vml_jobs *jobs);

#endif
