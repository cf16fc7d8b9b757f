/* XPath 1.0 expressions on domains, evaluated at bounded cost. */
#ifndef VML_XPATH_H
#define VML_XPATH_H

#include "context.h"

#include <libxml/xpath.h>

/*
 * Check whether an expression is valid, without a domain.
 *
 * names: true: also reject names of elements and attributes that domain XML does not have, because
 * the expression would select nothing in any domain
 *
 * Returns NULL if the expression is valid, or an error message that the caller frees.
 */
char *vml_xpath_check(const char *xpath, bool names);

/*
 * Evaluator of expressions on one domain. The limit on libxml2's evaluation steps (WORK_LIMIT in
 * xpath.c) applies to the sum of all its expressions.
 */
typedef struct vml_xpath vml_xpath;

/*
 * Return a new evaluator. In expressions, <domain> is the root element, even if it is part of a
 * larger document. The caller frees the evaluator with vml_xpath_close().
 */
vml_xpath *vml_xpath_open(vml_context *ctx);

/* Free an evaluator; NULL is allowed. Selected elements remain valid. */
void vml_xpath_close(vml_xpath *xpath);

/*
 * Select the elements that match an expression.
 *
 * expression: relative to the <domain> element, or absolute ("/domain/...")
 * ret_n: set to the number of elements
 * ret_error: set to an error message in the arena, or NULL
 *
 * Returns an array in the arena; for a selected attribute, it contains the element of the
 * attribute. Returns NULL, with *ret_n 0, if nothing matches or after an error.
 */
xmlNode **vml_xpath_select(
	vml_xpath *xpath, const char *expression, size_t *ret_n, const char **ret_error);

#endif
