/* A site's own rules: XPath 1.0 on the domain, no code. */
#ifndef VML_SITE_H
#define VML_SITE_H

#include "xpath.h"

#include <vmlint/vmlint.h>

typedef struct vml_site {
	vml_rule rule; /* its row of the table, without a check */
	char *xpath;
} vml_site;

/* Make a rule of it; a finding for each element that the XPath selects. */
vml_site *vml_site_new(const vml_site_rule *rule);
void vml_site_free(vml_site *site);
void vml_site_check(vml_run *run, vml_xpath *xpath, const vml_site *site);

#endif
