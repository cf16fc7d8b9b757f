/* Suppression table: the suppressions of a document by scope and rule. */
#ifndef VML_SUPPRESSION_TABLE_H
#define VML_SUPPRESSION_TABLE_H

#include <libxml/tree.h>
#include <vmlint/audit.h>

/* A suppression of one rule in one subtree. */
typedef struct vml_suppression {
	const xmlNode *scope; /* root of the subtree, an element */
	const vml_rule *rule;
	const xmlNode *source; /* the comment or <allow> element that it was read from */
	const char *reason;    /* NULL if none was given */
	size_t ctx;	       /* index of the context of the domain that contains the scope */
	size_t order;	       /* index in the order of addition; set by the table */
	/* set if a finding matched; shared by all scopes of one rule in one directive or <allow> */
	bool *used;
} vml_suppression;

/* The suppressions of one document. Initialize to all zero. */
typedef struct vml_suppression_table {
	vml_suppression *list;
	size_t n;
} vml_suppression_table;

/* Append a copy of a suppression; returns false if the table is full. */
bool vml_suppression_table_add(vml_suppression_table *all, const vml_suppression *suppression);

/* Sort the table for vml_suppression_for(); nothing may be added afterwards. */
void vml_suppression_table_sort(vml_suppression_table *all);

/*
 * Return the suppression that applies to a finding: its rule is that of the finding, and its scope
 * is the element of the finding or the nearest ancestor that has one. If several suppressions have
 * this scope, the first that was added is returned. The result is an element of all->list; NULL if
 * there is none.
 */
vml_suppression *vml_suppression_for(const vml_suppression_table *all, const vml_finding *finding);

/* Free the table's memory and reset it. */
void vml_suppression_table_free(vml_suppression_table *all);

#endif
