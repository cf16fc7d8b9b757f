/* Main function of an audit: reads the inputs and writes the reports. */
#ifndef VML_INPUTS_H
#define VML_INPUTS_H

#include "settings.h"

/*
 * Audit the inputs in the settings and write the reports.
 *
 * settings: as the caller has set them; this function completes them from the configuration
 *
 * Returns the exit status (settings.h); errors were passed to settings->messages.
 */
int vml_audit_inputs(vml_settings *settings);

#endif
