/*
 * Mirrored conflicts: each domain of a conflict has a finding about the conflict. Detects findings
 * that repeat what an earlier finding, of another domain, describes.
 */
#ifndef VML_MIRRORED_H
#define VML_MIRRORED_H

#include "report.h"
#include "tally.h"

/*
 * Return true if an earlier finding about the same conflict names the domain of `finding`. If not,
 * record the domains that `finding` names.
 *
 * named: the domains recorded so far, as hashes; initialize to all zero before the first call, and
 * free with vml_tally_free() after the last
 */
bool vml_is_mirrored(vml_tally *named, const vml_input *input, const vml_finding *finding);

#endif
