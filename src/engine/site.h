/* A site's own rules: XPath 1.0 on the domain, no code. */
#ifndef VML_SITE_H
#define VML_SITE_H

#include "run.h"

#include <libxml/xpath.h>
#include <vmlint/vmlint.h>

typedef struct vml_site {
	vml_rule rule; /* its row of the table, without a check */
	char *xpath;
} vml_site;

/*
 * Judge an expression before any domain is at hand.
 *
 * Returns NULL, or what is wrong with it (owned by the caller).
 */
char *vml_xpath_trouble(const char *xpath);

/* The evaluation of expressions on one domain, at bounded cost for all of them together. */
typedef struct vml_xpath vml_xpath;

/* Make ready. Where the domain is part of a larger document, it is taken for the root. */
vml_xpath *vml_xpath_open(vml_run *run);

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

/* Make a rule of it; a finding for each element that the XPath selects. */
vml_site *vml_site_new(const vml_site_rule *rule);
void vml_site_free(vml_site *site);
void vml_site_check(vml_run *run, vml_xpath *xpath, const vml_site *site);

#endif
