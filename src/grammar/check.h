/* The grammar check: one walk over a domain, compared with the tables of libvirt's grammar. */
#ifndef VML_GRAMMAR_CHECK_H
#define VML_GRAMMAR_CHECK_H

#include "doc.h"

#include <vmlint/rule.h>

/* Correction of a problem, if only one is possible. */
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
	const xmlNode *node; /* the element, or the one in which something is missing */
	const char *attr;    /* the attribute, or NULL */
	const char *message;
	const char *remedy; /* NULL: the rule's */
	unsigned int
		release; /* VML_RELEASE that introduced the construct, for VML_GRAMMAR_TOO_NEW */
	vml_correction correction;
	const char *to;
	const xmlNode *target;
} vml_problem;

/*
 * Check a <domain> element with all that is in it, <metadata> excepted.
 *
 * release: the VML_RELEASE of the libvirt that the domain is meant for; constructs that a newer
 * one introduced are reported. 0 for the newest: nothing is too new.
 *
 * Returns the problems in document order, in the document's arena. Takes time linear in the size of the
 * domain: after a limit of unknown names the remaining ones are reported without suggestions.
 */
const vml_problem *vml_grammar_check(
	const vml_doc *doc, const xmlNode *domain, unsigned int release);

#endif
