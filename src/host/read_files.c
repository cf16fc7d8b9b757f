/* Reader of the listings of directories in a host profile. */
#include "read.h"

#include <string.h>

static void read_file(vml_host *host, const char *directory, const xmlNode *node)
{
	vml_arena *arena = host->doc->arena;
	const char *name = vml_element_attr(node, "name"), *format;
	vml_host_image_file *image = NULL;

	if (!*name || strchr(name, '/'))
		return;
	format = vml_element_attr(node, "format");
	if (*format) {
		image = vml_arena_alloc(arena, sizeof(*image));
		*image = (vml_host_image_file){ .format = format,
			.backing = vml_element_attr(node, "backing") };
	}
	vml_table_add(&host->files,
		vml_arena_printf(arena, "%s/%s", strcmp(directory, "/") ? directory : "", name),
		image);
}

void vml_host_read_files(vml_host *host, const xmlNode *files)
{
	VML_EACH_ELEMENT (node, files, "directory") {
		vml_host_directory *directory =
			vml_arena_alloc(host->doc->arena, sizeof(*directory));
		const char *path = vml_element_attr(node, "path");

		if (*path != '/')
			continue;
		*directory = (vml_host_directory){ .exists = vml_host_read_flag(node, "exists") !=
				VML_NO };
		vml_table_add(&host->directories, path, directory);
		VML_EACH_ELEMENT (file, node, "file")
			read_file(host, path, file);
	}
}
