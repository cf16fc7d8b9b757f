/* Which bytes and elements the edits chosen so far are about. */
#ifndef VML_CONFLICTS_H
#define VML_CONFLICTS_H

#include <vmlint/vmlint.h>

typedef struct vml_conflicts vml_conflicts;

/* For a document of `len` bytes; vml_conflicts_free() releases it. */
vml_conflicts *vml_conflicts_new(size_t len);

/* Release it. */
void vml_conflicts_free(vml_conflicts *taken);

/* Whether edits can be done beside all that were added: no two are about one thing. */
bool vml_conflicts_fits(const vml_conflicts *taken, const vml_edit *edits, size_t n);

/* Add edits. Of one finding they may be about one thing: it knows what it does. */
void vml_conflicts_add(vml_conflicts *taken, const vml_edit *edits, size_t n);

#endif
