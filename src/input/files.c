/* Walking a directory: sorted, each file once, loops cut. */
#include "files.h"

#include "arena.h"

#include <libxml/hash.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* What a file is, whatever its names. */
struct identity {
	dev_t device;
	ino_t inode;
};

struct walk {
	vml_paths *found;
	struct identity *identities; /* of what was found, in the same order */
	vml_paths links;	     /* symbolic links to files: looked at after all real ones */
	xmlHashTable *seen;	     /* identities of directories, at last of files */
	vml_files_trouble *trouble;
	void *data;
};

static void add(vml_paths *list, const char *path)
{
	if ((list->n & (list->n + 1)) == 0) /* full at 2^k - 1: double it */
		list->paths = vml_realloc(list->paths, (list->n + 1) * 2 * sizeof(*list->paths));
	list->paths[list->n++] = vml_strdup(path);
}

void vml_paths_free(vml_paths *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->paths[i]);
	free(list->paths);
	*list = (vml_paths){ 0 };
}

/* Whether nothing with that identity was there before. */
static bool first_visit(struct walk *walk, dev_t device, ino_t inode)
{
	char key[48];

	snprintf(key, sizeof(key), "%llx:%llx", (unsigned long long)device,
		(unsigned long long)inode);
	return xmlHashAddEntry(walk->seen, BAD_CAST key, walk) == 0;
}

/* A file that is no link has one name but for hard links, and those are meant. */
static void find(struct walk *walk, const char *path, const struct stat *st)
{
	size_t n = walk->found->n;

	if ((n & (n + 1)) == 0)
		walk->identities =
			vml_realloc(walk->identities, (n + 1) * 2 * sizeof(*walk->identities));
	walk->identities[n] = (struct identity){ st->st_dev, st->st_ino };
	add(walk->found, path);
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

static bool is_xml(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcasecmp(name + n - 4, ".xml");
}

static void enter(struct walk *walk, const char *directory, const struct stat *st);

static void look_at(struct walk *walk, char *path, const char *name)
{
	struct stat st;
	bool link;

	if (lstat(path, &st))
		return;
	link = S_ISLNK(st.st_mode);
	if (link && stat(path, &st)) {
		if (is_xml(name))
			walk->trouble(walk->data, path, "symbolic link to nothing");
		return;
	}
	if (S_ISDIR(st.st_mode)) {
		enter(walk, path, &st);
	} else if (S_ISREG(st.st_mode) && is_xml(name)) {
		if (link)
			add(&walk->links, path);
		else
			find(walk, path, &st);
	}
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void enter(struct walk *walk, const char *directory, const struct stat *st)
{
	struct dirent **entries;
	int n;

	if (!first_visit(walk, st->st_dev, st->st_ino))
		return;
	n = scandir(directory, &entries, not_dots, NULL);
	if (n < 0) {
		walk->trouble(walk->data, directory, strerror(errno));
		return;
	}
	for (int i = 0; i < n; i++) {
		char *path = join(directory, entries[i]->d_name);

		look_at(walk, path, entries[i]->d_name);
		free(path);
		free(entries[i]);
	}
	free(entries);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void vml_files_below(const char *directory, vml_paths *ret, vml_files_trouble *trouble, void *data)
{
	struct walk walk = {
		.found = ret, .trouble = trouble, .data = data, .seen = xmlHashCreate(64)
	};
	struct stat st;

	if (!walk.seen)
		vml_out_of_memory();
	*ret = (vml_paths){ 0 };
	if (stat(directory, &st))
		trouble(data, directory, strerror(errno));
	else
		enter(&walk, directory, &st);
	if (walk.links.n) {
		qsort(walk.links.paths, walk.links.n, sizeof(*walk.links.paths), by_path);
		for (size_t i = 0; i < ret->n; i++)
			first_visit(&walk, walk.identities[i].device, walk.identities[i].inode);
	}
	for (size_t i = 0; i < walk.links.n; i++)
		if (!stat(walk.links.paths[i], &st) && first_visit(&walk, st.st_dev, st.st_ino))
			add(ret, walk.links.paths[i]);
	free(walk.identities);
	vml_paths_free(&walk.links);
	xmlHashFree(walk.seen, NULL);
	if (ret->n)
		qsort(ret->paths, ret->n, sizeof(*ret->paths), by_path);
}
