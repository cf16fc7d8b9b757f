/*
 * vmlint hook: audits in a child process with a time limit, so that libvirt gets an exit status in
 * time even if the audit crashes or hangs.
 */
#define _GNU_SOURCE /* clearenv, vsyslog */
#include "hook.h"

#include "hook_audit.h"
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <vmlint/audit.h>

/*
 * Time limits in milliseconds. Without --enforce the hook delays a guest by at most 50 ms,
 * including the start of this process.
 */
enum {
	READ_TIME = 25,	     /* without --enforce: limit for reading the XML */
	REPORT_TIME = 35,    /* without --enforce: limit for the process that libvirt waits for */
	ENFORCE_TIME = 1800, /* with --enforce: limit for reading and auditing the XML */
	HARD_MARGIN = 5,     /* time from the end of a limit until a signal ends the process */
	/* for processes in the background, for which libvirt does not wait */
	BACKGROUND_TIME = 10000,
	LARGEST = 64 << 20 /* limit on the XML in bytes; libvirt's messages are not larger */
};

struct hook {
	const char *guest;  /* name of the guest */
	const char *config; /* argument of --config; NULL: not given */
	const char *host;   /* argument of --host; NULL: not given */
	/* the start is refused on findings of this severity or a higher one; 0: no --enforce */
	int enforce;
	bool fail_closed;
	char *xml; /* owned; NUL-terminated once it is complete */
	size_t len;
};

/* Return the monotonic time in milliseconds. */
static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static volatile sig_atomic_t status_of_last_resort;

static void on_alarm(int signal_number)
{
	(void)signal_number;
	_exit(status_of_last_resort);
}

/* End this process with `status` after `ms` milliseconds, even if it hangs. */
static void set_clock(long long ms, int status)
{
	struct itimerval timer = { .it_value = { ms / 1000, (int)(ms % 1000) * 1000 } };
	struct sigaction action = { .sa_handler = on_alarm };
	sigset_t alarm_only;

	status_of_last_resort = status;
	sigemptyset(&alarm_only);
	sigaddset(&alarm_only, SIGALRM);
	sigaction(SIGALRM, &action, NULL);
	sigprocmask(SIG_UNBLOCK, &alarm_only, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Close all files except `keep` (-1: close all): libvirt waits until its pipes are closed. */
static void let_go(int keep)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < 1024; fd++)
		if (fd != keep && fd != null)
			close(fd);
	/* reopen the standard streams: files opened later must not get their numbers */
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fd != keep)
			dup2(null, fd);
}

/* Wait for input; returns false if none arrives before `deadline`, a time as now() returns it. */
static bool wait_for(int fd, long long deadline)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	int n;

	do {
		long long left = deadline - now();

		n = left > 0 ? poll(&poll_fd, 1, (int)left) : 0;
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

/*
 * Read the XML from standard input. Returns an error message or NULL. Does not use vml_realloc(),
 * which ends the process if memory runs out.
 */
static const char *read_xml(struct hook *hook, long long deadline)
{
	size_t room = 0;

	for (;;) {
		ssize_t got;

		if (room - hook->len < 65536) {
			char *more;

			room = room ? room * 2 : 1 << 18;
			more = room > LARGEST ? NULL : realloc(hook->xml, room);
			if (!more)
				return "the XML is too large";
			hook->xml = more;
		}
		if (!wait_for(STDIN_FILENO, deadline))
			return "the XML was not received in time";
		got = read(STDIN_FILENO, hook->xml + hook->len, room - hook->len - 1);
		if (got < 0 && errno != EINTR)
			return "cannot read the XML";
		if (got == 0)
			break;
		hook->len += got > 0 ? (size_t)got : 0;
	}
	hook->xml[hook->len] = '\0';
	return hook->len ? NULL : "no XML on standard input";
}

static void write_all(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fd, text, len);

		if (n < 0 && errno != EINTR)
			return;
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

/* In the child process: audit, write the reply and an empty line to the pipe `to`, and exit. */
static _Noreturn void audit_in_child(const struct hook *hook, int to)
{
	static vml_hook_reply reply;

	let_go(to);
	set_clock(BACKGROUND_TIME, 1);
	vml_hook_audit(&(vml_hook_request){ .guest = hook->guest,
			       .config = hook->config,
			       .host = hook->host,
			       .xml = hook->xml,
			       .len = hook->len },
		&reply);
	write_all(to, reply.text, reply.len);
	write_all(to, "\n", 1);
	_exit(0);
}

/* Read a reply from the child. Returns false with *ret_why set if it is late or incomplete. */
static bool take_reply(int from, long long deadline, vml_hook_reply *reply, const char **ret_why)
{
	ssize_t got = 1;

	while (got) {
		if (!wait_for(from, deadline)) {
			*ret_why = "the audit took too long";
			return false;
		}
		got = read(from, reply->text + reply->len, sizeof(reply->text) - reply->len);
		if (got < 0 && errno != EINTR)
			break;
		reply->len += got > 0 ? (size_t)got : 0;
	}
	*ret_why = "internal error";
	if (!reply->len || reply->text[reply->len - 1] != '\n' ||
		(reply->len > 1 && reply->text[reply->len - 2] != '\n'))
		return false;
	reply->text[--reply->len] = '\0';
	return true;
}

/*
 * Audit in a child process, which is killed at `deadline`, a time as now() returns it. Sets *ret to
 * its reply, or to an error.
 */
static void supervise(const struct hook *hook, long long deadline, vml_hook_reply *ret)
{
	const char *why = "cannot start a process";
	int pipes[2];
	pid_t child;

	ret->len = 0;
	if (pipe(pipes)) {
		vml_hook_trouble(hook->guest, why, ret);
		return;
	}
	child = fork();
	if (child == 0) {
		close(pipes[0]);
		audit_in_child(hook, pipes[1]);
	}
	close(pipes[1]);
	if (child < 0 || !take_reply(pipes[0], deadline, ret, &why))
		vml_hook_trouble(hook->guest, why, ret);
	close(pipes[0]);
	/*
	 * no waitpid(): a child that hangs in a file system does not react to SIGKILL, and this
	 * process exits soon
	 */
	if (child > 0)
		kill(child, SIGKILL);
}

/*
 * Return the next line of a reply without its digit; NULL at the end. Changes the reply.
 *
 * at: start of the line; set to the start of the next one
 * ret_digit: set to the digit, a severity or VML_HOOK_TROUBLE
 */
static char *next_line(char **at, char *ret_digit)
{
	char *line = *at, *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	*ret_digit = *line;
	return line + 1;
}

/* Write a reply to syslog; blocks while the log daemon does not accept messages. */
static void log_reply(const vml_hook_reply *reply)
{
	static const int priorities[] = { LOG_NOTICE, LOG_INFO, LOG_WARNING, LOG_ERR };
	vml_hook_reply copy = *reply;
	char *at = copy.text, *line, digit;

	openlog("vmlint", LOG_PID, LOG_DAEMON);
	while ((line = next_line(&at, &digit)))
		syslog(priorities[digit == VML_HOOK_TROUBLE ? 0 : digit - '0'], "%s", line);
	closelog();
}

/*
 * Fork a background process, which closes all files except `keep`. Returns true in the background
 * process, false in the current one.
 */
static bool in_background(int keep)
{
	if (fork() != 0)
		return false;
	setsid();
	let_go(keep);
	set_clock(BACKGROUND_TIME, 1);
	return true;
}

/* Without --enforce: read the XML, then audit and log in the background. */
static int report(struct hook *hook, long long start)
{
	vml_hook_reply reply = { .len = 0 };
	const char *wrong;

	set_clock(REPORT_TIME + HARD_MARGIN, 0);
	wrong = read_xml(hook, start + READ_TIME);
	if (!in_background(-1))
		return 0;
	if (wrong)
		vml_hook_trouble(hook->guest, wrong, &reply);
	else
		supervise(hook, now() + BACKGROUND_TIME - HARD_MARGIN, &reply);
	log_reply(&reply);
	_exit(0);
}

/*
 * Print the lines of a reply that are reasons to refuse the start of the guest. Returns true if
 * there are any.
 */
static bool print_message(const struct hook *hook, const vml_hook_reply *reply)
{
	vml_hook_reply copy = *reply;
	char *at = copy.text, *line, digit;
	bool refuse = false;

	while ((line = next_line(&at, &digit))) {
		if (digit == VML_HOOK_TROUBLE ? !hook->fail_closed : digit < '0' + hook->enforce)
			continue;
		refuse = true;
		fprintf(stderr, "vmlint: %s\n", line);
	}
	return refuse;
}

/* With --enforce: audit, log in the background, and return the exit status. */
static int enforce(struct hook *hook, long long start)
{
	vml_hook_reply reply = { .len = 0 };
	const char *wrong;

	set_clock(ENFORCE_TIME + HARD_MARGIN * 20, hook->fail_closed);
	wrong = read_xml(hook, start + ENFORCE_TIME);
	if (wrong)
		vml_hook_trouble(hook->guest, wrong, &reply);
	else
		supervise(hook, start + ENFORCE_TIME, &reply);
	if (in_background(-1)) {
		log_reply(&reply);
		_exit(0);
	}
	return print_message(hook, &reply) ? 1 : 0;
}

/* Return the severity with this name; 0 if there is none. */
static int level_of(const char *name)
{
	for (vml_severity s = VML_INFO; s <= VML_ERROR; s++)
		if (!strcmp(name, vml_severity_name(s)))
			return (int)s;
	return 0;
}

/* Parse the options of the hook; returns an error message or NULL. */
static const char *take_options(struct hook *hook, int n, char **words)
{
	const char *wrong = NULL;

	for (int i = 0; i < n; i++) {
		if (!strcmp(words[i], "--fail-closed"))
			hook->fail_closed = true;
		else if (!strcmp(words[i], "--enforce"))
			hook->enforce = VML_ERROR;
		else if (!strncmp(words[i], "--enforce=", 10) && level_of(words[i] + 10))
			hook->enforce = level_of(words[i] + 10);
		else if (!strncmp(words[i], "--enforce=", 10))
			wrong = "invalid level of --enforce: expected info, warning or error";
		else if (!strncmp(words[i], "--config=", 9))
			hook->config = words[i] + 9;
		else if (!strcmp(words[i], "--config") && i + 1 < n)
			hook->config = words[++i];
		else if (!strncmp(words[i], "--host=", 7))
			hook->host = words[i] + 7;
		else if (!strcmp(words[i], "--host") && i + 1 < n)
			hook->host = words[++i];
		else
			wrong = "unknown option: expected --enforce[=LEVEL], "
				"--fail-closed, --config FILE or --host FILE";
	}
	if (!wrong && hook->fail_closed && !hook->enforce)
		wrong = "--fail-closed requires --enforce";
	return wrong;
}

/*
 * Report invalid options in the hook script. Guests start nevertheless, unless --fail-closed is
 * among the options. Returns the exit status.
 */
static int refuse_options(const struct hook *hook, const char *wrong)
{
	vml_hook_reply reply = { .len = 0 };

	set_clock(REPORT_TIME, hook->fail_closed);
	vml_hook_trouble(hook->guest, wrong, &reply);
	if (in_background(-1)) {
		log_reply(&reply);
		_exit(0);
	}
	fprintf(stderr, "vmlint: hook: %s\n", wrong);
	return hook->fail_closed;
}

int vml_hook(int n_words, char **words)
{
	long long start = now();
	struct hook hook = { 0 };
	const char *wrong;
	char **last;
	int status;

	if (n_words < 4) {
		fputs("usage: vmlint hook [--enforce[=LEVEL]] [--fail-closed] [--config FILE] "
		      "[--host FILE] "
		      "GUEST OP SUBOP EXTRA\n"
		      "Audit the guest whose XML is on standard input; libvirt runs this command "
		      "as a hook.\n",
			stderr);
		return VML_EXIT_USAGE;
	}
	last = words + n_words - 4;
	if (strcmp(last[1], "prepare") || strcmp(last[2], "begin"))
		return 0;
	hook.guest = last[0];
	signal(SIGPIPE, SIG_IGN);
	clearenv();
	/*
	 * only words before the last four are options: the last four are arguments from libvirt,
	 * and a guest may be called "--enforce"
	 */
	wrong = take_options(&hook, n_words - 4, words);
	if (wrong)
		return refuse_options(&hook, wrong);
	status = hook.enforce ? enforce(&hook, start) : report(&hook, start);
	free(hook.xml);
	return status;
}
