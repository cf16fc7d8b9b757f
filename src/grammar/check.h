/*
 * The grammar check: walks over a domain once and compares it with the tables of libvirt's grammar.
 */
#ifndef VML_GRAMMAR_CHECK_H
#define VML_GRAMMAR_CHECK_H

#include "doc.h"

#include <vmlint/rule.h>

/* How to correct a problem, if only one correction is possible. */
typedef enum vml_correction {
	VML_CORRECT_NOTHING,
	VML_CORRECT_NAME,  /* the element or attribute is renamed to `to` */
	VML_CORRECT_VALUE, /* the attribute, or the text of the element, becomes `to` */
	VML_CORRECT_MOVE   /* the element or attribute moves to `target` */
} vml_correction;

/* One problem. Strings belong to the arena or to the document. */
typedef struct vml_problem {
	struct vml_problem *next;
	vml_grammar_kind kind;
	vml_severity severity;
	const xmlNode *node; /* the element with the problem, or in which something is missing */
	const char *attr;    /* name of the attribute; NULL if the problem is that of the element */
	const char *message;
	const char *remedy; /* NULL: that of the rule */
	/* VML_RELEASE that introduced the construct, for VML_GRAMMAR_TOO_NEW */
	unsigned int release;
	vml_correction correction;
	const char *to;
	const xmlNode *target;
} vml_problem;

/*
 * Check a <domain> element with everything in it, except for <metadata>.
 *
 * release: the libvirt release for which the domain is intended, as in VML_RELEASE(): constructs
 * that a newer release introduced are reported. 0: the newest release, for which nothing is too
 * new.
 *
 * Returns a list of problems in document order, in the document's arena; NULL if there are none.
 * Takes time linear in the size of the domain: after a limited number of unknown names, the
 * remaining ones are reported without suggestions.
 */
const vml_problem *vml_grammar_check(
	const vml_doc *doc, const xmlNode *domain, unsigned int release);

#endif
