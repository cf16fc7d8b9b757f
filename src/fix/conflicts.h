/* Conflicts between edits: records the bytes and elements that the chosen edits change. */
#ifndef VML_CONFLICTS_H
#define VML_CONFLICTS_H

#include <vmlint/audit.h>

/* The edits chosen so far for one document. Not thread-safe. */
typedef struct vml_conflicts vml_conflicts;

/*
 * Return an empty set for a document of `len` bytes; the caller frees it with vml_conflicts_free().
 */
vml_conflicts *vml_conflicts_new(size_t len);

/* Free a set; NULL is not allowed. */
void vml_conflicts_free(vml_conflicts *conflicts);

/* Return true if none of the edits of a finding conflicts with an edit that was added before. */
bool vml_conflicts_fits(const vml_conflicts *conflicts, const vml_edit *edits, size_t n);

/*
 * Add the edits of one finding, which may overlap each other. The operations of the edits must
 * outlive the set.
 */
void vml_conflicts_add(vml_conflicts *conflicts, const vml_edit *edits, size_t n);

#endif
