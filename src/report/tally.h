/* How often a number came up: for what must be told apart by a count. */
#ifndef VML_TALLY_H
#define VML_TALLY_H

#include <stddef.h>
#include <stdint.h>

typedef struct vml_tally {
	struct vml_tally_slot {
		uint64_t key;
		unsigned int n; /* 0: free */
	} * slots;
	size_t used, room; /* room: a power of two, or 0 */
} vml_tally;

/* Count the key once more; returns how often it came up, 1 for the first time. */
unsigned int vml_tally_add(vml_tally *tally, uint64_t key);

/* Release the memory and leave an empty tally. */
void vml_tally_free(vml_tally *tally);

#endif
