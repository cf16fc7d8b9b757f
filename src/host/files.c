/*
 * Host facts: files and directories. If the host is local, its files are examined, else the
 * listings in the profile are searched.
 */
#include "own_files.h"
#include "table.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Return the status of a file of the local host; it is unknown as in vml_host_own_file(). */
static vml_own_status own_status(const vml_host *host, const char *path)
{
	if (!host || !host->own_files || *path != '/')
		return (vml_own_status){ .exists = VML_UNKNOWN };
	return vml_own_file_status(host->own_files, path);
}

vml_tristate vml_host_own_file(const vml_host *host, const char *path)
{
	return own_status(host, path).exists;
}

const char *vml_host_own_image(
	const vml_host *host, vml_arena *arena, const char *path, const char **ret_backing)
{
	*ret_backing = "";
	if (vml_host_own_file(host, path) != VML_YES)
		return "";
	return vml_own_file_format(host->own_files, arena, path, ret_backing);
}

/*
 * Return true if the path has the form of the paths in listings: absolute, without "//", "/./" and
 * "/../".
 */
static bool is_plain(const char *path)
{
	if (*path != '/' || strnlen(path, PATH_MAX) == PATH_MAX)
		return false;
	for (const char *at = path; (at = strchr(at, '/')); at++) {
		size_t len = strcspn(at + 1, "/");

		if ((!len && at != path) || (len == 1 && at[1] == '.') ||
			(len == 2 && at[1] == '.' && at[2] == '.'))
			return false;
	}
	return true;
}

static const vml_host_directory *directory_at(const vml_host *host, const char *path)
{
	const void *found = NULL;

	vml_table_find(&host->directories, path, &found);
	return found;
}

/*
 * Return true for names that listings do not include: hidden ones, and those with one of the
 * control characters that XML allows.
 */
static bool is_unlisted(const char *name)
{
	return *name == '.' || strpbrk(name, "\t\n\r\x7f");
}

/*
 * Return whether a path exists, according to the listings. If the path itself is not listed, the
 * nearest listed ancestor directory is used: if it does not contain the next component of the path,
 * the path does not exist; if it does, the result is VML_UNKNOWN.
 *
 * path: modified
 */
static vml_tristate search(const vml_host *host, char *path)
{
	const vml_host_directory *directory = directory_at(host, path);

	if (directory)
		return directory->exists ? VML_YES : VML_NO;
	if (vml_table_find(&host->files, path, NULL) == VML_YES)
		return VML_YES;
	for (char *slash; (slash = strrchr(path, '/')); *slash = '\0') {
		size_t len = (size_t)(slash - path);
		char *parent = vml_strndup(path, len ? len : 1);

		directory = directory_at(host, parent);
		free(parent);
		if (!directory)
			continue;
		/*
		 * unknown: some names are not listed, and a listed name (`path`) may or may not be
		 * a directory with the rest of the path
		 */
		return !directory->exists ? VML_NO
			: is_unlisted(slash + 1) ||
				vml_table_find(&host->files, path, NULL) == VML_YES
			? VML_UNKNOWN
			: VML_NO;
	}
	return VML_UNKNOWN;
}

static vml_tristate find_listed(const vml_host *host, const char *path)
{
	char *copy;
	vml_tristate found;

	if (!host || !host->directories.n || !is_plain(path))
		return VML_UNKNOWN;
	copy = vml_strdup(path);
	found = search(host, copy);
	free(copy);
	return found;
}

vml_tristate vml_host_file(const vml_host *host, const char *path, bool *ret_sure)
{
	vml_tristate own = vml_host_own_file(host, path);

	if (ret_sure)
		*ret_sure = own != VML_UNKNOWN;
	return own != VML_UNKNOWN ? own : find_listed(host, path);
}

vml_file_kind vml_host_file_kind(const vml_host *host, const char *path)
{
	vml_own_status status = own_status(host, path);
	const vml_host_directory *listed =
		host && status.exists == VML_UNKNOWN ? directory_at(host, path) : NULL;

	if (listed && listed->exists)
		status.mode = S_IFDIR;
	switch (status.mode & S_IFMT) {
	case 0: return VML_FILE_UNKNOWN;
	case S_IFREG: return status.empty ? VML_FILE_EMPTY : VML_FILE_REGULAR;
	case S_IFDIR: return VML_FILE_DIRECTORY;
	case S_IFBLK: return VML_FILE_BLOCK_DEVICE;
	case S_IFCHR: return VML_FILE_CHAR_DEVICE;
	default: return VML_FILE_OTHER;
	}
}

const vml_host_image_file *vml_host_listed_image(const vml_host *host, const char *path)
{
	const void *found = NULL;

	if (host)
		vml_table_find(&host->files, path, &found);
	return found;
}

/*
 * Return false if an emulator in the capabilities does not exist on this machine: the host is then
 * another one with the same name, for example because this process runs in a container.
 */
static bool has_its_emulators(const vml_host *host)
{
	for (const vml_host_guest *it = host->guests; it; it = it->next)
		if (*it->emulator && access(it->emulator, F_OK))
			return false;
	return true;
}

bool vml_host_is_this_machine(const vml_host *host)
{
	char own[256] = "";
	const char *name = vml_host_name(host);

	if (!host->runs_qemu || gethostname(own, sizeof(own) - 1) || !*own ||
		strncmp(name, own, strlen(own)) != 0)
		return false;
	/* libvirt reports the full name, gethostname() often only its first label */
	return (!name[strlen(own)] || name[strlen(own)] == '.') && has_its_emulators(host);
}
