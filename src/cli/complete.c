/* Shell completion: parses an unfinished command line and prints candidates for its last word. */
#define _GNU_SOURCE /* strsep */
#include "complete.h"

#include "arena.h"
#include "live.h"
#include "options.h"
#include "process.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Limit for listing domain names, in seconds: the user is waiting for the completion. */
enum { PATIENCE = 5 };

/* The command line as typed so far. */
struct line {
	const char *word; /* the word to complete; borrowed */
	/* number of bytes at the start of the word that are not completed: "--format=", "a,b," */
	size_t kept;
	const char *connection;	   /* argument of the last -c; NULL if none */
	bool explain;		   /* --explain is given: operands are ids of rules */
	bool operands_only;	   /* "--" is given: no more options follow */
	const vml_option *pending; /* option whose argument is the next word; NULL: none */
};

/* Print a candidate if it begins with the typed text. about: its description, or "". */
static void offer(const struct line *line, const char *candidate, const char *about)
{
	const char *typed = line->word + line->kept;

	if (strncmp(candidate, typed, strlen(typed)))
		return;
	printf("%.*s%s%s%s\n", (int)line->kept, line->word, candidate, *about ? "\t" : "", about);
}

static void offer_words(const struct line *line, const char *words)
{
	char *copy = vml_strdup(words), *rest = copy, *word;

	while ((word = strsep(&rest, " ")))
		offer(line, word, "");
	free(copy);
}

static void offer_files(const struct line *line)
{
	printf("\tfiles\t%.*s\n", (int)line->kept, line->word);
}

static void offer_rule_ids(const struct line *line)
{
	for (const vml_rule *const *rule = vml_rules(); *rule; rule++)
		offer(line, (*rule)->id, (*rule)->summary);
}

/* Complete the last rule of a comma-separated list. */
static void offer_rules(const struct line *line)
{
	const char *comma = strrchr(line->word + line->kept, ',');
	struct line last = *line;

	if (comma)
		last.kept = (size_t)(comma + 1 - line->word);
	offer_rule_ids(&last);
	for (vml_category c = VML_PERFORMANCE; c <= VML_CORRECTNESS; c++)
		offer(&last, vml_category_name(c), "all rules of this category");
	puts("\tmore");
}

static void offer_formats(const struct line *line)
{
	const char *colon = strchr(line->word + line->kept, ':');
	struct line file = *line;

	if (colon) {
		file.kept = (size_t)(colon + 1 - line->word);
		offer_files(&file);
		return;
	}
	for (const vml_reporter *const *r = vml_reporters; *r; r++)
		offer(line, (*r)->name, (*r)->about);
}

static void offer_targets(const struct line *line)
{
	const char *target;

	for (size_t i = 0; (target = vml_nth_target(NULL, i)); i++)
		offer(line, target, "");
	puts("\tmore");
}

static void offer_connections(const struct line *line)
{
	static const char *const uris[][2] = {
		{ "qemu:///system", "the host's own guests" },
		{ "qemu:///session", "guests of this user" },
		{ "qemu+ssh://", "guests of another host" },
		{ "xen:///system", "Xen" },
		{ "lxc:///system", "containers" },
		{ "bhyve:///system", "FreeBSD's hypervisor" },
		{ "test:///default", "libvirt's test driver" },
	};

	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		offer(line, uris[i][0], uris[i][1]);
	puts("\tmore");
}

/* Offer branches and tags of the git repository. */
static void offer_revisions(const struct line *line)
{
	static const char *const argv[] = { "git", "for-each-ref", "--format=%(refname:short)",
		NULL };
	static const char *const unchanged[] = { NULL };
	vml_buffer out = { 0 }, unused = { 0 };
	int status;

	offer(line, "HEAD", "the last commit");
	if (!vml_process_run(argv, unchanged, &out, &unused, &status) && out.len) {
		char *rest = out.bytes, *name;

		while ((name = strsep(&rest, "\n")))
			if (*name)
				offer(line, name, "");
	}
	vml_buffer_free(&out);
	vml_buffer_free(&unused);
}

/* Return true if the name has no control characters: a shell reads each line as one candidate. */
static bool is_one_line(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name < ' ' || *name == 0x7f)
			return false;
	return true;
}

static void offer_domains(const struct line *line)
{
	vml_fault fault;
	vml_live *live;

	alarm(PATIENCE);
	if (vml_live_open(&live, line->connection, false, false, &fault))
		return;
	if (!vml_live_list(live, &fault))
		for (size_t i = 0; i < vml_live_count(live); i++)
			if (is_one_line(vml_live_name(live, i)))
				offer(line, vml_live_name(live, i), "");
	vml_live_close(live);
}

/* Functions for values in the option table that begin with "@": each prints the candidates. */
static const struct source {
	const char *name;
	void (*offer)(const struct line *line);
} sources[] = {
	{ "@connections", offer_connections },
	{ "@files", offer_files },
	{ "@formats", offer_formats },
	{ "@revisions", offer_revisions },
	{ "@rules", offer_rules },
	{ "@targets", offer_targets },
};

static void offer_values(const struct line *line, const char *values)
{
	if (!values)
		return;
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (!strcmp(values, sources[i].name)) {
			sources[i].offer(line);
			return;
		}
	offer_words(line, values);
}

/*
 * Return the option with a long name, which may be abbreviated if this is unambiguous; NULL if
 * there is none.
 */
static const vml_option *long_option(const char *name, size_t n)
{
	const vml_option *found = NULL;
	size_t hits = 0;

	for (const vml_option *o = vml_options; o->name; o++) {
		if (strncmp(o->name, name, n))
			continue;
		if (!o->name[n])
			return o;
		found = o;
		hits++;
	}
	return hits == 1 ? found : NULL;
}

static const vml_option *short_option(char letter)
{
	for (const vml_option *o = vml_options; o->name; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

/*
 * Parse a word that begins with '-'. For a group of short options, returns the first that has an
 * argument, else the last one. NULL if the option is unknown.
 *
 * ret_value: set to the start of the option's argument in the word; NULL if it is not in the word
 * ret_explain: set to true if the option is --explain, else unchanged
 */
static const vml_option *parse_option(const char *word, const char **ret_value, bool *ret_explain)
{
	const vml_option *option = NULL;

	*ret_value = NULL;
	if (word[1] == '-') {
		size_t n = strcspn(word + 2, "=");

		option = long_option(word + 2, n);
		if (word[2 + n])
			*ret_value = word + 2 + n + 1;
		*ret_explain = *ret_explain || (option && !strcmp(option->name, "explain"));
		return option;
	}
	for (const char *letter = word + 1; *letter; letter++) {
		option = short_option(*letter);
		if (option && option->arg == VML_ARG_REQUIRED) {
			*ret_value = letter[1] ? letter + 1 : NULL;
			return option;
		}
	}
	return option;
}

static void take_argument(struct line *line, const vml_option *option, const char *value)
{
	if (option->letter == 'c')
		line->connection = value;
}

/* Process a word before the one to complete. */
static void take_word(struct line *line, const char *word)
{
	const vml_option *option;
	const char *value;

	if (line->pending) {
		take_argument(line, line->pending, word);
		line->pending = NULL;
	} else if (line->operands_only || *word != '-' || !word[1]) {
		return;
	} else if (!strcmp(word, "--")) {
		line->operands_only = true;
	} else {
		option = parse_option(word, &value, &line->explain);
		if (option && value)
			take_argument(line, option, value);
		else if (option && option->arg == VML_ARG_REQUIRED)
			line->pending = option;
	}
}

/*
 * Offer all options. If an option with an optional argument is typed completely, also offer its
 * values.
 */
static void offer_options(const struct line *line)
{
	size_t typed = strlen(line->word);

	for (const vml_option *o = vml_options; o->name; o++) {
		size_t n = strlen(o->name) + 4;
		char *name = vml_realloc(NULL, n);
		struct line value = *line;

		snprintf(name, n, "--%s", o->name);
		offer(line, name, o->help);
		if (o->arg == VML_ARG_OPTIONAL && o->values && !strcmp(line->word, name)) {
			name[typed] = '=';
			name[typed + 1] = '\0';
			value.word = name;
			value.kept = typed + 1;
			offer_values(&value, o->values);
		}
		free(name);
	}
}

static void offer_for_word(struct line *line)
{
	const vml_option *option;
	const char *value;
	bool unused = false;

	if (line->pending) {
		offer_values(line, line->pending->values);
	} else if (!line->operands_only && *line->word == '-') {
		option = parse_option(line->word, &value, &unused);
		if (option && value && option->arg) {
			line->kept = (size_t)(value - line->word);
			offer_values(line, option->values);
		} else {
			offer_options(line);
		}
	} else if (line->explain) {
		offer_rule_ids(line);
	} else if (line->connection) {
		offer_domains(line);
	} else {
		offer_files(line);
	}
}

int vml_complete(int n_words, char **words)
{
	struct line line = { .word = "" };

	/*
	 * libvirt's drivers may cause messages of libxml2, which would appear at the shell's prompt
	 */
	if (!freopen("/dev/null", "w", stderr))
		return 0;
	for (int i = 0; i < n_words - 1; i++)
		take_word(&line, words[i]);
	if (n_words)
		line.word = words[n_words - 1];
	offer_for_word(&line);
	return 0;
}
