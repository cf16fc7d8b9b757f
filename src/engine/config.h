/* The configuration file: .vmlint.ini. */
#ifndef VML_CONFIG_H
#define VML_CONFIG_H

#include <vmlint/vmlint.h>

typedef struct vml_config vml_config;

/* One line "name = value" of the section [vmlint]. */
typedef struct vml_setting {
	char *name, *value;
	unsigned int line; /* 1-based */
} vml_setting;

/*
 * Read a configuration and judge all of it: sections, names, values, rules, XPath.
 *
 * ret_error: where it is refused, "FILE:LINE: what is wrong", owned by the caller
 * Returns 0, or -1 where it cannot be read or is refused.
 */
int vml_config_read(const char *path, vml_config **ret, char **ret_error);

/* Release it, after the selections that it was applied to; NULL is allowed. */
void vml_config_free(vml_config *config);

/* The file's name as it was given. */
const char *vml_config_path(const vml_config *config);

/* The directory that it lies in, an absolute path without symbolic links. */
const char *vml_config_directory(const vml_config *config);

/* A setting of [vmlint] that is not about rules ("fail-on"), or NULL. */
const vml_setting *vml_config_get(const vml_config *config, const char *name);

/* The i-th setting of all sections, for people: "[severity] net-mtu = info"; NULL at the end. */
const vml_setting *vml_config_nth(const vml_config *config, size_t i, const char **ret_section);

/*
 * Which sections [files "..."] hold for a file: a string of '0' and '1', a digit a section,
 * to be freed. path: absolute; NULL where the input is no file.
 */
char *vml_config_match(const vml_config *config, const char *path);

/*
 * Apply the configuration to a new selection: layers for [vmlint], the [files] sections
 * that `match` has a '1' for, and all [domains].
 */
void vml_config_select(const vml_config *config, const char *match, vml_selection *selection);

#endif
