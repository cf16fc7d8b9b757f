/* Other programs, called directly: no shell, no descriptors of ours left open in them. */
#ifndef VML_PROCESS_H
#define VML_PROCESS_H

#include "buffer.h"

#include <stdbool.h>
#include <sys/types.h>

/* A program that runs and answers. */
typedef struct vml_process {
	pid_t pid;
	int in;	 /* what is written here it reads; -1: it reads /dev/null */
	int out; /* its standard output */
	int err; /* its standard error; -1: that is /dev/null */
} vml_process;

/*
 * Start argv[0], looked up in PATH, in the working directory and our environment.
 *
 * set: ends with NULL; variables of the program's environment, "NAME=value"
 * talk: its input is a socket (write to it with send() and MSG_NOSIGNAL, so that its end
 *	raises no SIGPIPE) and its standard error /dev/null; otherwise it reads /dev/null
 *	and its standard error is to be read
 *
 * Returns 0, or an errno: ENOENT where there is no such program.
 */
int vml_process_start(vml_process *ret, const char *const *argv, const char *const *set, bool talk);

/*
 * Close what is open to the program and wait for its end.
 *
 * Returns its exit status, or -1 where a signal ended it.
 */
int vml_process_end(vml_process *process);

/*
 * Run a program to its end and take all that it writes.
 *
 * ret_out, ret_err: added to; the caller releases them, also after an error
 * ret_status: as vml_process_end() returns it
 *
 * Returns 0, or an errno.
 */
int vml_process_run(const char *const *argv, const char *const *set, vml_buffer *ret_out,
	vml_buffer *ret_err, int *ret_status);

#endif
