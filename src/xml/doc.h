/* One XML document: its bytes, its libxml2 tree, its arena, its places. */
#ifndef VML_DOC_H
#define VML_DOC_H

#include "arena.h"

#include <libxml/parser.h>
#include <vmlint/vmlint.h>

#include <stdbool.h>
#include <stddef.h>

/* A stretch of an input that holds one document. */
typedef struct vml_slice {
	const char *bytes;
	size_t len;
	size_t offset;	    /* of bytes[0] in the input */
	unsigned long line; /* of bytes[0] in the input, 1-based */
	unsigned long column;
	bool terminated;      /* a NUL stands behind the bytes */
	const char *encoding; /* of the bytes, where it is known; NULL: UTF-8 */
} vml_slice;

/* Why a document was refused: one sentence on what is wrong, one on what to do. */
typedef struct vml_fault {
	unsigned long line, column; /* 0 where there is no place */
	const char *message;
	const char *hint;    /* what to do; NULL where there is nothing to add */
	const char *excerpt; /* the source line without its end, or NULL */
	size_t excerpt_len;
	size_t excerpt_lead;  /* bytes of the document right before the excerpt: a secret in it may
	                        begin there */
	size_t caret;	      /* byte of the excerpt that is meant */
	const char *encoding; /* of the excerpt, as far as it is known; NULL: UTF-8 */
	bool trailing;	      /* well-formed up to here: more text follows the root element */
} vml_fault;

struct vml_bytemap;
struct vml_firsts;
struct vml_parser;
struct vml_places;

struct vml_doc {
	vml_arena *arena;
	struct vml_parser *parser; /* gets the arena back */
	xmlDoc *tree;
	vml_slice slice;   /* what was parsed; for UTF-16 and the like a UTF-8 copy */
	bool transcoded;   /* slice is such a copy: its offsets mean nothing in the input */
	bool addressed;	   /* a comment in it speaks to vmlint */
	bool no_places;	   /* the document is no file: its lines mean nothing to its owner */
	vml_target target; /* versions of the connection that it comes from; name "" for a file */
	bool placed;	   /* each element has its span already */
	struct vml_bytemap *map;
	const char *shown; /* vml_doc_shown()'s own */
	/* the tree's _private leads here: vml_child()'s and vml_place_in_domain()'s own */
	struct vml_firsts *firsts;
	struct vml_places *places;
};

/*
 * A parser that is used for one document after the other: a context and a
 * dictionary of names. One for each thread.
 */
typedef struct vml_parser vml_parser;

vml_parser *vml_parser_new(void);
void vml_parser_free(vml_parser *parser);

/*
 * Parse one document.
 *
 * XML is untrusted: nothing is fetched, a DOCTYPE is refused, libxml2's limits hold.
 *
 * slice: stays the caller's and must outlive the document
 * ret: on success a document for vml_doc_free(); never NULL on success
 * fault: on failure what was wrong; its strings live until the parser's next call
 *
 * Returns 0, or -1 with *fault filled in.
 */
int vml_doc_parse(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault);

/*
 * Return memory for a cache that is keyed by the names of elements and attributes, which are
 * pointers into the dictionary of the document's parser. It is zeroed when the dictionary is new,
 * and belongs to the parser; documents of one parser share it.
 *
 * size: the same in each call
 */
void *vml_doc_names(const vml_doc *doc, size_t size);

/*
 * Release the document and all that was said about it, before its parser is released;
 * NULL is allowed.
 */
void vml_doc_free(vml_doc *doc);

/*
 * The place of a byte of the document's slice, in the input. The first call for a
 * document counts its lines.
 */
vml_pos vml_doc_pos(vml_doc *doc, size_t byte);

/* The column of that place as editors count it: in UTF-16 code units from 1. */
unsigned long vml_doc_utf16_column(vml_doc *doc, size_t byte);

/*
 * The line of the slice that holds `byte`, without a byte order mark and its line end: its
 * first byte and its length. ret_at: where in it the byte stands.
 */
const char *vml_slice_line(const vml_slice *slice, size_t byte, size_t *ret_len, size_t *ret_at);

/* The same for a byte of the document's slice: where the line begins in it. */
size_t vml_doc_line(vml_doc *doc, size_t byte, size_t *ret_len);

#endif
