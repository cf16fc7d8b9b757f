/* Application of a configuration to a selection of rules; checks all of its settings. */
#ifndef VML_CONFIG_APPLY_H
#define VML_CONFIG_APPLY_H

#include "config_file.h"

/* Return true if a section applies only to certain files or connections. */
bool vml_section_is_by_input(const vml_section *section);

/*
 * Apply all sections to a new selection. The first invalid setting is reported in file->error.
 *
 * match: a string with a '1' for each [files] or [connections] section that applies
 * (vml_config_match()); NULL: all of them
 */
void vml_config_apply(vml_config_file *file, const char *match, vml_selection *selection);

#endif
