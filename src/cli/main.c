/* vmlint: the command. */
#include "arena.h"
#include "complete.h"
#include "explain.h"
#include "hook.h"
#include "inputs.h"
#include "options.h"
#include "temporary.h"

#include <jansson.h>
#include <libxml/parser.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void on_end(int number)
{
	vml_temporaries_remove();
	signal(number, SIG_DFL);
	raise(number); /* held until the handler returns, which is the end */
}

/* A signal that ends vmlint ends the files under way, too. */
static void leave_nothing_behind(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU,
		SIGXFSZ };
	struct sigaction before, action = { .sa_handler = on_end };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!sigaction(numbers[i], NULL, &before) && before.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
}

static bool reads_stdin(const vml_settings *settings)
{
	for (size_t i = 0; i < settings->n_operands; i++)
		if (!strcmp(settings->operands[i], "-"))
			return true;
	return !settings->n_operands && !settings->n_connections;
}

/* Whether the options contradict each other; a message says how. */
static bool contradictory(const vml_settings *settings)
{
	const char *wrong = NULL;

	if (settings->fix && settings->diff)
		wrong = "--fix changes files and --diff does not: choose one";
	else if (settings->fix && settings->n_connections)
		wrong = "--fix never writes to libvirt: --diff prints the patch for 'virsh edit'";
	else if (settings->write_baseline && (settings->baseline || settings->diff_base))
		wrong = "--write-baseline writes all of today's findings: leave out --baseline and "
			"--diff-base";
	else if (settings->live && !settings->n_connections)
		wrong = "--live is for a connection: name one with -c URI";
	else if (settings->diff_base && settings->n_connections)
		wrong = "--diff-base compares files with those of a git revision: a connection has "
			"none; --baseline accepts old findings there";
	else if (settings->diff_base && reads_stdin(settings) && !settings->stdin_name)
		wrong = "--diff-base compares files by their names: --stdin-filename names standard "
			"input";
	else if (settings->config_file && settings->no_config)
		wrong = "--config and --no-config: choose one";
	if (wrong)
		fprintf(stderr, "vmlint: %s\n", wrong);
	return wrong;
}

static int perform(vml_settings *settings)
{
	if (settings->help) {
		vml_options_help(stdout);
		return VML_EXIT_CLEAN;
	}
	if (settings->version) {
		puts("vmlint " VMLINT_VERSION);
		return VML_EXIT_CLEAN;
	}
	if (settings->list)
		return vml_list_rules(settings);
	if (settings->completion) {
		const vml_embedded *shell = vml_shell_of(settings->completion);

		fwrite(shell->bytes, 1, shell->len, stdout);
		return VML_EXIT_CLEAN;
	}
	if (settings->explain)
		return vml_explain(settings);
	if (!settings->n_operands && !settings->n_connections && isatty(STDIN_FILENO)) {
		vml_options_help(stderr);
		return VML_EXIT_USAGE;
	}
	if (contradictory(settings))
		return VML_EXIT_USAGE;
	settings->stdout_taken = settings->diff || (settings->fix && reads_stdin(settings));
	leave_nothing_behind();
	return vml_audit_inputs(settings);
}

/* What vmlint does where its first argument is this word; a file of that name is "./hook". */
static const struct command {
	const char *name;
	int (*run)(int n_words, char **words);
} commands[] = {
	{ "__complete", vml_complete },
	{ "hook", vml_hook },
};

static const struct command *command_of(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return &commands[i];
	return NULL;
}

/*
 * Where a standard stream is closed, the next file that is opened would take its number,
 * and a message end up in it. What is opened here instead fails as the closed one would;
 * only a message that nobody hears is lost in silence.
 */
static void keep_standard_streams(void)
{
	static const int how[] = { O_WRONLY, O_RDONLY, O_RDWR };

	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", how[fd]) != fd)
			_exit(VML_EXIT_TROUBLE);
}

static void *allocate(size_t size)
{
	return vml_realloc(NULL, size);
}

/*
 * Without memory libxml2 leaves out attributes and jansson members, and neither says so at
 * each place: the report would be another one. No memory ends the process instead.
 */
static void insist_on_memory(void)
{
	xmlMemSetup(free, allocate, vml_realloc, vml_strdup);
	json_set_alloc_funcs(allocate, free);
}

int main(int argc, char **argv)
{
	const struct command *command = command_of(argc, argv);
	vml_settings settings;
	int status = VML_EXIT_USAGE;

	if (command)
		return command->run(argc - 2, argv + 2);
	keep_standard_streams();
	insist_on_memory();
	LIBXML_TEST_VERSION
	if (!vml_options_parse(argc, argv, &settings))
		status = perform(&settings);
	vml_settings_free(&settings);
	if (fflush(stdout) || ferror(stdout)) {
		perror("vmlint: cannot write the report");
		status = VML_EXIT_TROUBLE;
	}
	xmlCleanupParser();
	return status;
}
