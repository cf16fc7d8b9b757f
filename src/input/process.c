/* Child processes: posix_spawn() with pipes. */
#define _GNU_SOURCE /* pipe2 */
#include "process.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Return true if `set` contains a variable with the same name as `variable`, "NAME=value". */
static bool sets(const char *const *set, const char *variable)
{
	size_t name = strcspn(variable, "=");

	for (; *set; set++)
		if (!strncmp(*set, variable, name + 1))
			return true;
	return false;
}

/*
 * Return vmlint's environment with the variables in `set` added or replaced; the caller frees the
 * array only.
 */
static char **environment(const char *const *set)
{
	size_t n = 0, n_set = 0, at = 0;
	char **all;

	while (environ[n])
		n++;
	while (set[n_set])
		n_set++;
	all = vml_realloc(NULL, (n + n_set + 1) * sizeof(*all));
	for (size_t i = 0; i < n; i++)
		if (!sets(set, environ[i]))
			all[at++] = environ[i];
	for (size_t i = 0; i < n_set; i++)
		/*
		 * the cast removes const: execve() expects strings without const, but does not
		 * change them
		 */
		all[at++] = (char *)set[i];
	all[at] = NULL;
	return all;
}

/* Standard descriptors of the program; -1: /dev/null. */
struct ends {
	int in, out, err;
};

/* Create the pipes, and a socket for standard input if `talk`. Returns 0 or an errno. */
static int open_ends(vml_process *process, struct ends *ends, bool talk)
{
	int pair[2];

	if (pipe2(pair, O_CLOEXEC))
		return errno;
	process->out = pair[0];
	ends->out = pair[1];
	if (talk) {
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
			return errno;
		process->in = pair[0];
		ends->in = pair[1];
		return 0;
	}
	if (pipe2(pair, O_CLOEXEC))
		return errno;
	process->err = pair[0];
	ends->err = pair[1];
	return 0;
}

static int redirect(posix_spawn_file_actions_t *actions, int fd, int target, int mode)
{
	return fd >= 0 ? posix_spawn_file_actions_adddup2(actions, fd, target)
		       : posix_spawn_file_actions_addopen(actions, target, "/dev/null", mode, 0);
}

static int spawn(vml_process *process, const struct ends *ends, const char *const *argv,
	const char *const *set)
{
	posix_spawn_file_actions_t actions;
	int wrong = posix_spawn_file_actions_init(&actions);
	char **env;

	if (wrong)
		return wrong;
	env = environment(set);
	wrong = redirect(&actions, ends->in, STDIN_FILENO, O_RDONLY);
	if (!wrong)
		wrong = redirect(&actions, ends->out, STDOUT_FILENO, O_WRONLY);
	if (!wrong)
		wrong = redirect(&actions, ends->err, STDERR_FILENO, O_WRONLY);
	if (!wrong)
		wrong = posix_spawnp(
			&process->pid, argv[0], &actions, NULL, (char *const *)argv, env);
	posix_spawn_file_actions_destroy(&actions);
	free(env);
	return wrong;
}

int vml_process_start(vml_process *ret, const char *const *argv, const char *const *set, bool talk)
{
	struct ends ends = { -1, -1, -1 };
	int wrong;

	*ret = (vml_process){ .pid = -1, .in = -1, .out = -1, .err = -1 };
	wrong = open_ends(ret, &ends, talk);
	if (!wrong)
		wrong = spawn(ret, &ends, argv, set);
	close_if_open(&ends.in);
	close_if_open(&ends.out);
	close_if_open(&ends.err);
	if (wrong)
		vml_process_end(ret);
	return wrong;
}

int vml_process_end(vml_process *process)
{
	int status = -1;
	pid_t got = -1;

	close_if_open(&process->in);
	close_if_open(&process->out);
	close_if_open(&process->err);
	if (process->pid < 0)
		return -1;
	do
		got = waitpid(process->pid, &status, 0);
	while (got < 0 && errno == EINTR);
	process->pid = -1;
	return got > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/*
 * Append available input to the buffer. At the end of the input, close the descriptor and set it to
 * -1. Returns 0 or an errno.
 */
static int take(int *fd, vml_buffer *buffer)
{
	char *to = vml_buffer_reserve(buffer, 65536);
	ssize_t got = read(*fd, to, 65536);

	if (got > 0)
		buffer->len += (size_t)got;
	else if (got == 0)
		close_if_open(fd);
	else if (errno != EINTR)
		return errno;
	return 0;
}

int vml_process_run(const char *const *argv, const char *const *set, vml_buffer *ret_out,
	vml_buffer *ret_err, int *ret_status)
{
	vml_process process;
	int wrong = vml_process_start(&process, argv, set, false);

	*ret_status = -1;
	/* read both at the same time: the program blocks while one of the pipes is full */
	while (!wrong && (process.out >= 0 || process.err >= 0)) {
		struct pollfd fds[] = { { .fd = process.out, .events = POLLIN },
			{ .fd = process.err, .events = POLLIN } };

		if (poll(fds, 2, -1) < 0)
			wrong = errno == EINTR ? 0 : errno;
		else if (fds[0].revents)
			wrong = take(&process.out, ret_out);
		else if (fds[1].revents)
			wrong = take(&process.err, ret_err);
	}
	if (process.pid >= 0)
		*ret_status = vml_process_end(&process);
	/*
	 * some implementations of posix_spawn() report a failed exec only by exit status 127,
	 * without an error message
	 */
	return !wrong && *ret_status == 127 && !ret_err->len ? ENOENT : wrong;
}
