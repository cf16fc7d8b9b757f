/*
 * Paths of suppressions (attribute `path` of <allow> in the metadata): evaluated at bounded cost,
 * because the document may be untrusted.
 */
#ifndef VML_PATH_H
#define VML_PATH_H

#include "xpath.h"

/* Cost so far of evaluating all paths of one document. Initialize to all zero. */
typedef struct vml_path_budget {
	vml_xpath *xpath; /* evaluator for the current domain; NULL until its first path */
	size_t walked;	  /* bytes of domains that paths have walked through so far */
} vml_path_budget;

/*
 * Select the elements of a domain that match a path, in time that is bounded for the whole
 * document.
 *
 * A path may contain names, attributes, one "//", and conditions that compare descendants with
 * strings and numbers. Other XPath is rejected, because its cost cannot be bounded: libxml2 limits
 * the number of steps, but one step may compare each node with every other.
 *
 * paths: budget, shared by all calls for a document
 * path, ret_n: as for vml_xpath_select()
 * ret_error: set to an error message in the arena, or NULL
 *
 * Returns what vml_xpath_select() returns.
 */
xmlNode **vml_path_follow(vml_path_budget *paths, vml_context *ctx, const char *path, size_t *ret_n,
	const char **ret_error);

/* Free the state kept for the current domain, but keep the cost so far. */
void vml_path_budget_end(vml_path_budget *paths);

#endif
