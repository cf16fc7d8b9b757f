/* Tables of facts by name: filled while a profile is read, then only searched. */
#ifndef VML_HOST_TABLE_H
#define VML_HOST_TABLE_H

#include "host.h"

/* Add a fact. key: borrowed, "" is ignored; value: borrowed, or NULL */
void vml_table_add(vml_host_table *table, const char *key, const void *value);

/* Sort the table, before the first search. */
void vml_table_sort(vml_host_table *table);

/* Find a key: VML_YES; VML_NO if the table is complete; else VML_UNKNOWN. */
vml_tristate vml_table_find(const vml_host_table *table, const char *key, const void **ret);

/* Same, for a key of two parts that were joined by `separator`. */
vml_tristate vml_table_find_pair(const vml_host_table *table, const char *first, char separator,
	const char *second, const void **ret);

/* Print the digits of a UUID, in lower case and without dashes, in `buffer`, which it returns. */
const char *vml_table_uuid(const char *uuid, char buffer[static 33]);

/* Free the rows of the table. */
void vml_table_free(vml_host_table *table);

#endif
