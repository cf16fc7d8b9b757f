/* State of the grammar check, shared by its files. */
#ifndef VML_GRAMMAR_WALK_H
#define VML_GRAMMAR_WALK_H

#include "check.h"
#include "grammar.h"

#include <vmlint/audit.h>

#include <stdint.h>

enum { VML_DOUBTS_MAX = 8 };

/* An element under check, and the one around it. */
typedef struct vml_frame {
	struct vml_frame *up; /* NULL for <domain> */
	const xmlNode *node;
	const vml_grammar_item *item; /* grammar item of the element */
	/*
	 * Names of attributes and children that a misspelt one probably stands for, or whose value
	 * is not valid: no conclusion is drawn from their absence or value.
	 */
	const char *doubts[VML_DOUBTS_MAX];
	unsigned int n_doubts;
	unsigned int seen; /* bit i: the element has required[i] of its features */
	bool unsure; /* the item is one of several variants, and a doubted attribute selects it */
} vml_frame;

enum {
	VML_FEATURE_SLOTS = 512,
	VML_REQUIRED_MAX = 16,
	VML_TAG_SLOTS = 2048,
	VML_ELEMENT_SLOTS = 8192,
};

/* Caches that documents of one parser share. */
typedef struct vml_check_caches {
	vml_grammar_cache names;
	struct vml_features {
		const vml_grammar_item *items; /* the key */
		/* required attributes and children; their group, if that has a condition, else NULL */
		const vml_grammar_item *required[VML_REQUIRED_MAX], *group[VML_REQUIRED_MAX];
		unsigned char n_required;
		/* bit i is set in `selectors` if required[i] is an attribute without a condition,
		 * else in `others` */
		unsigned int selectors, others;
		bool has_string; /* the element may have text */
		bool outer;	 /* a part depends on an attribute of an element above */
	} features[VML_FEATURE_SLOTS];
	/* start tags without a problem, by a hash of the item and the bytes */
	struct vml_good_tag {
		uint64_t hash;
		unsigned int seen; /* vml_frame.seen after its attributes */
	} good_tags[VML_TAG_SLOTS];
	/* hashes of whole elements without a problem */
	uint64_t good_elements[VML_ELEMENT_SLOTS];
	uint64_t keys[2]; /* random keys of the hashes */
	bool has_keys;
} vml_check_caches;

typedef struct vml_checker {
	const vml_doc *doc;
	vml_arena *arena;
	vml_check_caches *caches;
	vml_grammar_cache *cache;
	unsigned int release; /* release of the target; 0: the newest */
	unsigned int lookups; /* searches for suggestions that are left */
	unsigned int n_outer; /* elements met whose parts depend on one above them */
	uint64_t seed;	      /* of hashes: what else decides; 0: bytes are not compared */
	vml_problem *first, **last;
} vml_checker;

/* Return what the content of an element has, so that most elements need no look at all items. */
const struct vml_features *vml_features_of(vml_checker *checker, const vml_grammar_item *items);

/*
 * Return the seed of the document's hashes, for vml_checker.seed: the release and the namespaces
 * of <domain>, without which equal bytes may mean something else. 0 if the bytes are not known.
 */
uint64_t vml_hash_seed(const vml_checker *checker, const xmlNode *domain);

/*
 * Return the hash of a start tag's attributes as written, and of the element's item; 0 without a
 * seed. Most start tags repeat one that the parser has met before: hashing the bytes costs a
 * third of checking the attributes.
 */
uint64_t vml_hash_tag(const vml_checker *checker, const vml_frame *frame);

/*
 * Return the hash of a whole element as written after its name, and of its item; 0 without a
 * seed, or if the element is long: that limits the hashing of bytes in elements within elements,
 * and few long elements repeat.
 */
uint64_t vml_hash_element(
	const vml_checker *checker, const xmlNode *node, const vml_grammar_item *item);

/*
 * Append a problem on an element, or on its attribute if `attr` is not NULL. Its severity is
 * VML_ERROR if `rejected`, else VML_WARNING.
 */
vml_problem *vml_add_problem(vml_checker *checker, vml_grammar_kind kind, const xmlNode *node,
	const char *attr, bool rejected, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/* Record that nothing is concluded from the attribute or child of that name. */
void vml_doubt(vml_frame *frame, const char *name);

/* Return true if vml_doubt() was called for the name. */
bool vml_is_doubted(const vml_frame *frame, const char *name);

/* Return true if a condition of the item depends on a doubted attribute. */
bool vml_is_in_doubt(const vml_frame *frame, const vml_grammar_item *item);

/*
 * Return true if the target's libvirt rejects unknown elements in the frame's element: a release
 * that knows none of its children does not look at them.
 */
bool vml_is_closed(const vml_checker *checker, const vml_frame *frame);

/* Report an element that the grammar does not have in `frame`. */
void vml_report_unknown_element(vml_checker *checker, vml_frame *frame, const xmlNode *child);

/* Report an attribute that the grammar does not have in `frame`. */
void vml_report_unknown_attribute(vml_checker *checker, vml_frame *frame, const xmlAttr *attr);

/*
 * Report a child, or an attribute if `child` is NULL, that the grammar has for other variants of
 * the element only; `item` is the first of its name.
 */
void vml_report_other_variant(vml_checker *checker, const vml_frame *frame, const xmlNode *child,
	const vml_grammar_item *item);

/*
 * Check the value of an attribute, or the text of frame->node if `attr` is NULL, and report it
 * if it is not one that the grammar has.
 */
void vml_check_value(vml_checker *checker, vml_frame *frame, const xmlAttr *attr,
	const vml_grammar_item *item, const char *value);

/* Report text in an element that contains other elements, or nothing. */
void vml_report_stray_text(vml_checker *checker, const vml_frame *frame, const char *text);

/* Report the second one of an element that may occur once. */
void vml_report_repeated(vml_checker *checker, const vml_frame *frame, const xmlNode *first,
	const xmlNode *second, const vml_grammar_item *item);

/*
 * Report the parts that the grammar requires in the element and that it does not have.
 *
 * which: bit i: look for required[i] of the features, either the selectors or the others. The
 * selectors may select a variant: they are doubted from then on.
 */
void vml_check_required(vml_checker *checker, vml_frame *frame, const struct vml_features *features,
	unsigned int which);

/*
 * Return "type='bridge'": the attribute on which the item's first condition depends, as the
 * document has it, with the name of its element unless that is the frame's own. "" without a
 * condition.
 */
const char *vml_variant_of(
	vml_checker *checker, const vml_frame *frame, const vml_grammar_item *item);

/* Return "10.2" for 10002. */
const char *vml_release_name(vml_checker *checker, unsigned int release);

#endif
