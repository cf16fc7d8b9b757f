/* The table of what the suppressions of a document allow: by scope and rule. */
#ifndef VML_SUPPRESSION_TABLE_H
#define VML_SUPPRESSION_TABLE_H

#include <libxml/tree.h>
#include <vmlint/vmlint.h>

/* One rule that one suppression allows in one subtree. */
typedef struct vml_suppression {
	const xmlNode *scope; /* an element; the document's root element for all of it */
	const vml_rule *rule;
	const xmlNode *source; /* the comment or element that says so */
	const char *reason;
	size_t ctx;   /* of the domain concerned */
	size_t order; /* in which they were said: set by the table */
	bool *used;   /* whether any of its suppression's scopes needed the rule allowed */
} vml_suppression;

/* To begin with all zero. */
typedef struct vml_suppression_table {
	vml_suppression *list;
	size_t n;
} vml_suppression_table;

/* Note one; false beyond any number that has sense, where nothing is noted. */
bool vml_suppression_table_add(vml_suppression_table *all, const vml_suppression *exception);

/* Put them in the order that vml_suppression_for() needs; nothing is added after that. */
void vml_suppression_table_sort(vml_suppression_table *all);

/* The nearest one that allows the finding, of equally near ones the first said; or NULL. */
vml_suppression *vml_suppression_for(const vml_suppression_table *all, const vml_finding *finding);

/* Release the table's memory. */
void vml_suppression_table_free(vml_suppression_table *all);

#endif
