/* Known findings: findings in a baseline file or at a git revision, which do not count. */
#ifndef VML_BASELINES_H
#define VML_BASELINES_H

#include "doc.h"
#include "policy.h"

/* The known findings of a run. */
typedef struct vml_baselines vml_baselines;

/*
 * Prepare for those of the options --baseline, --diff-base and --write-baseline that are given:
 * reads the baseline files, and audits the changed files as they are at the revision.
 *
 * settings: borrowed until vml_baselines_close()
 * policy, parser: used during the call only
 * ret: the caller passes it to vml_baselines_close(); not set on error
 *
 * Returns 0, or -1 after printing a message: the caller exits with 3.
 */
int vml_baselines_open(
	const vml_settings *settings, vml_policy *policy, vml_parser *parser, vml_baselines **ret);

/*
 * Set the state of the known findings of a result to VML_STATE_BASELINED. Results must be passed in
 * the order of the report. Afterwards, the caller calls vml_result_partition().
 *
 * path: path of the input file; NULL if the input is not a file
 * selection: rules that were run on the input
 * result: the states of its findings are changed
 */
void vml_baselines_apply(vml_baselines *accepted, const char *path, const vml_selection *selection,
	vml_result *result);

/*
 * Report stale entries of --baseline, write the file of --write-baseline, and free `accepted`.
 *
 * whole: true if all inputs could be read; otherwise no baseline is written
 *
 * Returns false after printing a message if a baseline should have been written but was not.
 */
bool vml_baselines_close(vml_baselines *accepted, bool whole);

#endif
