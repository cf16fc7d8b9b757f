/* Which bytes and elements the edits chosen so far are about. */
#ifndef VML_TAKEN_H
#define VML_TAKEN_H

#include <vmlint/vmlint.h>

typedef struct vml_taken vml_taken;

/* For a document of `len` bytes; vml_taken_free() releases it. */
vml_taken *vml_taken_new(size_t len);

/* Release it. */
void vml_taken_free(vml_taken *taken);

/* Whether edits can be done beside all that were added: no two are about one thing. */
bool vml_taken_fits(const vml_taken *taken, const vml_edit *edits, size_t n);

/* Add edits. Of one finding they may be about one thing: it knows what it does. */
void vml_taken_add(vml_taken *taken, const vml_edit *edits, size_t n);

#endif
