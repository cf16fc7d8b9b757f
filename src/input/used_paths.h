/* Directories that a host's domains and storage pools use. */
#ifndef VML_USED_PATHS_H
#define VML_USED_PATHS_H

#include "facts_tasks.h"

/* A path to examine: a directory; in the list of its files, the name of a file. */
typedef struct vml_used_path {
	char *path;  /* owned */
	bool images; /* the directory contains disk images */
} vml_used_path;

/* A set of paths. { 0 } is an empty set. */
typedef struct vml_path_set {
	vml_used_path *list;
	size_t n, capacity;
} vml_path_set;

/* Add a copy of a path. images: the path is a directory of disk images. */
void vml_path_set_add(vml_path_set *set, const char *path, bool images);

/* Sort the set by path and remove duplicates. */
void vml_path_set_sort(vml_path_set *set);

/* Free the paths and make the set empty. */
void vml_path_set_free(vml_path_set *set);

/*
 * Add the directories of the storage pools of from->host, and those of files and sockets in the
 * definitions of all domains, which are read from libvirt.
 */
void vml_used_directories(const vml_collector *from, vml_path_set *to);

#endif
