/* Child processes, started without a shell; they inherit no other open descriptors. */
#ifndef VML_PROCESS_H
#define VML_PROCESS_H

#include "buffer.h"

#include <stdbool.h>
#include <sys/types.h>

/* A running program. All descriptors are those of this process. */
typedef struct vml_process {
	pid_t pid;
	int in;	 /* socket to the program's standard input; -1: /dev/null is its input */
	int out; /* pipe from the program's standard output */
	int err; /* pipe from its standard error; -1: this is /dev/null */
} vml_process;

/*
 * Start argv[0], searched in PATH, with the working directory and environment of this process.
 *
 * ret: always set; after success the caller calls vml_process_end()
 * argv: arguments, terminated by NULL
 * set: additional environment variables, "NAME=value"; terminated by NULL
 * talk: true: standard input is a socket (write with send() and MSG_NOSIGNAL, so that the program's
 * exit raises no SIGPIPE), standard error is /dev/null; false: standard input is /dev/null,
 * standard error is a pipe
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
 * Run a program until it exits, and read its output.
 *
 * argv, set: as for vml_process_start()
 * ret_out, ret_err: standard output and standard error are appended; the caller frees them, also
 * after an error
 * ret_status: always set: the exit status, or -1, as returned by vml_process_end()
 *
 * Returns 0, or an errno.
 */
int vml_process_run(const char *const *argv, const char *const *set, vml_buffer *ret_out,
	vml_buffer *ret_err, int *ret_status);

#endif
