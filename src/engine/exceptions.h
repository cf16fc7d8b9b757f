/* The table of what the suppressions of a document allow: by scope and rule. */
#ifndef VML_EXCEPTIONS_H
#define VML_EXCEPTIONS_H

#include <libxml/tree.h>
#include <vmlint/vmlint.h>

/* One rule that one suppression allows in one subtree. */
typedef struct vml_exception {
	const xmlNode *scope; /* an element; the document's root element for all of it */
	const vml_rule *rule;
	const xmlNode *said; /* the comment or element that says so */
	const char *reason;
	size_t run;   /* of the domain concerned */
	size_t order; /* in which they were said: set by the table */
	bool *used;   /* whether any of its suppression's scopes needed the rule allowed */
} vml_exception;

/* To begin with all zero. */
typedef struct vml_exceptions {
	vml_exception *list;
	size_t n;
} vml_exceptions;

/* Note one; false beyond any number that has sense, where nothing is noted. */
bool vml_exceptions_add(vml_exceptions *all, const vml_exception *exception);

/* Put them in the order that vml_exception_for() needs; nothing is added after that. */
void vml_exceptions_sort(vml_exceptions *all);

/* The nearest one that allows the finding, of equally near ones the first said; or NULL. */
vml_exception *vml_exception_for(const vml_exceptions *all, const vml_finding *finding);

/* Release the table's memory. */
void vml_exceptions_free(vml_exceptions *all);

#endif
