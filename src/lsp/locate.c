/* Location of the cursor in XML that is being typed. */
#include "locate.h"

#include "arena.h"
#include "scan.h"
#include "tags.h"

#include <stdlib.h>
#include <string.h>

/*
 * Limits on the depth of elements, and on the number of different children of an element: elements
 * beyond these limits are ignored. libvirt's XML has fewer than 16 levels.
 */
enum { DEPTH_MAX = 256, CHILDREN_MAX = 512 };

struct locator {
	const char *bytes;
	size_t len, cursor;
	vml_tag open[DEPTH_MAX]; /* start tags around the cursor */
	size_t depth;
	/* the tag that contains the cursor; its kind is VML_TAG_NONE if there is none */
	vml_tag at;
};

/* Return true if the names of two tags are equal. */
static bool same_name(const char *bytes, const vml_tag *a, const vml_tag *b)
{
	size_t len = a->name_end - a->name;

	return b->name_end - b->name == len && !memcmp(bytes + a->name, bytes + b->name, len);
}

/* Handle an end tag: close the innermost open element with its name, and those inside of it. */
static void leave(struct locator *l, const vml_tag *end)
{
	for (size_t i = l->depth; i > 0; i--)
		if (same_name(l->bytes, &l->open[i - 1], end)) {
			l->depth = i - 1;
			return;
		}
}

/* Scan the tags before the cursor, up to the one that contains it. */
static void scan(struct locator *l)
{
	size_t pos = 0;
	vml_tag tag;

	while (vml_next_tag(l->bytes, l->len, &pos, &tag) && tag.start < l->cursor) {
		if (l->cursor < tag.end ||
			(l->cursor == tag.end && !tag.closed && tag.kind != VML_TAG_OTHER)) {
			l->at = tag;
			return;
		}
		if (tag.kind == VML_TAG_END)
			leave(l, &tag);
		else if (tag.kind == VML_TAG_START && !tag.empty && l->depth < DEPTH_MAX &&
			tag.name_end > tag.name)
			l->open[l->depth++] = tag;
	}
}

static char *text_of(const struct locator *l, size_t start, size_t end)
{
	return vml_strndup(l->bytes + start, end - start);
}

/* Return the declaration of a prefix in an element or its ancestors; NULL if there is none. */
static xmlNs *namespace_of(const xmlNode *node, const char *prefix)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		for (xmlNs *ns = node->nsDef; ns; ns = ns->next)
			if (ns->prefix && !strcmp((const char *)ns->prefix, prefix))
				return ns;
	return NULL;
}

/* Set the namespace of an element whose name has a prefix. */
static void resolve(xmlNode *node)
{
	char *name = vml_strdup((const char *)node->name), *colon = strchr(name, ':');

	if (colon) {
		*colon = '\0';
		node->ns = namespace_of(node, name);
		if (!node->ns)
			node->ns = xmlNewNs(node, BAD_CAST "unknown", BAD_CAST name);
		xmlNodeSetName(node, BAD_CAST(colon + 1));
	}
	free(name);
}

/* Add the attributes of a tag to a node, except the one at the cursor. */
static void add_attributes(const struct locator *l, xmlNode *node, const vml_tag *tag)
{
	size_t pos = tag->name_end;
	vml_typed_attr attr;

	while (vml_next_attr(l->bytes, tag, &pos, &attr)) {
		char *name = text_of(l, attr.name, attr.name_end);
		char *value = text_of(l, attr.value, attr.value_end);

		if (!strncmp(name, "xmlns:", 6))
			xmlNewNs(node, BAD_CAST value, BAD_CAST(name + 6));
		else if (!strchr(name, ':') && !(l->cursor >= attr.name && l->cursor <= attr.end) &&
			!xmlHasProp(node, BAD_CAST name))
			xmlNewProp(node, BAD_CAST name, BAD_CAST value);
		free(name);
		free(value);
	}
}

static xmlNode *add_element(
	const struct locator *l, xmlDoc *tree, xmlNode *parent, const vml_tag *tag)
{
	char *name = text_of(l, tag->name, tag->name_end);
	xmlNode *node = xmlNewDocNode(tree, NULL, BAD_CAST name, NULL);

	if (parent)
		xmlAddChild(parent, node);
	else
		xmlDocSetRootElement(tree, node);
	add_attributes(l, node, tag);
	resolve(node);
	free(name);
	return node;
}

/*
 * Add one child to place->element for each different name among its children in the text. Set
 * place->ended to true if the text contains its end tag.
 */
static void add_children(const struct locator *l, vml_place *place, const vml_tag *parent)
{
	size_t pos = parent->end, depth = 0, n = 0;
	vml_tag tag;

	while (vml_next_tag(l->bytes, l->len, &pos, &tag)) {
		if (tag.start == l->at.start && l->at.kind != VML_TAG_NONE)
			continue;
		if (tag.kind == VML_TAG_END && depth-- == 0) {
			place->ended = same_name(l->bytes, parent, &tag);
			return;
		}
		if (tag.kind != VML_TAG_START)
			continue;
		if (depth == 0 && n < CHILDREN_MAX) {
			bool known = false;

			for (xmlNode *c = place->element->children; c && !known; c = c->next)
				known = vml_bytes_are(
					l->bytes, tag.name, tag.name_end, (const char *)c->name);
			if (!known) {
				add_element(l, place->tree, place->element, &tag);
				n++;
			}
		}
		depth += !tag.empty;
	}
}

/* Set the place to the text around the cursor, without surrounding whitespace. */
static void find_text(const struct locator *l, vml_place *place)
{
	size_t from = l->cursor, to = l->cursor;

	while (from > 0 && l->bytes[from - 1] != '>' && l->bytes[from - 1] != '<' &&
		l->cursor - from < 4096)
		from--;
	while (to < l->len && l->bytes[to] != '<' && to - l->cursor < 4096)
		to++;
	while (from < l->cursor && vml_is_blank(l->bytes[from]))
		from++;
	while (to > l->cursor && vml_is_blank(l->bytes[to - 1]))
		to--;
	place->kind = VML_PLACE_TEXT;
	place->from = from;
	place->to = to;
}

/*
 * Return true if more text follows on the line, such as attributes or the end of the tag: then
 * completion inserts only the name.
 */
static bool has_rest(const struct locator *l, size_t at)
{
	while (at < l->len && (l->bytes[at] == ' ' || l->bytes[at] == '\t'))
		at++;
	return at < l->len && !strchr("<\r\n", l->bytes[at]);
}

static void find_in_start_tag(const struct locator *l, vml_place *place)
{
	const vml_tag *tag = &l->at;
	size_t pos = tag->name_end;
	vml_typed_attr attr;

	while (vml_next_attr(l->bytes, tag, &pos, &attr) && attr.name <= l->cursor) {
		if (l->cursor > attr.end)
			continue;
		place->name = attr.name;
		place->name_end = attr.name_end;
		if (l->cursor <= attr.name_end) {
			place->kind = VML_PLACE_ATTRIBUTE;
			place->from = attr.name;
			place->to = attr.name_end;
			place->complete = attr.has_equals;
		} else if (l->cursor >= attr.value && l->cursor <= attr.value_end) {
			place->kind = VML_PLACE_VALUE;
			place->from = attr.value;
			place->to = attr.value_end;
			place->quote = attr.quote;
			place->closed = attr.closed;
		}
		return;
	}
	if (l->cursor > tag->name_end && vml_is_blank(l->bytes[l->cursor - 1])) {
		place->kind = VML_PLACE_ATTRIBUTE;
		place->from = place->to = l->cursor;
	}
}

static void find_in_tag(const struct locator *l, vml_place *place)
{
	const vml_tag *tag = &l->at;

	if (tag->kind == VML_TAG_OTHER || l->cursor < tag->name)
		return;
	if (l->cursor <= tag->name_end) {
		place->kind = tag->kind == VML_TAG_END ? VML_PLACE_END_TAG : VML_PLACE_ELEMENT;
		place->from = tag->name;
		place->to = tag->name_end;
		place->complete = has_rest(l, tag->name_end);
		place->closed = tag->closed;
	} else if (tag->kind == VML_TAG_START) {
		find_in_start_tag(l, place);
	}
}

void vml_place_find(const char *bytes, size_t len, size_t cursor, vml_place *ret)
{
	struct locator *l = vml_realloc(NULL, sizeof(*l));

	*l = (struct locator){ .bytes = bytes, .len = len, .cursor = cursor < len ? cursor : len };
	*ret = (vml_place){ .tree = xmlNewDoc(BAD_CAST "1.0") };
	scan(l);
	if (l->at.kind == VML_TAG_NONE)
		find_text(l, ret);
	else
		find_in_tag(l, ret);
	for (size_t i = 0; i < l->depth; i++)
		ret->element = add_element(l, ret->tree, ret->element, &l->open[i]);
	if (l->depth) {
		ret->open = l->open[l->depth - 1].name;
		ret->open_end = l->open[l->depth - 1].name_end;
	}
	if (ret->kind == VML_PLACE_ATTRIBUTE || ret->kind == VML_PLACE_VALUE)
		ret->element = add_element(l, ret->tree, ret->element, &l->at);
	else if (ret->element)
		add_children(l, ret, &l->open[l->depth - 1]);
	free(l);
}

void vml_place_free(vml_place *place)
{
	xmlFreeDoc(place->tree);
	*place = (vml_place){ 0 };
}
