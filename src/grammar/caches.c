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

		if (item->what != VML_GRAMMAR_CHILD)
			for (const vml_grammar_when *when = item->when; when && when->attribute;
				when++)
				features->outer = features->outer || when->level > 0;
		if (item->what == VML_GRAMMAR_STRING) {
			features->has_string = true;
		} else if (item->what == VML_GRAMMAR_INCLUDE) {
			note_features(features, item->items, item->when ? item : group);
		} else if (item->flags & EITHER && n < VML_REQUIRED_MAX) {
			features->required[n] = item;
			features->group[n] = group;
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

uint64_t vml_hash_tag(const vml_checker *checker, const vml_frame *frame)
{
	const vml_element *more = frame->node->_private;
	const char *bytes = checker->doc->slice.bytes;
	uint64_t hash = (uintptr_t)frame->item, word;
	size_t at, end;

	if (!checker->doc->placed || checker->release || !more)
		return 0;
	for (at = more->span.name_end, end = more->span.tag_end; at + 8 <= end; at += 8) {
		memcpy(&word, bytes + at, 8);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
		hash ^= hash >> 29;
	}
	for (; at < end; at++)
		hash = (hash ^ (unsigned char)bytes[at]) * 0x9e3779b97f4a7c15U;
	return hash ^ hash >> 32;
}
