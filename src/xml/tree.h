/* Tree builder: creates a document's tree in its arena while libxml2 parses. */
#ifndef VML_TREE_H
#define VML_TREE_H

#include "arena.h"
#include "buffer.h"
#include "doc.h"

#include <libxml/parser.h>

/*
 * A tree under construction. libxml2 parses and validates the bytes. libxml2's own SAX2 handlers
 * would allocate each node separately; the handlers here allocate the nodes in the arena, which
 * owns them. The tree is the same that libxml2 builds without whitespace between elements
 * (XML_PARSE_NOBLANKS), but its nodes must not be changed or freed.
 */
typedef struct vml_tree {
	vml_arena *arena;
	vml_slice slice;       /* slice that is being parsed */
	xmlNode *first, *last; /* top-level nodes: root element, comments and instructions */
	xmlNode *root;
	xmlNode *open;	   /* the innermost element that has not ended yet; NULL: none */
	vml_buffer text;   /* text for which no node was added yet */
	size_t namespaces; /* number of namespace declarations in scope */
	bool addressed;	   /* a comment contains a directive ("vmlint:") */
	bool placed;	   /* the span of every element so far was found */
} vml_tree;

/*
 * Install all handlers except startElementNs: the caller's own must call vml_tree_start(). The
 * parser context's _private must point to a vml_tree.
 */
void vml_tree_handle(xmlSAXHandler *sax);

/*
 * Handle a start tag; to be called by the caller's own startElementNs handler, with the parameters
 * of that handler.
 */
void vml_tree_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n, int n_default, const xmlChar **attributes);

/*
 * Begin the tree of a slice; *slice is copied, but not its bytes. Nodes are allocated in the arena.
 */
void vml_tree_begin(vml_tree *tree, vml_arena *arena, const vml_slice *slice);

/* Attach the nodes of the tree to the parsed document. */
void vml_tree_finish(const vml_tree *tree, xmlDoc *doc);

/* Detach the nodes from a document, so that xmlFreeDoc() does not free them. */
void vml_tree_detach(xmlDoc *doc);

#endif
