/* Paths of suppressions: evaluated at bounded cost, as the document may be untrusted. */
#ifndef VML_PATH_H
#define VML_PATH_H

#include "xpath.h"

/* Cost of a document's paths so far. Initialize to all zero. */
typedef struct vml_path_budget {
	vml_xpath *xpath; /* evaluator for the current domain; NULL before its first path */
	size_t walked;	  /* bytes of domains that paths have walked through */
} vml_path_budget;

/*
 * Select the elements of a domain that match a path, in time that is bounded for the whole
 * document. A path may have names, attributes, one "//", and conditions that compare
 * descendants with strings and numbers. The cost of full XPath cannot be bounded: libxml2
 * counts its steps, and one step may compare each node with every other.
 *
 * path, ret_n, return value: as for vml_xpath_select()
 * ret_error: error message in the arena, or NULL
 */
xmlNode **vml_path_follow(vml_path_budget *paths, vml_context *ctx, const char *path, size_t *ret_n,
	const char **ret_error);

/* Free the state kept for the current domain; the cost so far is kept. */
void vml_path_budget_end(vml_path_budget *paths);

#endif
