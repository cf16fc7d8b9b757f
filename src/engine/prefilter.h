/* Prefilter of refusals: which rows an element cannot match, by the names in its subtree. */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/* Names of elements and attributes, and values of attributes, as bits of their hashes. */
typedef struct vml_mask {
	uint64_t names, values;
} vml_mask;

/*
 * Bits that a row requires in the mask of the element: all bits of `all`, one of `any`, and one
 * of `values`.
 */
typedef struct vml_prefilter {
	uint64_t all, any, values;
} vml_prefilter;

/* Return the prefilters of all rows of a rule, in their order; the caller frees the array. */
vml_prefilter *vml_prefilters_of(const vml_refusal *rows);

/* Return true if an element with this mask may match the row. */
static inline bool vml_may_match(const vml_prefilter *filter, const vml_mask *mask)
{
	return !(filter->all & ~mask->names) && filter->any & mask->names &&
		filter->values & mask->values;
}

/*
 * Return the mask of an element and all in it. All bits are set for <domain> and <devices>,
 * which are too large. Cost: linear in its size.
 */
vml_mask vml_mask_of(const xmlNode *node);

#endif
