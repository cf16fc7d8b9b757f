/* Parser: builds a tree from untrusted XML with libxml2; one parser context for many documents. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "doc.h"

#include "charset.h"
#include "diagnose.h"
#include "input_limits.h"
#include "repaired.h"
#include "tree.h"
#include "xml_errors.h"

#include <libxml/parserInternals.h>

#include <stdlib.h>
#include <string.h>

/*
 * Total bytes of names after which the dictionary is replaced: at 10 MB libxml2 would reject
 * further documents. The names of libvirt's elements take 20 kB.
 */
enum { DICT_LIMIT = 1 << 18 };

/*
 * NOENT: the handlers get attribute values with references resolved. Only character references can
 * occur: a DOCTYPE, which could declare others, is rejected before. NODICT: nodes do not own the
 * dictionary. Names are still in it, but libxml2 then does not count its users, which would take a
 * process-wide lock; vml_parser.n_docs counts them instead.
 */
enum { PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NODICT };

struct vml_parser {
	vml_tree tree; /* must be the first member: the context's _private points to both structs */
	xmlParserCtxt *ctxt;
	vml_arena *arena; /* strings of the last fault */
	vml_arena *spare; /* arena of the last freed document, for the next document; or NULL */
	void *names;	  /* result of vml_doc_names(); freed with the context's dictionary */
	/* number of documents that are not freed yet: they use the context's dictionary */
	size_t n_docs;
	vml_slice slice; /* slice that is being parsed */
	vml_fault *fault;
	bool failed;
	bool wide; /* the slice was converted to UTF-8: ignore the encoding that it declares */
};

/* Return the encoding that the document has declared so far, or NULL. */
static const char *declared_encoding(const xmlParserCtxt *ctxt)
{
#if LIBXML_VERSION >= 21200
	return (const char *)ctxt->encoding;
#else
	return ctxt->input ? (const char *)ctxt->input->encoding : NULL;
#endif
}

/* Return the parser's offset in the slice. */
static size_t parser_offset(const xmlParserCtxt *ctxt)
{
	const vml_parser *parser = ctxt->_private;
	const xmlParserInput *in = ctxt->input;
	size_t offset;
	long raw = -1;

	if (!in)
		return 0;
#if LIBXML_VERSION < 21400
	raw = xmlByteConsumed((xmlParserCtxt *)(uintptr_t)ctxt);
#endif
	if (raw >= 0)
		return (size_t)raw;
	/*
	 * the sum is an offset in libxml2's own UTF-8 copy: convert it to one in the slice, unless
	 * the slice is UTF-8, too (`wide`)
	 */
	offset = (size_t)(in->cur - in->base) + (size_t)in->consumed;
	return parser->wide ? offset
			    : vml_length_of(declared_encoding(ctxt), parser->slice.bytes,
				      parser->slice.len, offset);
}

/* libxml2 2.12 added the const. */
#if LIBXML_VERSION >= 21200
static void on_error(void *data, const xmlError *error)
#else
static void on_error(void *data, xmlError *error)
#endif
{
	xmlParserCtxt *ctxt = data;
	vml_parser *parser = ctxt->_private;

	if (error->level != XML_ERR_FATAL || parser->failed)
		return;
	parser->failed = true;
	if (!parser->wide && declared_encoding(ctxt)) /* copied: libxml2 frees it */
		parser->slice.encoding = vml_arena_strdup(parser->arena, declared_encoding(ctxt));
	vml_diagnose(parser->arena, &parser->slice, error, parser_offset(ctxt), parser->fault);
	/* an error after the root element: in a stream, the text may be the next document */
	parser->fault->trailing = parser->tree.root && !parser->tree.open;
}

static void on_doctype(
	void *data, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	xmlParserCtxt *ctxt = data;
	vml_parser *parser = ctxt->_private;
	size_t byte = parser_offset(ctxt);

	(void)name;
	(void)public_id;
	(void)system_id;
	parser->failed = true;
	while (byte > 0 && parser->slice.bytes[byte - 1] != '<')
		byte--;
	vml_fault_at(&parser->slice, byte ? byte - 1 : 0, parser->fault);
	parser->fault->message = "DOCTYPE is not allowed: it can include other files and "
				 "expand without limit";
	parser->fault->hint = "remove the <!DOCTYPE ...> declaration: libvirt does not need it";
	xmlStopParser(ctxt);
}

static void on_element(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_namespaces, const xmlChar **namespaces, int n_attributes, int n_defaulted,
	const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = data;
	vml_parser *parser = ctxt->_private;

	if (n_namespaces && !parser->failed &&
		parser->tree.namespaces + (size_t)n_namespaces > VML_NAMESPACES_MAX) {
		parser->failed = true;
		vml_fault_at(&parser->slice, parser_offset(ctxt), parser->fault);
		parser->fault->message = "more than 1000 namespaces are in scope here";
		parser->fault->hint = "check the file: libvirt uses only a few";
		xmlStopParser(ctxt);
		return;
	}
	vml_tree_start(ctxt, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted,
		attributes);
}

/*
 * Return a new parser context. It has an error handler, because libxml2 would print errors
 * otherwise.
 */
static xmlParserCtxt *new_context(vml_parser *parser)
{
	xmlParserCtxt *ctxt = xmlNewParserCtxt();

	if (!ctxt)
		vml_out_of_memory();
	ctxt->_private = parser;
	vml_tree_handle(ctxt->sax);
	ctxt->sax->serror = on_error;
	ctxt->sax->internalSubset = on_doctype;
	ctxt->sax->startElementNs = on_element;
	return ctxt;
}

vml_parser *vml_parser_new(void)
{
	vml_parser *parser = vml_realloc(NULL, sizeof(*parser));

	*parser = (vml_parser){ .arena = vml_arena_new() };
	parser->ctxt = new_context(parser);
	return parser;
}

void vml_parser_free(vml_parser *parser)
{
	if (!parser)
		return;
	xmlFreeParserCtxt(parser->ctxt);
	free(parser->names);
	vml_arena_free(parser->arena);
	vml_arena_free(parser->spare);
	vml_buffer_free(&parser->tree.text);
	free(parser);
}

void *vml_doc_names(const vml_doc *doc, size_t size)
{
	vml_parser *parser = doc->parser;

	if (!parser->names) {
		/* calloc(): fresh pages are zero and need not be cleared */
		parser->names = calloc(1, size);
		if (!parser->names)
			vml_out_of_memory();
	}
	return parser->names;
}

/* Replace the context and its dictionary, if the dictionary is large and no document uses it. */
static void recycle(vml_parser *parser)
{
	if (parser->n_docs || xmlDictGetUsage(parser->ctxt->dict) < DICT_LIMIT)
		return;
	xmlFreeParserCtxt(parser->ctxt);
	free(parser->names);
	parser->names = NULL;
	parser->ctxt = new_context(parser);
}

/*
 * Return true if libxml2 can parse the slice without copying it. Such parsing ends at a NUL, and
 * treats the bytes as UTF-8, so the document must not declare another encoding.
 */
static bool readable_in_place(const vml_slice *slice)
{
	const char *end, *name;

	if (!slice->terminated || slice->len < 6 || slice->bytes[0] != '<')
		return false;
	if (memchr(slice->bytes, '\0', slice->len))
		return false; /* a NUL in the slice: libxml2 would end there and not report it */
	if (memcmp(slice->bytes, "<?xml", 5))
		return true;
	end = memmem(slice->bytes, slice->len, "?>", 2);
	name = end ? memmem(slice->bytes, (size_t)(end - slice->bytes), "encoding", 8) : NULL;
	return end &&
		(!name || memmem(name, (size_t)(end - name), "UTF-8", 5) ||
			memmem(name, (size_t)(end - name), "utf-8", 5));
}

/* Reject documents for which libxml2 would take minutes; return true if rejected. */
static bool refused(vml_parser *parser)
{
	const char *message = NULL, *hint = NULL;
	size_t byte;

	if (vml_crowded_tag(&parser->slice, &byte)) {
		message = "element with more than 1000 attributes";
		hint = "check the file: libvirt's elements have only a few";
	} else if (vml_hyphenated_comment(&parser->slice, &byte)) {
		message = "'--' in a comment: not allowed in XML";
		hint = "remove it, or close the comment with '-->'";
	}
	if (!message)
		return false;
	parser->failed = true;
	vml_fault_at(&parser->slice, byte, parser->fault);
	parser->fault->message = message;
	parser->fault->hint = hint;
	return true;
}

/*
 * Reject a document with text after a NUL: libxml2 ends at the NUL without an error. In a stream,
 * the text may be the next document: fault->trailing is set.
 */
static void refuse_hidden_text(vml_parser *parser)
{
	size_t byte;

	if (parser->failed || !vml_hidden_text(&parser->slice, &byte))
		return;
	parser->failed = true;
	vml_fault_at(&parser->slice, byte, parser->fault);
	parser->fault->message = "NUL byte followed by more text";
	parser->fault->hint = "the file is damaged: run 'virsh dumpxml' again";
	parser->fault->trailing = true;
}

static xmlDoc *read_tree(xmlParserCtxt *ctxt, const vml_slice *slice, bool wide)
{
	if (!wide && readable_in_place(slice))
		return xmlCtxtReadDoc(ctxt, BAD_CAST slice->bytes, NULL, NULL, PARSE_OPTIONS);
	return xmlCtxtReadMemory(
		ctxt, slice->bytes, (int)slice->len, NULL, wide ? "UTF-8" : NULL, PARSE_OPTIONS);
}

/* Allocate a document in the spare arena, or in a new arena if there is none. */
static vml_doc *new_doc(vml_parser *parser)
{
	vml_arena *arena = parser->spare ? parser->spare : vml_arena_new();
	vml_doc *doc = vml_arena_alloc(arena, sizeof(*doc));

	parser->spare = NULL;
	doc->arena = arena;
	doc->parser = parser;
	return doc;
}

/* Complete a document: attach the tree, whose nodes are in its arena. wide: see vml_parser. */
static void adopt(vml_doc *doc, xmlDoc *tree, bool wide)
{
	vml_parser *parser = doc->parser;

	parser->n_docs++;
	doc->tree = tree;
	tree->_private = doc;
	doc->slice = parser->slice;
	doc->slice.encoding = wide ? NULL : (const char *)tree->encoding;
	doc->transcoded = wide;
	doc->addressed = parser->tree.addressed;
	if (wide)
		doc->slice.bytes = vml_arena_strndup(doc->arena, doc->slice.bytes, doc->slice.len);
	vml_tree_finish(&parser->tree, tree);
	/*
	 * false if libxml2 converted the document to UTF-8: the parser's offsets are then not those
	 * of the slice. A wide document was converted before parsing: its slice is in UTF-8
	 */
	doc->placed = parser->tree.placed &&
		(wide || !tree->encoding || !xmlStrcasecmp(tree->encoding, BAD_CAST "UTF-8"));
}

static int parse(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault)
{
	const char *text;
	xmlDoc *tree = NULL;
	vml_doc *doc;

	*ret = NULL;
	*fault = (vml_fault){ 0 };
	vml_arena_reset(parser->arena);
	recycle(parser);
	parser->slice = *slice;
	parser->fault = fault;
	parser->failed = false;
	parser->slice.encoding = NULL;
	text = vml_wide_text(parser->arena, slice->bytes, slice->len, &parser->slice.len);
	parser->wide = text;
	if (text)
		parser->slice.bytes = text;
	if (parser->slice.len > INT32_MAX) {
		vml_fault_at(slice, 0, fault);
		fault->message = "document is larger than 2 GiB";
		return -1;
	}
	if (refused(parser))
		return -1;
	doc = new_doc(parser);
	vml_tree_begin(&parser->tree, doc->arena, &parser->slice);
	tree = read_tree(parser->ctxt, &parser->slice, parser->wide);
	if (tree)
		refuse_hidden_text(parser);
	if (tree && !parser->failed) {
		adopt(doc, tree, parser->wide);
		*ret = doc;
		return 0;
	}
	if (!parser->failed) {
		vml_fault_at(&parser->slice, 0, fault);
		fault->message = "not readable as XML";
	}
	xmlFreeDoc(tree);
	vml_doc_free(doc);
	return -1;
}

int vml_doc_parse(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault)
{
	/* mutes libxml2's converter, which reports bytes that are not in the declared encoding */
	vml_xml_errors before = vml_xml_errors_mute();
	int status = parse(parser, slice, ret, fault);

	vml_xml_errors_restore(&before);
	return status;
}

void vml_doc_free(vml_doc *doc)
{
	vml_parser *parser;
	vml_arena *arena;

	if (!doc)
		return;
	vml_doc_free(doc->other);
	parser = doc->parser;
	arena = doc->arena;
	vml_repaired_free(doc->repaired);
	if (doc->tree) {
		vml_tree_detach(doc->tree);
		xmlFreeDoc(doc->tree);
		parser->n_docs--;
	}
	if (parser->spare) {
		vml_arena_free(arena);
		return;
	}
	vml_arena_reset(arena);
	parser->spare = arena;
}
