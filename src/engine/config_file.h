/* The file behind a configuration: sections and settings with their lines. */
#ifndef VML_CONFIG_FILE_H
#define VML_CONFIG_FILE_H

#include "config.h"

#include <stdio.h>

typedef enum vml_section_kind {
	VML_SECTION_MAIN,
	VML_SECTION_SEVERITY,
	VML_SECTION_FILES,
	VML_SECTION_DOMAINS,
	VML_SECTION_RULE
} vml_section_kind;

typedef struct vml_section {
	vml_section_kind kind;
	char *title;	/* as people write it: files "lab" */
	char *argument; /* what stands in quotes; NULL */
	unsigned int line;
	vml_setting *settings;
	size_t n_settings;
} vml_section;

typedef struct vml_config_file {
	vml_section *sections;
	size_t n_sections;
	/* the first thing that is wrong, owned; NULL */
	char *error;
	unsigned int error_line;
} vml_config_file;

/* Read sections and settings; what is wrong with their form stands in ret->error. */
void vml_config_file_read(FILE *in, vml_config_file *ret);
void vml_config_file_free(vml_config_file *file);

/* Note what is wrong, unless something before it was. */
void vml_config_file_fault(vml_config_file *file, unsigned int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The setting of that name in a section, or NULL. */
const vml_setting *vml_section_get(const vml_section *section, const char *name);

#endif
