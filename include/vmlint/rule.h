/**
 * @file rule.h
 * Everything that a rule may use, and nothing else.
 *
 * A rule module (rules/<subject>/<topic>.c) defines one array
 * `const vml_rule vml_rules_<subject>_<topic>[]` that ends with an empty row.
 * The build finds the file and puts the array into the rule table.
 *
 * All functions here accept a NULL node and then answer as if what was asked
 * for were absent, so a rule needs no guards. Strings that they return belong
 * to the document or to its arena: a rule releases nothing, and none of them
 * is ever NULL unless the function says so.
 */
#ifndef VMLINT_RULE_H
#define VMLINT_RULE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How grave a finding is. */
typedef enum vml_severity {
	VML_INFO = 1, /**< a tuning opportunity that depends on the workload */
	VML_WARNING,  /**< most experts would want it fixed on a production guest */
	VML_ERROR     /**< will not define or start, loses or corrupts data, confinement off,
	                   two guests fight over one thing */
} vml_severity;

/** What a finding is about. */
typedef enum vml_category {
	VML_PERFORMANCE = 1,
	VML_SECURITY,
	VML_RELIABILITY,
	VML_PORTABILITY,
	VML_COMPATIBILITY,
	VML_CORRECTNESS
} vml_category;

/** What applying a fix means for the guest. */
typedef enum vml_fix_level {
	VML_FIX_NONE,	/**< a person must choose (a path, a password); the remedy says how */
	VML_FIX_REVIEW, /**< other hardware or other durability: a driver or a reboot may be due */
	VML_FIX_SAFE	/**< the guest's hardware and its data's durability stay as they are */
} vml_fix_level;

/**
 * Gates: what must be true of a domain for a rule to make sense on it.
 * `.when` of a rule lists those that must all hold, `.unless` those of which
 * none may hold.
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
	VML_WHEN_CCW = 1 << 8,	    /**< s390x with channel devices */
	VML_WHEN_VIRTIO = 1 << 9,   /**< a board that virtio devices plug into: one of the five
	                                 above */
	VML_WHEN_MINIMAL = 1 << 10, /**< isapc or microvm: few of the usual devices exist */
	VML_WHEN_WINDOWS = 1 << 11, /**< the metadata name a Windows */
	VML_WHEN_RUNNING = 1 << 12, /**< a running domain's XML (domain/@id), not its definition */
	VML_WHEN_FOREIGN_CPU = 1 << 13, /**< QEMU's arguments in the XML bring their own -cpu */
	VML_WHEN_HOSTCAPS = 1 << 14,	/**< host capabilities were given */
	VML_WHEN_DOMCAPS = 1 << 15	/**< domain capabilities were given */
};

typedef struct vml_context vml_context; /**< one rule at work on one domain */
typedef struct vml_finding vml_finding; /**< what it found; see vmlint.h for reading it */

/** One rule: a form, with its judge beside it. All facts about a rule stand here. */
typedef struct vml_rule {
	const char *id;	      /**< kebab-case, begins with its subject, never reused */
	const char *summary;  /**< what is wrong, one line, lower case, no full stop */
	const char *why;      /**< what goes wrong for the guest */
	const char *remedy;   /**< what the fix changes and what it costs */
	const char *url;      /**< the authority, https */
	const char *formerly; /**< old ids, blank-separated, that keep working; or NULL */
	vml_severity severity;
	vml_category category;
	vml_fix_level fix;   /**< the level of its fixes; a check may lower it for one finding */
	unsigned int when;   /**< VML_WHEN_* that must all hold */
	unsigned int unless; /**< VML_WHEN_* of which none may hold */
	bool optional;	     /**< runs only where -e or --only names it */
	/**
	 * What the engine visits: child steps below <domain>, such as "devices/disk";
	 * several alternatives are separated by '|'; "." is <domain> itself.
	 */
	const char *each;
	/**
	 * Judge one visited element. The tree is const: a check changes nothing, it
	 * reports and records fixes.
	 */
	void (*check)(vml_context *ctx, xmlNode *node);
} vml_rule;

/** @name Reading the document
 * @{ */

/** The first child element called `name`, in no namespace; NULL where there is none. */
xmlNode *vml_child(const xmlNode *node, const char *name);

/** The next sibling element with the name of `node`; NULL where there is none. */
xmlNode *vml_next(const xmlNode *node);

/** The first child element whatever its name, or NULL. */
xmlNode *vml_first(const xmlNode *node);

/** The next sibling element whatever its name, or NULL. */
xmlNode *vml_sibling(const xmlNode *node);

/** Loop over the children of `parent` that are called `name`. */
#define vml_each_child(it, parent, name) \
	for (xmlNode *it = vml_child(parent, name); it; it = vml_next(it))

/**
 * The first device of the domain that is called `name`, or NULL; NULL: whatever its name.
 * Should there be two <devices>, libvirt reads the devices of both.
 */
xmlNode *vml_device(const vml_context *ctx, const char *name);

/** The next device behind this one that is called `name`, or NULL; NULL: whatever its name. */
xmlNode *vml_next_device(const xmlNode *device, const char *name);

/** Loop over the devices of the domain that are called `name`; NULL: over all of them. */
#define vml_each_device(it, ctx, name) \
	for (xmlNode *it = vml_device(ctx, name); it; it = vml_next_device(it, name))

/** Whether the domain has no other device of this name. */
bool vml_is_only_device(const xmlNode *device);

/** The element at a path of child steps ("os/type"), taking the first at each; or NULL. */
xmlNode *vml_find(const xmlNode *node, const char *path);

/** Whether the element is called `name`. */
bool vml_named(const xmlNode *node, const char *name);

/** How many children are called `name`. */
unsigned int vml_count(const xmlNode *parent, const char *name);

/** The element that `node` is a child of; NULL for the root element. */
xmlNode *vml_parent(const xmlNode *node);

/**
 * The value of an attribute: "@dev" of the node itself, "target/@dev" of the
 * element at that path below it.
 *
 * @return the value, "" where the element or the attribute is absent
 */
const char *vml_attr(const xmlNode *node, const char *path);

/** Whether the attribute is present, be it empty. */
bool vml_has_attr(const xmlNode *node, const char *path);

/** Whether the attribute has this value, as libvirt compares: with regard to case. */
bool vml_attr_is(const xmlNode *node, const char *path, const char *value);

/**
 * The text of an element, with no blanks around it: "" where there is none.
 * Comments and elements within it do not count.
 */
const char *vml_text(vml_context *ctx, const xmlNode *node);

/** Whether that text is `value`. */
bool vml_text_is(const xmlNode *node, const char *value);

/**
 * Whether a blank or a line end stands behind an element's text, as tools that lay XML out
 * put it there: before a number libvirt lets it be, behind one it refuses it.
 */
bool vml_ends_in_blank(const xmlNode *node);

/** Whether `text` is one of the `|`-separated `words`: vml_one_of(bus, "ide|sata"). */
bool vml_one_of(const char *text, const char *words);

/** Whether `text` begins with `prefix`. */
bool vml_starts_with(const char *text, const char *prefix);

/** Whether `text` ends in `suffix`, whatever the case of its letters. */
bool vml_ends_with_nocase(const char *text, const char *suffix);

/**
 * Read a number: decimal, or hexadecimal behind 0x; blanks around it are allowed.
 *
 * @return false where the text is no number that fits; *ret is then untouched
 */
bool vml_number(const char *text, uint64_t *ret);

/**
 * Whether the numbers at a path ("address/@slot") are the same in two elements, be they
 * decimal or hexadecimal; what is absent or no number counts as 0.
 */
bool vml_same_number(const xmlNode *a, const xmlNode *b, const char *path);

/** Whether a host name or address, with or without a port, is that of the host itself. */
bool vml_is_loopback(const char *host);

/**
 * The amount of memory that an element states, its @unit honoured as libvirt
 * does (virScaleInteger: bytes, KB, KiB, MB, MiB ...); without one it is KiB.
 *
 * @param ret bytes
 * @return false where there is no such element, number or unit
 */
bool vml_memory(const xmlNode *node, uint64_t *ret);

/**
 * The same for an amount that stands in attributes (<cell memory='4' unit='GiB'>).
 *
 * @param unit as written; "" means KiB
 */
bool vml_amount(const char *number, const char *unit, uint64_t *ret);

/** A formatted string that lives as long as the document. */
const char *vml_format(vml_context *ctx, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** A text that grows piece by piece: { 0 } is an empty one. */
typedef struct vml_string_builder {
	char *text; /* NULL while it is empty; lives as long as the document */
	size_t len, room;
} vml_string_builder;

/** Put a formatted text behind the words. */
void vml_append(vml_context *ctx, vml_string_builder *words, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** The same text with its letters A-Z made small, as long-lived as the document. */
const char *vml_lower_case(vml_context *ctx, const char *text);

/** @} */

/** @name Lists of CPU numbers
 * @{ */

/** One more than the largest CPU number that libvirt takes. */
enum { VML_CPUSET_MAX = 16384 };

/** A set of CPU numbers. */
typedef struct vml_cpuset {
	uint64_t words[VML_CPUSET_MAX / 64];
} vml_cpuset;

/**
 * Read a list of CPU numbers as libvirt does: "0-7,^3,12".
 *
 * @return false where it is none or empty; *ret is then of no use
 */
bool vml_cpuset_parse(const char *text, vml_cpuset *ret);

/** Put a CPU into the set. */
void vml_cpuset_add(vml_cpuset *set, unsigned int cpu);

/** Whether the CPU is in the set. */
bool vml_cpuset_has(const vml_cpuset *set, unsigned int cpu);

/** The first CPU of the set that is `from` or greater; VML_CPUSET_MAX where there is none. */
unsigned int vml_cpuset_next(const vml_cpuset *set, unsigned int from);

/** How many CPUs are in the set. */
unsigned int vml_cpuset_count(const vml_cpuset *set);

/** Whether the sets have a CPU in common. */
bool vml_cpuset_meet(const vml_cpuset *a, const vml_cpuset *b);

/** @} */

/** @name Facts about the domain
 * @{ */

/** The board that a machine type stands for. */
typedef enum vml_board {
	VML_BOARD_OTHER = 0, /**< unknown, or one of the many that no rule treats apart */
	VML_BOARD_PC,	     /**< x86 i440fx: pc, pc-i440fx-*, pc-0.*, pc-1.* */
	VML_BOARD_Q35,
	VML_BOARD_ISAPC,
	VML_BOARD_MICROVM,
	VML_BOARD_VIRT, /**< aarch64, arm, riscv, loongarch: virt, virt-* */
	VML_BOARD_PSERIES,
	VML_BOARD_CCW /**< s390-ccw-virtio* */
} vml_board;

/** A release of libvirt or QEMU as a number that compares: VML_RELEASE(9, 1) is libvirt 9.1. */
#define VML_RELEASE(major, minor) ((major)*1000 + (minor))

/**
 * The environment that the domain is meant for: --target, "target =" of the configuration, or
 * the versions of the connection that the domain comes from.
 */
typedef struct vml_target {
	const char *name;     /**< as given ("debian-12"); "" if there is no target */
	const char *family;   /**< "debian", "ubuntu", "rhel", "sles" ...; "" for bare versions */
	unsigned int libvirt; /**< VML_RELEASE of libvirt; 0 if unknown: the newest is assumed */
	unsigned int qemu;    /**< VML_RELEASE of QEMU; 0 if unknown: the newest is assumed */
} vml_target;

/** What is known of a domain before any rule runs; computed once a domain. */
typedef struct vml_facts {
	xmlNode *domain;	/**< the <domain> element */
	const char *type;	/**< domain/@type: "kvm", "qemu", "xen" ... */
	const char *name;	/**< domain/name */
	const char *uuid;	/**< domain/uuid */
	const char *id;		/**< what tells it from others: uuid in small letters, else name */
	const char *guest;	/**< libosinfo id of the guest, by the metadata or --guest; or "" */
	const char *arch;	/**< os/type/@arch; where absent, what machine or emulator imply;
	                              else "" */
	const char *machine;	/**< os/type/@machine as written */
	vml_board board;	/**< what the machine stands for; where it is absent, the default
	                              machine of the architecture */
	unsigned int version;	/**< of a versioned machine: major * 1000 + minor; else 0 */
	bool distro_machine;	/**< a distribution's own machine (pc-i440fx-rhel7.6.0, -focal) */
	unsigned int gates;	/**< the VML_WHEN_* that hold */
	vml_target target;	/**< where the domain is meant to run */
	unsigned int vcpus;	/**< the maximum: text of <vcpu>, 1 where absent */
	unsigned int vcpus_now; /**< at boot: vcpu/@current; the maximum at the most */
	uint64_t memory;	/**< bytes; 0 where there is none that can be read */
	size_t place;		/**< of the domain among those of its document: 0 for the first */
	bool printed_by_libvirt; /**< the XML came out of libvirt: its devices have addresses */
} vml_facts;

/** The facts of the domain under audit. */
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
 * Whether facts->vcpus can be relied on: <vcpu> holds a number, or there is none and
 * it is one. In a template it may hold anything.
 */
bool vml_vcpus_known(const vml_context *ctx);

/** An answer that may be missing. */
typedef enum vml_tristate { VML_UNKNOWN, VML_NO, VML_YES } vml_tristate;

/** Device classes that a guest operating system may or may not have a driver for. */
typedef enum vml_driver {
	VML_DRIVER_VIRTIO_NET,
	VML_DRIVER_VIRTIO_BLOCK,
	VML_DRIVER_VIRTIO_SCSI,
	VML_DRIVER_VIRTIO_RNG,
	VML_DRIVER_VIRTIO_GPU,
	VML_DRIVER_VIRTIO_CONSOLE,
	VML_DRIVER_VIRTIO_FS,  /**< virtiofs */
	VML_DRIVER_VIRTIO_1_0, /**< virtio in a PCI Express slot */
	VML_DRIVER_E1000,
	VML_DRIVER_E1000E,
	VML_DRIVER_AHCI, /**< SATA */
	VML_DRIVER_XHCI, /**< USB 3 */
	VML_DRIVER_USB_TABLET,
	VML_DRIVER_COUNT
} vml_driver;

/** How a guest comes by a paravirtual driver. */
typedef enum vml_virtio {
	VML_VIRTIO_UNKNOWN, /**< the metadata name no guest, or one that nobody knows */
	VML_VIRTIO_INBOX,   /**< it has the driver */
	VML_VIRTIO_INSTALL, /**< Windows 7, 2008 R2 and later: virtio-win must be installed first */
	VML_VIRTIO_INSTALLED, /**< such a Windows, and other virtio devices of this domain show that
	                           it was */
	VML_VIRTIO_OLD,	 /**< Windows 2000 to Vista and 2008: only old virtio-win versions serve */
	VML_VIRTIO_NEVER /**< it has none and none can be had: DOS, macOS, an old BSD */
} vml_virtio;

/**
 * Whether the guest operating system drives a device class with what it brings.
 *
 * @return VML_UNKNOWN where the metadata (<libosinfo:os>) name no operating system or
 *         one that the knowledge at hand (osinfo-db) does not know
 */
vml_tristate vml_guest_drives(const vml_context *ctx, vml_driver driver);

/** How the guest comes by the paravirtual `driver` (one of the VIRTIO ones). */
vml_virtio vml_guest_virtio(const vml_context *ctx, vml_driver driver);

/** The libosinfo id in the metadata ("http://debian.org/debian/12"), or "". */
const char *vml_guest_id(const vml_context *ctx);

/** The guest's name for messages ("Debian 12", "Windows XP"), or "" where unknown. */
const char *vml_guest_name(const vml_context *ctx);

/** The same, or `otherwise` where it is unknown. */
const char *vml_guest_called(const vml_context *ctx, const char *otherwise);

/** The family by libosinfo: "linux", "winnt", "win9x", "msdos", "freebsd", "darwin" ..., or "". */
const char *vml_guest_family(const vml_context *ctx);

/** Whether this is a server edition of Windows. */
bool vml_guest_windows_server(const vml_context *ctx);

/**
 * The kernel version of a Windows NT guest: major * 10 + minor of NT (51 is XP, 60 is
 * Vista and 2008, 61 is 7 and 2008 R2, 62 and 63 are 8, 8.1 and 2012, 100 is 10 and
 * later); 0 where the guest is no Windows NT or unknown.
 */
unsigned int vml_guest_windows_nt(const vml_context *ctx);

/**
 * Whether the domain has a virtio disk, interface or SCSI controller: an admin chose
 * it, so the guest has virtio drivers, whatever its metadata leave unsaid.
 */
bool vml_uses_virtio(const vml_context *ctx);

/**
 * Whether the guest is of an age that CPU features and ACPI of this century mean
 * nothing to it: the metadata name DOS or a Windows before Vista; or they name
 * nothing, and the domain has less than 512 MiB and no virtio device.
 */
bool vml_guest_is_old(const vml_context *ctx);

/** Whether the domain switches Hyper-V enlightenments on (features/hyperv), as for a Windows. */
bool vml_uses_hyperv(const vml_context *ctx);

/**
 * Whether a guest that the metadata do not name looks like one without virtio drivers:
 * ESXi, a network appliance, macOS, Windows XP, a hobby system. A guess by its name, its
 * images and its network cards: it may soften a finding and do nothing else.
 */
bool vml_may_lack_virtio(vml_context *ctx);

/**
 * Whether <cpu> leaves what the guest gets to the host: by its mode, by
 * match='minimum', or because it is what libvirt made of mode='host-model' for a
 * running guest. A rule on CPU models has nothing to say then.
 */
bool vml_cpu_follows_host(const vml_context *ctx);

/** Whether the file name of a firmware image says that it is one of UEFI. */
bool vml_is_uefi_image(const char *path);

/** Whether the guest boots by UEFI: firmware='efi', or a loader of type pflash. */
bool vml_boots_uefi(const vml_context *ctx);

/**
 * Whether the machine type is one of RHEL's ("pc-q35-rhel9.4.0"): its QEMU lacks most of the
 * older devices, and libvirt's defaults are what it has.
 */
bool vml_is_rhel_machine(const vml_context *ctx);

/**
 * Whether the host decides which Hyper-V features are on, and not their list in the XML:
 * <hyperv mode='passthrough'/>, or 'host-model' since libvirt 11.9.
 */
bool vml_hyperv_follows_host(const vml_context *ctx);

/**
 * Whether an argument that the XML hands to QEMU as it is (<qemu:arg>) contains
 * `text`: such a domain may have the device that <devices> lacks.
 */
bool vml_qemu_arg(const vml_context *ctx, const char *text);

/**
 * Whether the first PCI bus of a PC has few slots left: with one more device libvirt may
 * find no address, and a fix that adds one must be left to a person.
 */
bool vml_pci_is_crowded(const vml_context *ctx);

/** Whether the ports of the USB controllers may all be taken; a fix adds no USB device then. */
bool vml_usb_is_crowded(const vml_context *ctx);

/** Whether USB is switched off: <controller type='usb' model='none'/>. */
bool vml_usb_is_off(const vml_context *ctx);

/** @} */

/** @name Devices among their kind
 * A check that compares each device with all others takes a minute where there are ten
 * thousand. These take one look at the domain, whatever the number of devices.
 * @{ */

/** A table of elements by keys. */
typedef struct vml_index vml_index;

/** An element in it, and the next one with its key, in the order of their addition. */
typedef struct vml_entry {
	struct vml_entry *next;
	const xmlNode *node;
} vml_entry;

/** A key made of a text, and of the key that one has already: 0 for a first one. Never 0. */
uint64_t vml_hash(uint64_t seed, const char *text);

/** The same with a number. */
uint64_t vml_hash_number(uint64_t seed, uint64_t number);

/** Add an element to a table; many may have one key. */
void vml_index_add(vml_index *index, uint64_t key, const xmlNode *node);

/**
 * Add the devices of a domain that are called `name`; NULL: all of them.
 *
 * @param key makes the key of a device; 0 leaves it out
 */
void vml_index_devices(vml_context *ctx, vml_index *index, const char *name,
	uint64_t (*key)(vml_context *ctx, const xmlNode *device));

/**
 * The elements with a key in the table that `fill` fills; it is called once a domain.
 *
 * Different texts may come to one key: compare what the elements say.
 *
 * @param fill adds all elements in question, and stands for the table
 * @return the first one added, NULL where there is none
 */
const vml_entry *vml_index_find(
	vml_context *ctx, void (*fill)(vml_context *ctx, vml_index *index), uint64_t key);

/** The answer to a question about the whole domain, which is asked once. */
bool vml_cached(const vml_context *ctx, bool (*question)(const vml_context *ctx));

/** @} */

/** @name Defaults and wholes: what libvirt makes of what is written
 * These answer for the device as libvirt would define it; the table behind
 * them is the one place that knows libvirt's defaults (src/domain/defaults.c).
 * @{ */

/** Whether a model name is one of virtio's: virtio, virtio-transitional, virtio-net ... */
bool vml_is_virtio(const char *model);

/**
 * The model of an <interface>, in small letters: the written one, else libvirt's
 * default for the architecture.
 *
 * @return "" where none applies (hostdev, vdpa) or it cannot be known
 */
const char *vml_nic_model(vml_context *ctx, const xmlNode *iface);

/** "disk", "cdrom", "floppy" or "lun": disk/@device or its default. */
const char *vml_disk_device(const xmlNode *disk);

/** Whether a <disk> is one with data of its own: device disk or lun. */
bool vml_is_data_disk(const xmlNode *disk);

/** What holds the data of a <disk>: "file", "block", "network" ...: disk/@type or its default. */
const char *vml_disk_type(const xmlNode *disk);

/** The first disk whose target is called so ("vda"); NULL where there is none. */
const xmlNode *vml_disk_by_target(vml_context *ctx, const char *target);

/**
 * Whether an I/O thread could serve this device, and would have something to do: a
 * virtio disk, or a virtio-scsi controller with disks on it.
 */
bool vml_takes_iothread(const vml_context *ctx, const xmlNode *device);

/** The bus of a <disk>: written, else derived from the target's name as libvirt does. */
const char *vml_disk_bus(const xmlNode *disk);

/** The <controller> of this type ("scsi") and index, or NULL where none is written. */
xmlNode *vml_controller(const vml_context *ctx, const char *type, uint64_t index);

/** The <controller> that a drive-addressed <disk> hangs on, or NULL where none is written. */
xmlNode *vml_disk_controller(const vml_context *ctx, const xmlNode *disk);

/**
 * The model of a SCSI controller: written, else libvirt's default.
 *
 * @param controller may be NULL: the one that libvirt would add
 * @return "" where it cannot be known
 */
const char *vml_scsi_model(const vml_context *ctx, const xmlNode *controller);

/**
 * Whether the domain has a display (<graphics>) of one of the `|`-separated types.
 */
bool vml_has_graphics(const vml_context *ctx, const char *types);

/**
 * A target name that no disk of the domain has ("vda" for prefix "vd"), and that
 * no earlier call in this audit gave away.
 */
const char *vml_free_target(vml_context *ctx, const char *prefix);

/** @} */

/** @name Reporting
 * @{ */

/**
 * Report a finding on an element.
 *
 * The message starts in lower case, names the device as the admin knows it, says
 * what is the matter and carries no final full stop.
 *
 * @param node the offending element, or the one in which something is missing
 * @return the finding, for the functions below; never NULL
 */
vml_finding *vml_report(vml_context *ctx, const xmlNode *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * Report a finding on an attribute of an element.
 *
 * Where the element has no such attribute the finding is on the element.
 */
vml_finding *vml_report_attr(vml_context *ctx, const xmlNode *node, const char *attr,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/** Lower the severity of this one finding; it is never raised. */
void vml_lower_severity(vml_finding *finding, vml_severity severity);

/** Lower the fix level of this one finding; it is never raised. */
void vml_lower_fix(vml_finding *finding, vml_fix_level level);

/** Give this one finding a remedy of its own instead of the rule's. */
void vml_remedy(vml_finding *finding, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * What an admin calls a device: "disk 'vda'", "interface 52:54:00:99:65:78",
 * "scsi controller 0", "vnc display". For elements within a device it is the
 * device around them; for others the element's name.
 */
const char *vml_device_name(vml_context *ctx, const xmlNode *node);

/** @} */

/** @name Grammar
 * Problems that a check of the whole domain against the grammar of libvirt's domain XML found.
 * It runs once per domain, when the first rule asks for them.
 * @{ */

/** What is wrong with an element or attribute. */
typedef enum vml_grammar_kind {
	VML_GRAMMAR_UNKNOWN_ELEMENT,
	VML_GRAMMAR_UNKNOWN_ATTRIBUTE,
	VML_GRAMMAR_VALUE_INVALID,
	VML_GRAMMAR_MISSING,
	VML_GRAMMAR_REPEATED,
	VML_GRAMMAR_STRAY_TEXT,
	VML_GRAMMAR_TOO_NEW,	/**< newer than the libvirt of the target */
	VML_GRAMMAR_SCHEMA_ONLY /**< libvirt accepts it, its schema does not */
} vml_grammar_kind;

/** Report all problems of one kind, each at its node, with a fix if only one is possible. */
void vml_report_grammar(vml_context *ctx, vml_grammar_kind kind);

/** @} */

/** @name Fixes
 * Operations are recorded on the finding; they change nothing by themselves.
 * @{ */

/** Set an attribute of an element, be it there already or not. */
void vml_fix_set(vml_finding *finding, const xmlNode *element, const char *attr, const char *value);

/** Take an attribute away. */
void vml_fix_unset(vml_finding *finding, const xmlNode *element, const char *attr);

/** Rename an attribute of an element, or the element itself if `attr` is NULL; a prefix stays. */
void vml_fix_rename(
	vml_finding *finding, const xmlNode *element, const char *attr, const char *name);

/** Replace the content of an element by a text. */
void vml_fix_text(vml_finding *finding, const xmlNode *element, const char *text);

/** A text as it may stand between single quotes in the XML for vml_fix_add(). */
const char *vml_in_quotes(vml_context *ctx, const char *text);

/**
 * Add an element.
 *
 * @param parent the element that gets the new child
 * A child of <domain> goes where libvirt itself would print it.
 *
 * @param after  the child behind which it goes; NULL: behind the last one
 * @param xml    the new element in one line, with single quotes: "<rng model='virtio'/>"
 */
void vml_fix_add(
	vml_finding *finding, const xmlNode *parent, const xmlNode *after, const char *xml);

/**
 * Whether the whole memory of the guest is shared, so that processes beside QEMU can map
 * it (virtiofsd, vhost-user): by <memoryBacking>, or by each NUMA cell.
 */
bool vml_memory_is_shared(const vml_context *ctx);

/** Whether a NUMA cell says of itself that it is not shared, be it in a word that is none. */
bool vml_cells_refuse_sharing(const vml_context *ctx);

/** Make it shared; of memory that cannot be, make a memfd. */
void vml_fix_share_memory(const vml_context *ctx, vml_finding *finding);

/** Set an attribute of a disk's or controller's <driver>, and add that element where it lacks. */
void vml_fix_driver(
	vml_finding *finding, const xmlNode *device, const char *attr, const char *value);

/** Take an element away with all that is in it; NULL is allowed and does nothing. */
void vml_fix_remove(vml_finding *finding, const xmlNode *element);

/**
 * Move an element to another parent, after its last child. Does nothing if the element contains
 * comments or has a namespace: those cannot be added again.
 */
void vml_fix_move(vml_finding *finding, const xmlNode *element, const xmlNode *parent);

/**
 * Give the guest a CPU by mode ("host-model", "host-passthrough", "maximum") in place of a
 * model; topology, NUMA cells and chosen features stay. It becomes host-passthrough
 * where libvirt allows what else <cpu> says with nothing less.
 */
void vml_fix_cpu_mode(vml_context *ctx, vml_finding *finding, const char *mode);

/**
 * Name the virt-xml(1) command that makes the same change to a domain that is defined.
 *
 * @param fmt what stands behind "virt-xml DOMAIN ": "--edit mac=%s --network model.type=virtio";
 *            put each value that comes from the document through vml_shell()
 */
void vml_command(vml_finding *finding, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/**
 * What virt-xml's --edit knows a device by: "mac=52:54:00:99:65:78", "target=vda", else its
 * place among those of its kind ("2").
 */
const char *vml_selector(vml_context *ctx, const xmlNode *device);

/** The place of an element among its siblings of the same name: 1 for the first. */
unsigned int vml_sibling_index(const xmlNode *element);

/**
 * Whether the place of a disk or a controller names it in what libvirt makes of the domain,
 * too: it sorts them and adds controllers, but not to what it printed itself.
 */
bool vml_index_is_stable(const vml_context *ctx, const xmlNode *device);

/** A word for a shell's command line: as it is where that is safe, else in single quotes. */
const char *vml_shell(vml_context *ctx, const char *word);

/** @} */

#endif
