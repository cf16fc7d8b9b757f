/* Conflicts between domains, each of which has the finding: the first one names the others. */
#ifndef VML_MIRRORED_H
#define VML_MIRRORED_H

#include "report.h"
#include "tally.h"

/*
 * Return true if an earlier finding on the same conflict names this one's domain and location.
 * If not, add the domains that this one names.
 *
 * named: domains that earlier findings name; initialize to all zero
 */
bool vml_is_mirrored(vml_tally *named, const vml_input *input, const vml_finding *finding);

#endif
