/* vmlint lsp: options of the language server. */
#include "lsp_command.h"

#include "arena.h"
#include "lsp.h"
#include "settings.h"

#include <fcntl.h>
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"usage: vmlint lsp [--stdio] [--target TARGET] [--guest OS] [--config FILE] [--no-config]\n"
	"                  [--host FILE]... [--log FILE]\n"
	"Serve an editor on standard input and output with the Language Server Protocol.\n";

struct options {
	vml_lsp_options server;
	/* host: argument of a --host option, until it is added to server.hosts */
	const char *log, *host;
	bool help;
};

/* Return the value of option `name` if words[*i] is this option, and advance *i; else NULL. */
static const char *value_of(const char *name, int n, char **words, int *i)
{
	size_t len = strlen(name);

	if (strncmp(words[*i], name, len))
		return NULL;
	if (words[*i][len] == '=')
		return words[*i] + len + 1;
	return !words[*i][len] && *i + 1 < n ? words[++*i] : NULL;
}

/* Check the value of --target or --guest; returns false after printing a message. */
static bool is_valid(const char *name, const char *value)
{
	vml_settings settings;
	char *wrong;

	vml_settings_init(&settings);
	wrong = value ? vml_settings_set(&settings, name, value) : NULL;
	vml_settings_free(&settings);
	if (wrong)
		fprintf(stderr, "vmlint: lsp: --%s: %s\n", name, wrong);
	free(wrong);
	return !wrong;
}

static bool read_options(struct options *options, int n, char **words)
{
	const struct {
		const char *name;
		const char **value;
	} valued[] = {
		{ "--config", &options->server.config },
		{ "--target", &options->server.target },
		{ "--guest", &options->server.guest },
		{ "--log", &options->log },
		{ "--host", &options->host },
	};

	for (int i = 0; i < n; i++) {
		bool known = true, incomplete = false;

		if (!strcmp(words[i], "--no-config")) {
			options->server.no_config = true;
		} else if (!strcmp(words[i], "--help") || !strcmp(words[i], "-h")) {
			options->help = true;
		} else if (strcmp(words[i], "--stdio")) {
			known = false;
			for (size_t k = 0; !known && k < sizeof(valued) / sizeof(*valued); k++) {
				const char *value = value_of(valued[k].name, n, words, &i);

				known = value;
				incomplete |= !value && !strcmp(words[i], valued[k].name);
				*valued[k].value = value ? value : *valued[k].value;
			}
		}
		if (options->host)
			options->server.hosts[options->server.n_hosts++] = options->host;
		options->host = NULL;
		if (!known) {
			fprintf(stderr,
				incomplete ? "vmlint: lsp: option '%s' requires an argument\n%s"
					   : "vmlint: lsp: unknown option '%s'\n%s",
				words[i], usage);
			return false;
		}
	}
	if (options->server.no_config && options->server.config) {
		fputs("vmlint: lsp: --config and --no-config cannot be used together\n", stderr);
		return false;
	}
	return is_valid("target", options->server.target) &&
		is_valid("guest", options->server.guest);
}

/* Discard libxml2's messages, which it would otherwise print on standard error. */
static void silent(void *data, const char *fmt, ...)
{
	(void)data;
	(void)fmt;
}

/* Run the language server; returns the exit status. */
static int serve(struct options *options)
{
	int out, status;

	if (options->log && !(options->server.log = fopen(options->log, "ae"))) {
		perror("vmlint: lsp: cannot write the log");
		return VML_EXIT_TROUBLE;
	}
	/*
	 * the protocol gets a descriptor of its own: libraries may print to standard output, which
	 * is redirected to standard error
	 */
	out = dup(STDOUT_FILENO);
	if (out < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		perror("vmlint: lsp: cannot use standard output");
		return VML_EXIT_TROUBLE;
	}
	xmlSetGenericErrorFunc(NULL, silent);
	status = vml_lsp_serve(STDIN_FILENO, out, &options->server);
	close(out);
	if (options->server.log)
		fclose(options->server.log);
	xmlCleanupParser();
	return status;
}

int vml_lsp(int n_words, char **words)
{
	struct options options = { .server.hosts = vml_realloc(
					   NULL, (size_t)(n_words + 1) * sizeof(char *)) };
	int status = VML_EXIT_USAGE;

	if (read_options(&options, n_words, words)) {
		if (options.help)
			status = fputs(usage, stdout) < 0 ? VML_EXIT_TROUBLE : VML_EXIT_CLEAN;
		else if (isatty(STDIN_FILENO))
			fputs(usage, stderr);
		else
			status = serve(&options);
	}
	free(options.server.hosts);
	return status;
}
