/* Writes listings of directories, and IP addresses, of this machine for a host profile. */
#define _DEFAULT_SOURCE /* d_type */
#include "host_files.h"

#include "arena.h"
#include "own_addresses.h"
#include "probe.h"
#include "text.h"
#include "used_paths.h"

#include <libxml/parserInternals.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

enum { NAMES_MAX = 100000, NAMES_MAX_DIRECTORY = 20000, DEV_DEPTH = 3 };

/* Directories that are always listed, in addition to those that guests and pools use. */
static const char *const usual[] = { "/", "/boot", "/etc/qemu/firmware", "/media", "/mnt", "/opt",
	"/run", "/srv", "/usr", "/usr/share", "/usr/share/AAVMF", "/usr/share/OVMF",
	"/usr/share/edk2", "/usr/share/edk2/aarch64", "/usr/share/edk2/ovmf", "/usr/share/ovmf",
	"/usr/share/qemu", "/usr/share/qemu-efi-aarch64", "/usr/share/qemu/firmware",
	"/usr/share/seabios", "/var", "/var/lib", "/var/lib/libvirt", "/var/lib/libvirt/boot",
	"/var/lib/libvirt/images", "/var/lib/libvirt/qemu/nvram", "/var/log" };

/*
 * Directories that are never listed: they have names of users, temporary files or kernel objects.
 */
static const char *const excluded[] = { "/etc", "/home", "/proc", "/root", "/sys", "/tmp",
	"/var/tmp", "/dev/bus", "/dev/char", "/dev/fd", "/dev/hugepages", "/dev/mqueue", "/dev/pts",
	"/dev/shm" };

static bool is_excluded(const char *path)
{
	for (size_t i = 0; i < sizeof(excluded) / sizeof(*excluded); i++)
		if (!strcmp(path, excluded[i]))
			return true;
	return false;
}

/* The section that is being written. */
struct section {
	FILE *out;
	size_t n_names;
};

/* Return true if a name is not hidden, and can be written in XML. */
static bool is_listable(const char *name)
{
	if (*name == '.' || !xmlCheckUTF8((const unsigned char *)name))
		return false;
	for (int len; *name; name += len) {
		int code;

		len = 4;
		code = xmlGetUTF8Char((const unsigned char *)name, &len);
		if (code < ' ' || code == 0x7f || !xmlIsCharQ((unsigned int)code))
			return false;
	}
	return true;
}

/*
 * Return true for a symbolic link whose target does not exist: libvirt finds no such file either.
 */
static bool is_dangling(DIR *directory, const struct dirent *entry)
{
	struct stat info;

	return (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) &&
		fstatat(dirfd(directory), entry->d_name, &info, 0) && errno == ENOENT;
}

/*
 * Return false for file systems whose listing is not complete: they create directories on access,
 * or differ per process.
 */
static bool is_complete(DIR *directory)
{
	struct statfs info;

	return !fstatfs(dirfd(directory), &info) && info.f_type != AUTOFS_SUPER_MAGIC &&
		info.f_type != PROC_SUPER_MAGIC && info.f_type != SYSFS_MAGIC;
}

/*
 * Read the names in a directory. Returns false if not all of them could be read. absent: set to
 * true if the directory does not exist
 */
static bool read_names(const char *path, vml_path_set *names, bool *absent)
{
	DIR *directory = opendir(path);
	bool whole;

	*absent = !directory && errno == ENOENT;
	if (!directory)
		return false;
	whole = is_complete(directory);
	while (whole) {
		struct dirent *entry;

		errno = 0;
		entry = readdir(directory);
		if (!entry) {
			whole = !errno;
			break;
		}
		if (is_listable(entry->d_name) && !is_dangling(directory, entry))
			vml_path_set_add(names, entry->d_name, false);
		whole = names->n <= NAMES_MAX_DIRECTORY;
	}
	closedir(directory);
	vml_path_set_sort(names);
	return whole;
}

/*
 * Write attributes of an image: its format, and the path of its backing image unless this path is a
 * URL.
 */
static void put_image(FILE *out, vml_arena *arena, const char *directory, const char *name)
{
	char *path = vml_asprintf("%s/%s", directory, name);
	const char *backing, *format = vml_probe_image(arena, path, &backing);

	free(path);
	if (!*format)
		return;
	fprintf(out, " format='%s'", format);
	/* leave out "json:{...}" and URLs, which may contain passwords */
	if (!*backing || strcspn(backing, ":") < strcspn(backing, "/") ||
		!xmlCheckUTF8((const unsigned char *)backing))
		return;
	fputs(" backing='", out);
	vml_put_xml(out, backing);
	fputc('\'', out);
}

static void put_names(
	FILE *out, const vml_path_set *names, const vml_used_path *directory, vml_arena *arena)
{
	for (size_t i = 0; i < names->n; i++) {
		fputs("<file name='", out);
		vml_put_xml(out, names->list[i].path);
		fputc('\'', out);
		if (directory->images)
			put_image(out, arena, directory->path, names->list[i].path);
		fputs("/>\n", out);
	}
}

static void put_directory(struct section *section, const vml_used_path *directory)
{
	vml_path_set names = { 0 };
	vml_arena *arena = vml_arena_new();
	bool absent, whole = read_names(directory->path, &names, &absent);

	if (whole && section->n_names + names.n <= NAMES_MAX) {
		section->n_names += names.n + 1;
		fputs("<directory path='", section->out);
		vml_put_xml(section->out, directory->path);
		fputs("'>\n", section->out);
		put_names(section->out, &names, directory, arena);
		fputs("</directory>\n", section->out);
	} else if (absent && section->n_names < NAMES_MAX) {
		section->n_names++;
		fputs("<directory path='", section->out);
		vml_put_xml(section->out, directory->path);
		fputs("' exists='no'/>\n", section->out);
	}
	vml_path_set_free(&names);
	vml_arena_free(arena);
}

/* Add a directory of device nodes, and its subdirectories down to `depth` levels below it. */
static void add_devices(vml_path_set *to, const char *path, int depth)
{
	DIR *directory = is_excluded(path) ? NULL : opendir(path);
	struct dirent *entry;

	if (!directory)
		return;
	vml_path_set_add(to, path, false);
	while (depth && (entry = readdir(directory)))
		if (entry->d_type == DT_DIR && is_listable(entry->d_name)) {
			char *child = vml_asprintf("%s/%s", path, entry->d_name);

			add_devices(to, child, depth - 1);
			free(child);
		}
	closedir(directory);
}

/*
 * Add the parents of all directories in the set, except for parents in the table `excluded` and
 * below /home.
 */
static void add_parents(vml_path_set *to)
{
	size_t n = to->n;

	for (size_t i = 0; i < n; i++) {
		char *path = vml_strdup(to->list[i].path), *slash;

		while (strncmp(path, "/home/", 6) != 0 && (slash = strrchr(path, '/')) &&
			slash > path) {
			*slash = '\0';
			if (!is_excluded(path))
				vml_path_set_add(to, path, false);
		}
		free(path);
	}
}

void vml_put_files(const vml_collector *from, FILE *out)
{
	struct section section = { .out = out };
	vml_path_set paths = { 0 };

	vml_used_directories(from, &paths);
	vml_path_set_sort(&paths);
	add_parents(&paths);
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		vml_path_set_add(&paths, usual[i], false);
	add_devices(&paths, "/dev", DEV_DEPTH);
	vml_path_set_sort(&paths);
	fputs("<files>\n", out);
	for (size_t i = 0; i < paths.n; i++)
		if (is_listable(paths.list[i].path) && !is_excluded(paths.list[i].path))
			put_directory(&section, &paths.list[i]);
	fputs("</files>\n", out);
	vml_path_set_free(&paths);
}

/* Return true if a setting of the kernel is a number other than 0. */
static bool is_set(const char *path)
{
	FILE *file = fopen(path, "re");
	int digit = file ? fgetc(file) : '0';

	if (file)
		fclose(file);
	return digit >= '1' && digit <= '9';
}

static void put_address(void *out, const char *key)
{
	fprintf(out, "<address>%s</address>\n", key);
}

void vml_put_addresses(const vml_collector *from, FILE *out)
{
	if (!vml_host_shares_network(from->host) || is_set("/proc/sys/net/ipv4/ip_nonlocal_bind") ||
		is_set("/proc/sys/net/ipv6/ip_nonlocal_bind"))
		return;
	fputs("<addresses>\n", out);
	vml_own_addresses(put_address, out);
	fputs("</addresses>\n", out);
}
