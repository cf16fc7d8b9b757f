/* Scope of a comment: the element that it applies to, and the domain that contains it. */
#ifndef VML_COMMENT_SCOPE_H
#define VML_COMMENT_SCOPE_H

#include "context.h"

/*
 * State of the search for the scopes of a document's comments. The caller sets contexts and
 * n_contexts; all other fields are zero at first.
 */
typedef struct vml_comment_scopes {
	const vml_context *contexts; /* contexts of all domains of the document; borrowed */
	size_t n_contexts;
	/* domains and the elements that contain them, sorted by address; NULL before first use */
	struct vml_holder *holders;
	size_t n_holders;
	/*
	 * no element has started or ended since the last comment: `first` and `next` of that
	 * comment are valid for the next one, too. Saves time with thousands of comments in a row.
	 */
	bool same_place;
	bool first;    /* no element precedes the last comment among its siblings */
	xmlNode *next; /* next element after the last comment among its siblings; NULL if none */
} vml_comment_scopes;

/*
 * Return the element that a comment applies to. If no element precedes the comment in its parent,
 * and the parent is not a container of devices or domains: the parent. Otherwise: the next sibling
 * element, or NULL if there is none. Comments must be passed in document order.
 */
xmlNode *vml_comment_scope(vml_comment_scopes *scopes, xmlNode *comment);

/* Record that an element starts or ends between the last comment and the next one. */
void vml_comment_scopes_move(vml_comment_scopes *scopes);

/*
 * Return the index in scopes->contexts of the domain that contains a node; 0 (the first domain) if
 * no domain contains it.
 */
size_t vml_comment_context(vml_comment_scopes *scopes, const xmlNode *node);

/* Free the memory of *scopes. */
void vml_comment_scopes_free(vml_comment_scopes *scopes);

#endif
