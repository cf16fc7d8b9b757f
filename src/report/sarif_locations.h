/* SARIF locations of findings. */
#ifndef VML_SARIF_LOCATIONS_H
#define VML_SARIF_LOCATIONS_H

#include "location.h"

#include <jansson.h>

/* Return a new "message" object. */
json_t *vml_sarif_message(const char *text);

/* Return a new "artifactLocation" object for a path from vml_input_path(). */
json_t *vml_sarif_artifact(const char *path);

/* Return a new "region" object. */
json_t *vml_sarif_region(vml_utf16_pos start, vml_utf16_pos end);

/*
 * Return a new array with the location of a finding: its range in the file (the first character if
 * the finding has no range) and its element.
 *
 * path: result of vml_input_path() for the input
 */
json_t *vml_sarif_locations(const char *path, const vml_input *input, const vml_finding *finding);

/* Return a new array with the locations of the other domains that the message names. */
json_t *vml_sarif_related(vml_output *output, const vml_finding *finding);

#endif
