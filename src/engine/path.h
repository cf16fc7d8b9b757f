/* The paths of suppressions: they come from the document, which may be a stranger's. */
#ifndef VML_PATH_H
#define VML_PATH_H

#include "xpath.h"

/* What the paths of a document cost up to now. To begin with all zero. */
typedef struct vml_path_budget {
	vml_xpath *xpath; /* of the domain at hand; NULL: not yet asked for */
	size_t walked;	  /* bytes of domains */
} vml_path_budget;

/*
 * What a path selects in a domain, in time that is bounded for all the document: it may have
 * names, attributes, one "//", and conditions that compare what is below with texts and
 * numbers. All of XPath cannot be bounded: libxml2 counts its steps, and one step may compare
 * each node with each other.
 *
 * path, ret_n, return value: as for vml_xpath_select()
 * ret_trouble: why it cannot be followed, or NULL
 */
xmlNode **vml_path_follow(vml_path_budget *paths, vml_context *ctx, const char *path, size_t *ret_n,
	const char **ret_trouble);

/* Be done with a domain. */
void vml_path_budget_end(vml_path_budget *paths);

#endif
