/* Configuration file .vmlint.ini: reading, lookup, application to a selection of rules. */
#ifndef VML_CONFIG_H
#define VML_CONFIG_H

#include <vmlint/audit.h>

/* A validated configuration file. */
typedef struct vml_config vml_config;

/* One setting: a line "name = value" of any section. */
typedef struct vml_setting {
	char *name, *value; /* owned by the configuration */
	unsigned int line;  /* 1-based */
} vml_setting;

/*
 * Read a configuration and validate its sections, names, rule settings and XPath.
 *
 * ret: set on success; the caller frees it with vml_config_free()
 * ret_error: set on failure to "FILE: error" or "FILE:LINE: error"; the caller frees it
 *
 * Returns 0, or -1 on failure.
 */
int vml_config_read(const char *path, vml_config **ret, char **ret_error);

/*
 * Same as vml_config_read(), for a configuration in memory.
 *
 * name: used as the path in errors; relative paths in settings start at its directory
 * text, len: borrowed during the call
 */
int vml_config_parse(
	const char *name, const char *text, size_t len, vml_config **ret, char **ret_error);

/*
 * Free a configuration. Selections to which it was applied borrow its strings and must be freed
 * before. NULL is allowed.
 */
void vml_config_free(vml_config *config);

/* Return the file's name as passed to vml_config_read() or vml_config_parse(); borrowed. */
const char *vml_config_path(const vml_config *config);

/* Return the file's directory, absolute and without symbolic links; borrowed. */
const char *vml_config_directory(const vml_config *config);

/*
 * Find a setting of [vmlint] by name, such as "fail-on". The result is borrowed from the
 * configuration; NULL if it is not set.
 */
const vml_setting *vml_config_get(const vml_config *config, const char *name);

/*
 * Return a setting by its index among all settings of the file, for a list of lines such as
 * "[severity] net-mtu = info".
 *
 * i: 0-based, in file order
 * ret_section: set to the title of its section, borrowed
 *
 * The result is borrowed from the configuration; NULL, with *ret_section unchanged, if i is past
 * the end.
 */
const vml_setting *vml_config_nth(const vml_config *config, size_t i, const char **ret_section);

/*
 * Return which [files "..."] and [connections "..."] sections apply to an input: a string with '1'
 * (applies) or '0' per such section, in file order; freed by the caller.
 *
 * path: absolute path of the file; NULL if the input is not a file
 * uri: URI of the connection, without password; NULL if the input is not a connection
 */
char *vml_config_match(const vml_config *config, const char *path, const char *uri);

/*
 * Apply the configuration to a new selection, as layers (vml_select_layer()): one layer for
 * [vmlint] and [severity], one for each [domains] section, and one for each [files] or
 * [connections] section that applies.
 *
 * match: result of vml_config_match(); NULL: all [files] and [connections] sections apply
 */
void vml_config_select(const vml_config *config, const char *match, vml_selection *selection);

#endif
