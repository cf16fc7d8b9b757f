/* Main function of the vmlint command. */
#include "arena.h"
#include "combinations.h"
#include "complete.h"
#include "explain.h"
#include "hook.h"
#include "host_profiles.h"
#include "inputs.h"
#include "lsp_command.h"
#include "options.h"
#include "outputs.h"
#include "rule_pages.h"
#include "shells.h"
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
	/* the signal is blocked until this handler returns, and then ends the process */
	raise(number);
}

/* Remove unfinished temporary files if a signal ends vmlint. */
static void remove_temporaries_on_signals(void)
{
	static const int numbers[] = { SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU,
		SIGXFSZ };
	struct sigaction before, action = { .sa_handler = on_end };

	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!sigaction(numbers[i], NULL, &before) && before.sa_handler == SIG_DFL)
			sigaction(numbers[i], &action, NULL);
}

/* Print a message of the run. data: points to a bool, whether to use colour. */
static void print_message(void *data, const vml_message *message)
{
	const bool *colour = data;

	vml_message_print(stderr, message, *colour);
}

static int save_host(vml_settings *settings)
{
	const char *wrong = NULL;

	if (settings->n_connections > 1)
		wrong = "--save-host saves one host: use one --connect URI";
	else if (settings->n_connections && settings->n_host_documents)
		wrong = "--save-host saves the host of --connect or of --capabilities: use one of them";
	else if (!settings->n_connections && !settings->n_host_documents)
		wrong = "--save-host requires --connect URI or --capabilities FILE";
	else if (settings->n_operands)
		wrong = "--save-host audits nothing: remove the operands";
	if (!wrong) {
		remove_temporaries_on_signals();
		return vml_save_host(settings);
	}
	vml_messages_put(
		&settings->messages, &(vml_message){ .kind = VML_MESSAGE_ERROR, .text = wrong });
	return VML_EXIT_USAGE;
}

static int perform(vml_command_line *line)
{
	vml_settings *settings = &line->settings;
	bool colour = vml_wants_colour(settings->color, STDERR_FILENO);

	settings->messages = (vml_messages){ .put = print_message, .data = &colour };
	settings->out = settings->documents = stdout;
	settings->baseline_optional = line->explain || line->list;
	if (line->help) {
		vml_options_help(stdout);
		return VML_EXIT_CLEAN;
	}
	if (line->version) {
		puts("vmlint " VMLINT_VERSION);
		return VML_EXIT_CLEAN;
	}
	if (vml_has_conflict(line))
		return VML_EXIT_USAGE;
	if (line->directory)
		return vml_write_rule_pages(line);
	if (line->list)
		return vml_list_rules(line);
	if (line->completion) {
		const vml_embedded *shell = vml_shell_of(line->completion);

		fwrite(shell->bytes, 1, shell->len, stdout);
		return VML_EXIT_CLEAN;
	}
	if (line->explain)
		return vml_explain(settings);
	if (settings->save_host)
		return save_host(settings);
	if (!settings->n_operands && !settings->n_connections && isatty(STDIN_FILENO)) {
		vml_options_help(stderr);
		return VML_EXIT_USAGE;
	}
	if (settings->diff || (settings->fix && vml_reads_stdin(settings)))
		settings->out = stderr;
	remove_temporaries_on_signals();
	return vml_audit_inputs(settings);
}

/* Commands, selected by the first argument. A file called "hook" can be given as "./hook". */
static const struct command {
	const char *name;
	int (*run)(int n_words, char **words);
	bool guarded; /* end the process if a library runs out of memory */
} commands[] = {
	{ "__complete", vml_complete, false },
	{ "hook", vml_hook, false },
	{ "lsp", vml_lsp, true },
};

static const struct command *command_of(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(argv[1], commands[i].name))
			return &commands[i];
	return NULL;
}

/*
 * Open /dev/null for each standard stream that is closed: otherwise the next file that is opened
 * would get its number, and messages would be written to this file. Standard input is opened
 * write-only and standard output read-only, so that reading and writing still fail. Messages to a
 * closed standard error are discarded.
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
 * Make libxml2 and jansson end the process if memory runs out: otherwise they may drop attributes
 * and members without an error, and the report would be incomplete.
 */
static void exit_if_out_of_memory(void)
{
	xmlMemSetup(free, allocate, vml_realloc, vml_strdup);
	json_set_alloc_funcs(allocate, free);
}

int main(int argc, char **argv)
{
	const struct command *command = command_of(argc, argv);
	vml_command_line line;
	int status = VML_EXIT_USAGE;
	bool threads_left;

	if (command && command->guarded)
		exit_if_out_of_memory();
	if (command)
		return command->run(argc - 2, argv + 2);
	keep_standard_streams();
	exit_if_out_of_memory();
	LIBXML_TEST_VERSION
	if (!vml_options_parse(argc, argv, &line))
		status = perform(&line);
	threads_left = line.settings.threads_left;
	vml_settings_free(&line.settings);
	if (fflush(stdout) || ferror(stdout)) {
		perror("vmlint: cannot write the report");
		status = VML_EXIT_TROUBLE;
	}
	/*
	 * not exit(), which would finalize libraries that threads use while they wait for a host
	 */
	if (threads_left)
		_exit(status);
	xmlCleanupParser();
	return status;
}
