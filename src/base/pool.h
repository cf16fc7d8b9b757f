/* Pool of strings: stores equal strings once and numbers them. { 0 } is an empty pool. */
#ifndef VML_POOL_H
#define VML_POOL_H

#include "buffer.h"

#include <stdint.h>

/* Set of strings. If memory runs out, the process ends. */
typedef struct vml_pool {
	vml_buffer text;    /* the strings in the order of their numbers, each followed by a NUL */
	size_t *starts;	    /* offset of each string in text */
	uint32_t *slots;    /* hash table; per slot the number of a string, plus 1; 0: free */
	size_t n, capacity; /* n: number of strings; capacity: number of slots, a power of two */
} vml_pool;

/*
 * Add a string, which may contain NULs, unless it is in the pool.
 *
 * Returns its number: strings are numbered from 0 in the order of addition.
 */
uint32_t vml_pool_add(vml_pool *pool, const char *text, size_t len);

/*
 * Return the string with a number that vml_pool_add() returned, followed by a NUL; valid until the
 * next addition. ret_len: set to the length of the string; NULL is allowed.
 */
const char *vml_pool_get(const vml_pool *pool, uint32_t number, size_t *ret_len);

/* Free the strings and make the pool empty. */
void vml_pool_free(vml_pool *pool);

#endif
