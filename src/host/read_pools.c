/* Reader of storage pools and their volumes. */
#include "read.h"

#include <string.h>

static bool is_directory(const vml_host_pool *pool)
{
	static const char *const types[] = { "dir", "fs", "netfs", "logical", "vstorage" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(pool->type, types[i]))
			return *pool->path;
	return false;
}

/*
 * Read a <volume>. If it has no path and the pool is a directory, the path is derived from its
 * name.
 */
static void read_volume(vml_host *host, const vml_host_pool *pool, const xmlNode *node)
{
	vml_arena *arena = host->doc->arena;
	vml_host_volume *volume = vml_arena_alloc(arena, sizeof(*volume));
	const xmlNode *target = vml_element_child(node, "target");

	*volume = (vml_host_volume){ .pool = pool,
		.name = vml_element_text(arena, vml_element_child(node, "name")),
		.path = vml_element_text(arena, vml_element_child(target, "path")),
		.format = vml_element_attr(vml_element_child(target, "format"), "type"),
		.backing = vml_element_text(arena, vml_element_find(node, "backingStore/path")),
		.capacity = 0 };
	if (!*volume->path && is_directory(pool))
		volume->path = vml_arena_printf(arena, "%s/%s", pool->path, volume->name);
	/* libvirt always prints unit='bytes' here: the default unit does not matter */
	volume->capacity = vml_element_memory(arena, vml_element_child(node, "capacity"));
	vml_table_add(
		&host->volumes, vml_arena_printf(arena, "%s/%s", pool->name, volume->name), volume);
	vml_table_add(&host->volume_paths, volume->path, volume);
}

static const char *without_slash(vml_arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && path[n - 1] == '/')
		n--;
	return vml_arena_strndup(arena, path, n);
}

void vml_host_read_pools(vml_host *host, const xmlNode *pools)
{
	vml_arena *arena = host->doc->arena;

	VML_EACH_ELEMENT (entry, pools, "entry") {
		const xmlNode *node = vml_element_child(entry, "pool");
		const xmlNode *volumes = vml_element_child(entry, "volumes");
		vml_host_pool *pool = vml_arena_alloc(arena, sizeof(*pool));

		*pool = (vml_host_pool){
			.name = vml_element_text(arena, vml_element_child(node, "name")),
			.type = vml_element_attr(node, "type"),
			.path = without_slash(arena,
				vml_element_text(arena, vml_element_find(node, "target/path"))),
			.active = vml_host_read_flag(entry, "active"),
			.autostart = vml_host_read_flag(entry, "autostart"),
			.has_volumes = volumes != NULL,
		};
		vml_table_add(&host->pools, pool->name, pool);
		if (is_directory(pool))
			vml_table_add(&host->pool_paths, pool->path, pool);
		VML_EACH_ELEMENT (volume, volumes, "volume")
			read_volume(host, pool, volume);
	}
}
