/* Byte map: byte ranges of elements, attributes and comments; created when first needed. */
#ifndef VML_BYTEMAP_H
#define VML_BYTEMAP_H

#include "doc.h"
#include "scan.h"

/* Byte range of one element: [start, end); offsets in the document's slice. */
typedef struct vml_span {
	size_t start;	  /* offset of '<' */
	size_t name_end;  /* end of the name in the start tag */
	size_t tag_end;	  /* offset after the start tag's '>' */
	size_t end_start; /* offset of the end tag's '<'; tag_end if the element is empty (<a/>) */
	size_t end;	  /* offset after the end tag's '>'; tag_end if the element is empty */
	bool empty;	  /* written as <a/> */
} vml_span;

/* Additional data of an element, in its node's _private. */
typedef struct vml_element {
	vml_span span;
	unsigned int place; /* index among siblings of the same name, from 1; 0: not counted yet */
	bool followed;	    /* another sibling of that name follows; valid once counted */
	/* end tag added by a repair: the document is truncated inside of this element */
	bool unended;
	bool doubtful;	    /* the repair of its text is uncertain */
	unsigned char kind; /* cache of vml_is_data_disk() for disks; 0 before first use */
	xmlNode *twin;	    /* the corresponding element in the copy of the tree of fix/oracle.c */
} vml_element;

/*
 * Return the span of an element, owned by the document.
 *
 * The span is usually recorded while parsing. For a document in an encoding other than UTF-8, the
 * first call scans the bytes of the document: the N-th start tag is the N-th element in document
 * order.
 *
 * Returns NULL if the scan and the tree do not match (no such document is known), or if `element`
 * is NULL or not an element.
 */
const vml_span *vml_span_of(vml_doc *doc, const xmlNode *element);

/* Additional data of a comment with a directive ("vmlint: ..."), in its node's _private. */
typedef struct vml_remark {
	size_t start, end;  /* [start, end) in the slice, "<!--" to "-->"; both 0 if unknown */
	unsigned int place; /* index among the comments of its parent, from 1 */
} vml_remark;

/* Return the data of a comment with a directive, owned by the document; NULL for other nodes. */
const vml_remark *vml_remark_of(const xmlNode *node);

/*
 * Find the bytes of an attribute in the start tag of an element.
 *
 * span: span of the element
 * name: name of the attribute as written, with its prefix
 *
 * Returns false if the tag does not have the attribute; *ret is then undefined.
 */
bool vml_span_attr(const vml_doc *doc, const vml_span *span, const char *name, vml_attr_span *ret);

/* Return the index of `element` among its siblings with the same name and namespace, from 1. */
unsigned int vml_ordinal(const xmlNode *element);

/* Return true if `element` has siblings with the same name and namespace. */
bool vml_is_one_of_many(const xmlNode *element);

#endif
