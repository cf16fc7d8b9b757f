/*
 * Directory walk: finds *.xml files, sorts them by path, and follows symbolic links without loops.
 */
#define _GNU_SOURCE /* DT_REG */
#include "files.h"

#include "arena.h"

#include <libxml/hash.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct walk {
	vml_path_list *found;
	vml_path_list links; /* symbolic links to files: added after all regular files */
	/* set of device and inode of each entered directory; add_links() adds those of files */
	xmlHashTable *seen;
	vml_files_trouble *trouble;
	void *data;
};

static void add(vml_path_list *list, const char *path)
{
	if ((list->n & (list->n + 1)) == 0) /* full at 2^k - 1: double it */
		list->paths = vml_realloc(list->paths, (list->n + 1) * 2 * sizeof(*list->paths));
	list->paths[list->n++] = vml_strdup(path);
}

void vml_path_list_free(vml_path_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->paths[i]);
	free(list->paths);
	*list = (vml_path_list){ 0 };
}

/*
 * Write a number in base 16, with the letters a to p as digits, for keys of hash tables. Returns
 * the end. snprintf() took a quarter of the time of auditing a small document.
 */
static char *put_letters(char *at, unsigned long long number)
{
	for (; number; number /= 16)
		*at++ = (char)('a' + number % 16);
	return at;
}

/* Add the device and inode to the set; returns true if they are new. */
static bool is_first(xmlHashTable *seen, const struct stat *st)
{
	char key[4 * sizeof(unsigned long long) + 2], *at = put_letters(key, st->st_dev);

	*at++ = ':';
	*put_letters(at, st->st_ino) = '\0';
	return xmlHashAddEntry(seen, BAD_CAST key, seen) == 0;
}

bool vml_files_seen_add(vml_files_seen *seen, const char *path, const struct stat *st)
{
	char *real;
	bool first;

	if (!S_ISREG(st->st_mode))
		return true;
	if (!seen->table)
		seen->table = xmlHashCreate(64);
	if (!seen->table)
		vml_out_of_memory();
	if (st->st_nlink == 1)
		return is_first(seen->table, st);
	real = realpath(path, NULL);
	first = !real || !xmlHashAddEntry(seen->table, BAD_CAST real, seen);
	free(real);
	return first;
}

void vml_files_seen_free(vml_files_seen *seen)
{
	xmlHashFree(seen->table, NULL);
	seen->table = NULL;
}

static char *join(const char *directory, const char *name)
{
	size_t n = strlen(directory);
	char *path = vml_realloc(NULL, n + strlen(name) + 2);

	while (n > 1 && directory[n - 1] == '/')
		n--;
	memcpy(path, directory, n);
	if (n == 0 || path[n - 1] != '/')
		path[n++] = '/';
	strcpy(path + n, name);
	return path;
}

bool vml_is_xml_name(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcasecmp(name + n - 4, ".xml");
}

/* Process the entries of a directory, unless it was entered before. */
static void enter(struct walk *walk, const char *directory, const struct stat *st);

/*
 * Process an entry that is not certainly a regular file: directory, symbolic link, or unknown type.
 */
static void look_at(struct walk *walk, char *path, const char *name)
{
	struct stat st;
	bool link;

	if (lstat(path, &st)) {
		/* report errors other than ENOENT: the entry may be a directory with files */
		if (errno != ENOENT)
			walk->trouble(walk->data, path, strerror(errno));
		return;
	}
	link = S_ISLNK(st.st_mode);
	if (link && stat(path, &st)) {
		if (vml_is_xml_name(name))
			walk->trouble(walk->data, path,
				errno == ENOENT ? "dangling symbolic link" : strerror(errno));
		return;
	}
	if (S_ISDIR(st.st_mode))
		enter(walk, path, &st);
	else if (S_ISREG(st.st_mode) && vml_is_xml_name(name))
		add(link ? &walk->links : walk->found, path);
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void enter(struct walk *walk, const char *directory, const struct stat *st)
{
	struct dirent **entries;
	int n;

	if (!is_first(walk->seen, st))
		return;
	n = scandir(directory, &entries, not_dots, NULL);
	if (n < 0) {
		walk->trouble(walk->data, directory, strerror(errno));
		return;
	}
	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;
		char *path = join(directory, name);

		if (entries[i]->d_type != DT_REG)
			look_at(walk, path, name);
		else if (vml_is_xml_name(name))
			add(walk->found, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Add the symbolic links whose target was not found under its real name, one link per target. */
static void add_links(struct walk *walk)
{
	size_t n = walk->links.n ? walk->found->n : 0;
	struct stat st;

	for (size_t i = 0; i < n; i++)
		if (!stat(walk->found->paths[i], &st))
			is_first(walk->seen, &st);
	if (walk->links.n)
		qsort(walk->links.paths, walk->links.n, sizeof(*walk->links.paths), by_path);
	for (size_t i = 0; i < walk->links.n; i++)
		if (!stat(walk->links.paths[i], &st) && is_first(walk->seen, &st))
			add(walk->found, walk->links.paths[i]);
}

void vml_files_below(
	const char *directory, vml_path_list *ret, vml_files_trouble *trouble, void *data)
{
	struct walk walk = {
		.found = ret, .trouble = trouble, .data = data, .seen = xmlHashCreate(64)
	};
	struct stat st;

	if (!walk.seen)
		vml_out_of_memory();
	*ret = (vml_path_list){ 0 };
	if (stat(directory, &st))
		trouble(data, directory, strerror(errno));
	else
		enter(&walk, directory, &st);
	add_links(&walk);
	vml_path_list_free(&walk.links);
	xmlHashFree(walk.seen, NULL);
	if (ret->n)
		qsort(ret->paths, ret->n, sizeof(*ret->paths), by_path);
}
