/* Findings on values that are placeholders of a template. */
#ifndef VML_TEMPLATES_H
#define VML_TEMPLATES_H

#include <vmlint/audit.h>

/*
 * Remove the findings on placeholders, such as ${NAME}, except those of rule xml-template: nothing
 * is known about a value that is not filled in yet. Call it after all rules have run on the domain.
 */
void vml_drop_placeholders(vml_context *ctx);

#endif
