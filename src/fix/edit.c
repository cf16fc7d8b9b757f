/* Recording of fixes as operations on the tree. */
#include "context.h"
#include "render.h"

static void record(vml_finding *finding, vml_op op)
{
	vml_op *kept = vml_arena_alloc(finding->ctx->doc->arena, sizeof(*kept));

	*kept = op;
	*finding->last_op = kept;
	finding->last_op = &kept->next;
}

static const char *keep(const vml_finding *finding, const char *text)
{
	return vml_arena_strdup(finding->ctx->doc->arena, text);
}

void vml_fix_set(vml_finding *finding, const xmlNode *element, const char *attr, const char *value)
{
	record(finding,
		(vml_op){ .kind = VML_OP_SET,
			.node = element,
			.name = keep(finding, attr),
			.text = keep(finding, value) });
}

void vml_fix_unset(vml_finding *finding, const xmlNode *element, const char *attr)
{
	record(finding,
		(vml_op){ .kind = VML_OP_UNSET, .node = element, .name = keep(finding, attr) });
}

void vml_fix_text(vml_finding *finding, const xmlNode *element, const char *text)
{
	record(finding,
		(vml_op){ .kind = VML_OP_TEXT, .node = element, .text = keep(finding, text) });
}

void vml_fix_add(vml_finding *finding, const xmlNode *parent, const xmlNode *after, const char *xml)
{
	record(finding,
		(vml_op){ .kind = VML_OP_ADD,
			.node = parent,
			.after = after,
			.text = keep(finding, xml) });
}

void vml_fix_remove(vml_finding *finding, const xmlNode *element)
{
	if (element)
		record(finding, (vml_op){ .kind = VML_OP_REMOVE, .node = element });
}

void vml_fix_rename(
	vml_finding *finding, const xmlNode *element, const char *attr, const char *name)
{
	record(finding,
		(vml_op){ .kind = VML_OP_RENAME,
			.node = element,
			.name = attr ? keep(finding, attr) : NULL,
			.text = keep(finding, name) });
}

const xmlNode *vml_op_place(const vml_op *op)
{
	const xmlNode *place = op->after;

	if (vml_named(op->node, "domain") || vml_named(op->node, "inactiveDomain"))
		place = vml_place_in_domain(op->node, op->text);
	return place ? place : xmlLastElementChild((xmlNode *)(uintptr_t)op->node);
}
