/* SARIF locations of findings. The caller owns returned objects and arrays. */
#ifndef VML_SARIF_LOCATIONS_H
#define VML_SARIF_LOCATIONS_H

#include "location.h"

#include <jansson.h>

/* Return a new "message" object with the text, escaped as by vml_put_safe(). */
json_t *vml_sarif_message(const char *text);

/* Return a new "artifactLocation" object for a path from vml_input_path(). */
json_t *vml_sarif_artifact(const char *path);

/* Return a new "region" object for the range [start, end). */
json_t *vml_sarif_region(vml_utf16_pos start, vml_utf16_pos end);

/*
 * Return a new array with the location of a finding: its range in the file (the first character if
 * the finding has no range) and its element.
 *
 * path: result of vml_input_path() for the input
 */
json_t *vml_sarif_locations(const char *path, const vml_input *input, const vml_finding *finding);

/*
 * Return a new array with the locations of the other domains of a conflict (finding->related);
 * empty if there are none.
 */
json_t *vml_sarif_related(vml_output *output, const vml_finding *finding);

#endif
