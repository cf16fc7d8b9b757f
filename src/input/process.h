/* Child processes, started without a shell; they inherit no other open descriptors. */
#ifndef VML_PROCESS_H
#define VML_PROCESS_H

#include "buffer.h"

#include <stdbool.h>
#include <sys/types.h>

/* A running program; all descriptors are ours. */
typedef struct vml_process {
	pid_t pid;
	int in;	 /* pipe to the process's standard input; -1: the input is /dev/null */
	int out; /* pipe from the process's standard output */
	int err; /* pipe from the process's standard error; -1: the error is /dev/null */
} vml_process;

/*
 * Start argv[0], looked up in PATH, in our working directory and environment.
 *
 * ret: always set; after success the caller calls vml_process_end()
 * argv: arguments, terminated by NULL
 * set: additional environment variables, "NAME=value"; terminated by NULL
 * talk: true: its standard input is a socket (use send() with MSG_NOSIGNAL, so that its exit
 *	raises no SIGPIPE), its standard error /dev/null; false: its standard input is
 *	/dev/null, its standard error a pipe
 *
 * Returns 0, or an errno: ENOENT if there is no such program.
 */
int vml_process_start(vml_process *ret, const char *const *argv, const char *const *set, bool talk);

/*
 * Close the descriptors and wait for the program to exit.
 *
 * Returns its exit status, or -1 if a signal ended it or it was not started.
 */
int vml_process_end(vml_process *process);

/*
 * Run a program until it exits and read its output.
 *
 * argv, set: as for vml_process_start()
 * ret_out, ret_err: its output is appended; the caller frees them, also after an error
 * ret_status: as vml_process_end() returns it
 *
 * Returns 0, or an errno.
 */
int vml_process_run(const char *const *argv, const char *const *set, vml_buffer *ret_out,
	vml_buffer *ret_err, int *ret_status);

#endif
