/* Tree builder: creates a document's tree in its arena while libxml2 parses. */
#ifndef VML_TREE_H
#define VML_TREE_H

#include "arena.h"
#include "buffer.h"
#include "doc.h"

#include <libxml/parser.h>

/*
 * A tree under construction. libxml2 parses and checks the bytes; the nodes, which its SAX2
 * handlers would allocate one by one, are allocated in the arena and freed with it. The tree
 * is the one that libxml2 builds without whitespace between elements (XML_PARSE_NOBLANKS),
 * except that its nodes must not be changed or freed.
 */
typedef struct vml_tree {
	vml_arena *arena;
	vml_slice slice;       /* slice that is being parsed */
	xmlNode *first, *last; /* top-level nodes: root element, comments and instructions */
	xmlNode *root;
	xmlNode *open;	   /* the innermost element that has not ended; NULL: none */
	vml_buffer text;   /* collected text that is not in a node yet */
	size_t namespaces; /* number of declarations in scope */
	bool addressed;	   /* a comment contains a directive ("vmlint:") */
	bool placed;	   /* the span of every element so far was found */
} vml_tree;

/*
 * Install the handlers except startElementNs, which calls vml_tree_start(); the parser context's
 * _private must point to a vml_tree.
 */
void vml_tree_handle(xmlSAXHandler *sax);

/* Handle a start tag, as xmlSAXHandler.startElementNs; for a handler that checks the tag first. */
void vml_tree_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n, int n_default, const xmlChar **attributes);

/* Begin the tree of *slice, which is copied; nodes are allocated in the arena. */
void vml_tree_begin(vml_tree *tree, vml_arena *arena, const vml_slice *slice);

/* Attach the nodes to the parsed document. */
void vml_tree_finish(const vml_tree *tree, xmlDoc *doc);

/* Detach the nodes before xmlFreeDoc(), which must not free them. */
void vml_tree_detach(xmlDoc *doc);

#endif
