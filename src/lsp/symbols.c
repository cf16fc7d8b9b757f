/* Document symbols: domains and their devices, with the names that messages use. */
#include "server.h"

#include "context.h"
#include "jsonvalue.h"
#include "repaired.h"

#include <string.h>

/* Values of the protocol's SymbolKind. */
enum { SYMBOL_MODULE = 2, SYMBOL_PROPERTY = 7, SYMBOL_OBJECT = 19 };

struct symbols {
	vml_server *server;
	vml_document *document;
	vml_context ctx; /* needed to get the names of devices */
	vml_locator locator;
};

/* Return a new symbol for an element; NULL if its location in the source is unknown. */
static json_t *symbol_of(struct symbols *s, const xmlNode *node, const char *name, int kind)
{
	vml_doc *doc = s->ctx.doc;
	const vml_span *span = vml_span_of(doc, node);
	json_t *range, *whole;

	if (!span || doc->transcoded)
		return NULL;
	range = vml_range_of(&s->locator, vml_source_byte(doc, span->start),
		vml_source_byte(doc, span->tag_end));
	whole = vml_range_of(
		&s->locator, vml_source_byte(doc, span->start), vml_source_byte(doc, span->end));
	if (s->server->client.nested_symbols)
		return json_pack("{s:o,s:i,s:o,s:o}", "name",
			vml_json_safe(*name ? name : (const char *)node->name), "kind", kind,
			"range", whole, "selectionRange", range);
	json_decref(range);
	return json_pack("{s:o,s:i,s:{s:s,s:o}}", "name",
		vml_json_safe(*name ? name : (const char *)node->name), "kind", kind, "location",
		"uri", s->document->uri, "range", whole);
}

/* Append symbols for the children of an element to a list. */
static void add_children(struct symbols *s, const xmlNode *parent, bool devices, json_t *list)
{
	for (const xmlNode *it = vml_first(parent); it; it = vml_sibling(it)) {
		const char *name = devices ? vml_device_name(&s->ctx, it) : (const char *)it->name;
		json_t *symbol = symbol_of(s, it, name, devices ? SYMBOL_OBJECT : SYMBOL_PROPERTY);
		json_t *children;

		if (!symbol)
			continue;
		vml_json_append(list, symbol);
		if (devices || !vml_named(it, "devices"))
			continue;
		if (!s->server->client.nested_symbols) {
			add_children(s, it, true, list);
			continue;
		}
		children = json_array();
		add_children(s, it, true, children);
		vml_json_put(symbol, "children", children);
	}
}

json_t *vml_lsp_symbols(vml_server *server, const json_t *params)
{
	vml_document *document = vml_server_document(server, params);
	const vml_audited *audited;
	json_t *list;

	if (!document)
		return NULL;
	audited = vml_document_audit(document);
	list = json_array();
	for (size_t i = 0; !audited->rejected && i < audited->result.n_domains; i++) {
		const vml_facts *facts = audited->result.domains[i];
		struct symbols s = { .server = server,
			.document = document,
			.ctx = { .doc = audited->doc, .facts = *facts },
			.locator = { .document = document, .units = server->units } };
		json_t *domain = symbol_of(&s, facts->domain, facts->name, SYMBOL_MODULE),
		       *children;

		if (!domain)
			continue;
		vml_json_append(list, domain);
		children = server->client.nested_symbols ? json_array() : json_incref(list);
		add_children(&s, facts->domain, false, children);
		if (server->client.nested_symbols)
			vml_json_put(domain, "children", children);
		else
			json_decref(children);
	}
	return list;
}
