/* Bytes to tree: untrusted XML into libxml2, one parser context for many documents. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "doc.h"

#include "charset.h"
#include "diagnose.h"
#include "input_limits.h"
#include "tree.h"
#include "xml_errors.h"

#include <libxml/parserInternals.h>

#include <stdlib.h>
#include <string.h>

/*
 * The bytes of names beyond which a dictionary is thrown away: libxml2 has a limit of its
 * own, 10 MB, and refuses what comes then. libvirt's own names take 20 kB.
 */
enum { DICT_LIMIT = 1 << 18 };

/*
 * NOENT: references in attribute values come resolved to the handlers. There are none but
 * those to characters, for a DOCTYPE is refused before it can declare any other.
 * NODICT: names come from the dictionary all the same, but libxml2 does not count for each
 * document that it uses it, under a lock of the whole process: see n_docs.
 */
enum { PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NODICT };

struct vml_parser {
	vml_tree tree; /* the first member: the context's _private is both */
	xmlParserCtxt *ctxt;
	vml_arena *arena; /* of the last fault */
	vml_arena *spare; /* of the last document: the next one takes it over */
	void *names;	  /* vml_doc_names(); as old as the context's dictionary */
	size_t n_docs;	  /* not released yet: their names are in the context's dictionary */
	vml_slice slice;  /* under parse */
	vml_fault *fault;
	bool failed;
	bool wide; /* slice is UTF-8 by now, whatever it declares */
};

/* The encoding that the document has declared up to here, or NULL. */
static const char *declared_encoding(const xmlParserCtxt *ctxt)
{
#if LIBXML_VERSION >= 21200
	return (const char *)ctxt->encoding;
#else
	return ctxt->input ? (const char *)ctxt->input->encoding : NULL;
#endif
}

/* Where the parser stands in the slice. */
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
	/* libxml2 counts the bytes of the UTF-8 that it makes of other encodings */
	offset = (size_t)(in->cur - in->base) + (size_t)in->consumed;
	return parser->wide ? offset
			    : vml_length_of(declared_encoding(ctxt), parser->slice.bytes,
				      parser->slice.len, offset);
}

/* libxml2 2.12 made the error const. */
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
	if (!parser->wide && declared_encoding(ctxt)) /* which goes with the context's document */
		parser->slice.encoding = vml_arena_strdup(parser->arena, declared_encoding(ctxt));
	vml_diagnose(parser->arena, &parser->slice, error, parser_offset(ctxt), parser->fault);
	/* the root element is complete: what follows it may be the next document of a stream */
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
	parser->fault->message = "a DOCTYPE is not allowed: it can pull in other files and "
				 "expand without bound";
	parser->fault->hint = "libvirt needs none: remove the <!DOCTYPE ...> declaration";
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
		parser->fault->hint = "libvirt knows a handful: is this the right file?";
		xmlStopParser(ctxt);
		return;
	}
	vml_tree_start(ctxt, name, prefix, uri, n_namespaces, namespaces, n_attributes, n_defaulted,
		attributes);
}

/* libxml2 puts its message on standard error where no handler stops it. */
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
		parser->names = vml_realloc(NULL, size);
		memset(parser->names, 0, size);
	}
	return parser->names;
}

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
 * Whether libxml2 may read the bytes where they lie: it then takes them for a string,
 * and it converts no encoding. A declaration may name no other than UTF-8.
 */
static bool readable_in_place(const vml_slice *slice)
{
	const char *end, *name;

	if (!slice->terminated || slice->len < 6 || slice->bytes[0] != '<')
		return false;
	if (memchr(slice->bytes, '\0', slice->len))
		return false; /* a string would end there, and an error be missed */
	if (memcmp(slice->bytes, "<?xml", 5))
		return true;
	end = memmem(slice->bytes, slice->len, "?>", 2);
	name = end ? memmem(slice->bytes, (size_t)(end - slice->bytes), "encoding", 8) : NULL;
	return end &&
		(!name || memmem(name, (size_t)(end - name), "UTF-8", 5) ||
			memmem(name, (size_t)(end - name), "utf-8", 5));
}

/* What libxml2 would take minutes for. */
static bool refused(vml_parser *parser)
{
	const char *message = NULL, *hint = NULL;
	size_t byte;

	if (vml_crowded_tag(&parser->slice, &byte)) {
		message = "an element with more than 1000 attributes";
		hint = "libvirt knows none with more than a few: is this the right file?";
	} else if (vml_hyphenated_comment(&parser->slice, &byte)) {
		message = "a comment with \"--\" within it";
		hint = "XML allows none before the \"-->\": is the comment closed?";
	}
	if (!message)
		return false;
	parser->failed = true;
	vml_fault_at(&parser->slice, byte, parser->fault);
	parser->fault->message = message;
	parser->fault->hint = hint;
	return true;
}

/* A document that ends at a NUL, with more behind it: it may be the next of a stream. */
static void refuse_hidden_text(vml_parser *parser)
{
	size_t byte;

	if (parser->failed || !vml_hidden_text(&parser->slice, &byte))
		return;
	parser->failed = true;
	vml_fault_at(&parser->slice, byte, parser->fault);
	parser->fault->message = "a NUL byte, and more text behind it";
	parser->fault->hint = "the file is damaged: take it anew with 'virsh dumpxml'";
	parser->fault->trailing = true;
}

static xmlDoc *read_tree(xmlParserCtxt *ctxt, const vml_slice *slice, bool wide)
{
	if (!wide && readable_in_place(slice))
		return xmlCtxtReadDoc(ctxt, BAD_CAST slice->bytes, NULL, NULL, PARSE_OPTIONS);
	return xmlCtxtReadMemory(
		ctxt, slice->bytes, (int)slice->len, NULL, wide ? "UTF-8" : NULL, PARSE_OPTIONS);
}

/* A document in the arena that the last one left or a new one. */
static vml_doc *new_doc(vml_parser *parser)
{
	vml_arena *arena = parser->spare ? parser->spare : vml_arena_new();
	vml_doc *doc = vml_arena_alloc(arena, sizeof(*doc));

	parser->spare = NULL;
	doc->arena = arena;
	doc->parser = parser;
	return doc;
}

/* Give the document the tree that was built in its arena. */
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
	/* the parser's offsets are those of the UTF-8 that it makes of other encodings */
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
	/* of bytes that are not in their encoding */
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
	parser = doc->parser;
	arena = doc->arena;
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

const char *vml_slice_line(const vml_slice *slice, size_t byte, size_t *ret_len, size_t *ret_at)
{
	const char *end;
	size_t start, stop;

	if (byte > slice->len)
		byte = slice->len;
	end = memrchr(slice->bytes, '\n', byte);
	start = end ? (size_t)(end - slice->bytes) + 1 : vml_mark_length(slice->bytes, slice->len);
	if (byte < start)
		byte = start;
	end = memchr(slice->bytes + byte, '\n', slice->len - byte);
	stop = end ? (size_t)(end - slice->bytes) : slice->len;
	if (stop > start && slice->bytes[stop - 1] == '\r')
		stop--;
	*ret_len = stop - start;
	/* within "\r\n": at the line's end */
	*ret_at = byte < stop ? byte - start : stop - start;
	return slice->bytes + start;
}
