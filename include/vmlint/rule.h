/**
 * @file rule.h
 * Interface for rules: reading the domain, reporting findings, recording fixes.
 *
 * A rule module (rules/<subject>/<topic>.c) includes this header, or one of refusal.h, host.h,
 * addresses.h, fleet.h and state.h, which include it. It defines one array
 * `const vml_rule vml_rules_<subject>_<topic>[]` that ends with an empty row.
 * The build finds the file and adds the array to the rule table.
 *
 * Functions that read the document accept a NULL node and treat it as an absent element,
 * unless their comment requires an element. Rules therefore need no NULL checks.
 *
 * @par Ownership
 * A rule frees nothing. Returned pointers (strings, elements, facts, findings, index entries) are
 * borrowed and live at least until vml_free() of the document. Returned strings are never NULL
 * unless the function's comment mentions NULL.
 */
#ifndef VMLINT_RULE_H
#define VMLINT_RULE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Severity of a finding; a greater value is more severe. */
typedef enum vml_severity {
	VML_INFO = 1, /**< a tuning opportunity that depends on the workload */
	VML_WARNING,  /**< most experts would want it fixed on a production guest */
	VML_ERROR     /**< the guest is not defined or does not start, loses or corrupts data,
	                   runs unconfined, or conflicts with another guest */
} vml_severity;

/** Category of a rule: the quality of the guest that its findings concern. */
typedef enum vml_category {
	VML_PERFORMANCE = 1,
	VML_SECURITY,
	VML_RELIABILITY,
	VML_PORTABILITY,
	VML_COMPATIBILITY,
	VML_CORRECTNESS
} vml_category;

/** Fix level: how much applying a fix changes for the guest. */
typedef enum vml_fix_level {
	VML_FIX_NONE,	/**< no automatic fix: it would need a path or a password, for example */
	VML_FIX_REVIEW, /**< any other fix: most change hardware or durability, and may need a
	                     driver or a reboot */
	VML_FIX_SAFE	/**< keeps the guest's hardware and the durability of its data */
} vml_fix_level;

/**
 * Gates: conditions on a domain that determine whether a rule runs on it. A rule runs if all gates
 * in its `.when` are true and all gates in its `.unless` are false.
 */
enum {
	VML_WHEN_ANY = 0,
	VML_WHEN_QEMU = 1 << 0,	    /**< type kvm, qemu or hvf, os type hvm, and not Cloud
	                                 Hypervisor */
	VML_WHEN_KVM = 1 << 1,	    /**< QEMU with type kvm: a Linux host */
	VML_WHEN_TCG = 1 << 2,	    /**< QEMU with type qemu: software emulation */
	VML_WHEN_X86 = 1 << 3,	    /**< known to be x86_64 or i686 */
	VML_WHEN_PC = 1 << 4,	    /**< x86 with an i440fx board */
	VML_WHEN_Q35 = 1 << 5,	    /**< x86 with a q35 board */
	VML_WHEN_VIRT = 1 << 6,	    /**< "virt" board of aarch64, arm, riscv or loongarch */
	VML_WHEN_PSERIES = 1 << 7,  /**< ppc64 pseries */
	VML_WHEN_CCW = 1 << 8,	    /**< s390x with channel I/O (CCW) devices */
	VML_WHEN_VIRTIO = 1 << 9,   /**< a board that virtio devices plug into: one of the five
	                                 boards above */
	VML_WHEN_MINIMAL = 1 << 10, /**< isapc or microvm: few of the usual devices exist */
	VML_WHEN_WINDOWS = 1 << 11, /**< the metadata or --guest name a Windows version */
	VML_WHEN_RUNNING = 1 << 12, /**< a running domain's XML (domain/@id), not its definition */
	VML_WHEN_FOREIGN_CPU = 1 << 13, /**< a <qemu:arg> is "-cpu", which overrides <cpu> */
	VML_WHEN_FLEET = 1 << 26,	/**< the run may audit other domains, too */
	/* The next gates are true if the connection has reported the named state (state.h). */
	VML_WHEN_LISTED = 1 << 27, /**< whether the guest runs, and whether it is persistent */
	VML_WHEN_TAINTS = 1 << 28, /**< the taints of the running guest */
	/**
	 * a second definition: that of the running guest, the persistent one, or that of a saved
	 * state
	 */
	VML_WHEN_OTHER = 1 << 29,
	VML_STATE_GATES = 0x7 << 27, /**< mask of the three gates above */
	VML_WHEN_LIVE = 1 << 25, /**< a running domain of a connection: libvirt accepted the XML */
	/*
	 * The next gates are true if the host on which the domain will run is known, and the
	 * profile of this host contains the facts that the gate names (host.h). A rule with one of
	 * these gates is called once per host that has the facts.
	 */
	VML_WHEN_HOST = 1 << 14,	    /**< a host is known, whatever its facts */
	VML_WHEN_HOST_GUESTS = 1 << 15,	    /**< emulators and machine types */
	VML_WHEN_HOST_NODE = 1 << 16,	    /**< CPUs, NUMA cells and memory */
	VML_WHEN_HOST_CPUMODELS = 1 << 17,  /**< names of CPU models */
	VML_WHEN_HOST_DOMCAPS = 1 << 18,    /**< domain capabilities */
	VML_WHEN_HOST_NETWORKS = 1 << 19,   /**< virtual networks */
	VML_WHEN_HOST_INTERFACES = 1 << 20, /**< network devices and bridges */
	VML_WHEN_HOST_POOLS = 1 << 21,	    /**< storage pools */
	VML_WHEN_HOST_DEVICES = 1 << 22,    /**< PCI, USB and mediated devices */
	VML_WHEN_HOST_NWFILTERS = 1 << 23,  /**< network filters */
	VML_WHEN_HOST_SECRETS = 1 << 24,    /**< secrets */
	VML_HOST_GATES = 0x7ff << 14	    /**< mask of the VML_WHEN_HOST* gates */
};

typedef struct vml_context vml_context; /**< audit of one domain, with the current rule */
typedef struct vml_finding vml_finding; /**< one reported finding; fields: see audit.h */

/** One rule: its description, its conditions and its check function. */
typedef struct vml_rule {
	const char *id;	     /**< kebab-case, begins with the module's directory, never reused */
	const char *summary; /**< the defect, one line, lower case, no full stop */
	const char *why;     /**< consequence for the guest */
	const char *remedy;  /**< what the fix changes and what it costs */
	const char *url;     /**< authoritative documentation, https */
	const char *aliases; /**< former ids that still work, separated by spaces; or
	                           NULL */
	const char *since;   /**< release that added the rule; NULL: 0.1.0, the first one */
	vml_severity severity;
	vml_category category;
	vml_fix_level fix;   /**< fix level of its findings; a check may lower that of a finding */
	unsigned int when;   /**< VML_WHEN_* bits that must all be true */
	unsigned int unless; /**< VML_WHEN_* bits that must all be false */
	bool optional;	     /**< runs only if -e or --only names it */
	/**
	 * Elements to check: child steps below <domain>, such as "devices/disk";
	 * '|' separates alternatives; "." is <domain> itself.
	 */
	const char *each;
	/**
	 * Check one element that `each` selects. Must not change the tree: a check only
	 * reports findings and records fixes.
	 */
	void (*check)(vml_context *ctx, xmlNode *node);
	/** Instead of `check`: rows that the engine evaluates (refusal.h); ends with { 0 }. */
	const struct vml_refusal *refusals;
	/** How the keys that `check` collects conflict with those of other domains; see fleet.h. */
	const struct vml_joined *joined;
} vml_rule;

/** @name Reading the document
 * @{ */

/** Return the first child element of `node` with this `name` and no namespace, or NULL. */
xmlNode *vml_child(const xmlNode *node, const char *name);

/** Return the next sibling element with the same name as `node`, or NULL. */
xmlNode *vml_next(const xmlNode *node);

/** Return the first child element of `node` with any name, or NULL. */
xmlNode *vml_first(const xmlNode *node);

/** Return the next sibling element of `node` with any name, or NULL. */
xmlNode *vml_sibling(const xmlNode *node);

/** Loop over the child elements of `parent` with this `name`. */
#define vml_each_child(it, parent, name) \
	for (xmlNode *it = vml_child(parent, name); it; it = vml_next(it))

/**
 * Return the first device of the domain, or NULL. If there are several <devices> elements,
 * libvirt reads the devices of all of them, and so does this function.
 *
 * @param name element name of the device; NULL: any
 */
xmlNode *vml_device(const vml_context *ctx, const char *name);

/**
 * Return the next device of the domain after `device`, or NULL.
 *
 * @param name element name of `device`; NULL: continue with devices of any name
 */
xmlNode *vml_next_device(const xmlNode *device, const char *name);

/** Loop over the devices of the domain with this `name`; NULL: over all devices. */
#define vml_each_device(it, ctx, name) \
	for (xmlNode *it = vml_device(ctx, name); it; it = vml_next_device(it, name))

/**
 * Return true if no other device has the element name of `device`, which must not be NULL. If there
 * are several <devices> elements, the result is false.
 */
bool vml_is_only_device(const xmlNode *device);

/**
 * Return the element at a path of child steps, or NULL.
 *
 * @param node start of the path
 * @param path element names, such as "os/type"; each step takes the first match
 */
xmlNode *vml_find(const xmlNode *node, const char *path);

/** Return true if `node` is an element with this `name` and no namespace. */
static inline bool vml_named(const xmlNode *node, const char *name)
{
	/* most names differ in the first letter */
	return node && *node->name == (xmlChar)*name && node->type == XML_ELEMENT_NODE &&
		!node->ns && !strcmp((const char *)node->name, name);
}

/** Return the number of child elements of `parent` with this `name`. */
unsigned int vml_count(const xmlNode *parent, const char *name);

/**
 * Return true if an earlier sibling of `node` (not NULL) has the same name, and the attribute at
 * the path `attr` (see vml_attr()) exists in it with the same value. Only the first 64 siblings are
 * compared, so that a document cannot cause quadratic time.
 */
bool vml_repeats(const xmlNode *node, const char *attr);

/** Return the parent element of `node`; NULL if `node` is the root element. */
xmlNode *vml_parent(const xmlNode *node);

/**
 * Return the value of an attribute, "" if the element or the attribute is absent.
 *
 * @param path "@dev" for an attribute of `node` itself, "target/@dev" for one of an
 *        element below it
 */
const char *vml_attr(const xmlNode *node, const char *path);

/** Return true if the attribute at `path` (see vml_attr()) of `node` exists, even if empty. */
bool vml_has_attr(const xmlNode *node, const char *path);

/**
 * Return true if the attribute at `path` (see vml_attr()) of `node` equals `value`.
 * Case matters, as it does to libvirt.
 */
bool vml_attr_is(const xmlNode *node, const char *path, const char *value);

/**
 * Return the first text in the element `node` that is not only whitespace, without surrounding
 * whitespace; "" if there is none. Comments and child elements are ignored.
 */
const char *vml_text(vml_context *ctx, const xmlNode *node);

/** Return true if `node` is not NULL and its vml_text() equals `value`. */
bool vml_text_is(const xmlNode *node, const char *value);

/**
 * Return true if the text of `node` (not NULL) ends with whitespace, as XML formatters
 * write it. libvirt accepts whitespace before a number but rejects it after one.
 */
bool vml_ends_in_blank(const xmlNode *node);

/**
 * Return true if `text` contains a placeholder of a template, such as ${NAME}, $NAME, {{ name }},
 * {% ... %}, <%= name %>, %(name)s, %s, @NAME@, __NAME__, <NAME>, YOUR_NAME or CHANGEME.
 */
bool vml_is_placeholder(const char *text);

/**
 * Return true if the document contains characters with which placeholders begin. The first
 * call for a document scans its bytes.
 */
bool vml_may_have_placeholders(const vml_context *ctx);

/** Return true if `text` is in the `|`-separated list `words`: vml_one_of(bus, "ide|sata"). */
bool vml_one_of(const char *text, const char *words);

/** Return true if `text` starts with `prefix`; case matters. */
bool vml_starts_with(const char *text, const char *prefix);

/** Return true if `text` ends with `suffix`; case is ignored. */
bool vml_ends_with_nocase(const char *text, const char *suffix);

/**
 * Parse a number.
 *
 * @param text decimal, or hexadecimal after 0x; a sign '+' and surrounding whitespace are allowed
 * @param ret the number; unchanged on failure
 * @return false if `text` is not a number or does not fit
 */
bool vml_number(const char *text, uint64_t *ret);

/**
 * Return true if the attribute at `path` ("address/@slot") is the same number in the
 * elements `a` and `b`, in decimal or hexadecimal. An absent or invalid number counts as 0.
 */
bool vml_same_number(const xmlNode *a, const xmlNode *b, const char *path);

/** Return true if `host`, a name or address with or without a port, is a loopback address. */
bool vml_is_loopback(const char *host);

/**
 * Read an amount of memory from the text of `node`. Its @unit is interpreted as libvirt's
 * virScaleInteger() does (bytes, KB, KiB, MB, MiB ...); without @unit it is KiB.
 *
 * @param ret the amount in bytes; unchanged on failure
 * @return false if the element or its number is missing, or if the number or the unit is invalid
 */
bool vml_memory(const xmlNode *node, uint64_t *ret);

/** Return the amount of memory in bytes of the element at `path`; 0 if vml_memory() fails. */
uint64_t vml_bytes_at(const xmlNode *node, const char *path);

/**
 * Parse an amount of memory that attributes specify (<cell memory='4' unit='GiB'>).
 *
 * @param number see vml_number()
 * @param unit see vml_memory(); "" means KiB
 * @param ret the amount in bytes; unchanged on failure
 * @return false if the number or the unit is invalid
 */
bool vml_amount(const char *number, const char *unit, uint64_t *ret);

/** Return a string formatted as by printf(); it lives as long as the document. */
const char *vml_format(vml_context *ctx, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** Builder of a string piece by piece; { 0 } is an empty one. */
typedef struct vml_string_builder {
	char *text;	  /**< NUL-terminated, lives as long as the document; NULL if empty */
	size_t len, room; /**< bytes in use without the NUL; bytes allocated */
} vml_string_builder;

/** Append text formatted as by printf() to the string builder `words`, initially { 0 }. */
void vml_append(vml_context *ctx, vml_string_builder *words, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * Return `text` with the letters A-Z in lower case: `text` itself if it has none, else a
 * copy that lives as long as the document.
 */
const char *vml_lower_case(vml_context *ctx, const char *text);

/** @} */

/** @name Lists of CPU numbers
 * @{ */

/** One more than the largest CPU number that libvirt accepts. */
enum { VML_CPUSET_MAX = 16384 };

/** A set of CPU numbers; { 0 } is the empty set. */
typedef struct vml_cpuset {
	uint64_t words[VML_CPUSET_MAX / 64]; /**< bit n % 64 of words[n / 64]: CPU n */
} vml_cpuset;

/**
 * Parse a list of CPU numbers as libvirt does.
 *
 * @param text such as "0-7,^3,12"
 * @param ret the set; undefined on failure
 * @return false if `text` is not such a list or the set is empty
 */
bool vml_cpuset_parse(const char *text, vml_cpuset *ret);

/** Add `cpu` to the set; VML_CPUSET_MAX and above are ignored. */
void vml_cpuset_add(vml_cpuset *set, unsigned int cpu);

/** Return true if `cpu` is in the set. */
bool vml_cpuset_has(const vml_cpuset *set, unsigned int cpu);

/** Return the first CPU of the set that is `from` or greater; VML_CPUSET_MAX if there is none. */
unsigned int vml_cpuset_next(const vml_cpuset *set, unsigned int from);

/** Return the number of CPUs in the set. */
unsigned int vml_cpuset_count(const vml_cpuset *set);

/** Return true if the sets `a` and `b` have a CPU in common. */
bool vml_cpuset_meet(const vml_cpuset *a, const vml_cpuset *b);

/** @} */

/** @name Facts about the domain
 * @{ */

/** Board family of a machine type. */
typedef enum vml_board {
	VML_BOARD_OTHER = 0, /**< unknown, or a board that no rule distinguishes */
	VML_BOARD_PC,	     /**< x86 i440fx: pc, pc-i440fx-*, pc-0.*, pc-1.* */
	VML_BOARD_Q35,
	VML_BOARD_ISAPC,
	VML_BOARD_MICROVM,
	VML_BOARD_VIRT, /**< aarch64, arm, riscv, loongarch: virt, virt-* */
	VML_BOARD_PSERIES,
	VML_BOARD_CCW /**< s390-ccw-virtio* */
} vml_board;

/** A release of libvirt or QEMU as an ordered number: VML_RELEASE(9, 1) is libvirt 9.1. */
#define VML_RELEASE(major, minor) ((major)*1000 + (minor))

/**
 * The environment that the domain is meant for: --target, "target =" of the configuration, or
 * the versions of the connection that the domain comes from.
 */
typedef struct vml_target {
	const char *name;     /**< as given ("debian-12"); "" if there is no target */
	const char *family;   /**< "debian", "ubuntu", "rhel" ...; "" if only versions are given */
	unsigned int libvirt; /**< VML_RELEASE of libvirt; 0 if unknown: the newest is assumed */
	unsigned int qemu;    /**< VML_RELEASE of QEMU; 0 if unknown: the newest is assumed */
} vml_target;

/** Facts of a domain, computed once per domain before the first rule runs. */
typedef struct vml_facts {
	xmlNode *domain;      /**< the <domain> element */
	const char *type;     /**< domain/@type: "kvm", "qemu", "xen" ... */
	const char *name;     /**< domain/name */
	const char *uuid;     /**< domain/uuid */
	const char *id;	      /**< identity of the domain: uuid in lower case, else name */
	const char *guest;    /**< libosinfo id of the guest from metadata or --guest; or "" */
	const char *arch;     /**< os/type/@arch, else implied by machine or emulator, else "" */
	const char *machine;  /**< os/type/@machine as written */
	vml_board board;      /**< board of the machine; of the architecture's default machine
	                              if @machine is absent */
	unsigned int version; /**< version of a versioned machine: major * 1000 + minor; else 0 */
	/** only the QEMU of a distribution has the machine type: pc-i440fx-rhel7.6.0 */
	bool distro_machine;
	unsigned int gates;	 /**< VML_WHEN_* bits that are true */
	vml_target target;	 /**< environment that the domain is meant for */
	unsigned int vcpus;	 /**< maximum number of vCPUs: text of <vcpu>, 1 if absent */
	unsigned int vcpus_now;	 /**< vCPUs at boot: vcpu/@current, at most `vcpus` */
	uint64_t memory;	 /**< <memory> in bytes; 0 if absent or invalid */
	size_t place;		 /**< index of the domain in the document, from 0 */
	bool printed_by_libvirt; /**< probably: some device has an <address> or <alias> */
} vml_facts;

/** Return the facts of the domain being audited; never NULL. */
const vml_facts *vml_facts_of(const vml_context *ctx);

/**
 * Return true if the target's libvirt is `release` (a VML_RELEASE) or newer. Without a target
 * the newest libvirt is assumed.
 */
bool vml_libvirt_is(const vml_context *ctx, unsigned int release);

/** Return true if the target's QEMU is `release` (a VML_RELEASE) or newer, or is unknown. */
bool vml_qemu_is(const vml_context *ctx, unsigned int release);

/**
 * Describe the libvirt of the target for messages.
 *
 * @return "libvirt 9.0 (debian-12)", or "libvirt" without a target; lives as long as the document
 */
const char *vml_target_libvirt(vml_context *ctx);

/**
 * Describe the QEMU of the target for messages.
 *
 * @return "QEMU 7.2 (debian-12)", or "current QEMU" if unknown; lives as long as the document
 */
const char *vml_target_qemu(vml_context *ctx);

/** Support of a machine type by the target's QEMU, or by the newest one without a target. */
typedef enum vml_machine_state {
	VML_MACHINE_CURRENT = 0, /**< QEMU has the type, or vmlint does not know it */
	VML_MACHINE_AGED,	 /**< deprecated: at least three years older than this QEMU */
	VML_MACHINE_LAST,	 /**< the next release of QEMU removes the type */
	VML_MACHINE_REMOVED,	 /**< QEMU no longer has the type */
	VML_MACHINE_TOO_NEW,	 /**< QEMU does not have the type yet */
	VML_MACHINE_FOREIGN,	 /**< only the QEMU of another distribution has the type */
	VML_MACHINE_NEVER	 /**< no QEMU release had the type */
} vml_machine_state;

/** History of a machine type. */
typedef struct vml_machine {
	vml_machine_state state;
	/** VML_RELEASE of the QEMU that removed or will remove it; 0 if unknown */
	unsigned int removed;
	const char *owner;   /**< distribution that added it ("RHEL 9.4"); NULL: QEMU itself */
	bool owner_is_old;   /**< that release of the distribution is out of support */
	const char *instead; /**< name that replaces it ("pc"); NULL if there is none */
} vml_machine;

/** Return the history of the domain's machine type; all zero if vmlint does not know the type. */
vml_machine vml_machine_of(vml_context *ctx);

/**
 * Return true if facts->vcpus is reliable: <vcpu> is a number, or is absent, which
 * means 1. A template may contain a placeholder instead.
 */
bool vml_vcpus_known(const vml_context *ctx);

/** Yes, no, or unknown. */
typedef enum vml_tristate { VML_UNKNOWN, VML_NO, VML_YES } vml_tristate;

/** Device classes that a guest operating system may or may not have a driver for. */
typedef enum vml_driver {
	VML_DRIVER_VIRTIO_NET,
	VML_DRIVER_VIRTIO_BLOCK,
	VML_DRIVER_VIRTIO_SCSI,
	VML_DRIVER_VIRTIO_RNG,
	VML_DRIVER_VIRTIO_GPU,
	VML_DRIVER_VIRTIO_CONSOLE,
	VML_DRIVER_VIRTIO_FS, /**< virtiofs */
	/** virtio 1.0, which virtio devices in a PCI Express slot require */
	VML_DRIVER_VIRTIO_1_0,
	VML_DRIVER_E1000,
	VML_DRIVER_E1000E,
	VML_DRIVER_AHCI, /**< SATA */
	VML_DRIVER_XHCI, /**< USB 3 */
	VML_DRIVER_USB_TABLET,
	VML_DRIVER_COUNT
} vml_driver;

/** Availability of a virtio driver in the guest. */
typedef enum vml_virtio {
	VML_VIRTIO_UNKNOWN, /**< the guest OS is not named, or osinfo-db does not know it */
	VML_VIRTIO_INBOX,   /**< the guest OS includes the driver */
	VML_VIRTIO_INSTALL, /**< Windows 7, 2008 R2 and later: virtio-win must be installed first */
	VML_VIRTIO_INSTALLED, /**< Windows 7, 2008 R2 or later, and the domain has virtio
	                           devices: virtio-win is already installed */
	VML_VIRTIO_OLD,	 /**< Windows 2000 to Vista and 2008: needs an old version of virtio-win */
	VML_VIRTIO_NEVER /**< no driver exists: DOS, macOS, an old BSD */
} vml_virtio;

/**
 * Return whether the guest operating system includes a driver for a class of devices.
 *
 * @param driver the device class
 * @return VML_UNKNOWN if neither the metadata (<libosinfo:os>) nor --guest name an
 *         operating system, or osinfo-db does not know it
 */
vml_tristate vml_guest_drives(const vml_context *ctx, vml_driver driver);

/** Return the availability in the guest of `driver`, which must be a VML_DRIVER_VIRTIO_*. */
vml_virtio vml_guest_virtio(const vml_context *ctx, vml_driver driver);

/** Return the libosinfo id of the guest OS ("http://debian.org/debian/12"); "" if not specified. */
const char *vml_guest_id(const vml_context *ctx);

/** Return the name of the guest OS for messages ("Debian 12"), or "" if it is unknown. */
const char *vml_guest_name(const vml_context *ctx);

/** Return the name of the guest OS for messages, or `otherwise` itself if it is unknown. */
const char *vml_guest_called(const vml_context *ctx, const char *otherwise);

/** Return the guest OS's family in libosinfo: "linux", "winnt", "win9x", "freebsd" ..., or "". */
const char *vml_guest_family(const vml_context *ctx);

/** Return true if the guest is a server edition of Windows. */
bool vml_guest_windows_server(const vml_context *ctx);

/**
 * Return the kernel version of a Windows NT guest: major * 10 + minor of NT (51 is XP, 60
 * is Vista and 2008, 61 is 7 and 2008 R2, 62 and 63 are 8, 8.1 and 2012, 100 is 10 and
 * later); 0 if the guest is not Windows NT or is unknown.
 */
unsigned int vml_guest_windows_nt(const vml_context *ctx);

/**
 * Return true if the domain has a virtio disk, interface or SCSI controller. An admin chose
 * it, so the guest has virtio drivers even if its metadata do not name the guest.
 */
bool vml_uses_virtio(const vml_context *ctx);

/**
 * Return true if the guest is too old to use current CPU features and ACPI. If its OS is named (by
 * the metadata or --guest): DOS, NetWare, or Windows before Vista. If not: the domain has less than
 * 512 MiB and no virtio device.
 */
bool vml_guest_is_old(const vml_context *ctx);

/**
 * Return true if the domain enables a Hyper-V enlightenment (features/hyperv), or if
 * vml_hyperv_follows_host() returns true.
 */
bool vml_uses_hyperv(const vml_context *ctx);

/**
 * Return true if it is unknown whether the guest OS has virtio drivers, no device uses one, and the
 * domain's name, title, images, network cards or QEMU arguments suggest an OS without them: ESXi, a
 * network appliance, macOS, Windows XP, a hobby system. This is a guess: use it only to lower a
 * severity or a fix level.
 */
bool vml_may_lack_virtio(vml_context *ctx);

/** Guest operating system that the names in a domain suggest. */
typedef struct vml_guess {
	const char *family; /**< "winnt", "linux" or "bsd"; "" if the names suggest nothing */
	const char *name;   /**< name for messages: "Windows Server 2019", "Linux" */
	const char *source; /**< source of the guess: "name", "title", "image" */
} vml_guess;

/**
 * Guess the guest operating system from the name, the title and the images of the domain, if
 * neither the metadata nor --guest specify it. Use it only if a wrong guess does no harm, and
 * state it in the message ("seems to run ...").
 *
 * @return never NULL; its strings are "" if there is no guess; a constant or owned by the document
 */
const vml_guess *vml_guest_guess(vml_context *ctx);

/**
 * Return true if the domain is meant for a macOS host: type hvf, an argument that selects hvf,
 * or the emulator of Homebrew. Such a host has no security driver and no tap devices.
 */
bool vml_host_is_macos(const vml_context *ctx);

/**
 * Return true if the guest's CPU model depends on the host: by the mode of <cpu>, by
 * match='minimum', or because libvirt expanded mode='host-model' for a running guest.
 * Rules on CPU models do not apply then.
 */
bool vml_cpu_follows_host(const vml_context *ctx);

/** Return true if `path` seems to be a UEFI firmware image: it contains OVMF, AAVMF or edk2. */
bool vml_is_uefi_image(const char *path);

/** Return true if the guest boots by UEFI: firmware='efi', or a loader of type pflash. */
bool vml_boots_uefi(const vml_context *ctx);

/**
 * Return true if the machine type is one of RHEL's ("pc-q35-rhel9.4.0"). RHEL's QEMU lacks
 * most older devices, so that libvirt chooses other defaults.
 */
bool vml_is_rhel_machine(const vml_context *ctx);

/**
 * Return true if the host, not the list in the XML, determines the Hyper-V features: <hyperv> has
 * mode='passthrough' or mode='host-model' (new in libvirt 11.9).
 */
bool vml_hyperv_follows_host(const vml_context *ctx);

/**
 * Return true if an argument that libvirt passes on to QEMU (<qemu:arg>) contains `text`.
 * Such a domain may have a device that is not in <devices>.
 */
bool vml_qemu_arg(const vml_context *ctx, const char *text);

/**
 * Return true if the first PCI bus of a PC has few free slots: libvirt may find no address
 * for another device, so a rule that would add one must offer no automatic fix.
 */
bool vml_pci_is_crowded(const vml_context *ctx);

/** Return true if all USB ports may be in use; a fix must not add a USB device then. */
bool vml_usb_is_crowded(const vml_context *ctx);

/** Return true if the board is an Arm "virt". */
bool vml_is_arm_virt(const vml_context *ctx);

/** Return true if a PCI or mediated device of the host is passed through to the guest. */
bool vml_has_passthrough(const vml_context *ctx);

/** Return true if USB is disabled: <controller type='usb' model='none'/>. */
bool vml_usb_is_off(const vml_context *ctx);

/** @} */

/** @name Indexes of devices
 * A check that compares each device with all others takes a minute with ten thousand
 * devices. These functions read the domain once, whatever the number of devices.
 * @{ */

/** A hash table of elements. */
typedef struct vml_index vml_index;

/** One element in an index; entries with the same key are linked in the order of addition. */
typedef struct vml_entry {
	struct vml_entry *next; /**< the next entry with the same key, or NULL */
	const xmlNode *node;
} vml_entry;

/**
 * Return a nonzero hash of `text`, which can be used as a key of an index. `seed` is 0, or the
 * result of another call of a hash function: the result then depends on both values.
 */
uint64_t vml_hash(uint64_t seed, const char *text);

/** Return a nonzero hash of `number`. seed: see vml_hash(). */
uint64_t vml_hash_number(uint64_t seed, uint64_t number);

/**
 * Return a nonzero hash of the numbers at `paths` ("@bus", ends with NULL) of `node`; an absent
 * or invalid number counts as 0. seed: see vml_hash().
 */
uint64_t vml_hash_numbers(uint64_t seed, const xmlNode *node, const char *const *paths);

/** Add the element `node` to an index under `key`; several elements may share a key. */
void vml_index_add(vml_index *index, uint64_t key, const xmlNode *node);

/**
 * Add devices of the domain to `index`.
 *
 * @param name element name of the devices; NULL: all devices
 * @param key returns the key of a device, or 0 to skip it
 */
void vml_index_devices(vml_context *ctx, vml_index *index, const char *name,
	uint64_t (*key)(vml_context *ctx, const xmlNode *device));

/**
 * Return the first entry with this key in an index, or NULL; `next` links the others.
 *
 * Different strings may have the same key: compare the attributes themselves, too.
 *
 * @param fill adds the elements; also identifies the index, which is built once per domain
 * @param key see vml_hash()
 */
const vml_entry *vml_index_find(
	vml_context *ctx, void (*fill)(vml_context *ctx, vml_index *index), uint64_t key);

/** Return question(ctx), which is evaluated once per domain and then cached. */
bool vml_cached(const vml_context *ctx, bool (*question)(const vml_context *ctx));

/** @} */

/** @name Effective values
 * The written value, or the default that libvirt would fill in. libvirt's defaults are
 * only in src/domain/defaults.c.
 * @{ */

/** Return true if `model` is a virtio model: virtio, virtio-transitional, virtio-net ... */
bool vml_is_virtio(const char *model);

/**
 * Return the model of the <interface> `iface` in lower case: as written, else libvirt's default
 * for the type (vdpa, vhostuser: "virtio") or the architecture.
 *
 * @return "" if the model is unknown or the interface is an assigned host device: type='hostdev',
 *         or type='network' without a model in XML that libvirt printed
 */
const char *vml_nic_model(vml_context *ctx, const xmlNode *iface);

/** Return @device of `disk` or its default: "disk", "cdrom", "floppy" or "lun". */
const char *vml_disk_device(const xmlNode *disk);

/**
 * Return true if `disk` contains data of the guest: its device is "disk" or "lun", and
 * vml_is_seed_disk() is false.
 */
bool vml_is_data_disk(const xmlNode *disk);

/**
 * Return true if the name of the image of `disk` indicates an installation medium (".iso") or the
 * seed of cloud-init ("cidata", "seed.img" ...). The guest only reads such an image, even if the
 * device is "disk".
 */
bool vml_is_seed_disk(const xmlNode *disk);

/** Return @type of `disk` or its default: "file", "block", "network" ... */
const char *vml_disk_type(const xmlNode *disk);

/** Return the first disk whose target/@dev is `target` ("vda"), or NULL. */
const xmlNode *vml_disk_by_target(vml_context *ctx, const char *target);

/**
 * Return true if `device` supports an I/O thread and has I/O for it: a virtio disk, or a
 * virtio-scsi controller with disks.
 */
bool vml_takes_iothread(const vml_context *ctx, const xmlNode *device);

/** Return the bus of `disk`: as written, else derived from its target name as libvirt does. */
const char *vml_disk_bus(const xmlNode *disk);

/** Return the <controller> with this `type` ("scsi") and `index`; NULL if none is written. */
xmlNode *vml_controller(const vml_context *ctx, const char *type, uint64_t index);

/**
 * Return the <controller> that the drive address of `disk` refers to (index 0 without an address);
 * NULL if the XML has none.
 */
xmlNode *vml_disk_controller(const vml_context *ctx, const xmlNode *disk);

/**
 * Return the model of a SCSI controller: as written, else libvirt's default.
 *
 * @param controller NULL: the controller that libvirt would add
 * @return "" if unknown
 */
const char *vml_scsi_model(const vml_context *ctx, const xmlNode *controller);

/**
 * Return false if the result of vml_scsi_model() depends on the release of libvirt, which is unknown:
 * on the virt boards of Arm and RISC-V, the default is lsilogic before 11.6 and virtio-scsi since.
 *
 * @param controller as for vml_scsi_model()
 */
bool vml_scsi_model_is_certain(const vml_context *ctx, const xmlNode *controller);

/**
 * Return the target type of a <serial> in libvirt's terms ("isa-serial", "sclp-serial"): as
 * written; if it is absent or "isa-serial", the default of the board, "" if that is unknown.
 */
const char *vml_serial_type(vml_context *ctx, const xmlNode *serial);

/** Return true if the <interface> `iface` is connected by a tap device. */
bool vml_is_tap(const xmlNode *iface);

/** Return the number of NUMA cells of the guest. Linear time. */
unsigned int vml_numa_cells(const vml_context *ctx);

/** Return the id of a NUMA <cell>: its @id, else its index among the cells, from 0. */
uint64_t vml_cell_id(const xmlNode *cell);

/**
 * Return true if `id` is a number that is not the id of a NUMA cell. Ids are 0 to
 * vml_numa_cells() - 1, because libvirt rejects gaps.
 */
bool vml_is_no_cell(const vml_context *ctx, const char *id);

/** Return true if the domain has a <graphics> of one of the `|`-separated `types`. */
bool vml_has_graphics(const vml_context *ctx, const char *types);

/**
 * Return a target name that no disk of the domain has and that no earlier call in this
 * audit returned.
 *
 * @param prefix first letters of the name: "vd" yields "vda"
 */
const char *vml_free_target(vml_context *ctx, const char *prefix);

/** @} */

/** @name Reporting
 * @{ */

/**
 * Report a finding on an element.
 *
 * @param node the defective element, or the one that lacks something; NULL: <domain>
 * @param fmt the message, as for printf(): starts in lower case, names the device as
 *        admins know it, states the condition, has no final full stop
 * @return the finding, for the functions below; never NULL
 */
vml_finding *vml_report(vml_context *ctx, const xmlNode *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * Report a finding on an attribute.
 *
 * @param node element of the attribute
 * @param attr name of the attribute; if absent, the finding is on `node`
 * @param fmt see vml_report()
 * @return the finding, for the functions below; never NULL
 */
vml_finding *vml_report_attr(vml_context *ctx, const xmlNode *node, const char *attr,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/** Lower the severity of this finding to `severity`, unless it is lower already. */
void vml_lower_severity(vml_finding *finding, vml_severity severity);

/**
 * Lower the fix level of this finding to `level`, unless it is lower already. VML_FIX_SAFE is the
 * highest level, VML_FIX_NONE the lowest: recorded operations are then not applied.
 */
void vml_lower_fix(vml_finding *finding, vml_fix_level level);

/** Replace the rule's remedy for this finding; `fmt` as for printf(). */
void vml_remedy(vml_finding *finding, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * Return the name of a device for admins: "disk 'vda'", "interface 52:54:00:99:65:78",
 * "scsi controller 0", "vnc display".
 *
 * @param node a device, or an element in a device; for other elements, their name is returned
 */
const char *vml_device_name(vml_context *ctx, const xmlNode *node);

/** @} */

/** @name Grammar
 * Problems that a check of the whole domain against the grammar of libvirt's domain XML found.
 * The check runs once per domain, at the first call of vml_report_grammar().
 * @{ */

/** Kind of problem with an element or attribute. */
typedef enum vml_grammar_kind {
	VML_GRAMMAR_UNKNOWN_ELEMENT,
	VML_GRAMMAR_UNKNOWN_ATTRIBUTE,
	VML_GRAMMAR_VALUE_INVALID,
	VML_GRAMMAR_MISSING,
	VML_GRAMMAR_REPEATED,
	VML_GRAMMAR_STRAY_TEXT,
	VML_GRAMMAR_TOO_NEW,	/**< newer than the libvirt of the target */
	VML_GRAMMAR_SCHEMA_ONLY /**< libvirt's parser accepts it, libvirt's schema does not */
} vml_grammar_kind;

/**
 * Report all grammar problems of one kind, each at its element or attribute, with a fix if only one
 * is possible.
 */
void vml_report_grammar(vml_context *ctx, vml_grammar_kind kind);

/** @} */

/** @name Fixes
 * These functions record an operation on the finding and leave the document unchanged.
 * They copy the strings passed to them; vml_fix_set() and vml_fix_text() escape them for XML.
 * Element parameters must not be NULL unless noted.
 * @{ */

/** Set the attribute `attr` of `element` to `value`, whether or not it exists. */
void vml_fix_set(vml_finding *finding, const xmlNode *element, const char *attr, const char *value);

/** Remove the attribute `attr` of `element`. */
void vml_fix_unset(vml_finding *finding, const xmlNode *element, const char *attr);

/**
 * Rename the attribute `attr` of `element`, or the element itself if `attr` is NULL, to `name`. A
 * namespace prefix stays.
 */
void vml_fix_rename(
	vml_finding *finding, const xmlNode *element, const char *attr, const char *name);

/** Replace the content of `element` by the string `text`. */
void vml_fix_text(vml_finding *finding, const xmlNode *element, const char *text);

/** Return a copy of `text`, escaped for use between single quotes in the XML of vml_fix_add(). */
const char *vml_in_quotes(vml_context *ctx, const char *text);

/**
 * Add an element.
 *
 * @param parent the element that gets the new child
 * @param after  the child after which it is inserted; NULL: the last child. Ignored if
 *        `parent` is <domain>: the element is inserted where libvirt would print it. If the
 *        domain has no child that libvirt prints before the new one, it is inserted at the end
 * @param xml    the new element in one line, with single quotes: "<rng model='virtio'/>"
 */
void vml_fix_add(
	vml_finding *finding, const xmlNode *parent, const xmlNode *after, const char *xml);

/**
 * Return true if all guest memory is shared, so that processes other than QEMU can map it
 * (virtiofsd, vhost-user): by <memoryBacking>, or by each NUMA cell.
 */
bool vml_memory_is_shared(const vml_context *ctx);

/** Return true if a NUMA cell has a @memAccess other than 'shared', even an invalid one. */
bool vml_cells_refuse_sharing(const vml_context *ctx);

/**
 * Add operations to the fix that make all guest memory shared. Memory whose <source> cannot be
 * shared gets the source type memfd.
 */
void vml_fix_share_memory(const vml_context *ctx, vml_finding *finding);

/**
 * Set an attribute of the <driver> of a disk or controller; add <driver> if absent.
 *
 * @param device the disk or controller
 * @param attr name of the attribute
 * @param value its new value, without characters that XML requires to be escaped
 */
void vml_fix_driver(
	vml_finding *finding, const xmlNode *device, const char *attr, const char *value);

/** Remove `element` and its content; NULL is allowed and does nothing. */
void vml_fix_remove(vml_finding *finding, const xmlNode *element);

/**
 * Move `element` to the end of `parent`: removes the element and adds a copy. Does nothing if the
 * element contains comments, namespaces, or text next to elements: vml_fix_add() supports none of
 * them.
 */
void vml_fix_move(vml_finding *finding, const xmlNode *element, const xmlNode *parent);

/**
 * Replace the guest's CPU model by a mode; topology, NUMA cells and features stay.
 *
 * @param mode "host-model", "host-passthrough" or "maximum". If other settings in <cpu> require
 *        'host-passthrough', it is set instead of 'host-model', and the remedy is replaced
 */
void vml_fix_cpu_mode(vml_context *ctx, vml_finding *finding, const char *mode);

/**
 * Set the virt-xml(1) command that makes the same change as the fix, for a domain that is defined
 * in libvirt.
 *
 * @param fmt the arguments after "virt-xml DOMAIN ", as for printf():
 *        "--edit mac=%s --network model.type=virtio"; quote each value that comes from the
 *        document with vml_shell()
 */
void vml_command(vml_finding *finding, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * Return the argument of virt-xml's --edit that selects `device`: "mac=52:54:00:99:65:78",
 * "target=vda", else its index among its siblings of the same name ("2"). Returns "" if the report
 * prints no commands.
 */
const char *vml_selector(vml_context *ctx, const xmlNode *device);

/** Return the index of `element` among its siblings of the same name, from 1. */
unsigned int vml_sibling_index(const xmlNode *element);

/**
 * Return true if the definition that libvirt stores has `device` at the same index among its
 * siblings of the same name. libvirt sorts disks and controllers and adds controllers, except in
 * XML that it printed itself.
 */
bool vml_index_is_stable(const vml_context *ctx, const xmlNode *device);

/**
 * Return `word` for a shell's command line: `word` itself if it is safe, else a copy in single
 * quotes that lives as long as the document.
 */
const char *vml_shell(vml_context *ctx, const char *word);

/** @} */

#endif
