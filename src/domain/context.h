/* Audit state of one domain: the contents of vml_context, which is opaque to rules. */
#ifndef VML_CONTEXT_H
#define VML_CONTEXT_H

#include "doc.h"
#include "guest.h"
#include "host.h"

enum { VML_VALUES = 16 };

struct vml_context {
	vml_doc *doc;
	vml_facts facts;
	const vml_host *host;	 /* host of the current check; NULL if the rule needs none */
	const vml_rule *rule;	 /* the current rule */
	vml_severity severity;	 /* initial severity of its findings */
	const vml_guess *guess;	 /* NULL: not yet made */
	const vml_guest *guest;	 /* NULL before first use */
	vml_machine *machine;	 /* NULL before first use */
	struct vml_asked *asked; /* cached indexes and answers, linked list */
	struct vml_kinds *kinds; /* cache of vml_device(); NULL before first use */
	vml_tristate uses_virtio, may_lack_virtio; /* VML_UNKNOWN before first use */
	struct vml_pci *pci;			   /* addresses; NULL before first use */
	struct vml_usb *usb;
	bool may_lack_uncertain;    /* may_lack_virtio depends on a missing part of the document */
	vml_finding *reported;	    /* last finding of the current check; NULL if none */
	unsigned int targets_tried; /* number of names that vml_free_target() has tried */
	vml_finding *findings, **last; /* linked list, and the end to append to */
	vml_finding *keys, **last_key; /* of rules across domains: linked list; the end of it */
	vml_index *refused;	       /* elements by the values that must be unique (refusals.c) */
	const xmlNode *other;	       /* the earlier element with the same values */
	const char *found;	       /* the path that VML_ANY found, or NULL (refusals.c) */
	const xmlNode *masked;	       /* the element whose names are in `mask` (refusals.c) */
	struct vml_value {
		const char *path;
		const xmlNode *node;
		const char *value;
	} values[VML_VALUES];  /* of paths of the current element (refusals.c) */
	struct vml_mask *mask; /* NULL before first use */
	size_t n_findings;
	bool guest_unknown;	/* truncated before the metadata that may specify the guest */
	unsigned int uncertain; /* unset gates that the missing part may set; UINT_MAX: all */
	const struct vml_problem *problems; /* problems that the grammar check found */
	bool grammar_checked;		    /* problems is valid */
	bool brief;			    /* no report prints commands or remedies of findings */
};

/*
 * Initialize *ctx for a <domain> element and fill in ctx->facts. guest: a libosinfo id to use
 * if the metadata specify no operating system, or NULL; borrowed.
 */
void vml_facts_gather(vml_context *ctx, vml_doc *doc, xmlNode *domain, const char *guest);

/*
 * Return true if the name, the title or an image of the domain names a system that has no
 * virtio drivers (guest_heuristics.c).
 */
bool vml_is_named_after_old_system(vml_context *ctx);

/*
 * Add an element to a set.
 *
 * index: the set; NULL is an empty one, which is allocated in the arena
 * Returns true if the element was in it already.
 */
bool vml_index_once(vml_index **index, vml_arena *arena, const xmlNode *node);

/*
 * Find the element that was added to an index under this key; if there is none, add `node`.
 * The index is made by the first call and lives in the arena.
 *
 * Returns the earlier element, or NULL if the key was new.
 */
const xmlNode *vml_index_earlier(
	vml_index **index, vml_arena *arena, uint64_t key, const xmlNode *node);

/* Return the element that has this key in an index; NULL if there is none. index: may be NULL */
const xmlNode *vml_index_peek(const vml_index *index, uint64_t key);

/* Return an XPath 1.0 expression, in the arena, that selects only this element or attribute. */
const char *vml_path_of(vml_arena *arena, const xmlNode *node, const xmlAttr *attr);

/* Like vml_child(), for a name of `len` bytes. */
xmlNode *vml_child_of(const xmlNode *node, const char *name, size_t len);

/* Return the child of <devices> that `node` is or is inside of; NULL if there is none. */
const xmlNode *vml_device_of(const xmlNode *node);

/*
 * Return true if libvirt ignores this child of <domain> because an earlier one has the same
 * name, such as a second <memory>. It does read the devices of a second <devices>.
 */
bool vml_is_ignored_duplicate(const xmlNode *child);

/*
 * Return the child of <domain> after which libvirt would print a new child; NULL if it would
 * come first. xml: the new child, "<name ..." or just its name.
 */
const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml);

#endif
