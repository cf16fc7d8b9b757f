/* Audit state of one domain: the contents of vml_context, which is opaque to rules. */
#ifndef VML_CONTEXT_H
#define VML_CONTEXT_H

#include "doc.h"
#include "guest.h"
#include "host.h"

enum { VML_VALUES = 32 };

struct vml_context {
	vml_doc *doc;
	vml_facts facts;
	const vml_host *host; /* host of the current check; NULL if the rule needs no host */
	const vml_host *const *hosts; /* all hosts for which the current check is called */
	size_t n_hosts;
	const vml_rule *rule;	/* the current rule */
	vml_severity severity;	/* initial severity of its findings */
	const vml_guess *guess; /* NULL before first use */
	const vml_guest *guest; /* NULL before first use */
	vml_machine *machine;	/* NULL before first use */
	/* linked list of cached indexes and cached results of vml_cached() (index.c) */
	struct vml_asked *asked;
	/* device of the last call of vml_device_name(); named_as: result of that call */
	const xmlNode *named;
	const char *named_as;
	struct vml_kinds *kinds; /* cache of vml_device(); NULL before first use */
	/* whether the guest uses virtio, and whether it may lack drivers for it */
	vml_tristate uses_virtio, may_lack_virtio;
	struct vml_pci *pci; /* model of PCI addresses; NULL before first use */
	struct vml_usb *usb; /* model of USB addresses; NULL before first use */
	/* may_lack_virtio is uncertain: it depends on a missing part of the document */
	bool may_lack_uncertain;
	vml_finding *reported;	       /* last finding of the current check; NULL if none */
	unsigned int targets_tried;    /* number of names that vml_free_target() has tried */
	vml_finding *findings, **last; /* linked list; last: where to append */
	/*
	 * linked list of the keys that rules on conflicts between domains collect here (fleet.h);
	 * last_key: where to append
	 */
	vml_finding *keys, **last_key;
	/* hashes of values that must be unique; NULL before first use (refusals.c) */
	vml_index *refused;
	/* the earlier element with the same values, for {other} in a message (refusals.c) */
	const xmlNode *other;
	/* path at which the last evaluated term VML_ANY found a node; NULL if none (refusals.c) */
	const char *found;
	const xmlNode *masked; /* element to which `mask` belongs; NULL: none (refusals.c) */
	/*
	 * cache for the values at paths of refusal rows (refusals.c), with VML_VALUES slots; NULL
	 * before first use
	 */
	struct vml_value {
		const char *path;
		const xmlNode *node; /* where the path starts; NULL: at <domain> */
		const char *value;
		uint64_t bit; /* vml_value_bit() of the value: rules out most rows */
	} * values;
	uint64_t mask; /* bits of the names in `masked` (vml_mask_of()) */
	size_t n_findings;
	/* the document ends before the metadata that may name the guest OS */
	bool guest_unknown;
	/*
	 * gates that are false, but may be true in the complete document; UINT_MAX: all gates are
	 * uncertain
	 */
	unsigned int uncertain;
	const struct vml_problem *problems; /* problems that the grammar check found */
	bool grammar_checked;		    /* problems is valid */
	/* rule that has called vml_report_running_errors(); NULL: none has */
	const vml_rule *on_running;
	vml_severity on_running_severity; /* severity of the findings of on_running */
	bool brief;			  /* commands and remedies of findings are not printed */
};

/*
 * Initialize *ctx for a <domain> element, including ctx->facts.
 *
 * guest: libosinfo id to assume if the metadata name no operating system; borrowed; NULL: none
 */
void vml_facts_gather(vml_context *ctx, vml_doc *doc, xmlNode *domain, const char *guest);

/* Return those of VML_STATE_GATES that are true for the guest of a document (state.c). */
unsigned int vml_state_gates(const vml_doc *doc);

/*
 * Return true if the domain's name or title, or the name of an image, contains the name of a system
 * without virtio drivers (guest_heuristics.c).
 */
bool vml_is_named_after_old_system(vml_context *ctx);

/*
 * Add an element to a set.
 *
 * index: the set; if *index is NULL, a new one is allocated in the arena
 *
 * Returns true if the set already contained the element.
 */
bool vml_index_once(vml_index **index, vml_arena *arena, const xmlNode *node);

/*
 * Return the element that an index has for a key. If there is none, add `node` and return NULL. If
 * *index is NULL, a new one is allocated in the arena.
 */
const xmlNode *vml_index_earlier(
	vml_index **index, vml_arena *arena, uint64_t key, const xmlNode *node);

/* Return the element that an index has for a key; NULL if none. index: NULL is allowed. */
const xmlNode *vml_index_peek(const vml_index *index, uint64_t key);

/*
 * Return an XPath 1.0 expression that selects exactly this element, or its attribute if `attr` is
 * not NULL; in the arena.
 */
const char *vml_path_of(vml_arena *arena, const xmlNode *node, const xmlAttr *attr);

/* Same as vml_child(), for a name of `len` bytes. */
xmlNode *vml_child_of(const xmlNode *node, const char *name, size_t len);

/* Return the child of <devices> that is `node` or contains it; NULL if there is none. */
const xmlNode *vml_device_of(const xmlNode *node);

/*
 * Return true if libvirt ignores this child of <domain> because an earlier one has the same name,
 * such as a second <memory>. Devices in a second <devices> are not ignored.
 */
bool vml_is_ignored_duplicate(const xmlNode *child);

/*
 * Return the child of <domain> after which libvirt would print a new child; NULL if it would
 * come first. xml: the new child, "<name ..." or just its name.
 */
const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml);

/* Return true for the machine types of RHEL 5 and 6 ("rhel6.6.0"), which are variants of "pc". */
bool vml_is_old_rhel(const char *machine);

#endif
