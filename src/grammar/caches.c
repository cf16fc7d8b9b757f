/* Caches that the documents of one parser share: features of contents, valid start tags. */
#include "bytemap.h"
#include "walk.h"

#include <string.h>

/*
 * Note what the items of an element or of a group have. group: the last one with a condition
 * around them. What exceeds the capacity is not reported if it is missing.
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

static uint64_t mix(uint64_t hash, uint64_t first, uint64_t second)
{
	hash = (hash ^ first) * 0x9e3779b97f4a7c15U + second * 0xc2b2ae3d27d4eb4fU;
	return hash ^ hash >> 29;
}

/* Hash `len` bytes. The last words of the loop may overlap: that costs less than single bytes. */
static inline uint64_t hash_bytes(const char *at, size_t len, uint64_t hash)
{
	enum { WORD = sizeof(uint64_t) };
	/* cppcheck-suppress pointerOutOfBoundsCond ; len is that of the bytes at `at` */
	const char *end = at + len;

	hash ^= (uint64_t)len << 48;
	for (; end - at > 2 * WORD; at += 2 * WORD)
		hash = mix(hash, word_at(at), word_at(at + WORD));
	if (len >= 2 * WORD)
		return mix(hash, word_at(end - 2 * WORD), word_at(end - WORD));
	if (len >= WORD)
		return mix(hash, word_at(at), word_at(end - WORD));
	for (; at < end; at++)
		hash = mix(hash, (unsigned char)*at, len);
	return hash;
}

static uint64_t hash_string(const xmlChar *text, uint64_t hash)
{
	const char *bytes = text ? (const char *)text : "";

	return hash_bytes(bytes, strlen(bytes) + 1, hash);
}

uint64_t vml_hash_seed(const vml_checker *checker, const xmlNode *domain)
{
	uint64_t seed = 1 + (uint64_t)checker->release;

	if (!checker->doc->placed || checker->doc->repaired)
		return 0;
	for (const xmlNs *ns = domain->nsDef; ns; ns = ns->next)
		seed = hash_string(ns->href, hash_string(ns->prefix, seed));
	return seed;
}

uint64_t vml_hash_tag(const vml_checker *checker, const vml_frame *frame)
{
	const vml_element *more = frame->node->_private;
	const char *bytes = checker->doc->slice.bytes;

	if (!checker->seed || !more)
		return 0;
	return hash_bytes(bytes + more->span.name_end, more->span.tag_end - more->span.name_end,
		checker->seed ^ (uintptr_t)frame->item);
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
		checker->seed ^ (uintptr_t)item);
}
