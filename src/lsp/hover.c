/* Hover: description of a name or value from the grammar, and the findings there. */
#include "server.h"

#include "arena.h"
#include "escape.h"
#include "jsonvalue.h"
#include "locate.h"
#include "offers.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { FINDINGS_MAX = 8 };

static char *word_at(const vml_document *document, size_t from, size_t to)
{
	return vml_strndup(document->text.bytes + from, to - from);
}

/*
 * Return the grammar item of the element whose name is at a place; NULL if unknown. name: this
 * name, with its prefix
 */
static const vml_grammar_item *element_at(const vml_place *place, const char *name)
{
	const vml_grammar_item *context =
		place->element ? vml_grammar_context(place->element) : NULL;
	const char *colon = strchr(name, ':');

	if (!place->element)
		return strcmp(name, vml_grammar_domain.name) ? NULL : &vml_grammar_domain;
	if (!context || vml_grammar_any(context->items))
		return NULL;
	for (unsigned int ns = 0; ns < VML_GRAMMAR_NS_COUNT; ns++) {
		const vml_grammar_item *item = vml_offer_find(context->items, place->element,
			VML_GRAMMAR_CHILD, colon ? colon + 1 : name, ns);

		if (item && !colon == !ns)
			return item;
	}
	return NULL;
}

/* Write the grammar's description of the name or value at a place. */
static void put_grammar(FILE *out, const vml_document *document, const vml_place *place)
{
	bool in_value = place->kind == VML_PLACE_VALUE;
	size_t from = in_value ? place->name : place->from;
	size_t to = in_value ? place->name_end : place->to;
	const vml_grammar_item *item = NULL, *context;
	const char *filled_in = NULL;
	char *name, *title, *about;

	if (place->kind == VML_PLACE_NONE || place->kind == VML_PLACE_TEXT || to <= from)
		return;
	name = word_at(document, from, to);
	if (place->kind == VML_PLACE_ELEMENT) {
		item = element_at(place, name);
		title = vml_asprintf("**`<%s>`**", name);
	} else if (place->kind == VML_PLACE_END_TAG) {
		item = vml_grammar_context(place->element);
		title = vml_asprintf("**`<%s>`**", name);
	} else {
		context = vml_grammar_context(place->element);
		if (context && !vml_grammar_any(context->items))
			item = vml_offer_find(context->items, place->element, VML_GRAMMAR_ATTRIBUTE,
				name, VML_GRAMMAR_NO_NS);
		filled_in = vml_grammar_default(place->element, name);
		title = vml_asprintf("**`%s`** of `<%s>`", name, place->element->name);
	}
	if (item) {
		about = vml_offer_markdown(item, title, filled_in);
		fputs(about, out);
		free(about);
	}
	free(title);
	free(name);
}

/* Write the findings whose range contains an offset. */
static void put_findings(FILE *out, const vml_audited *audited, size_t at)
{
	unsigned int n = 0;

	for (size_t i = 0; i < audited->n_findings && n < FINDINGS_MAX; i++) {
		const vml_finding *finding = audited->findings[i];
		const vml_rule *rule = finding->rule;
		char *message;

		if (at < finding->range.start.byte || at > finding->range.end.byte)
			continue;
		message = vml_safe_text(finding->message);
		fprintf(out, "%s**%s** [%s](%s): %s\n\n%s\n\n*Fix:* %s",
			n || ftell(out) ? "\n\n---\n\n" : "", vml_severity_name(finding->severity),
			rule->id, rule->url, message, rule->why, finding->remedy);
		free(message);
		n++;
	}
}

json_t *vml_lsp_hover(vml_server *server, const json_t *params)
{
	vml_document *document = vml_server_document(server, params);
	vml_locator locator = { .document = document, .units = server->units };
	vml_text_stream stream;
	vml_position position;
	vml_place place;
	size_t cursor, to;
	char *text;
	json_t *ret;

	if (!document)
		return NULL;
	if (!vml_position_read(json_object_get(params, "position"), &position))
		return vml_server_fail(server, VML_RPC_INVALID_PARAMS, "invalid position");
	cursor = vml_document_offset(document, server->units, position);
	vml_place_find(document->text.bytes, document->text.len, cursor, &place);
	vml_text_open(&stream);
	put_grammar(stream.out, document, &place);
	put_findings(stream.out, vml_document_audit(document), cursor);
	text = vml_text_close(&stream);
	to = place.to > place.from ? place.to : cursor;
	ret = *text
		? json_pack("{s:{s:s,s:o},s:o}", "contents", "kind",
			  server->client.markdown ? "markdown" : "plaintext", "value",
			  vml_json_text(text), "range",
			  vml_range_of(&locator, place.to > place.from ? place.from : cursor, to))
		: json_null();
	free(text);
	vml_place_free(&place);
	return ret;
}
