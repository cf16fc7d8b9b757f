/* The state of an audit of one domain, behind the vml_context that rules see. */
#ifndef VML_CONTEXT_H
#define VML_CONTEXT_H

#include "doc.h"
#include "guest.h"

struct vml_context {
	vml_doc *doc;
	vml_facts facts;
	const vml_rule *rule;			   /* at work now */
	vml_severity severity;			   /* that its findings begin with */
	const vml_guest *guest;			   /* NULL: not yet looked up */
	struct vml_asked *asked;		   /* tables and answers for the whole domain */
	vml_tristate uses_virtio, may_lack_virtio; /* VML_UNKNOWN: not yet looked at */
	unsigned int targets_tried; /* how many names vml_free_target() has been through */
	vml_finding *findings, **last;
	size_t n_findings;
	const struct vml_problem *problems; /* of the grammar check */
	bool grammar_checked;		    /* problems is valid */
	size_t n_grammar;		    /* findings of the grammar check */
};

/*
 * Fill in run->facts for a <domain> element. guest: an id that stands in where the
 * metadata name no operating system, or NULL.
 */
void vml_facts_gather(vml_context *ctx, vml_doc *doc, xmlNode *domain, const char *guest);

/*
 * Put an element into a table of its own, which is made with the first one.
 *
 * Returns whether it was there already.
 */
bool vml_index_once(vml_index **index, vml_arena *arena, const xmlNode *node);

/* An XPath 1.0 expression that selects exactly this element, or its attribute. */
const char *vml_path_of(vml_arena *arena, const xmlNode *node, const xmlAttr *attr);

/* The child of <devices> that `node` is or lies in; NULL where it is elsewhere. */
const xmlNode *vml_device_of(const xmlNode *node);

/*
 * Whether libvirt does not read a child of <domain>, but the one of that name before it: it
 * has one <memory>, one <os>. Of a second <devices> it reads the devices, though.
 */
bool vml_is_passed_over(const xmlNode *child);

/*
 * The child of <domain> behind which libvirt itself would print a new child, given as
 * XML; NULL where there is none to go behind.
 */
const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml);

#endif
