/* Pool of strings: a buffer, and a hash table with open addressing. */
#include "pool.h"

#include "arena.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { INITIAL_CAPACITY = 64 };

static size_t length_of(const vml_pool *pool, uint32_t number)
{
	size_t end = number + 1 < pool->n ? pool->starts[number + 1] : pool->text.len;

	return end - pool->starts[number] - 1;
}

/* Return the slot of a string, or the free slot in which its number must be stored. */
static uint32_t *slot_of(const vml_pool *pool, const char *text, size_t len)
{
	size_t at = vml_hash_slot(vml_hash_words(len, text, len), pool->capacity);

	for (; pool->slots[at]; at = (at + 1) & (pool->capacity - 1)) {
		uint32_t number = pool->slots[at] - 1;

		if (length_of(pool, number) == len &&
			!memcmp(pool->text.bytes + pool->starts[number], text, len))
			break;
	}
	return &pool->slots[at];
}

static void grow(vml_pool *pool)
{
	pool->capacity = pool->capacity ? 2 * pool->capacity : INITIAL_CAPACITY;
	free(pool->slots);
	pool->slots = vml_realloc(NULL, pool->capacity * sizeof(*pool->slots));
	memset(pool->slots, 0, pool->capacity * sizeof(*pool->slots));
	pool->starts = vml_realloc(pool->starts, pool->capacity * sizeof(*pool->starts));
	for (uint32_t i = 0; i < pool->n; i++)
		*slot_of(pool, pool->text.bytes + pool->starts[i], length_of(pool, i)) = i + 1;
}

uint32_t vml_pool_add(vml_pool *pool, const char *text, size_t len)
{
	uint32_t *slot;

	if (2 * pool->n >= pool->capacity)
		grow(pool);
	slot = slot_of(pool, text, len);
	if (*slot)
		return *slot - 1;
	pool->starts[pool->n] = pool->text.len;
	vml_buffer_add(&pool->text, text, len);
	vml_buffer_add(&pool->text, "", 1);
	*slot = (uint32_t)++pool->n;
	return *slot - 1;
}

const char *vml_pool_get(const vml_pool *pool, uint32_t number, size_t *ret_len)
{
	if (ret_len)
		*ret_len = length_of(pool, number);
	return pool->text.bytes + pool->starts[number];
}

void vml_pool_free(vml_pool *pool)
{
	vml_buffer_free(&pool->text);
	free(pool->starts);
	free(pool->slots);
	*pool = (vml_pool){ 0 };
}
