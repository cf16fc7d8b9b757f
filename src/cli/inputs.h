/* Main function of an audit: reads the inputs and writes the reports. */
#ifndef VML_INPUTS_H
#define VML_INPUTS_H

#include "options.h"

/* Exit statuses; scripts depend on them. */
enum { VML_EXIT_CLEAN = 0, VML_EXIT_FINDINGS = 1, VML_EXIT_TROUBLE = 2, VML_EXIT_USAGE = 3 };

/*
 * Audit the inputs that the settings name and write the reports.
 *
 * settings: the configuration fills in what the command line does not set
 *
 * Returns the exit status; messages were printed for errors.
 */
int vml_audit_inputs(vml_settings *settings);

#endif
