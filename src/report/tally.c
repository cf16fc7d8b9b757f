/* A hash table with open addresses; its keys are hashes already. */
#include "tally.h"

#include "arena.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64 };

static struct vml_tally_slot *slot_of(const vml_tally *tally, uint64_t key)
{
	/* a multiplication spreads keys that differ in few bits */
	size_t at = vml_hash_slot(key, tally->room);

	while (tally->slots[at].n && tally->slots[at].key != key)
		at = (at + 1) & (tally->room - 1);
	return &tally->slots[at];
}

static void grow(vml_tally *tally)
{
	vml_tally bigger = { .room = tally->room ? 2 * tally->room : FIRST_ROOM };

	bigger.slots = vml_realloc(NULL, bigger.room * sizeof(*bigger.slots));
	memset(bigger.slots, 0, bigger.room * sizeof(*bigger.slots));
	for (size_t i = 0; i < tally->room; i++)
		if (tally->slots[i].n)
			*slot_of(&bigger, tally->slots[i].key) = tally->slots[i];
	free(tally->slots);
	tally->slots = bigger.slots;
	tally->room = bigger.room;
}

unsigned int vml_tally_add(vml_tally *tally, uint64_t key)
{
	struct vml_tally_slot *slot;

	if (2 * tally->used >= tally->room)
		grow(tally);
	slot = slot_of(tally, key);
	tally->used += !slot->n;
	slot->key = key;
	return ++slot->n;
}

void vml_tally_free(vml_tally *tally)
{
	free(tally->slots);
	*tally = (vml_tally){ 0 };
}
