/* Prefilter of refusals: which rows an element cannot match, by the names in its subtree. */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/*
 * Names that a row requires, as bits of their hashes: all bits of `all` and one of `any` must
 * be in the mask of the element.
 */
typedef struct vml_prefilter {
	uint64_t all, any;
} vml_prefilter;

/* Return the prefilters of all rows of a rule, in their order; the caller frees the array. */
vml_prefilter *vml_prefilters_of(const vml_refusal *rows);

/*
 * Return the mask of an element: one bit for each name of an element or attribute in it. All
 * bits are set for <domain> and <devices>, which are too large. Cost: linear in its size.
 */
uint64_t vml_mask_of(const xmlNode *node);

#endif
