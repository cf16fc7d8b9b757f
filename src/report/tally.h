/* Tally: counts the occurrences of numbers, to number duplicates. */
#ifndef VML_TALLY_H
#define VML_TALLY_H

#include <stddef.h>
#include <stdint.h>

/* Initialize to all zero. */
typedef struct vml_tally {
	struct vml_tally_slot {
		uint64_t key;
		unsigned int n; /* number of occurrences; 0: free slot */
	} * slots;
	size_t used, capacity; /* numbers of slots; capacity is a power of two, or 0 */
} vml_tally;

/* Count an occurrence of the key; return their number, 1 for the first. */
unsigned int vml_tally_add(vml_tally *tally, uint64_t key);

/* Free the memory and reset *tally. */
void vml_tally_free(vml_tally *tally);

#endif
