/* One finding of the HTML report: a row of its table. */
#ifndef VML_HTML_FINDING_H
#define VML_HTML_FINDING_H

#include "report.h"

/*
 * Write a finding as a table row: severity, host, domain, finding, location and rule. The cell of
 * the finding has its excerpt, fix and command in a <details> element.
 *
 * host: host of a live input, or NULL; ignored if finding->hosts is set
 */
void vml_html_finding(
	FILE *out, const vml_input *input, const vml_finding *finding, const char *host);

/*
 * Return the domain's name as the report prints it; never empty. It is a constant, or belongs to
 * `facts`.
 */
const char *vml_html_domain(const vml_facts *facts);

#endif
