/* The rules as SARIF describes them. */
#ifndef VML_SARIF_RULES_H
#define VML_SARIF_RULES_H

#include <jansson.h>
#include <vmlint/vmlint.h>

/* The tool with its rules, in the order of the list, which ends with NULL. */
json_t *vml_sarif_tool(const vml_rule *const *rules);

/* "error", "warning" or "note". */
const char *vml_sarif_level(vml_severity severity);

#endif
