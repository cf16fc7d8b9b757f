/* Tables of facts by name: filled while a profile is read, afterwards only searched. */
#ifndef VML_HOST_TABLE_H
#define VML_HOST_TABLE_H

#include "host.h"

/*
 * Add a fact. key: borrowed; "" adds nothing; if it is added twice, searches find one of the facts.
 * value: borrowed, may be NULL.
 */
void vml_table_add(vml_host_table *table, const char *key, const void *value);

/* Sort the table. Call it before the first search. */
void vml_table_sort(vml_host_table *table);

/*
 * Search for a key. Returns VML_YES if the table has it. Else returns VML_NO if the table is
 * complete (table->known), VML_UNKNOWN if not.
 *
 * ret: set to the value of the key, or to NULL if it is not found; NULL is allowed
 */
vml_tristate vml_table_find(const vml_host_table *table, const char *key, const void **ret);

/* Same as vml_table_find(), for the key that consists of `first`, `separator` and `second`. */
vml_tristate vml_table_find_pair(const vml_host_table *table, const char *first, char separator,
	const char *second, const void **ret);

/*
 * Write the digits of a UUID to `buffer`, in lowercase and without dashes and spaces, and return
 * it. uuid: not validated; at most 32 characters are written
 */
const char *vml_table_uuid(const char *uuid, char buffer[static 33]);

/* Free the rows of the table. */
void vml_table_free(vml_host_table *table);

#endif
