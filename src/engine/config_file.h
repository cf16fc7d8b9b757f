/* Syntax of configuration files: sections and settings with their line numbers. */
#ifndef VML_CONFIG_FILE_H
#define VML_CONFIG_FILE_H

#include "config.h"

#include <stdio.h>

typedef enum vml_section_kind {
	VML_SECTION_MAIN,
	VML_SECTION_SEVERITY,
	VML_SECTION_FILES,
	VML_SECTION_DOMAINS,
	VML_SECTION_CONNECTIONS,
	VML_SECTION_RULE
} vml_section_kind;

/* One section with its settings, owned by the file. */
typedef struct vml_section {
	vml_section_kind kind;
	char *title;	   /* as written, without brackets: files "lab" */
	char *argument;	   /* the quoted name in the title: lab; NULL if there is none */
	unsigned int line; /* line of the title, 1-based */
	vml_setting *settings;
	size_t n_settings;
} vml_section;

/* A parsed file. Free the contents with vml_config_file_free(). */
typedef struct vml_config_file {
	vml_section *sections;
	size_t n_sections;
	char *error;		 /* message of the first error, owned; NULL if there is none */
	unsigned int error_line; /* 1-based; 0 if the error has no line */
} vml_config_file;

/*
 * Read sections and settings; syntax errors are stored in ret->error. The caller frees
 * *ret with vml_config_file_free(), even after an error.
 */
void vml_config_file_read(FILE *in, vml_config_file *ret);

/* Free the contents of *file and reset it. */
void vml_config_file_free(vml_config_file *file);

/* Store an error message, unless an earlier one is stored. line: 1-based, 0: none. */
void vml_config_file_fault(vml_config_file *file, unsigned int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Find a setting by name, borrowed from the section; NULL if the section does not have it. */
const vml_setting *vml_section_get(const vml_section *section, const char *name);

#endif
