/* Groups of findings that differ only in the device, such as 32 interfaces of one model. */
#ifndef VML_ALIKE_H
#define VML_ALIKE_H

#include <vmlint/audit.h>

/* Groups of the findings of one document; indexes are those of the array of findings. */
typedef struct vml_alike {
	size_t *next; /* next member of the group; 0: none; owned */
	bool *later;  /* true for members other than the first; owned */
} vml_alike;

/*
 * Group the active findings that have the same rule, domain and severity and, except for the name
 * of the device, the same message, remedy and fix. Takes O(n log n).
 *
 * The caller frees the result with vml_alike_free().
 */
vml_alike vml_alike_of(const vml_finding *const *findings, size_t n);

/* Free the arrays. */
void vml_alike_free(vml_alike *alike);

#endif
