/*
 * Prefilter of refusal rows, the conditions of include/vmlint/refusal.h: skips rows that cannot
 * match an element, by the names and values that the element contains.
 */
#ifndef VML_PREFILTER_H
#define VML_PREFILTER_H

#include <vmlint/refusal.h>

/* The values that a row requires at a path, as a set of bits (vml_value_bit()). */
typedef struct vml_wanted {
	const char *path; /* path of the value; NULL: the row requires no value */
	uint64_t bits;
} vml_wanted;

/*
 * Conditions without which a row cannot match an element. The element's mask (one bit for each name
 * of an element or attribute in it, vml_mask_of()) must have all bits of `all` and at least one bit
 * of `any`. For each entry of `wanted` with a path, the bit of the element's value at this path
 * (vml_value_bit()) must be one of its `bits`.
 */
typedef struct vml_prefilter {
	uint64_t all, any;
	vml_wanted wanted[2];
	unsigned int when, unless; /* gates of the row */
	bool dated;		   /* the row depends on the release of libvirt */
	const vml_refusal *row;	   /* NULL: end of the array */
} vml_prefilter;

/*
 * Return the prefilters of the rows that apply to elements of one name; rows whose member `until`
 * is set come last.
 *
 * rows: all rows of a rule; rows whose `on` names only other elements are left out
 * name, name_len: name of the elements
 *
 * Returns an array, which ends with an element whose `row` is NULL; the caller frees it.
 */
vml_prefilter *vml_prefilters_of(const vml_refusal *rows, const char *name, size_t name_len);

/*
 * Return true if the row of a prefilter may match an element, as far as names and gates show.
 *
 * mask: result of vml_mask_of() for the element
 * gates: VML_WHEN_* bits that are true for the domain
 */
static inline bool vml_may_match(const vml_prefilter *filter, uint64_t mask, unsigned int gates)
{
	return !(filter->all & ~mask) && filter->any & mask && !(filter->when & ~gates) &&
		!(filter->unless & gates);
}

/* Return a word with one bit set: that of the hash of a value (its length, three of its bytes). */
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
 * Return true if an element certainly contains no element or attribute with the first name of a
 * path. If false is returned, the element may or may not contain such a node.
 *
 * mask: result of vml_mask_of() for the element
 */
bool vml_is_absent(uint64_t mask, const char *path);

/*
 * Return the mask of an element: the bits of the names of the element, its descendants and their
 * attributes. Linear time; for <domain> and <devices>, which are too large, all bits are set.
 */
uint64_t vml_mask_of(const xmlNode *node);

#endif
