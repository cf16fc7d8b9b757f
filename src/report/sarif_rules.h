/* SARIF descriptions of rules. */
#ifndef VML_SARIF_RULES_H
#define VML_SARIF_RULES_H

#include <jansson.h>
#include <vmlint/audit.h>

/*
 * Return a new "tool" object, which the caller owns, that describes vmlint and `rules`, terminated
 * by NULL.
 */
json_t *vml_sarif_tool(const vml_rule *const *rules);

/* Return the SARIF level, a constant: "error", "warning" or "note". */
const char *vml_sarif_level(vml_severity severity);

#endif
