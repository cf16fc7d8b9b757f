/* Tally: a count, or another nonzero number, per key; for example to number duplicates. */
#ifndef VML_TALLY_H
#define VML_TALLY_H

#include <stddef.h>
#include <stdint.h>

/* Initialize to all zero. */
typedef struct vml_tally {
	struct vml_tally_slot {
		uint64_t key;
		unsigned int n; /* number that is stored for the key; 0: the slot is free */
	} * slots;
	size_t used, capacity; /* number of slots in use, and of all slots: a power of two, or 0 */
} vml_tally;

/* Add 1 to the number that is stored for a key, 0 at first. Returns the new number. */
unsigned int vml_tally_add(vml_tally *tally, uint64_t key);

/* Return the number that is stored for a key; 0 if there is none. */
unsigned int vml_tally_of(const vml_tally *tally, uint64_t key);

/*
 * Store the number `n`, which must not be 0, for a key. Returns the number that was stored before;
 * 0 if there was none.
 */
unsigned int vml_tally_set(vml_tally *tally, uint64_t key, unsigned int n);

/* Free the memory and reset *tally. */
void vml_tally_free(vml_tally *tally);

#endif
