/* Text of new elements that completion inserts. */
#include "skeleton.h"

#include <string.h>

/*
 * An element whose grammar has at least this many children usually has content, even if it also has
 * attributes. Children that only newer libvirt releases know are not counted.
 */
enum { CONTAINER_CHILDREN = 8 };

const char *vml_prefix_for(const vml_place *place, unsigned int ns, bool *ret_declare)
{
	static const char *const prefixes[VML_GRAMMAR_NS_COUNT] = { "", "qemu", "lxc", "xen",
		"bhyve", "vmware" };
	const char *uri = vml_grammar_uri(ns);
	const xmlNs *known = uri && place->element
		? xmlSearchNsByHref(place->tree, place->element, (const xmlChar *)uri)
		: NULL;

	*ret_declare = uri && !(known && known->prefix);
	return uri && !*ret_declare ? (const char *)known->prefix : prefixes[ns];
}

/* Return true if an element usually has content. */
static bool has_content(const vml_grammar_item *items)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;
	unsigned int children = 0;
	bool attributes = false;

	vml_grammar_begin(&at, items);
	while ((item = vml_grammar_next(&at, NULL))) {
		bool required = item->flags & (VML_GRAMMAR_REQUIRED | VML_GRAMMAR_SCHEMA_REQUIRED);

		if (item->what == VML_GRAMMAR_STRING || item->what == VML_GRAMMAR_ANY ||
			(item->what == VML_GRAMMAR_CHILD && !item->when && required))
			return true;
		children += item->what == VML_GRAMMAR_CHILD && !item->since;
		attributes = attributes || item->what == VML_GRAMMAR_ATTRIBUTE;
	}
	return children >= CONTAINER_CHILDREN || (children && !attributes);
}

void vml_put_skeleton(FILE *out, const vml_grammar_item *items, const char *name, char quote)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;
	unsigned int n = 0;

	vml_grammar_begin(&at, items);
	while ((item = vml_grammar_next(&at, NULL)))
		if (item->what == VML_GRAMMAR_ATTRIBUTE && !item->when &&
			item->flags & VML_GRAMMAR_REQUIRED)
			fprintf(out, " %s=%c$%u%c", item->name, quote, ++n, quote);
	if (has_content(items))
		fprintf(out, ">$0</%s>", name);
	else
		fputs("$0/>", out);
}
