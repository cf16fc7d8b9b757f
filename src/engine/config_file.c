/* Parser of configuration files: inih, plus line numbers and long titles, which inih lacks. */
#include "config_file.h"

#include "arena.h"
#include "suggest.h"
#include "text.h"

#include <ini.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	vml_section_kind kind;
	bool has_argument;
} kinds[] = {
	{ "vmlint", VML_SECTION_MAIN, false },
	{ "severity", VML_SECTION_SEVERITY, false },
	{ "files", VML_SECTION_FILES, true },
	{ "domains", VML_SECTION_DOMAINS, true },
	{ "connections", VML_SECTION_CONNECTIONS, true },
	{ "rule", VML_SECTION_RULE, true },
};

enum { N_KINDS = sizeof(kinds) / sizeof(*kinds) };

struct reader {
	FILE *in;
	vml_config_file *file;
	char *line;
	size_t capacity;     /* allocated size of line in bytes */
	unsigned int number; /* number of the current line, 1-based */
	bool continued;	     /* the line continues the previous setting's value */
	bool in_section;     /* a section title was read */
};

void vml_config_file_fault(vml_config_file *file, unsigned int line, const char *fmt, ...)
{
	va_list args;

	if (file->error)
		return;
	va_start(args, fmt);
	file->error = vml_vasprintf(fmt, args);
	va_end(args);
	file->error_line = line;
}

static const char *nth_kind(const void *data, size_t i)
{
	(void)data;
	return i < N_KINDS ? kinds[i].word : NULL;
}

static void report_unknown_section(struct reader *reader, const char *title)
{
	char *word = vml_strdup(title);
	const char *near;

	word[strcspn(word, " \t\"")] = '\0';
	near = vml_did_you_mean(word, nth_kind, NULL);
	for (size_t i = 0; i < N_KINDS; i++)
		if (!strcmp(word, kinds[i].word)) {
			vml_config_file_fault(reader->file, reader->number,
				kinds[i].has_argument
					? "[%s] requires a name in double quotes: [%s \"...\"]"
					: "[%s] accepts nothing after '%s'",
				word, word);
			near = NULL;
		}
	vml_config_file_fault(reader->file, reader->number, "unknown section [%s]%s%s%s", title,
		near ? ": did you mean [" : "", near ? near : "", near ? "]?" : "");
	free(word);
}

/* Return true if a title is of this kind. *ret_argument: the quoted name, lab for `files "lab"`. */
static bool is_of_kind(const char *title, size_t kind, char **ret_argument)
{
	size_t n = strlen(kinds[kind].word), len = strlen(title);
	const char *at = title + n;

	*ret_argument = NULL;
	if (strncmp(title, kinds[kind].word, n))
		return false;
	if (!kinds[kind].has_argument)
		return !*at;
	if (*at != ' ' && *at != '\t')
		return false;
	at += strspn(at, " \t");
	if (*at != '"' || title + len - at < 3 || title[len - 1] != '"')
		return false;
	*ret_argument = vml_strdup(at + 1);
	(*ret_argument)[title + len - at - 2] = '\0';
	return true;
}

static void add_section(struct reader *reader, const char *title)
{
	vml_config_file *file = reader->file;
	vml_section *section;

	file->sections =
		vml_realloc(file->sections, (file->n_sections + 1) * sizeof(*file->sections));
	section = &file->sections[file->n_sections];
	*section = (vml_section){ .line = reader->number };
	for (size_t i = 0; i < N_KINDS; i++) {
		if (!is_of_kind(title, i, &section->argument))
			continue;
		section->kind = kinds[i].kind;
		section->title = vml_strdup(title);
		file->n_sections++;
		reader->in_section = true;
		return;
	}
	report_unknown_section(reader, title);
}

/* Read "[title]" or "[title] ; comment". Not left to inih, which keeps 49 bytes of a title. */
static void read_section_title(struct reader *reader, const char *line)
{
	const char *comment = strstr(line, " ;"), *end = NULL;
	char *title;

	for (const char *p = line; *p && (!comment || p < comment); p++)
		if (*p == ']')
			end = p;
	if (!end)
		return; /* inih reports the missing ']' */
	title = vml_strdup(line + 1);
	title[end - line - 1] = '\0';
	add_section(reader, title);
	free(title);
}

static char *read_line(char *str, int num, void *data)
{
	static const char mark[] = "\xef\xbb\xbf"; /* byte order mark, which some editors write */
	struct reader *reader = data;
	ssize_t got = getline(&reader->line, &reader->capacity, reader->in);
	size_t indent;

	if (got < 0)
		return NULL;
	reader->number++;
	if (reader->number == 1 && !strncmp(reader->line, mark, strlen(mark))) {
		got -= (ssize_t)strlen(mark);
		memmove(reader->line, reader->line + strlen(mark), (size_t)got + 1);
	}
	if (strlen(reader->line) != (size_t)got)
		vml_config_file_fault(
			reader->file, reader->number, "NUL byte: the file is not text");
	if (got >= num) {
		vml_config_file_fault(reader->file, reader->number,
			"line exceeds %d bytes: continue the value in an indented line", num - 2);
		strcpy(str, "\n");
		return str;
	}
	indent = strspn(reader->line, " \t");
	reader->continued = indent > 0;
	if (reader->line[indent] == '[' && !reader->continued)
		read_section_title(reader, reader->line);
	strcpy(str, reader->line);
	return str;
}

const vml_setting *vml_section_get(const vml_section *section, const char *name)
{
	for (size_t i = 0; i < section->n_settings; i++)
		if (!strcmp(section->settings[i].name, name))
			return &section->settings[i];
	return NULL;
}

static void continue_value(vml_setting *setting, const char *more)
{
	size_t n = strlen(setting->value);

	setting->value = vml_realloc(setting->value, n + strlen(more) + 2);
	setting->value[n] = ' ';
	strcpy(setting->value + n + 1, more);
}

static int on_setting(void *data, const char *title, const char *name, const char *value)
{
	struct reader *reader = data;
	vml_config_file *file = reader->file;
	vml_section *section;
	const vml_setting *before;

	(void)title;
	if (!reader->in_section) {
		vml_config_file_fault(file, reader->number,
			"'%s' is not in a section: begin the file with [vmlint]", name);
		return 1;
	}
	section = &file->sections[file->n_sections - 1];
	if (reader->continued && section->n_settings) {
		continue_value(&section->settings[section->n_settings - 1], value);
		return 1;
	}
	before = vml_section_get(section, name);
	if (before)
		vml_config_file_fault(file, reader->number,
			"duplicate setting '%s', first defined in line %u", name, before->line);
	section->settings = vml_realloc(
		section->settings, (section->n_settings + 1) * sizeof(*section->settings));
	section->settings[section->n_settings++] = (vml_setting){
		.name = vml_strdup(name), .value = vml_strdup(value), .line = reader->number
	};
	return 1;
}

void vml_config_file_read(FILE *in, vml_config_file *ret)
{
	struct reader reader = { .in = in, .file = ret };
	int line;

	*ret = (vml_config_file){ 0 };
	line = ini_parse_stream(read_line, &reader, on_setting, &reader);
	if (line > 0 && (!ret->error || (unsigned int)line < ret->error_line)) {
		free(ret->error);
		ret->error = NULL;
		vml_config_file_fault(ret, (unsigned int)line,
			"invalid line: expected 'name = value', [section] or a comment");
	}
	if (line == -2)
		vml_out_of_memory();
	if (ferror(in))
		vml_config_file_fault(ret, 0, "cannot read the file");
	free(reader.line);
}

void vml_config_file_free(vml_config_file *file)
{
	for (size_t i = 0; i < file->n_sections; i++) {
		vml_section *section = &file->sections[i];

		for (size_t j = 0; j < section->n_settings; j++) {
			free(section->settings[j].name);
			free(section->settings[j].value);
		}
		free(section->settings);
		free(section->title);
		free(section->argument);
	}
	free(file->sections);
	free(file->error);
	*file = (vml_config_file){ 0 };
}
