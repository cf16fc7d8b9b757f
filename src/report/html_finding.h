/* One finding of the HTML report: a row of its table. */
#ifndef VML_HTML_FINDING_H
#define VML_HTML_FINDING_H

#include "report.h"

/*
 * Write a finding as a row with the cells severity, host, domain, finding, location and rule.
 * Excerpt, fix and command are in a <details> element of the finding's cell.
 *
 * host: host of a live input, or NULL; ignored if the finding names hosts
 */
void vml_html_finding(
	FILE *out, const vml_input *input, const vml_finding *finding, const char *host);

/* Return the domain's name for the report: never empty. */
const char *vml_html_domain(const vml_facts *facts);

#endif
