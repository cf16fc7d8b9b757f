/* Scope of a comment: the element that it applies to, and the domain that contains it. */
#ifndef VML_COMMENT_SCOPE_H
#define VML_COMMENT_SCOPE_H

#include "context.h"

/* Scopes of the comments of a document. The caller sets the contexts; the rest is zero. */
typedef struct vml_comment_scopes {
	const vml_context *contexts; /* contexts of all domains of the document; borrowed */
	size_t n_contexts;
	/* domains and the elements that contain them, sorted by address; NULL before first use */
	struct vml_holder *holders;
	size_t n_holders;
	/*
	 * results of vml_comment_scope(), valid if same_place is true: no element was passed since
	 * the last comment. Saves time with thousands of comments in a row.
	 */
	bool same_place;
	bool first;    /* no element precedes the comment among its siblings */
	xmlNode *next; /* next element after the comment among its siblings */
} vml_comment_scopes;

/*
 * Return the element that a comment applies to: its parent if the comment comes first in it and the
 * parent is not a container of devices or domains; otherwise the next element, NULL if there is
 * none. Comments must be passed in document order.
 */
xmlNode *vml_comment_scope(vml_comment_scopes *scopes, xmlNode *comment);

/* Record that an element starts or ends before the next comment. */
void vml_comment_scopes_move(vml_comment_scopes *scopes);

/* Return the index of the context of the domain that contains a node; 0 if none does. */
size_t vml_comment_context(vml_comment_scopes *scopes, const xmlNode *node);

/* Free the list of holders. */
void vml_comment_scopes_free(vml_comment_scopes *scopes);

#endif
