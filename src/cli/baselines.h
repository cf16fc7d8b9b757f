/* Findings that do not count because they were there before. */
#ifndef VML_BASELINES_H
#define VML_BASELINES_H

#include "doc.h"
#include "policy.h"

typedef struct vml_baselines vml_baselines;

/*
 * Read what --baseline names, audit what the revision of --diff-base holds, make ready for
 * --write-baseline; as far as the settings ask for it.
 *
 * Returns 0, or -1 after a message: exit status 3.
 */
int vml_baselines_open(
	const vml_settings *settings, vml_policy *policy, vml_parser *parser, vml_baselines **ret);

/*
 * Tell the findings of a result that were there before from those that are new. Results
 * are to come in the order of the report.
 *
 * path: of the file, or NULL where the input is none; doc: that the result is of
 */
void vml_baselines_apply(vml_baselines *accepted, const char *path, const vml_selection *selection,
	vml_doc *doc, vml_result *result);

/*
 * Write the baseline that --write-baseline asks for, tell of entries that nothing needs
 * any more, and release it all.
 *
 * whole: all inputs could be read
 *
 * Returns false after a message where the baseline is not written.
 */
bool vml_baselines_close(vml_baselines *accepted, bool whole);

#endif
