/* Findings on values that are placeholders of a template. */
#include "templates.h"

#include "context.h"

#include <string.h>

static bool is_on_placeholder(vml_context *ctx, const vml_finding *finding)
{
	const xmlNode *node = finding->node;

	if (finding->attr)
		return finding->attr->children && finding->attr->children->content &&
			vml_is_placeholder((const char *)finding->attr->children->content);
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (attr->children && attr->children->content &&
			vml_is_placeholder((const char *)attr->children->content))
			return true;
	return !vml_first(node) && vml_is_placeholder(vml_text(ctx, node));
}

void vml_drop_placeholders(vml_context *ctx)
{
	vml_finding **link = &ctx->findings;

	if (!ctx->findings || !vml_may_have_placeholders(ctx))
		return;
	while (*link) {
		if (strcmp((*link)->rule->id, "xml-template") != 0 &&
			is_on_placeholder(ctx, *link)) {
			*link = (*link)->next;
			ctx->n_findings--;
		} else {
			link = &(*link)->next;
		}
	}
	ctx->last = link;
}
