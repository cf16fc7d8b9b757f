/* Configuration files: reading, validation, lookup of settings and of the sections for an input. */
#include "config.h"

#include "arena.h"
#include "config_apply.h"
#include "path_pattern.h"
#include "text.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct vml_config {
	char *path;	 /* path as given by the caller */
	char *directory; /* absolute, without symbolic links */
	vml_config_file file;
};

/*
 * Report sections with equal titles: settings of the later section would override those of the
 * earlier one.
 */
static void report_duplicates(vml_config_file *file)
{
	for (size_t i = 0; i < file->n_sections; i++)
		for (size_t j = 0; j < i; j++)
			if (!strcmp(file->sections[i].title, file->sections[j].title))
				vml_config_file_fault(file, file->sections[i].line,
					"duplicate section [%s], first defined in line %u",
					file->sections[i].title, file->sections[j].line);
}

/* Report patterns that match nothing because a '[' in them is not closed. */
static void report_open_patterns(vml_config_file *file)
{
	for (size_t i = 0; i < file->n_sections; i++) {
		const vml_section *section = &file->sections[i];

		if (section->kind != VML_SECTION_RULE && section->argument &&
			vml_pattern_is_open(section->argument))
			vml_config_file_fault(file, section->line,
				"pattern of [%s] has a '[' without ']': it matches nothing",
				section->title);
	}
}

static void check(vml_config *config)
{
	vml_selection *selection = vml_selection_new();

	if (!config->file.error) {
		report_duplicates(&config->file);
		report_open_patterns(&config->file);
		vml_config_apply(&config->file, NULL, selection);
	}
	vml_selection_free(selection);
}

static char *fault_text(const vml_config *config)
{
	const vml_config_file *file = &config->file;

	return file->error_line
		? vml_asprintf("%s:%u: %s", config->path, file->error_line, file->error)
		: vml_asprintf("%s: %s", config->path, file->error);
}

/* Return the directory of a file; if it has none (a pipe, for example), the working directory. */
static char *directory_of(const char *path)
{
	char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL;

	if (slash)
		slash[slash == real] = '\0';
	else
		real = getcwd(NULL, 0);
	return real ? real : vml_strdup("/");
}

/*
 * Read a configuration from the stream `in` and close the stream. in: NULL if the file could not be
 * opened; errno is then the reason.
 */
static int read_stream(const char *path, FILE *in, vml_config **ret, char **ret_error)
{
	int error = errno;
	vml_config *config = vml_realloc(NULL, sizeof(*config));

	*config = (vml_config){ .path = vml_strdup(path), .directory = directory_of(path) };
	if (in) {
		vml_config_file_read(in, &config->file);
		fclose(in);
		check(config);
	} else {
		vml_config_file_fault(&config->file, 0, "%s", strerror(error));
	}
	if (!config->file.error) {
		*ret = config;
		return 0;
	}
	*ret_error = fault_text(config);
	vml_config_free(config);
	return -1;
}

int vml_config_read(const char *path, vml_config **ret, char **ret_error)
{
	return read_stream(path, fopen(path, "re"), ret, ret_error);
}

int vml_config_parse(
	const char *name, const char *text, size_t len, vml_config **ret, char **ret_error)
{
	/* fmemopen() rejects an empty buffer before glibc 2.22; its parameter is not const */
	FILE *in = fmemopen((char *)(uintptr_t)(len ? text : "\n"), len ? len : 1, "r");

	if (!in)
		vml_out_of_memory();
	return read_stream(name, in, ret, ret_error);
}

void vml_config_free(vml_config *config)
{
	if (!config)
		return;
	vml_config_file_free(&config->file);
	free(config->path);
	free(config->directory);
	free(config);
}

const char *vml_config_path(const vml_config *config)
{
	return config->path;
}

const char *vml_config_directory(const vml_config *config)
{
	return config->directory;
}

const vml_setting *vml_config_get(const vml_config *config, const char *name)
{
	for (size_t i = 0; i < config->file.n_sections; i++)
		if (config->file.sections[i].kind == VML_SECTION_MAIN)
			return vml_section_get(&config->file.sections[i], name);
	return NULL;
}

const vml_setting *vml_config_nth(const vml_config *config, size_t i, const char **ret_section)
{
	for (size_t j = 0; j < config->file.n_sections; j++) {
		const vml_section *section = &config->file.sections[j];

		if (i < section->n_settings) {
			*ret_section = section->title;
			return &section->settings[i];
		}
		i -= section->n_settings;
	}
	return NULL;
}

char *vml_config_match(const vml_config *config, const char *path, const char *uri)
{
	size_t n = strlen(config->directory), at = 0;
	char *match = vml_realloc(NULL, config->file.n_sections + 1);
	bool applies;

	if (path && !strncmp(path, config->directory, n) && (path[n] == '/' || n == 1))
		path += n + (n > 1);
	for (size_t i = 0; i < config->file.n_sections; i++) {
		const vml_section *section = &config->file.sections[i];

		if (!vml_section_is_by_input(section))
			continue;
		if (section->kind == VML_SECTION_FILES)
			applies =
				path && vml_path_matches(section->argument, path + (*path == '/'));
		else
			applies = uri && !fnmatch(section->argument, uri, 0);
		match[at++] = applies ? '1' : '0';
	}
	match[at] = '\0';
	return match;
}

void vml_config_select(const vml_config *config, const char *match, vml_selection *selection)
{
	/*
	 * the cast removes const: vml_config_apply() would change the file only to store an error,
	 * but vml_config_read() has validated the file
	 */
	vml_config_apply((vml_config_file *)(uintptr_t)&config->file, match, selection);
}
