/* Findings that were there before: a baseline file, or what a git revision has. */
#ifndef VML_BASELINE_H
#define VML_BASELINE_H

#include <vmlint/vmlint.h>

#include <stdio.h>

/*
 * A multiset of findings by what they are known by (vml_key). Accepting one uses up an
 * entry, so that a second instance of an old fault is new. Not for several threads.
 */
typedef struct vml_baseline vml_baseline;

vml_baseline *vml_baseline_new(void);

/* Release it; NULL is allowed. */
void vml_baseline_free(vml_baseline *baseline);

/*
 * Read a baseline file.
 *
 * Returns 0, or -1 with *ret_error ("FILE:LINE: what is wrong"), owned by the caller.
 */
int vml_baseline_read(const char *path, vml_baseline **ret, char **ret_error);

/* Add a finding. */
void vml_baseline_add(vml_baseline *baseline, const vml_finding *finding);

/* Add all active findings of a result. */
void vml_baseline_add_all(vml_baseline *baseline, const vml_result *result);

/*
 * Mark those active findings of a result that the baseline has as baselined, and note
 * which of its entries that result could have needed.
 *
 * rules: of the selection that the audit was made with
 */
void vml_baseline_accept(
	vml_baseline *baseline, const vml_rule *const *rules, const vml_result *result);

/* An entry that nothing needed although its rule judged its domain. */
typedef struct vml_stale {
	const char *rule, *name, *path; /* name: of the domain, for people */
	size_t times;
} vml_stale;

/* The next stale entry in the order of the file, *at being 0 at first; false at the end. */
bool vml_baseline_next_stale(const vml_baseline *baseline, size_t *at, vml_stale *ret);

/* How many findings it holds. */
size_t vml_baseline_count(const vml_baseline *baseline);

/*
 * Write it as JSON: one entry a finding and line, sorted, so that it merges and diffs
 * well. Errors are for the caller to find on the stream.
 */
void vml_baseline_write(vml_baseline *baseline, FILE *out);

#endif
