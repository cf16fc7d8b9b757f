/* Host facts: storage pools, volumes and images. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

vml_tristate vml_host_pool_by_name(
	const vml_host *host, const char *name, const vml_host_pool **ret)
{
	const void *found = NULL;
	vml_tristate answer = host ? vml_table_find(&host->pools, name, &found) : VML_UNKNOWN;

	if (ret)
		*ret = found;
	return answer;
}

vml_tristate vml_host_volume_in(
	const vml_host *host, const char *pool, const char *volume, const vml_host_volume **ret)
{
	const vml_host_pool *known;
	const void *found = NULL;

	if (ret)
		*ret = NULL;
	if (vml_host_pool_by_name(host, pool, &known) != VML_YES)
		return VML_UNKNOWN;
	if (vml_table_find_pair(&host->volumes, pool, '/', volume, &found) == VML_YES) {
		if (ret)
			*ret = found;
		return VML_YES;
	}
	return known->has_volumes && known->active == VML_YES ? VML_NO : VML_UNKNOWN;
}

const vml_host_pool *vml_host_pool_of(const vml_host *host, const char *path)
{
	const char *name = strrchr(path, '/');
	const void *found = NULL;
	char *directory;

	if (!host || !name || name == path)
		return NULL;
	directory = vml_strndup(path, (size_t)(name - path));
	vml_table_find(&host->pool_paths, directory, &found);
	free(directory);
	return found;
}

vml_tristate vml_host_image(
	const vml_host *host, const char *path, const vml_host_volume **ret_volume, bool *ret_sure)
{
	vml_tristate file = vml_host_file(host, path, ret_sure);
	const vml_host_pool *pool = vml_host_pool_of(host, path);
	const void *found = NULL;

	if (host)
		vml_table_find(&host->volume_paths, path, &found);
	if (ret_volume)
		*ret_volume = found;
	if (file != VML_UNKNOWN)
		return file;
	if (found)
		return VML_YES;
	return pool && pool->has_volumes && pool->active == VML_YES ? VML_NO : VML_UNKNOWN;
}
