/* Prefilter of refusals: which rows cannot match an element, by the names and values in it. */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/* Bits of the values that an element may have at a path (vml_value_bit()). */
typedef struct vml_wanted {
	const char *path; /* path of the value; NULL: any value matches */
	uint64_t bits;
} vml_wanted;

/*
 * Conditions without which the row cannot match an element. The element's mask (the bits of all
 * names in the element) must have all bits of `all` and at least one bit of `any`, and both
 * `wanted` values must match.
 */
typedef struct vml_prefilter {
	uint64_t all, any;
	vml_wanted wanted[2];
	unsigned int when, unless; /* gates of the row */
	bool dated;		   /* the row depends on the release of libvirt */
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
static inline bool vml_may_match(const vml_prefilter *filter, uint64_t mask, unsigned int gates)
{
	return !(filter->all & ~mask) && filter->any & mask && !(filter->when & ~gates) &&
		!(filter->unless & gates);
}

/* Return the bit of a value: one of 64, by a hash of its length and three of its bytes. */
static inline uint64_t vml_value_bit(const char *value, size_t len)
{
	const unsigned char *bytes = (const unsigned char *)value;
	uint32_t hash = (uint32_t)len;

	if (len)
		hash += bytes[0] * 31U + bytes[len / 2] * 961U + bytes[len - 1] * 29791U;
	/* the highest six bits of the product depend on all bits of the hash */
	return (uint64_t)1 << ((hash * 0x9e3779b1U) >> 26);
}

/*
 * Return true if an element with this mask certainly contains no element or attribute that has the
 * first name of the path. False: it may contain one.
 */
bool vml_is_absent(uint64_t mask, const char *path);

/*
 * Return the mask of an element and its descendants, in linear time. For <domain> and <devices>,
 * which are too large, all bits are set.
 */
uint64_t vml_mask_of(const xmlNode *node);

#endif
