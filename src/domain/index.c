/* Caches per domain: indexes of devices by attribute, and answers to yes/no questions. */
#include "context.h"

#include "hash.h"
#include "repaired.h"

#include <string.h>

struct slot {
	uint64_t key; /* hash by which entries are found, never 0 */
	/* entries with this key, in document order; NULL: the slot is free */
	vml_entry *first, *last;
};

struct vml_index {
	vml_arena *arena;
	struct slot *slots;
	/* size: number of slots, a power of two; used: number of slots in use, at most half */
	size_t size, used;
};

/*
 * A cache entry: either an index, identified by `fill`, or the answer to a yes/no question,
 * identified by `question`.
 */
struct vml_asked {
	struct vml_asked *next;
	void (*fill)(vml_context *ctx, vml_index *index);
	vml_index index;
	bool (*question)(const vml_context *ctx);
	bool answer;
	/*
	 * filling the index, or answering the question, depends on the missing part of a truncated
	 * document
	 */
	bool beyond;
};

enum { FIRST_SIZE = 16 };

/* FNV-1a, except that 0 is replaced by 1. */
uint64_t vml_hash(uint64_t seed, const char *text)
{
	/* including the NUL, so that "ab","c" and "a","bc" differ */
	uint64_t hash = vml_hash_bytes(seed ^ 0xcbf29ce484222325U, text, strlen(text) + 1);

	return hash ? hash : 1;
}

uint64_t vml_hash_number(uint64_t seed, uint64_t number)
{
	uint64_t hash = (seed * 0x100000001b3U ^ number) * 0x9e3779b97f4a7c15U;

	hash ^= hash >> 32;
	return hash ? hash : 1;
}

uint64_t vml_hash_numbers(uint64_t seed, const xmlNode *node, const char *const *paths)
{
	for (; *paths; paths++) {
		uint64_t number = 0;

		vml_number(vml_attr(node, *paths), &number);
		seed = vml_hash_number(seed, number);
	}
	return seed;
}

/*
 * Return the slot that has a key, or the free slot in which it must be stored. The address of the
 * table is mixed into the hash, so that no document can be written whose keys all collide.
 */
static struct slot *slot_of(const struct slot *slots, size_t size, uint64_t key)
{
	uint64_t mixed = (key + (uintptr_t)slots) * 0x9e3779b97f4a7c15U;
	size_t at;

	mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15U;
	at = (size_t)(mixed >> 32) & (size - 1);

	while (slots[at].first && slots[at].key != key)
		at = (at + 1) & (size - 1);
	return (struct slot *)(uintptr_t)&slots[at];
}

static void grow(vml_index *index)
{
	size_t size = index->size ? 2 * index->size : FIRST_SIZE;
	struct slot *slots = vml_arena_alloc(index->arena, size * sizeof(*slots));

	for (size_t i = 0; i < index->size; i++)
		if (index->slots[i].first)
			*slot_of(slots, size, index->slots[i].key) = index->slots[i];
	index->slots = slots;
	index->size = size;
}

void vml_index_add(vml_index *index, uint64_t key, const xmlNode *node)
{
	vml_entry *entry = vml_arena_alloc(index->arena, sizeof(*entry));
	struct slot *slot;

	if (2 * index->used >= index->size)
		grow(index);
	entry->node = node;
	slot = slot_of(index->slots, index->size, key);
	if (slot->first) {
		slot->last->next = entry;
	} else {
		slot->first = entry;
		slot->key = key;
		index->used++;
	}
	slot->last = entry;
}

bool vml_index_once(vml_index **index, vml_arena *arena, const xmlNode *node)
{
	uint64_t key = vml_hash_number(1, (uintptr_t)node);

	if (!*index) {
		*index = vml_arena_alloc(arena, sizeof(**index));
		(*index)->arena = arena;
	}
	if ((*index)->used)
		for (const vml_entry *it = slot_of((*index)->slots, (*index)->size, key)->first; it;
			it = it->next)
			if (it->node == node)
				return true;
	vml_index_add(*index, key, node);
	return false;
}

const xmlNode *vml_index_earlier(
	vml_index **index, vml_arena *arena, uint64_t key, const xmlNode *node)
{
	const vml_entry *first = NULL;

	if (!*index) {
		*index = vml_arena_alloc(arena, sizeof(**index));
		(*index)->arena = arena;
	}
	if ((*index)->used)
		first = slot_of((*index)->slots, (*index)->size, key)->first;
	if (!first)
		vml_index_add(*index, key, node);
	return first ? first->node : NULL;
}

const xmlNode *vml_index_peek(const vml_index *index, uint64_t key)
{
	const vml_entry *first =
		index && index->used ? slot_of(index->slots, index->size, key)->first : NULL;

	return first ? first->node : NULL;
}

void vml_index_devices(vml_context *ctx, vml_index *index, const char *name,
	uint64_t (*key)(vml_context *ctx, const xmlNode *device))
{
	vml_each_device (it, ctx, name) {
		uint64_t made = key(ctx, it);

		if (made)
			vml_index_add(index, made, it);
	}
}

static struct vml_asked *new_asked(vml_context *ctx)
{
	struct vml_asked *asked = vml_arena_alloc(ctx->doc->arena, sizeof(*asked));

	asked->index.arena = ctx->doc->arena;
	asked->next = ctx->asked;
	ctx->asked = asked;
	return asked;
}

const vml_entry *vml_index_find(
	vml_context *ctx, void (*fill)(vml_context *ctx, vml_index *index), uint64_t key)
{
	struct vml_asked *asked = ctx->asked;
	const vml_entry *first = NULL;

	while (asked && asked->fill != fill)
		asked = asked->next;
	if (!asked) {
		bool before = ctx->doc->beyond;

		asked = new_asked(ctx);
		asked->fill = fill;
		ctx->doc->beyond = false;
		fill(ctx, &asked->index);
		asked->beyond = ctx->doc->beyond;
		ctx->doc->beyond = before;
	}
	if (asked->index.used)
		first = slot_of(asked->index.slots, asked->index.size, key)->first;
	/*
	 * if an element was found, the result is certain; otherwise the missing part of a truncated
	 * document may have one
	 */
	ctx->doc->beyond = ctx->doc->beyond || (!first && asked->beyond);
	return first;
}

bool vml_cached(const vml_context *ctx, bool (*question)(const vml_context *ctx))
{
	struct vml_asked *asked = ctx->asked;

	while (asked && asked->question != question)
		asked = asked->next;
	if (!asked) {
		bool before = ctx->doc->beyond, answer;

		ctx->doc->beyond = false;
		answer = question(ctx);
		asked = new_asked((vml_context *)(uintptr_t)ctx);
		asked->question = question;
		asked->answer = answer;
		asked->beyond = ctx->doc->beyond;
		ctx->doc->beyond = before;
	}
	ctx->doc->beyond = ctx->doc->beyond || asked->beyond;
	return asked->answer;
}
