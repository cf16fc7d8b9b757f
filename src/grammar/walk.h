/* State of the grammar check, shared by its files. A part is an attribute or child element. */
#ifndef VML_GRAMMAR_WALK_H
#define VML_GRAMMAR_WALK_H

#include "check.h"
#include "grammar.h"

#include <vmlint/audit.h>

#include <stdint.h>

enum { VML_DOUBTS_MAX = 8 };

/* An element that is being checked. `up` links to the frame of its parent. */
typedef struct vml_frame {
	struct vml_frame *up; /* NULL for <domain> */
	const xmlNode *node;
	const vml_grammar_item *item; /* grammar item of the element */
	/*
	 * Names of attributes and children that a misspelt name may mean, and of attributes with an
	 * invalid value. No problem is derived from their absence or their value.
	 */
	const char *doubts[VML_DOUBTS_MAX];
	unsigned int n_doubts;
	unsigned int seen; /* bit i: the element has required[i] of its vml_features */
	/*
	 * the variant of the element, or of an ancestor, is undecided, because an attribute that
	 * selects it is in `doubts`
	 */
	bool unsure;
} vml_frame;

enum {
	VML_FEATURE_SLOTS = 512,
	VML_REQUIRED_MAX = 16,
	VML_TAG_SLOTS = 2048,
	VML_ELEMENT_SLOTS = 8192,
};

/* Caches that the documents of one parser share. */
typedef struct vml_check_caches {
	vml_grammar_cache names;
	struct vml_features {
		/* items of the element to which this entry of the cache belongs */
		const vml_grammar_item *items;
		/*
		 * required attributes and children; group[i]: the innermost group around
		 * required[i] that has a condition, else NULL
		 */
		const vml_grammar_item *required[VML_REQUIRED_MAX], *group[VML_REQUIRED_MAX];
		unsigned char n_required;
		/*
		 * bit i is set in `selectors` if required[i] is an attribute without a condition
		 * (it may select the variant of the element, see grammar.h), else in `others`
		 */
		unsigned int selectors, others;
		bool has_string; /* the element may have text */
		bool outer;	 /* a condition depends on an attribute of an ancestor */
	} features[VML_FEATURE_SLOTS];
	/* start tags that were checked without a problem; hash: result of vml_hash_tag() */
	struct vml_good_tag {
		uint64_t hash;
		unsigned int seen; /* value of vml_frame.seen after the attributes were checked */
	} good_tags[VML_TAG_SLOTS];
	/* hashes of whole elements that were checked without a problem */
	uint64_t good_elements[VML_ELEMENT_SLOTS];
	uint64_t keys[2]; /* random, so that documents cannot contain equal hashes on purpose */
	bool has_keys;
} vml_check_caches;

typedef struct vml_checker {
	const vml_doc *doc;
	vml_arena *arena;
	vml_check_caches *caches;
	vml_grammar_cache *cache; /* points to caches->names */
	unsigned int release;	  /* libvirt release of the target (VML_RELEASE); 0: the newest */
	unsigned int lookups;	  /* remaining searches for suggestions */
	/*
	 * number of elements checked so far with a condition on an attribute of an ancestor
	 * (vml_features.outer): the results of an element that contains one are not cached
	 */
	unsigned int n_outer;
	/* start value of vml_hash_tag() and vml_hash_element(); 0: do not hash, check everything */
	uint64_t seed;
	vml_problem *first, **last;
} vml_checker;

/*
 * Return a summary (struct vml_features) of `items`, the content of an element in the grammar. It
 * lets the check skip loops over all items for most elements. Owned by the checker's cache; valid
 * until the next call.
 */
const struct vml_features *vml_features_of(vml_checker *checker, const vml_grammar_item *items);

/*
 * Return the value for vml_checker.seed: a hash of the release and of the namespaces that <domain>
 * declares, because they change the meaning of equal bytes. 0 if the positions of elements in the
 * input are unknown or the document was repaired.
 */
uint64_t vml_hash_seed(const vml_checker *checker, const xmlNode *domain);

/*
 * Return a hash of the element's item and of the bytes of its start tag that follow the name; 0 if
 * checker->seed is 0. Most start tags are equal to one that was checked before: hashing costs a
 * third of checking the attributes.
 */
uint64_t vml_hash_tag(const vml_checker *checker, const vml_frame *frame);

/*
 * Return a hash of an element's item and of the bytes of the whole element that follow its name in
 * the start tag. Returns 0 if checker->seed is 0, or if these are more than 256 bytes: long
 * elements rarely repeat, and without the limit nested elements would be hashed once per level.
 */
uint64_t vml_hash_element(
	const vml_checker *checker, const xmlNode *node, const vml_grammar_item *item);

/*
 * Append a problem of an element, or of its attribute `attr` if that is not NULL. Its severity is
 * VML_ERROR if `rejected`, else VML_WARNING.
 *
 * attr: borrowed; must outlive the problem
 *
 * Returns the problem, never NULL: the caller may set its other members.
 */
vml_problem *vml_add_problem(vml_checker *checker, vml_grammar_kind kind, const xmlNode *node,
	const char *attr, bool rejected, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/*
 * Add a name to frame->doubts, so that no problem is derived from this attribute or child. Does
 * nothing if the array is full. name: borrowed, must outlive the frame
 */
void vml_doubt(vml_frame *frame, const char *name);

/* Return true if frame->doubts contains the name. */
bool vml_is_doubted(const vml_frame *frame, const char *name);

/* Return true if a condition of the item depends on a doubted attribute. */
bool vml_is_in_doubt(const vml_frame *frame, const vml_grammar_item *item);

/*
 * Return true if the target's libvirt rejects unknown children of the frame's element. Returns
 * false if the target's libvirt supports none of the element's children, because such a libvirt
 * ignores all content of this element.
 */
bool vml_is_closed(const vml_checker *checker, const vml_frame *frame);

/* Report a child of frame->node that the grammar does not have. */
void vml_report_unknown_element(vml_checker *checker, vml_frame *frame, const xmlNode *child);

/* Report an attribute of frame->node that the grammar does not have. */
void vml_report_unknown_attribute(vml_checker *checker, vml_frame *frame, const xmlAttr *attr);

/*
 * Report a part of frame->node that only other variants of this element have.
 *
 * child: the part, if it is a child element; NULL: the part is the attribute item->name
 * item: the first grammar item with the name of the part
 */
void vml_report_other_variant(vml_checker *checker, const vml_frame *frame, const xmlNode *child,
	const vml_grammar_item *item);

/*
 * Check the value of an attribute, or the text of frame->node if `attr` is NULL, and report it if
 * it is not valid.
 */
void vml_check_value(vml_checker *checker, vml_frame *frame, const xmlAttr *attr,
	const vml_grammar_item *item, const char *value);

/* Report text in an element that may contain only elements, or nothing. */
void vml_report_stray_text(vml_checker *checker, const vml_frame *frame, const char *text);

/* Report `second`, which repeats `first`, although the element may occur only once. */
void vml_report_repeated(vml_checker *checker, const vml_frame *frame, const xmlNode *first,
	const xmlNode *second, const vml_grammar_item *item);

/*
 * Report required parts of the element that are missing.
 *
 * which: parts to check; bit i: features->required[i]. All bits are from features->selectors, or
 * all from features->others. The names of missing selectors are added to frame->doubts, because the
 * variant of the element is then unknown.
 */
void vml_check_required(vml_checker *checker, vml_frame *frame, const struct vml_features *features,
	unsigned int which);

/*
 * Return "<interface> with type='bridge'": the element and attribute on which the item's first
 * condition depends, as in the document; "<interface> without type" if the attribute is missing. ""
 * if the item has no condition. The result is in the arena.
 *
 * frame: frame of the parent of the element or attribute that the item describes
 */
const char *vml_variant_of(
	vml_checker *checker, const vml_frame *frame, const vml_grammar_item *item);

/* Return "10.2" for 10002, in the arena. */
const char *vml_release_name(vml_checker *checker, unsigned int release);

#endif
