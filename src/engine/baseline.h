/* Known findings, from a baseline file or from a git revision. */
#ifndef VML_BASELINE_H
#define VML_BASELINE_H

#include <vmlint/audit.h>

#include <stdio.h>

/*
 * A multiset of findings, identified by their vml_key. A finding is accepted as often as it is in
 * the baseline: a second instance of a finding that is in it once is new. Not thread-safe.
 */
typedef struct vml_baseline vml_baseline;

/* Return a new, empty baseline; the caller frees it with vml_baseline_free(). */
vml_baseline *vml_baseline_new(void);

/* Free a baseline; NULL is allowed. */
void vml_baseline_free(vml_baseline *baseline);

/*
 * Read a baseline file.
 *
 * ret: set on success; the caller frees it with vml_baseline_free()
 * ret_error: set on failure to "FILE: error" or "FILE:LINE: error"; the caller frees it
 *
 * Returns 0, or -1 on failure.
 */
int vml_baseline_read(const char *path, vml_baseline **ret, char **ret_error);

/* Add one finding; its key is copied. */
void vml_baseline_add(vml_baseline *baseline, const vml_finding *finding);

/* Add all active findings of a result. */
void vml_baseline_add_all(vml_baseline *baseline, const vml_result *result);

/*
 * Set the state of active findings that are in the baseline to VML_STATE_BASELINED, and record
 * which rules ran on which domains, for vml_baseline_next_stale().
 *
 * rules: vml_selection_rules() of the selection with which the result was made
 */
void vml_baseline_accept(
	vml_baseline *baseline, const vml_rule *const *rules, const vml_result *result);

/* Record which domains the result contains, for vml_baseline_keep(). */
void vml_baseline_note_domains(vml_baseline *baseline, const vml_result *result);

/*
 * Add those findings of `old` whose domains were not audited: no result that was passed to
 * vml_baseline_note_domains(old, ...) contains the domain.
 *
 * Returns the number of findings that were added.
 */
size_t vml_baseline_keep(vml_baseline *baseline, const vml_baseline *old);

/* Findings with one key that are in the baseline, but no longer exist. Strings are borrowed. */
typedef struct vml_stale {
	/* name: name of the domain, or its id if it has no name; path: see vml_key */
	const char *rule, *name, *path;
	size_t times; /* number of these findings */
} vml_stale;

/*
 * Get the next stale entry, in file order: its rule no longer exists, or ran on the domain and
 * reported fewer such findings than the baseline has.
 *
 * at: iterator; set it to 0 before the first call
 *
 * Returns true with *ret, or false after the last one.
 */
bool vml_baseline_next_stale(const vml_baseline *baseline, size_t *at, vml_stale *ret);

/* Return the number of findings in the baseline, counting repeated ones. */
size_t vml_baseline_count(const vml_baseline *baseline);

/*
 * Write a baseline as JSON: one finding per line, sorted, so that it merges and diffs
 * well. Sorts the entries. The caller checks the stream for errors.
 */
void vml_baseline_write(vml_baseline *baseline, FILE *out);

#endif
