/* Which bytes of a document each element is: made once findings need places. */
#ifndef VML_BYTEMAP_H
#define VML_BYTEMAP_H

#include "doc.h"
#include "scan.h"

/* The bytes of one element; offsets in the document's slice. */
typedef struct vml_span {
	size_t start;	  /* of '<' */
	size_t name_end;  /* behind the name in the start tag */
	size_t tag_end;	  /* behind the start tag's '>' */
	size_t end_start; /* of the end tag's '<'; tag_end where the element is empty (<a/>) */
	size_t end;	  /* behind the element */
	bool empty;	  /* written as <a/> */
} vml_span;

/* What is kept of each element beside its node, on the node's _private. */
typedef struct vml_element {
	vml_span span;
	unsigned int place; /* among its siblings of the same name, from 1; 0: not yet counted */
	bool followed;	    /* counted, and another of them comes behind it */
	xmlNode *twin;	    /* the element that stands where it does in a copy of the tree */
} vml_element;

/*
 * The span of an element of the document.
 *
 * Nearly always the parse took it down. For a document in another encoding than UTF-8
 * the first call scans its bytes: the N-th start tag is the N-th element in document
 * order.
 *
 * Returns NULL where the scan and the tree disagree, which no document is known to
 * bring about: then there are no places, and nothing is made up.
 */
const vml_span *vml_span_of(vml_doc *doc, const xmlNode *element);

/* What is kept of a comment that speaks to vmlint. */
typedef struct vml_remark {
	size_t start, end;  /* from its '<' to behind its '>'; 0 both where that is not known */
	unsigned int place; /* among the comments of its parent, from 1 */
} vml_remark;

/* That of a node; NULL where it is no such comment. */
const vml_remark *vml_remark_of(const xmlNode *node);

/* The bytes of an attribute of that element by its name as written; false where it has none. */
bool vml_span_attr(const vml_doc *doc, const vml_span *span, const char *name, vml_attr_span *ret);

/* The place of an element among its siblings of that name and namespace, 1 for the first. */
unsigned int vml_ordinal(const xmlNode *element);

/* Whether it has siblings of that name and namespace. */
bool vml_is_one_of_many(const xmlNode *element);

#endif
