/* Tally: a hash table with open addressing, whose keys are hashes. */
#include "tally.h"

#include "arena.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { INITIAL_CAPACITY = 64 };

static struct vml_tally_slot *slot_of(const vml_tally *tally, uint64_t key)
{
	/* vml_hash_slot() mixes the key: keys may differ in few bits only */
	size_t at = vml_hash_slot(key, tally->capacity);

	while (tally->slots[at].n && tally->slots[at].key != key)
		at = (at + 1) & (tally->capacity - 1);
	return &tally->slots[at];
}

static void grow(vml_tally *tally)
{
	vml_tally bigger = { .capacity = tally->capacity ? 2 * tally->capacity : INITIAL_CAPACITY };

	bigger.slots = vml_realloc(NULL, bigger.capacity * sizeof(*bigger.slots));
	memset(bigger.slots, 0, bigger.capacity * sizeof(*bigger.slots));
	for (size_t i = 0; i < tally->capacity; i++)
		if (tally->slots[i].n)
			*slot_of(&bigger, tally->slots[i].key) = tally->slots[i];
	free(tally->slots);
	tally->slots = bigger.slots;
	tally->capacity = bigger.capacity;
}

static struct vml_tally_slot *claim(vml_tally *tally, uint64_t key)
{
	struct vml_tally_slot *slot;

	if (2 * tally->used >= tally->capacity)
		grow(tally);
	slot = slot_of(tally, key);
	tally->used += !slot->n;
	slot->key = key;
	return slot;
}

unsigned int vml_tally_add(vml_tally *tally, uint64_t key)
{
	return ++claim(tally, key)->n;
}

unsigned int vml_tally_set(vml_tally *tally, uint64_t key, unsigned int n)
{
	struct vml_tally_slot *slot = claim(tally, key);
	unsigned int before = slot->n;

	slot->n = n;
	return before;
}

unsigned int vml_tally_of(const vml_tally *tally, uint64_t key)
{
	return tally->used ? slot_of(tally, key)->n : 0;
}

void vml_tally_free(vml_tally *tally)
{
	free(tally->slots);
	*tally = (vml_tally){ 0 };
}
