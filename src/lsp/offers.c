/* Items of the grammar that may be added at a place, and their descriptions. */
#include "offers.h"

#include "text.h"
#include "values.h"

#include <vmlint/rule.h>

#include <stdlib.h>
#include <string.h>

const vml_grammar_item *vml_offer_find(const vml_grammar_item *items, const xmlNode *element,
	unsigned int what, const char *name, unsigned int ns)
{
	const char *uri = vml_grammar_uri(ns);
	xmlNs space = { .href = (const xmlChar *)uri };
	xmlNode child = {
		.type = XML_ELEMENT_NODE, .name = (const xmlChar *)name, .ns = uri ? &space : NULL
	};
	vml_grammar_match match = VML_GRAMMAR_UNKNOWN;
	const vml_grammar_item *item = what == VML_GRAMMAR_CHILD
		? vml_grammar_child(NULL, items, element, &child, &match)
		: vml_grammar_attribute(NULL, items, element, child.name, &match);

	return match == VML_GRAMMAR_HERE || match == VML_GRAMMAR_UNDECIDED ? item : NULL;
}

/* Return true if the element has the attribute or child already. */
static bool is_present(const xmlNode *element, const vml_grammar_item *item)
{
	const char *uri = vml_grammar_uri(item->ns);

	if (item->what == VML_GRAMMAR_ATTRIBUTE)
		return xmlHasProp(element, (const xmlChar *)item->name);
	for (const xmlNode *it = element->children; it; it = it->next)
		if (!strcmp((const char *)it->name, item->name) &&
			(uri ? it->ns && !strcmp((const char *)it->ns->href, uri) : !it->ns))
			return true;
	return false;
}

const vml_grammar_item *vml_offer_addable(const vml_grammar_item *items, const xmlNode *element,
	unsigned int what, const char *name, unsigned int ns, unsigned int release)
{
	const vml_grammar_item *item = vml_offer_find(items, element, what, name, ns);
	bool many = item && what == VML_GRAMMAR_CHILD && item->flags & VML_GRAMMAR_MANY;

	if (!item || (release && item->since > release) || (!many && is_present(element, item)))
		return NULL;
	return item;
}

/* Return true if the item is the first of its name; further items of this name are variants. */
static bool is_first(const vml_grammar_item *items, const vml_grammar_item *item)
{
	vml_grammar_iterator at;
	const vml_grammar_item *other;

	vml_grammar_begin(&at, items);
	while ((other = vml_grammar_next(&at, NULL)) && other != item)
		if (other->what == item->what && other->ns == item->ns &&
			!strcmp(other->name, item->name))
			return false;
	return true;
}

void vml_offer_each(const xmlNode *element, unsigned int what, unsigned int release,
	vml_offer *offer, void *data)
{
	const vml_grammar_item *context = vml_grammar_context(element), *item, *found;
	vml_grammar_iterator at;
	unsigned int order = 0;

	if (!context || vml_grammar_any(context->items))
		return;
	vml_grammar_begin(&at, context->items);
	while ((item = vml_grammar_next(&at, NULL))) {
		order++;
		if (item->what != what || !is_first(context->items, item))
			continue;
		found = vml_offer_addable(
			context->items, element, what, item->name, item->ns, release);
		if (found)
			offer(data, found, order);
	}
}

/* Write "since libvirt 9.5" to a stream. */
static void put_release(FILE *out, unsigned int since)
{
	fprintf(out, "since libvirt %u.%u", since / 1000, since % 1000);
}

static bool is_required(const vml_grammar_item *item)
{
	return item->flags & (VML_GRAMMAR_REQUIRED | VML_GRAMMAR_SCHEMA_REQUIRED);
}

char *vml_offer_detail(const vml_grammar_item *item, const char *filled_in)
{
	vml_text_stream stream;
	const char *comma = "";

	vml_text_open(&stream);
	if (is_required(item)) {
		fputs("required", stream.out);
		comma = ", ";
	}
	if (filled_in) {
		fprintf(stream.out, "%sdefault %s", comma, filled_in);
		comma = ", ";
	}
	if (item->flags & VML_GRAMMAR_OUTPUT) {
		fprintf(stream.out, "%swritten by libvirt", comma);
		comma = ", ";
	}
	if (item->since) {
		fputs(comma, stream.out);
		put_release(stream.out, item->since);
	}
	return vml_text_close(&stream);
}

static void put_words(FILE *out, const vml_grammar_word *words)
{
	fputs("\n\nValues: ", out);
	for (const vml_grammar_word *word = words; word->word; word++) {
		fprintf(out, "%s`%s`", word == words ? "" : ", ", word->word);
		if (word->since) {
			fputs(" (", out);
			put_release(out, word->since);
			fputc(')', out);
		}
		if (word->deprecated)
			fputs(" (deprecated)", out);
	}
}

char *vml_offer_markdown(const vml_grammar_item *item, const char *title, const char *filled_in)
{
	vml_text_stream stream;
	char *detail = vml_offer_detail(item, filled_in);

	vml_text_open(&stream);
	fputs(title, stream.out);
	if (*detail)
		fprintf(stream.out, "\n\n%s", detail);
	if (item->what != VML_GRAMMAR_CHILD && item->words)
		put_words(stream.out, item->words);
	if (item->what != VML_GRAMMAR_CHILD && item->kind != VML_VALUE_KEYWORDS)
		fprintf(stream.out, "\n\n%s %s",
			item->words ? "or" : "Value:", vml_value_form(item->kind));
	if (item->range && item->what != VML_GRAMMAR_CHILD)
		fprintf(stream.out, ", %lld to %lld", item->range->min, item->range->max);
	if (item->what == VML_GRAMMAR_CHILD && item->flags & VML_GRAMMAR_MANY)
		fputs("\n\nmay occur more than once", stream.out);
	free(detail);
	return vml_text_close(&stream);
}
