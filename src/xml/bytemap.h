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

/*
 * The span of an element of the document.
 *
 * Nearly always the parse took it down. For a document in another encoding than UTF-8
 * the first call scans its bytes: the N-th start tag is the N-th element in document
 * order. Each element's record hangs on its _private.
 *
 * Returns NULL where the scan and the tree disagree, which no document is known to
 * bring about: then there are no places, and nothing is made up.
 */
const vml_span *vml_span_of(vml_doc *doc, const xmlNode *element);

/* The bytes of a comment, from its '<' to behind its '>'; false where the node is none. */
bool vml_comment_span(vml_doc *doc, const xmlNode *comment, size_t *ret_start, size_t *ret_end);

/* The bytes of an attribute of that element by its name as written; false where it has none. */
bool vml_span_attr(const vml_doc *doc, const vml_span *span, const char *name, vml_attr_span *ret);

#endif
