/* Moving an element to another parent: removes it and adds a copy. */
#include "buffer.h"
#include "context.h"

#include <string.h>

/*
 * Return true if the element contains only attributes, and either text or elements, and no
 * namespaces; the same applies to its descendants.
 */
static bool is_plain(const xmlNode *element)
{
	bool has_elements = false, has_text = false;

	if (element->ns || element->nsDef)
		return false;
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next)
		if (attr->ns)
			return false;
	for (const xmlNode *child = element->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE && is_plain(child))
			has_elements = true;
		else if (child->type == XML_TEXT_NODE)
			has_text |= !xmlIsBlankNode(child);
		else
			return false;
	}
	return !(has_elements && has_text);
}

static void put(vml_buffer *out, vml_context *ctx, const xmlNode *element)
{
	vml_buffer_puts(out, "<");
	vml_buffer_puts(out, (const char *)element->name);
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next) {
		const char *value = attr->children ? (const char *)attr->children->content : "";

		vml_buffer_puts(out, " ");
		vml_buffer_puts(out, (const char *)attr->name);
		vml_buffer_puts(out, "='");
		vml_buffer_puts(out, vml_in_quotes(ctx, value));
		vml_buffer_puts(out, "'");
	}
	vml_buffer_puts(out, element->children ? ">" : "/>");
	for (const xmlNode *child = element->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			put(out, ctx, child);
		else
			vml_buffer_puts(out, vml_in_quotes(ctx, (const char *)child->content));
	if (!element->children)
		return;
	vml_buffer_puts(out, "</");
	vml_buffer_puts(out, (const char *)element->name);
	vml_buffer_puts(out, ">");
}

void vml_fix_move(vml_finding *finding, const xmlNode *element, const xmlNode *parent)
{
	vml_buffer out = { 0 };

	/* no fix for other elements: vml_fix_add() supports neither comments nor mixed content */
	if (!is_plain(element))
		return;
	put(&out, finding->ctx, element);
	vml_buffer_add(&out, "", 1);
	vml_fix_add(finding, parent, NULL, out.bytes);
	vml_fix_remove(finding, element);
	vml_buffer_free(&out);
}
