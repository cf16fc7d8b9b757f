/* Hash function (FNV-1a) and slot computation for hash tables. */
#ifndef VML_HASH_H
#define VML_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Hash `len` bytes.
 *
 * seed: any number, such as one per kind of key; or the hash of preceding bytes, which the result
 * then includes
 */
static inline uint64_t vml_hash_bytes(uint64_t seed, const void *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes;

	for (size_t i = 0; i < len; i++)
		seed = (seed ^ at[i]) * 0x100000001b3U;
	return seed;
}

/*
 * Hash `len` bytes, eight at a time: for long strings, this is faster than vml_hash_bytes(), whose
 * results differ.
 */
static inline uint64_t vml_hash_words(uint64_t seed, const char *text, size_t len)
{
	uint64_t word;

	for (; len >= sizeof(word); text += sizeof(word), len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		seed = (seed ^ word) * 0x9e3779b97f4a7c15U;
		seed ^= seed >> 32;
	}
	return vml_hash_bytes(seed, text, len);
}

/* Return the slot for a hash in a table. size: number of slots, a power of two. */
static inline size_t vml_hash_slot(uint64_t hash, size_t size)
{
	return (size_t)(hash * 0x9e3779b97f4a7c15U >> 32) & (size - 1);
}

#endif
