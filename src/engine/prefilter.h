/* Prefilter of refusals: which rows an element cannot match, by the names in its subtree. */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/*
 * Names of elements and attributes, values of attributes and the element's own text, as bits of
 * their hashes.
 */
typedef struct vml_mask {
	uint64_t names, values;
} vml_mask;

/*
 * Bits that a row requires in the mask of the element: all bits of `all`, one of `any`, and one
 * of each of `values`.
 */
typedef struct vml_prefilter {
	uint64_t all, any, values[2];
	unsigned int when, unless; /* gates of the row */
	const vml_refusal *row;	   /* NULL ends an array */
} vml_prefilter;

/*
 * Make the prefilters of the rows that apply to elements of a name; rows with `until` are last.
 *
 * rows: of a rule
 * name: of the elements, name_len bytes; `on` of the other rows differs from it
 *
 * Returns an array that ends with a row of NULL; the caller frees it.
 */
vml_prefilter *vml_prefilters_of(const vml_refusal *rows, const char *name, size_t name_len);

/* Return true if an element with this mask, in a domain with these gates, may match the row. */
static inline bool vml_may_match(
	const vml_prefilter *filter, const vml_mask *mask, unsigned int gates)
{
	return !(filter->all & ~mask->names) && !(filter->when & ~gates) &&
		!(filter->unless & gates) && filter->any & mask->names &&
		filter->values[0] & mask->values && filter->values[1] & mask->values;
}

/*
 * Return true if no element or attribute with the first name of the path is in an element with
 * this mask. False also means that it is unknown.
 */
bool vml_is_absent(const vml_mask *mask, const char *path);

/*
 * Return the mask of an element and all in it. All bits are set for <domain> and <devices>,
 * which are too large. Cost: linear in its size.
 */
vml_mask vml_mask_of(const xmlNode *node);

#endif
