/* A run: inputs in, findings out. */
#ifndef VML_INPUTS_H
#define VML_INPUTS_H

#include "options.h"

/* Exit statuses; scripts depend on them. */
enum { VML_EXIT_CLEAN = 0, VML_EXIT_FINDINGS = 1, VML_EXIT_TROUBLE = 2, VML_EXIT_USAGE = 3 };

/* Audit all that the settings name and write the reports; returns the exit status. */
int vml_audit_inputs(vml_settings *settings);

#endif
