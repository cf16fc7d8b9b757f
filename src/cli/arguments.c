/* Command line parser and --help text, both derived from the option table. */
#include "options.h"

#include "arena.h"
#include "escape.h"
#include "suggest.h"
#include "terminal.h"
#include "text.h"
#include "wrap.h"

#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_ONLY = 256, HELP_COLUMN = 30 };

static size_t option_count(void)
{
	size_t n = 0;

	while (vml_options[n].name)
		n++;
	return n;
}

static const char *nth_option(const void *data, size_t i)
{
	(void)data;
	return vml_options[i].name;
}

/* Print a paragraph, wrapped at `limit` columns. */
static void put_paragraph(FILE *out, size_t limit, const char *text)
{
	vml_wrap wrap = { .out = out, .lead = "", .limit = limit, .joined = true };

	vml_wrap_text(&wrap, text, strlen(text));
	fputc('\n', out);
}

/* Print a name and its description in two columns. */
static void put_entry(FILE *out, size_t limit, const char *name, const char *about)
{
	const size_t n = strlen(name);
	size_t column = n < HELP_COLUMN ? HELP_COLUMN : n + 2;
	const char *separator = "";

	fprintf(out, "%-*s", (int)column, name);
	while (*about) {
		size_t word = strcspn(about, " ");

		if (column + strlen(separator) + word > limit) {
			fprintf(out, "\n%*s", HELP_COLUMN, "");
			column = HELP_COLUMN;
		} else {
			fputs(separator, out);
			column += strlen(separator);
		}
		fwrite(about, 1, word, out);
		separator = " ";
		column += word;
		about += word + (about[word] == ' ');
	}
	fputc('\n', out);
}

void vml_options_help(FILE *out)
{
	const size_t limit = vml_terminal_of(fileno(out)).columns;

	fputs("Usage: vmlint [OPTION]... [FILE|DIRECTORY|-]...\n"
	      "       vmlint -c URI [OPTION]... [DOMAIN]...\n"
	      "       vmlint --explain RULE...\n\n",
		out);
	put_paragraph(out, limit,
		"Check libvirt domain XML: report what is slow, unsafe or broken in the definition "
		"of a virtual machine, with the location, the reason and the fix. Read standard "
		"input if it is a pipe and no operand is given: virsh dumpxml VM | vmlint");
	fputc('\n', out);
	for (const vml_option *o = vml_options; o->name; o++) {
		char left[64];

		snprintf(left, sizeof(left), "  %c%c%s --%s%s%s%s", o->letter ? '-' : ' ',
			o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
			o->arg == VML_ARG_OPTIONAL ? "[="
				: o->arg	   ? " "
						   : "",
			o->arg ? o->arg_name : "", o->arg == VML_ARG_OPTIONAL ? "]" : "");
		put_entry(out, limit, left, o->help);
	}
	fputs("\nFormats:\n", out);
	for (const vml_reporter *const *r = vml_reporters; *r; r++) {
		char left[64];

		snprintf(left, sizeof(left), "  %s", (*r)->name);
		put_entry(out, limit, left, (*r)->about);
	}
	fputc('\n', out);
	put_paragraph(out, limit,
		"Exit status: 0 no finding at or above --fail-on; 1 findings at or above it, or "
		"changes with --diff; 2 an input could not be read or parsed, or a report not "
		"written; 3 usage or configuration error.");
}

static void put_error(const char *message)
{
	fputs("vmlint: ", stderr);
	/* untrusted: may quote a file name to which a shell pattern was expanded */
	vml_puts_safe(stderr, message);
	fputs("\nTry 'vmlint --help'.\n", stderr);
}

static char *bad_option(const char *word)
{
	char *name, *wrong;

	while (*word == '-')
		word++;
	name = vml_strdup(word);
	name[strcspn(name, "=")] = '\0';
	wrong = vml_unknown_word("option", name, nth_option, NULL);
	free(name);
	return wrong;
}

/* Create both tables of getopt_long() from vml_options; the caller frees them. */
static void getopt_tables(struct option **ret_longs, char **ret_shorts)
{
	size_t n = option_count(), at = 0;
	struct option *longs = vml_realloc(NULL, (n + 1) * sizeof(*longs));
	char *shorts = vml_realloc(NULL, 2 * n + 2);

	/* a leading ':' makes getopt_long() return ':' instead of '?' for a missing argument */
	shorts[at++] = ':';
	for (size_t i = 0; i < n; i++) {
		longs[i] = (struct option){ .name = vml_options[i].name,
			.has_arg = (int)vml_options[i].arg,
			.val = LONG_ONLY + (int)i };
		if (!vml_options[i].letter)
			continue;
		shorts[at++] = vml_options[i].letter;
		if (vml_options[i].arg == VML_ARG_REQUIRED)
			shorts[at++] = ':';
	}
	longs[n] = (struct option){ 0 };
	shorts[at] = '\0';
	*ret_longs = longs;
	*ret_shorts = shorts;
}

/* Return the option for a value of getopt_long() or optopt; NULL if unknown. */
static const vml_option *option_of(int code)
{
	if (code >= LONG_ONLY)
		return &vml_options[code - LONG_ONLY];
	for (const vml_option *o = vml_options; o->name; o++)
		if (o->letter == code)
			return o;
	return NULL;
}

/*
 * Return a message about the argument that getopt_long() rejected; freed by the caller.
 *
 * before: value of optind before the call
 */
static char *getopt_error(int code, char **argv, int before)
{
	const vml_option *option = optopt ? option_of(optopt) : NULL;

	if (code == ':')
		return vml_asprintf("option '%s' requires an argument (%s)", argv[optind - 1],
			option ? option->arg_name : "");
	if (option)
		return vml_asprintf("option '--%s' does not accept an argument", option->name);
	if (optopt && optopt < LONG_ONLY)
		return vml_asprintf("unknown option '-%c'", optopt);
	return bad_option(argv[optind > before ? optind - 1 : before]);
}

/*
 * Record in the settings which options the command line has, in the order of the option table.
 * given: bit i is set for vml_options[i].
 */
static void give(vml_settings *settings, uint64_t given)
{
	for (size_t i = 0; vml_options[i].name; i++)
		if (given >> i & 1)
			vml_settings_give(settings, vml_options[i].name);
}

int vml_options_parse(int argc, char **argv, vml_command_line *ret)
{
	struct option *longs;
	char *shorts, *wrong = NULL;
	uint64_t given = 0; /* bit i is set if the command line has the option vml_options[i] */
	int code;

	*ret = (vml_command_line){ 0 };
	vml_settings_init(&ret->settings);
	getopt_tables(&longs, &shorts);
	opterr = 0;
	while (!wrong) {
		int before = optind;
		const vml_option *option;

		code = getopt_long(argc, argv, shorts, longs, NULL);
		if (code == -1)
			break;
		if (code == '?' || code == ':') {
			wrong = getopt_error(code, argv, before);
			break;
		}
		option = option_of(code);
		given |= (uint64_t)1 << (option - vml_options);
		wrong = option->take(ret, optarg);
		if (wrong) {
			char *full = vml_asprintf("--%s: %s", option->name, wrong);

			free(wrong);
			wrong = full;
		}
	}
	free(longs);
	free(shorts);
	give(&ret->settings, given);
	ret->settings.operands = argv + optind;
	ret->settings.n_operands = (size_t)(argc - optind);
	if (!wrong)
		return 0;
	put_error(wrong);
	free(wrong);
	return -1;
}
