/* XPath 1.0 on domains, at bounded cost. */
#ifndef VML_XPATH_H
#define VML_XPATH_H

#include "context.h"

#include <libxml/xpath.h>

/*
 * Judge an expression before any domain is at hand.
 *
 * Returns NULL, or what is wrong with it (owned by the caller).
 */
char *vml_xpath_trouble(const char *xpath);

/* The evaluation of expressions on one domain, at bounded cost for all of them together. */
typedef struct vml_xpath vml_xpath;

/* Make ready. Where the domain is part of a larger document, it is taken for the root. */
vml_xpath *vml_xpath_open(vml_context *ctx);

/* Release it; NULL is allowed. What it selected lives as long as the document. */
void vml_xpath_close(vml_xpath *xpath);

/*
 * What an expression selects.
 *
 * expression: relative to the <domain> element, or absolute ("/domain/...")
 * ret_n: how many
 *
 * Returns elements (of an attribute: the element that has it), in the arena; NULL with
 * *ret_n 0 where there is none. *ret_trouble: why it could not be evaluated, or NULL.
 */
xmlNode **vml_xpath_select(
	vml_xpath *xpath, const char *expression, size_t *ret_n, const char **ret_trouble);

#endif
