/* Completion: elements, attributes, values, end tags and snippets, from the grammar. */
#include "server.h"

#include "arena.h"
#include "jsonvalue.h"
#include "locate.h"
#include "offers.h"
#include "repaired.h"
#include "select.h"
#include "skeleton.h"
#include "snippets.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Values of the protocol's CompletionItemKind. */
enum { KIND_FIELD = 5, KIND_CLASS = 7, KIND_PROPERTY = 10, KIND_VALUE = 12, KIND_SNIPPET = 15 };

struct completion {
	vml_server *server;
	const vml_document *document;
	vml_place place;
	json_t *range; /* range of the text that an item replaces */
	json_t *items;
	char quote;	      /* quote for inserted values */
	unsigned int release; /* libvirt release whose items are offered; 0: the newest */
	/*
	 * "<" if inserted tags must begin with it, because the cursor is not after a '<'; else ""
	 */
	const char *open;
};

/* A completion item to offer. Its strings are copied; NULL: not set. */
struct offer {
	const char *label, *text;
	const char *detail; /* description, used if `item` is NULL */
	const char *filter; /* text that the client matches with what is typed; NULL: label */
	const vml_grammar_item *item;
	const char *filled_in; /* default value that libvirt fills in */
	int kind;
	unsigned int class, order; /* sort key in the list: first class, then order */
	bool snippet;		   /* `text` contains tab stops: $1, ${1:default} */
	bool deprecated;
};

static void add(struct completion *c, const struct offer *offer)
{
	char sort[32], *detail, *about;
	char *plain = offer->snippet && !c->server->client.snippets ? vml_snippet_plain(offer->text)
								    : NULL;
	json_t *item;

	snprintf(sort, sizeof(sort), "%u%04u", offer->class, offer->order);
	item = json_pack("{s:s,s:i,s:s,s:s,s:i,s:{s:O,s:s}}", "label", offer->label, "kind",
		offer->kind, "sortText", sort, "filterText",
		offer->filter ? offer->filter : offer->label, "insertTextFormat",
		offer->snippet && !plain ? 2 : 1, "textEdit", "range", c->range, "newText",
		plain ? plain : offer->text);
	free(plain);
	if (offer->detail)
		vml_json_put(item, "detail", json_string(offer->detail));
	if (offer->item) {
		detail = vml_offer_detail(offer->item, offer->filled_in);
		about = vml_offer_markdown(offer->item, offer->label, offer->filled_in);
		if (*detail)
			vml_json_put(item, "detail", vml_json_text(detail));
		vml_json_put(item, "documentation",
			json_pack("{s:s,s:s}", "kind", "markdown", "value", about));
		free(detail);
		free(about);
	}
	if (offer->deprecated && c->server->client.item_tags)
		vml_json_put(item, "tags", json_pack("[i]", VML_ITEM_DEPRECATED));
	else if (offer->deprecated && c->server->client.item_deprecated)
		vml_json_put(item, "deprecated", json_true());
	vml_json_append(c->items, item);
}

static bool is_required(const vml_grammar_item *item)
{
	return item->flags & (VML_GRAMMAR_REQUIRED | VML_GRAMMAR_SCHEMA_REQUIRED);
}

/* Return the sort class of an item: 0: required; 1: optional; 2: only in libvirt's output. */
static unsigned int class_of(const vml_grammar_item *item)
{
	return is_required(item) ? 0 : item->flags & VML_GRAMMAR_OUTPUT ? 2 : 1;
}

static void offer_attribute(void *data, const vml_grammar_item *item, unsigned int order)
{
	struct completion *c = data;
	char *text = c->place.complete ? vml_strdup(item->name)
				       : vml_asprintf("%s=%c$1%c", item->name, c->quote, c->quote);

	add(c,
		&(struct offer){ .label = item->name,
			.text = text,
			.item = item,
			.filled_in = vml_grammar_default(c->place.element, item->name),
			.kind = KIND_PROPERTY,
			.class = class_of(item),
			.order = order,
			.snippet = !c->place.complete });
	free(text);
}

static void offer_element(void *data, const vml_grammar_item *item, unsigned int order)
{
	struct completion *c = data;
	bool declare;
	const char *prefix = vml_prefix_for(&c->place, item->ns, &declare);
	vml_text_stream stream;
	char *text, *name, *filter;

	/*
	 * not offered: the tag is complete already, so the declaration of the prefix cannot be
	 * added
	 */
	if (declare && c->place.complete)
		return;
	name = vml_asprintf("%s%s%s", prefix, *prefix ? ":" : "", item->name);
	vml_text_open(&stream);
	fprintf(stream.out, "%s%s", c->open, name);
	if (declare)
		fprintf(stream.out, " xmlns:%s=%c%s%c", prefix, c->quote, vml_grammar_uri(item->ns),
			c->quote);
	if (!c->place.complete)
		vml_put_skeleton(stream.out, item->items, name, c->quote);
	text = vml_text_close(&stream);
	filter = vml_asprintf("%s%s", c->open, name);
	add(c,
		&(struct offer){ .label = name,
			.text = text,
			.filter = filter,
			.item = item,
			.kind = KIND_CLASS,
			.class = class_of(item),
			.order = order,
			.snippet = !c->place.complete });
	free(filter);
	free(text);
	free(name);
}

/*
 * Return a snippet with the line's indentation and the quotes that the document uses; freed by the
 * caller.
 */
static char *indented(const struct completion *c, const char *text)
{
	vml_buffer out = { 0 };
	size_t start = c->place.from, end;

	while (start > 0 && !strchr("\r\n", c->document->text.bytes[start - 1]))
		start--;
	for (end = start; end < c->place.from && strchr(" \t", c->document->text.bytes[end]);)
		end++;
	for (; *text; text++) {
		if (*text == '\t')
			vml_buffer_puts(&out, "  ");
		else
			vml_buffer_add(&out, *text == '\'' ? &c->quote : text, 1);
		/*
		 * add the line's indentation, unless the client supports snippets: it then indents
		 * the lines itself
		 */
		if (*text == '\n' && !c->server->client.snippets)
			vml_buffer_add(&out, c->document->text.bytes + start, end - start);
	}
	return out.bytes;
}

static void offer_snippets(struct completion *c)
{
	const xmlNode *element = c->place.element;
	const vml_grammar_item *context = vml_grammar_context(element);

	for (const vml_snippet *snippet = vml_snippets; context && snippet->name; snippet++) {
		const char *skip = *c->open ? "" : "<";
		char *text, *filter;

		if (strcmp((const char *)element->name, snippet->parent) ||
			!vml_offer_addable(context->items, element, VML_GRAMMAR_CHILD,
				snippet->name, VML_GRAMMAR_NO_NS, c->release))
			continue;
		text = indented(c, snippet->text + strlen(skip));
		filter = vml_asprintf("%s%s", c->open, snippet->name);
		add(c,
			&(struct offer){ .label = snippet->label,
				.text = text,
				.filter = filter,
				.kind = KIND_SNIPPET,
				.class = 3,
				.order = (unsigned int)(snippet - vml_snippets),
				.snippet = true });
		free(filter);
		free(text);
	}
}

/*
 * Offer the end tag of the element around the cursor. slash: text to insert before its name, "/" or
 * "".
 */
static void offer_end_tag(struct completion *c, const char *slash)
{
	char *name, *text, *filter;

	if (!c->place.element)
		return;
	name = vml_strndup(
		c->document->text.bytes + c->place.open, c->place.open_end - c->place.open);
	text = vml_asprintf("%s%s%s%s", c->open, slash, name, c->place.closed ? "" : ">");
	filter = vml_asprintf("%s%s%s", c->open, slash, name);
	add(c,
		&(struct offer){ .label = filter,
			.text = text,
			.kind = KIND_CLASS,
			.class = *slash ? 4 : 0 });
	free(filter);
	free(text);
	free(name);
}

/* Offer a value. filled_in: the default value that libvirt fills in, or NULL. */
static void offer_value(struct completion *c, const vml_grammar_word *word, const char *text,
	const char *filled_in, unsigned int order)
{
	const vml_grammar_item about = { .name = text, .since = word ? word->since : 0 };
	bool is_default = filled_in && !strcmp(text, filled_in);
	bool deprecated = word && word->deprecated;
	const char quote[2] = { c->quote, '\0' };
	char *whole = c->place.kind != VML_PLACE_VALUE || c->place.closed
		? vml_strdup(text)
		: vml_asprintf("%s%s%s", c->place.quote ? "" : quote, text, quote);

	add(c,
		&(struct offer){ .label = text,
			.text = whole,
			.item = about.since ? &about : NULL,
			.detail = is_default ? "default"
				: deprecated ? "deprecated"
					     : NULL,
			.kind = KIND_VALUE,
			.class = deprecated ? 2 : 1,
			.order = order,
			.deprecated = deprecated });
	free(whole);
}

/* Offer the valid values of an attribute or of the text of an element. */
static void offer_values(struct completion *c, const vml_grammar_item *item, const char *filled_in)
{
	static const char *const units[] = { "KiB", "MiB", "GiB", "TiB", "bytes", "KB", "MB", "GB",
		"TB" };
	unsigned int order = 0;

	for (const vml_grammar_word *word = item->words; word && word->word; word++)
		if (!c->release || word->since <= c->release)
			offer_value(c, word, word->word, filled_in, order++);
	if (item->kind == VML_VALUE_SIZE_UNIT)
		for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
			offer_value(c, NULL, units[i], filled_in, order++);
}

static void complete_value(struct completion *c)
{
	const vml_place *place = &c->place;
	const vml_grammar_item *context = vml_grammar_context(place->element), *item;
	char *name;

	if (!context || vml_grammar_any(context->items))
		return;
	name = vml_strndup(c->document->text.bytes + place->name, place->name_end - place->name);
	item = vml_offer_find(
		context->items, place->element, VML_GRAMMAR_ATTRIBUTE, name, VML_GRAMMAR_NO_NS);
	if (item)
		offer_values(c, item, vml_grammar_default(place->element, name));
	free(name);
}

static void complete_elements(struct completion *c)
{
	if (c->place.element) {
		vml_offer_each(c->place.element, VML_GRAMMAR_CHILD, c->release, offer_element, c);
		if (!c->place.complete)
			offer_snippets(c);
		if (!c->place.ended && !c->place.complete)
			offer_end_tag(c, "/");
	} else if (!c->place.complete || !xmlDocGetRootElement(c->place.tree)) {
		offer_element(c, &vml_grammar_domain, 0);
	}
}

static void complete_text(struct completion *c)
{
	const vml_grammar_item *context =
		c->place.element ? vml_grammar_context(c->place.element) : NULL;
	const vml_grammar_item *string = context && !vml_grammar_any(context->items)
		? vml_grammar_string(context->items, c->place.element)
		: NULL;

	if (string)
		offer_values(c, string, vml_grammar_default(c->place.element, NULL));
	if (c->place.from == c->place.to) {
		c->open = "<";
		complete_elements(c);
	}
}

static void complete(struct completion *c)
{
	switch (c->place.kind) {
	case VML_PLACE_NONE: break;
	case VML_PLACE_TEXT: complete_text(c); break;
	case VML_PLACE_ELEMENT: complete_elements(c); break;
	case VML_PLACE_END_TAG: offer_end_tag(c, ""); break;
	case VML_PLACE_ATTRIBUTE:
		vml_offer_each(
			c->place.element, VML_GRAMMAR_ATTRIBUTE, c->release, offer_attribute, c);
		break;
	case VML_PLACE_VALUE: complete_value(c); break;
	}
}

/*
 * Return the quote of the last attribute value in the 4096 bytes before an offset; the default
 * quote if there is none.
 */
static char quote_before(const vml_document *document, size_t at)
{
	const char *bytes = document->text.bytes;
	size_t limit = at > 4096 ? at - 4096 : 0;

	for (; at > limit + 1; at--)
		if (bytes[at - 2] == '=' && (bytes[at - 1] == '"' || bytes[at - 1] == '\''))
			return bytes[at - 1];
	return '\'';
}

/*
 * Return the name of the domain in which the cursor is, "" if unknown; borrowed from the document's
 * last audit.
 */
static const char *domain_of(const vml_document *document, size_t cursor)
{
	const vml_audited *audited = &document->audited;
	const char *name = "";

	for (size_t i = 0; !audited->rejected && i < audited->result.n_domains; i++) {
		const vml_facts *facts = audited->result.domains[i];
		const vml_span *span = vml_span_of(audited->doc, facts->domain);

		if (i == 0 || (span && vml_source_byte(audited->doc, span->start) <= cursor))
			name = facts->name;
	}
	return name;
}

/*
 * Return the libvirt release whose items are offered: the release of the target, else the oldest
 * release of the hosts; 0: the newest release.
 */
static unsigned int release_of(const vml_document *document, size_t cursor)
{
	const vml_selection *selection = vml_document_selection(document);
	const vml_target *target = vml_target_for(selection, domain_of(document, cursor));
	unsigned int oldest = 0;

	if (target)
		return target->libvirt;
	for (size_t i = 0; i < selection->n_hosts; i++) {
		unsigned int release = vml_host_target(selection->hosts[i]).libvirt;

		if (release && (!oldest || release < oldest))
			oldest = release;
	}
	return oldest;
}

json_t *vml_lsp_completion(vml_server *server, const json_t *params)
{
	vml_document *document = vml_server_document(server, params);
	vml_locator locator = { .document = document, .units = server->units };
	struct completion c = { .server = server, .document = document, .open = "" };
	vml_position position;
	size_t cursor;

	if (!document)
		return NULL;
	if (!vml_position_read(json_object_get(params, "position"), &position))
		return vml_server_fail(server, VML_RPC_INVALID_PARAMS, "invalid position");
	cursor = vml_document_offset(document, server->units, position);
	vml_place_find(document->text.bytes, document->text.len, cursor, &c.place);
	c.items = json_array();
	c.range = vml_range_of(&locator, c.place.from, c.place.to);
	c.quote = c.place.quote ? c.place.quote : quote_before(document, cursor);
	c.release = release_of(document, cursor);
	complete(&c);
	json_decref(c.range);
	vml_place_free(&c.place);
	return json_pack("{s:b,s:o}", "isIncomplete", 0, "items", c.items);
}
