/* Prefilter of refusals: which rows cannot match an element, by the names and values in it. */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/*
 * Bits of the names in an element, and bits of the values of its attributes (also of descendants)
 * and of its own text.
 */
typedef struct vml_mask {
	uint64_t names, values;
} vml_mask;

/*
 * Bits that the mask of an element must have so that the row can match: all bits of `all`, at least
 * one of `any`, and at least one of each of `values`.
 */
typedef struct vml_prefilter {
	uint64_t all, any, values[2];
	unsigned int when, unless; /* gates of the row */
	const vml_refusal *row;	   /* NULL ends an array */
} vml_prefilter;

/*
 * Return the prefilters of the rows that apply to elements of one name; rows with `until` come
 * last.
 *
 * rows: all rows of a rule; those whose `on` is another element are left out
 * name, name_len: name of the elements
 *
 * Returns an array that ends with a row of NULL; the caller frees it.
 */
vml_prefilter *vml_prefilters_of(const vml_refusal *rows, const char *name, size_t name_len);

/* Return true if the row may match an element with this mask, in a domain with these gates. */
static inline bool vml_may_match(
	const vml_prefilter *filter, const vml_mask *mask, unsigned int gates)
{
	return !(filter->all & ~mask->names) && !(filter->when & ~gates) &&
		!(filter->unless & gates) && filter->any & mask->names &&
		filter->values[0] & mask->values && filter->values[1] & mask->values;
}

/*
 * Return true if an element with this mask certainly contains no element or attribute that has the
 * first name of the path. False: it may contain one.
 */
bool vml_is_absent(const vml_mask *mask, const char *path);

/*
 * Return the mask of an element and its descendants, in linear time. For <domain> and <devices>,
 * which are too large, all bits are set.
 */
vml_mask vml_mask_of(const xmlNode *node);

#endif
