/**
 * @file refusal.h
 * Refusals: conditions under which libvirt rejects a domain, as table rows.
 *
 * A rule with `.refusals` needs no check function. For each element that `.each` visits, the
 * engine evaluates the rows and reports every row whose terms are all true:
 *
 *     static const vml_refusal rows[] = {
 *             { .terms = { VML_IS("@type", "hostdev"), VML_HAS("target/@dev") },
 *                     .at = "target/@dev",
 *                     .message = "{device} has a target name, but no tap device",
 *                     .remedy = "Removes the attribute.",
 *                     .fix = "unset target/@dev" },
 *             { 0 } };
 *
 * Each row was tried on a real libvirt. The rule's fixture bad.xml has a line for each row:
 * tests/test_rules fails if a row reports nothing on its line.
 */
#ifndef VMLINT_REFUSAL_H
#define VMLINT_REFUSAL_H

#include <vmlint/rule.h>

/** How a term of a refusal compares. */
typedef enum vml_term_op {
	VML_TERM_END = 0,
	VML_TERM_HAS,	   /**< the element exists, or the attribute does (even if empty) */
	VML_TERM_LACKS,	   /**< the element or attribute does not exist */
	VML_TERM_ANY,	   /**< one of the elements or attributes exists */
	VML_TERM_IS,	   /**< the value, "" if absent, is one of the '|'-separated values */
	VML_TERM_IS_NOT,   /**< the value, "" if absent, is not one of the '|'-separated values */
	VML_TERM_ABOVE,	   /**< the value is a number greater than `value` */
	VML_TERM_BELOW,	   /**< the value is a number less than `value` */
	VML_TERM_MANY,	   /**< more than `value` child elements have this path */
	VML_TERM_LATER,	   /**< the element is not among the first `value` siblings of its name */
	VML_TERM_REPEATED, /**< an earlier element of this row has the same values at `path` */
	VML_TERM_CALL	   /**< `holds` returns true */
} vml_term_op;

/** One term of a refusal. Use the macros below. */
typedef struct vml_term {
	vml_term_op op;
	/**
	 * Operand of the comparison: "@type", "driver/@iothread" and "source" are relative to the
	 * visited element; "/features/acpi" starts at <domain>; "../@type" at its parent; "." is
	 * the content of the element itself, "vcpu/." that of a child. "$arch", "$machine" and
	 * "$type" are the facts arch, machine and type of the domain, "$bus" is the bus and
	 * "$device" the device of a disk, "$model" the model of an interface, each with libvirt's
	 * default.
	 */
	const char *path;
	const char *value; /**< '|'-separated values or a number, depending on `op`; or NULL */
	bool (*holds)(vml_context *ctx, const xmlNode *node); /**< for VML_TERM_CALL, else NULL */
} vml_term;

#define VML_HAS(path)                          \
	{                                      \
		VML_TERM_HAS, path, NULL, NULL \
	}
#define VML_LACKS(path)                          \
	{                                        \
		VML_TERM_LACKS, path, NULL, NULL \
	}
/** One of the '|'-separated paths exists; `.at` is by default the first path that exists. */
#define VML_ANY(paths)                          \
	{                                       \
		VML_TERM_ANY, paths, NULL, NULL \
	}
#define VML_IS(path, values)                    \
	{                                       \
		VML_TERM_IS, path, values, NULL \
	}
#define VML_IS_NOT(path, values)                    \
	{                                           \
		VML_TERM_IS_NOT, path, values, NULL \
	}
/** The value is not empty. For a fact such as "$arch": it is known. */
#define VML_FILLED(path) VML_IS_NOT(path, "|")
/** The value is empty, or there is none. */
#define VML_EMPTY(path) VML_IS(path, "|")
#define VML_ABOVE(path, number)                    \
	{                                          \
		VML_TERM_ABOVE, path, number, NULL \
	}
#define VML_BELOW(path, number)                    \
	{                                          \
		VML_TERM_BELOW, path, number, NULL \
	}
#define VML_MANY(path, number)                    \
	{                                         \
		VML_TERM_MANY, path, number, NULL \
	}
#define VML_LATER(number)                        \
	{                                        \
		VML_TERM_LATER, "", number, NULL \
	}
/** The values at the '|'-separated paths equal those of an earlier element; all must exist. */
#define VML_REPEATED(paths)                          \
	{                                            \
		VML_TERM_REPEATED, paths, NULL, NULL \
	}
#define VML_CALL(function)                        \
	{                                         \
		VML_TERM_CALL, "", NULL, function \
	}

/** The architecture is known and is not x86. */
#define VML_NOT_X86 VML_IS_NOT("$arch", "|x86_64|i686")

/** A condition under which libvirt rejects the domain. */
typedef struct vml_refusal {
	/**
	 * '|'-separated names of the elements to which the row applies, if `.each` visits several;
	 * NULL: all
	 */
	const char *on;
	unsigned int when;   /**< VML_WHEN_* that must all be true */
	unsigned int unless; /**< VML_WHEN_* of which none may be true */
	/** VML_RELEASE of the first libvirt that rejects such a domain; 0: a release before 7.0 */
	unsigned int since;
	/**
	 * VML_RELEASE of the first libvirt that accepts such a domain again; 0: none does. If it is
	 * set and there is no target, the row is reported as info without a fix, and only if no
	 * earlier row of the table reported the element.
	 */
	unsigned int until;
	/**
	 * with `until`: reported only if there is a target, because current libvirt itself writes
	 * such XML
	 */
	bool with_target;
	bool at_start; /**< libvirt accepts the definition, but never starts the domain */
	/** All terms must be true. The one that is most often false should come first. */
	vml_term terms[6];
	/**
	 * Path of the reported attribute or element: "@type", "target/@dev", "source". NULL: the
	 * path that VML_ANY found. The visited element is reported if there is no path or if the
	 * path leads to no element.
	 */
	const char *at;
	/**
	 * Message: the defect, without libvirt's reaction, which the engine appends ("libvirt 9.0
	 * (debian-12) rejects the domain"). "{device}" is the name of the device,
	 * "{value}" the value at `.at`, "{other}" the name of the earlier element of VML_REPEATED,
	 * "{name}" the attribute or element at `.at`: "cache", "<iotune>".
	 */
	const char *message;
	/**
	 * Remedy, with the placeholders of the message: "Remove ..." or, if the row has a fix,
	 * what it changes: "Removes ...". NULL: the remedy of the rule.
	 */
	const char *remedy;
	/**
	 * The only sensible correction; NULL: there is none. "remove PATH" removes an element, with
	 * "PATH*" also all later siblings of its name; "unset PATH" removes an attribute; "set
	 * PATH=VALUE" sets one; "drop" removes the element or attribute that VML_ANY found. The fix
	 * level is that of the rule.
	 */
	const char *fix;
} vml_refusal;

/** @name Conditions of several tables, for VML_CALL()
 * `node` is the visited element; conditions on the whole domain ignore it.
 * @{ */

/**
 * Return true if libvirt reads the host side (<source>) of a character device. libvirt ignores it
 * in a <smartcard> without mode='passthrough', in the <backend> of an <rng> without model='egd',
 * and in the first <console> if that repeats the first <serial>.
 */
bool vml_reads_source(vml_context *ctx, const xmlNode *device);

/**
 * Return true if the <source> of `device` must have a path: libvirt reads the <source>, and does
 * not generate a path as it does for channels of type virtio and xen.
 */
bool vml_needs_path(vml_context *ctx, const xmlNode *device);

/** Return true if the guest has no NUMA cells. */
bool vml_lacks_cells(vml_context *ctx, const xmlNode *node);

/** Return true if the QEMU of the target may have user mode networking by SLIRP. */
bool vml_has_slirp(vml_context *ctx, const xmlNode *node);

/** Return true if the board is known and has no IDE controller. */
bool vml_has_no_ide(vml_context *ctx, const xmlNode *node);

/** @} */

#endif
