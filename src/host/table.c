/*
 * Tables of facts: sorted arrays. Unlike hash tables, they are fast with any names, also with those
 * of an untrusted profile that is made to be slow.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

void vml_table_add(vml_host_table *table, const char *key, const void *value)
{
	if (!*key)
		return;
	if (table->n == table->capacity) {
		table->capacity = table->capacity ? 2 * table->capacity : 8;
		table->rows = vml_realloc(table->rows, table->capacity * sizeof(*table->rows));
	}
	table->rows[table->n++] = (struct vml_host_row){ .key = key, .value = value };
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct vml_host_row *)a)->key, ((const struct vml_host_row *)b)->key);
}

void vml_table_sort(vml_host_table *table)
{
	if (table->n)
		qsort(table->rows, table->n, sizeof(*table->rows), by_key);
}

vml_tristate vml_table_find(const vml_host_table *table, const char *key, const void **ret)
{
	struct vml_host_row wanted = { .key = key };
	const struct vml_host_row *row = table->n
		? bsearch(&wanted, table->rows, table->n, sizeof(*table->rows), by_key)
		: NULL;

	if (ret)
		*ret = row ? row->value : NULL;
	if (row)
		return VML_YES;
	return table->known ? VML_NO : VML_UNKNOWN;
}

vml_tristate vml_table_find_pair(const vml_host_table *table, const char *first, char separator,
	const char *second, const void **ret)
{
	size_t n = strlen(first);
	char *key = vml_realloc(NULL, n + strlen(second) + 2);
	vml_tristate found;

	memcpy(key, first, n);
	key[n] = separator;
	strcpy(key + n + 1, second);
	found = vml_table_find(table, key, ret);
	free(key);
	return found;
}

const char *vml_table_uuid(const char *uuid, char buffer[static 33])
{
	size_t n = 0;

	for (; *uuid && n < 32; uuid++)
		if (*uuid != '-' && *uuid != ' ')
			buffer[n++] = (char)(*uuid >= 'A' && *uuid <= 'F' ? *uuid | 0x20 : *uuid);
	buffer[n] = '\0';
	return buffer;
}

void vml_table_free(vml_host_table *table)
{
	free(table->rows);
	*table = (vml_host_table){ 0 };
}
