/*
 * Caches that the documents of one parser share: the features of each element's content
 * (vml_features), and hashes of start tags and elements that were checked without a problem.
 */
#include "bytemap.h"
#include "walk.h"

#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

/*
 * Record which required parts, conditions and text the items of an element or of a group have.
 * At most VML_REQUIRED_MAX required parts are recorded; if others are missing, this is not
 * reported.
 *
 * group: the innermost group around `items` that has a condition; NULL if there is none
 */
static void note_features(
	struct vml_features *features, const vml_grammar_item *items, const vml_grammar_item *group)
{
	enum { EITHER = VML_GRAMMAR_REQUIRED | VML_GRAMMAR_SCHEMA_REQUIRED };

	for (const vml_grammar_item *item = items; item->what != VML_GRAMMAR_END; item++) {
		size_t n = features->n_required;

		for (const vml_grammar_when *when = item->when; when && when->attribute; when++)
			features->outer = features->outer || when->level > 0;
		if (item->what == VML_GRAMMAR_STRING) {
			features->has_string = true;
		} else if (item->what == VML_GRAMMAR_INCLUDE) {
			note_features(features, item->items, item->when ? item : group);
		} else if (item->flags & EITHER && n < VML_REQUIRED_MAX) {
			features->required[n] = item;
			features->group[n] = group;
			if (item->what == VML_GRAMMAR_ATTRIBUTE && !item->when && !group)
				features->selectors |= 1u << n;
			else
				features->others |= 1u << n;
			features->n_required++;
		}
	}
}

const struct vml_features *vml_features_of(vml_checker *checker, const vml_grammar_item *items)
{
	struct vml_features *slot =
		&checker->caches->features[((uintptr_t)items / sizeof(*items)) % VML_FEATURE_SLOTS];

	if (slot->items == items)
		return slot;
	*slot = (struct vml_features){ .items = items };
	note_features(slot, items, NULL);
	return slot;
}

static uint64_t word_at(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

static uint32_t half_at(const char *at)
{
	uint32_t half;

	memcpy(&half, at, sizeof(half));
	return half;
}

/*
 * Mix two words of 8 bytes into a hash, by the method of wyhash. Equal hashes count as equal bytes,
 * so the author of a document must not be able to make two elements collide: both factors of the
 * product depend on the random key.
 */
static inline uint64_t mix(uint64_t hash, uint64_t first, uint64_t second, uint64_t key)
{
#ifdef __SIZEOF_INT128__
	__extension__ typedef unsigned __int128 product_type;
	product_type product = (product_type)(first ^ hash) * (second ^ key);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
	hash = (hash ^ first) * 0x9e3779b97f4a7c15U;
	hash = (hash ^ hash >> 29 ^ second ^ key) * 0xc2b2ae3d27d4eb4fU;
	return hash ^ hash >> 32;
#endif
}

/*
 * Hash `len` bytes in words of 8 bytes. The last word may overlap the previous one: that costs less
 * than a loop over single bytes.
 */
static inline uint64_t hash_bytes(const char *at, size_t len, uint64_t hash, uint64_t key)
{
	enum { WORD = sizeof(uint64_t), HALF = sizeof(uint32_t) };
	/* cppcheck-suppress pointerOutOfBoundsCond ; `at` points to at least `len` bytes */
	const char *end = at + len;

	hash ^= (uint64_t)len << 48;
	for (; end - at > 2 * WORD; at += 2 * WORD)
		hash = mix(hash, word_at(at), word_at(at + WORD), key);
	if (len >= 2 * WORD)
		return mix(hash, word_at(end - 2 * WORD), word_at(end - WORD), key);
	if (len >= WORD)
		return mix(hash, word_at(at), word_at(end - WORD), key);
	if (len >= HALF)
		return mix(hash, half_at(at), half_at(end - HALF), key);
	for (; at < end; at++)
		hash = mix(hash, (unsigned char)*at, len, key);
	return hash;
}

static uint64_t hash_string(const xmlChar *text, uint64_t hash, uint64_t key)
{
	const char *bytes = text ? (const char *)text : "";

	return hash_bytes(bytes, strlen(bytes) + 1, hash, key);
}

/* Set the random keys of a parser's hashes. */
static void draw_keys(vml_check_caches *caches)
{
	/*
	 * early at boot getrandom() may fail: use the address of the caches, which is also hard to
	 * predict
	 */
	if (getrandom(caches->keys, sizeof(caches->keys), GRND_NONBLOCK) !=
		(ssize_t)sizeof(caches->keys)) {
		caches->keys[0] = (uintptr_t)caches * 0x9e3779b97f4a7c15U;
		caches->keys[1] = ~caches->keys[0];
	}
	caches->has_keys = true;
}

uint64_t vml_hash_seed(const vml_checker *checker, const xmlNode *domain)
{
	const uint64_t *keys = checker->caches->keys;
	uint64_t seed;

	if (!checker->doc->placed || checker->doc->repaired)
		return 0;
	if (!checker->caches->has_keys)
		draw_keys(checker->caches);
	seed = mix(keys[0], 1, checker->release, keys[1]);
	for (const xmlNs *ns = domain->nsDef; ns; ns = ns->next)
		seed = hash_string(ns->href, hash_string(ns->prefix, seed, keys[1]), keys[1]);
	return seed;
}

uint64_t vml_hash_tag(const vml_checker *checker, const vml_frame *frame)
{
	const vml_element *more = frame->node->_private;
	const char *bytes = checker->doc->slice.bytes;

	if (!checker->seed || !more)
		return 0;
	return hash_bytes(bytes + more->span.name_end, more->span.tag_end - more->span.name_end,
		checker->seed ^ (uintptr_t)frame->item, checker->caches->keys[1]);
}

uint64_t vml_hash_element(
	const vml_checker *checker, const xmlNode *node, const vml_grammar_item *item)
{
	enum { LONG = 256 };
	const vml_element *more = node->_private;
	size_t len;

	if (!checker->seed || !more)
		return 0;
	len = more->span.end - more->span.name_end;
	if (len > LONG)
		return 0;
	return hash_bytes(checker->doc->slice.bytes + more->span.name_end, len,
		checker->seed ^ (uintptr_t)item, checker->caches->keys[1]);
}
