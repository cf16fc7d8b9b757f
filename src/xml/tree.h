/* The tree of a document, built in its arena while libxml2 parses. */
#ifndef VML_TREE_H
#define VML_TREE_H

#include "arena.h"
#include "buffer.h"
#include "doc.h"

#include <libxml/parser.h>

/*
 * A tree under construction. libxml2 reads the bytes and judges them; the nodes that
 * its SAX2 handlers would allocate one by one come out of the arena instead, and
 * go with it. It is the tree that libxml2 itself would build without blanks between
 * elements (XML_PARSE_NOBLANKS), except that nobody may change or free its nodes.
 */
typedef struct vml_tree {
	vml_arena *arena;
	vml_slice slice;       /* under parse */
	xmlNode *first, *last; /* at the top: the root element, comments and instructions */
	xmlNode *root;
	xmlNode *open;	   /* the innermost element that has not ended */
	vml_buffer text;   /* that no node holds yet */
	size_t namespaces; /* in scope where the parser stands */
	bool addressed;	   /* a comment speaks to vmlint */
	bool placed; /* each element's _private is its vml_span; false once one was not found */
} vml_tree;

/* Make a parser context build trees: its _private must be a vml_tree. */
void vml_tree_handle(xmlSAXHandler *sax);

/* The handler of start tags, for one that looks at them first. */
void vml_tree_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n, int n_default, const xmlChar **attributes);

/* Begin the tree of a slice in an arena. */
void vml_tree_begin(vml_tree *tree, vml_arena *arena, const vml_slice *slice);

/* Hand the nodes to the document that was parsed. */
void vml_tree_finish(const vml_tree *tree, xmlDoc *doc);

/* Take the nodes out of it again, before xmlFreeDoc(). */
void vml_tree_detach(xmlDoc *doc);

#endif
