/* Main function of an audit: reads the inputs and writes the reports. */
#ifndef VML_INPUTS_H
#define VML_INPUTS_H

#include "settings.h"

/*
 * Audit the inputs that the settings name and write the reports.
 *
 * settings: the configuration fills in what the caller did not set
 *
 * Returns the exit status (settings.h); the receiver of messages got the errors.
 */
int vml_audit_inputs(vml_settings *settings);

#endif
