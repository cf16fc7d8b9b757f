/**
 * @file host.h
 * Facts of the host on which a domain will run, for rules with a gate VML_WHEN_HOST_*.
 *
 * The facts come from a host profile, or from a live connection, which is read into such a
 * profile. A profile contains what libvirt reported when it was made; it may lack facts. Functions
 * that return whether something is true therefore return a vml_tristate: VML_NO means that it is
 * known to be false, VML_UNKNOWN that the profile does not contain the fact. All functions accept a
 * NULL host or NULL domain capabilities, of which all facts are unknown. A host is local if vmlint
 * runs on it and examines its files directly.
 *
 * Comparisons of names are case-sensitive, as in libvirt.
 *
 * @par Ownership
 * Returned strings, structs and arrays are borrowed: they belong to the host, the selection or the
 * audited document, and live at least until vml_free() of the document. Strings are never NULL
 * unless the comment mentions NULL; an absent one is "".
 */
#ifndef VMLINT_HOST_H
#define VMLINT_HOST_H

#include <vmlint/rule.h>

/** Facts of one host; constant, so that several threads may read them. */
typedef struct vml_host vml_host;

/**
 * Return the host for which the current check is called: the engine calls a rule with a gate
 * VML_WHEN_HOST_* once per host that has the facts of its gates. NULL in other rules.
 */
const vml_host *vml_host_of(const vml_context *ctx);

/**
 * Return the hosts that may run the domain: all for which the engine calls the current rule.
 *
 * @param ret_n set to the number of these hosts
 * @return an array, which lives until vml_free() of the document; NULL if *ret_n is 0
 */
const vml_host *const *vml_hosts_of(const vml_context *ctx, size_t *ret_n);

/** Return the name of the host for messages, such as "prod1"; "" if unknown. */
const char *vml_host_name(const vml_host *host);

/** Return the versions of libvirt and QEMU on the host, as libvirt reported them; 0 if unknown. */
vml_target vml_host_target(const vml_host *host);

/** @name Emulators and machine types
 * Source: virConnectGetCapabilities(). Gate: VML_WHEN_HOST_GUESTS.
 * @{ */

/** A machine type of an emulator. */
typedef struct vml_host_machine {
	const char *name;
	const char *canonical; /**< name that this alias stands for; "" if it is not an alias */
	unsigned int max_cpus; /**< largest number of vCPUs; 0 if unknown */
	bool deprecated;
} vml_host_machine;

/**
 * Return whether libvirt on the host can run guests of this kind.
 *
 * @param os os/type: "hvm"; "": any
 * @param arch os/type/@arch: "x86_64"; "": any
 * @param type domain/@type: "kvm", "qemu"; "": any
 */
vml_tristate vml_host_runs(
	const vml_host *host, const char *os, const char *arch, const char *type);

/**
 * Return whether the emulator at `path` exists on the host. If the host is local, the file is
 * examined. Else the result is VML_YES if libvirt lists the emulator; VML_NO if libvirt does not,
 * although it searches this directory for a file of this name; VML_UNKNOWN for other paths.
 */
vml_tristate vml_host_emulator(const vml_host *host, const char *path);

/**
 * Return the emulator that libvirt uses on the host by default.
 *
 * @param arch "x86_64"
 * @param type domain/@type: "kvm", "qemu"; "": any
 * @return path of the emulator; "" if there is none or it is unknown
 */
const char *vml_host_default_emulator(const vml_host *host, const char *arch, const char *type);

/**
 * Return whether an emulator has a machine type.
 *
 * @param emulator path of the emulator; "": any
 * @param arch os/type/@arch
 * @param type domain/@type; "": any
 * @param machine os/type/@machine
 * @param ret if not NULL, set to the machine type (borrowed) if the result is VML_YES, else to NULL
 * @return VML_UNKNOWN if libvirt lists no machine types for the emulator, `arch` and `type`
 */
vml_tristate vml_host_has_machine(const vml_host *host, const char *emulator, const char *arch,
	const char *type, const char *machine, const vml_host_machine **ret);

/** Return whether a security driver, `model` ("selinux", "apparmor", "dac"), is active. */
vml_tristate vml_host_security(const vml_host *host, const char *model);

/** Return whether the host has an IOMMU, which PCI passthrough requires. */
vml_tristate vml_host_iommu(const vml_host *host);

/** @} */

/** @name CPUs and memory
 * Source: virConnectGetCapabilities(), virNodeGetCPUMap(), virNodeGetFreePages(),
 * virNodeGetInfo(). Gate: VML_WHEN_HOST_NODE.
 * @{ */

/** Memory pages of one size in a NUMA cell. */
typedef struct vml_host_pages {
	uint64_t size;	/**< size of a page in bytes */
	uint64_t total; /**< number of pages */
	uint64_t free;	/**< number of free pages when the profile was made; UINT64_MAX: unknown */
} vml_host_pages;

/** A NUMA cell of the host. */
typedef struct vml_host_cell {
	unsigned int id;
	uint64_t memory;	/**< bytes; 0 if unknown */
	const vml_cpuset *cpus; /**< its CPUs; NULL if unknown */
	/** its pages, one entry per size, in the order of the capabilities */
	const vml_host_pages *pages;
	size_t n_pages;
} vml_host_cell;

/**
 * Return the *ret_n NUMA cells of the host, in the order of the capabilities. If they are unknown,
 * returns NULL and sets *ret_n to 0.
 */
const vml_host_cell *vml_host_cells(const vml_host *host, size_t *ret_n);

/** Return the cell with this `id`, or NULL if it is absent or the cells are unknown. */
const vml_host_cell *vml_host_cell_by_id(const vml_host *host, unsigned int id);

/** Return the CPUs of the host, online or not; NULL if unknown. */
const vml_cpuset *vml_host_cpus(const vml_host *host);

/** Return the CPUs that were online when the profile was made; NULL if unknown. */
const vml_cpuset *vml_host_online_cpus(const vml_host *host);

/** Return the memory of the host in bytes; 0 if unknown. */
uint64_t vml_host_memory(const vml_host *host);

/**
 * Return whether the host has pages of this size, even if none is reserved.
 *
 * @param size in bytes
 * @param ret if not NULL and the result is VML_YES, set to the sums over all cells, with `free`
 *        UINT64_MAX if unknown; else unchanged
 */
vml_tristate vml_host_page_size(const vml_host *host, uint64_t size, vml_host_pages *ret);

/** @} */

/** @name CPU models
 * @{ */

/**
 * Return the CPU of the host as libvirt names it: "Skylake-Client-IBRS"; "" if unknown.
 * Source: virConnectGetCapabilities().
 */
const char *vml_host_cpu_name(const vml_host *host);

/**
 * Return whether the CPUs of two hosts have the same model, vendor and features, according to their
 * capabilities. Releases of libvirt describe the same CPU differently: if the hosts have different
 * releases, the result is VML_UNKNOWN, or VML_NO if the architectures or vendors differ.
 *
 * @param a, b the hosts
 */
vml_tristate vml_host_same_cpu(const vml_host *a, const vml_host *b);

/** Return the architecture of the host's CPUs: "x86_64"; "" if unknown. */
const char *vml_host_arch(const vml_host *host);

/**
 * Return whether libvirt on the host knows a CPU `model` of the architecture `arch` by name.
 * Source: virConnectGetCPUModelNames(). Gate: VML_WHEN_HOST_CPUMODELS.
 */
vml_tristate vml_host_cpu_model(const vml_host *host, const char *arch, const char *model);

/** @} */

/** @name Domain capabilities
 * Source: virConnectGetDomainCapabilities(), which libvirt rejects on read-only connections.
 * Gate: VML_WHEN_HOST_DOMCAPS.
 * @{ */

/** Domain capabilities of one emulator, architecture, machine type and domain type. */
typedef struct vml_host_domcaps vml_host_domcaps;

/**
 * Find domain capabilities of the host.
 *
 * @param emulator path of the emulator; "": the default emulator
 * @param arch os/type/@arch
 * @param type domain/@type
 * @param machine os/type/@machine, an alias or "" (any); if there are no capabilities of this
 *        machine type, those of another machine type are returned
 * @param ret_exact if not NULL, set to true if the capabilities are those of `machine`, else to
 *        false; unchanged if `host` is NULL
 * @return the capabilities, borrowed from the host; NULL if there are none of this emulator,
 *         architecture and domain type
 */
const vml_host_domcaps *vml_host_find_domcaps(const vml_host *host, const char *emulator,
	const char *arch, const char *type, const char *machine, bool *ret_exact);

/**
 * Return vml_host_find_domcaps() of the host of vml_host_of() for the emulator, the architecture
 * and the types of the audited domain; NULL if there are none.
 */
const vml_host_domcaps *vml_host_domcaps_for(const vml_context *ctx);

/**
 * Return whether an element is supported.
 *
 * @param path element below <domainCapabilities>: "os", "devices/tpm", "features/sev",
 *        "os/loader"
 * @return VML_YES or VML_NO by the attribute "supported" of the element; VML_UNKNOWN if the
 *         document has no such element or attribute
 */
vml_tristate vml_domcaps_supported(const vml_host_domcaps *caps, const char *path);

/**
 * Return whether an enumeration contains a value.
 *
 * @param path path of the element with the enumeration: "devices/video"
 * @param name name of the enumeration: "modelType"
 * @param value the value; case matters
 * @return VML_UNKNOWN if the element or the enumeration is absent; VML_NO if the element is
 *         not supported
 */
vml_tristate vml_domcaps_value(
	const vml_host_domcaps *caps, const char *path, const char *name, const char *value);

/**
 * Return the values of an enumeration for messages: "a, b and c"; "" if it is absent.
 *
 * @param path, name see vml_domcaps_value()
 */
const char *vml_domcaps_values(
	vml_context *ctx, const vml_host_domcaps *caps, const char *path, const char *name);

/** Return whether this cpu/@mode is supported: "host-passthrough", "host-model", "maximum". */
vml_tristate vml_domcaps_cpu_mode(const vml_host_domcaps *caps, const char *mode);

/**
 * Return whether the host can run a CPU model (mode 'custom').
 *
 * @param model its name
 * @param ret_listed if not NULL, set to true if the capabilities list the model, else to false
 * @return VML_NO if the host cannot run the model, if the list of models lacks it, or if the mode
 *         is not supported; VML_UNKNOWN if there is no list, or if libvirt does not know
 */
vml_tristate vml_domcaps_cpu_usable(
	const vml_host_domcaps *caps, const char *model, bool *ret_listed);

/**
 * Return the features of a CPU model that the host lacks, for messages.
 *
 * @param model its name
 * @return "aes, avx2 and 3 more"; "" if unknown: not every libvirt reports them
 */
const char *vml_domcaps_cpu_blockers(
	vml_context *ctx, const vml_host_domcaps *caps, const char *model);

/**
 * Return whether the host's CPU has a `feature`, according to the host-model CPU of the domain
 * capabilities.
 *
 * @return VML_NO if the capabilities disable the feature; VML_UNKNOWN if they do not list it: the
 *         CPU model may include it
 */
vml_tristate vml_domcaps_cpu_feature(const vml_host_domcaps *caps, const char *feature);

/** @} */

/** @name Networks and interfaces
 * Source: virConnectListAllNetworks(), virConnectListAllInterfaces(),
 * virConnectListAllNodeDevices(). Gates: VML_WHEN_HOST_NETWORKS, VML_WHEN_HOST_INTERFACES. IP
 * addresses: from the kernel if the host is local, else from a profile that was saved on the host.
 * @{ */

/** A portgroup of a virtual network. */
typedef struct vml_host_portgroup {
	const char *name;
	bool is_default;	 /**< for interfaces without source/@portgroup */
	const char *virtualport; /**< virtualport/@type; "" if none */
} vml_host_portgroup;

/** A virtual network. */
typedef struct vml_host_network {
	const char *name;
	const char *uuid;
	const char *bridge;  /**< its bridge device; "" if none or unknown */
	const char *forward; /**< forward/@mode; "" if the network is isolated or this is unknown */
	vml_tristate active, autostart; /**< a connection reports autostart only if not active */
	const char *virtualport;	/**< virtualport/@type; "" if none */
	bool has_address;		/**< it has an IP address: <ip> */
	bool has_inbound;		/**< it has an inbound bandwidth: bandwidth/inbound */
	/** network devices of the host that <forward> lists; ends with NULL; never NULL */
	const char *const *devices;
	/** <forward> specifies other devices: PCI addresses, or all virtual functions of a card */
	bool has_functions;
	const vml_host_portgroup *portgroups;
	size_t n_portgroups;
} vml_host_network;

/**
 * Return whether the host has a network of this `name`.
 *
 * @param ret if not NULL, set to the network (borrowed), or to NULL if there is none
 */
vml_tristate vml_host_network_by_name(
	const vml_host *host, const char *name, const vml_host_network **ret);

/** Return the names of the host's networks for messages, "a, b and c"; "" if there is none. */
const char *vml_host_network_names(vml_context *ctx, const vml_host *host);

/**
 * Return the type of the virtual port that libvirt gives an interface with a network as its source:
 * virtualport/@type of the interface; if absent, that of the network; if absent, that of the
 * portgroup. libvirt requires that types which are specified are equal.
 *
 * @param network not NULL
 * @param interface an <interface>
 * @return "openvswitch", "802.1Qbh" ..., borrowed from the network or the domain; "" if no type is
 *         specified
 */
const char *vml_host_virtualport(const vml_host_network *network, const xmlNode *interface);

/** Return whether the host has a network device of this `name`: "eth0", "br0", "macvtap0". */
vml_tristate vml_host_interface(const vml_host *host, const char *name);

/**
 * Return whether a network device of this `name` exists now. Unlike vml_host_interface(), the
 * result for a device that is only configured on the host is not VML_YES.
 */
vml_tristate vml_host_net_device(const vml_host *host, const char *name);

/**
 * Return whether the network device `name` is a bridge of the Linux kernel: VML_NO for a bridge of
 * Open vSwitch, for example. VML_UNKNOWN if the device does not exist, or if the host is not local
 * and no active network has created the bridge.
 */
vml_tristate vml_host_linux_bridge(const vml_host *host, const char *name);

/**
 * Return whether the host has a bridge of this `name`.
 *
 * @param ret_network if not NULL, set to the network (borrowed) that creates this bridge when it
 *         starts, or to NULL
 * @return VML_YES also for the bridge of such a network that is inactive
 */
vml_tristate vml_host_bridge(
	const vml_host *host, const char *name, const vml_host_network **ret_network);

/**
 * Return whether a program on the host can listen on an IP address. If the host is local, the kernel
 * is asked. Else the addresses in the profile are searched: VML_NO may then be outdated.
 *
 * @param address an IPv4 or IPv6 address; addresses are equal if their binary forms are
 * @param ret_sure if not NULL, set to true if the kernel of the host itself was asked, else to false
 * @return VML_YES also for the address of a virtual network that is inactive; VML_UNKNOWN if
 *         `address` is a name, or a wildcard, loopback, multicast or IPv6 link-local address, or
 *         if neither the kernel nor the profile has the addresses of the host
 */
vml_tristate vml_host_address(const vml_host *host, const char *address, bool *ret_sure);

/**
 * Return whether the host has a network filter of this `name`.
 * Source: virConnectListAllNWFilters(). Gate: VML_WHEN_HOST_NWFILTERS.
 */
vml_tristate vml_host_nwfilter(const vml_host *host, const char *name);

/** @} */

/** @name Storage
 * Source: virConnectListAllStoragePools(), virStoragePoolListAllVolumes().
 * Gate: VML_WHEN_HOST_POOLS.
 * @{ */

/** A storage pool. */
typedef struct vml_host_pool {
	const char *name;
	const char *type;		/**< "dir", "logical", "rbd" ... */
	const char *path;		/**< target directory; "" if none */
	vml_tristate active, autostart; /**< a connection reports autostart only if not active */
	bool has_volumes; /**< the profile lists its volumes, as of the last refresh of the pool */
} vml_host_pool;

/** A volume of a pool. */
typedef struct vml_host_volume {
	const vml_host_pool *pool;
	const char *name;
	const char *path;
	const char *format;  /**< target/format/@type; "" if unknown */
	const char *backing; /**< path of its backing image; "" if none or unknown */
	uint64_t capacity;   /**< bytes; 0 if unknown */
} vml_host_volume;

/**
 * Return whether the host has a pool of this `name`.
 *
 * @param ret if not NULL, set to the pool (borrowed), or to NULL if there is none
 */
vml_tristate vml_host_pool_by_name(
	const vml_host *host, const char *name, const vml_host_pool **ret);

/**
 * Return whether the pool named `pool` has a volume named `volume`. A pool lists the volumes that
 * existed at its last refresh: VML_NO may be outdated. The result for a volume that is not listed
 * is VML_UNKNOWN if the pool is inactive or absent, or if its volumes are unknown.
 *
 * @param ret if not NULL, set to the volume (borrowed), or to NULL if there is none
 */
vml_tristate vml_host_volume_in(
	const vml_host *host, const char *pool, const char *volume, const vml_host_volume **ret);

/**
 * Return whether an image exists. The result is that of vml_host_file(). If that is VML_UNKNOWN,
 * the result is VML_YES if a volume has this path, and VML_NO if `path` is in the directory of an
 * active pool that lists its volumes, but not this one. VML_NO may be outdated, unless the file
 * itself was examined.
 *
 * @param ret_volume if not NULL, set to the volume with this path (borrowed), or to NULL if there
 *        is none
 * @param ret_sure if not NULL, set to true if the file itself was examined, else to false
 */
vml_tristate vml_host_image(
	const vml_host *host, const char *path, const vml_host_volume **ret_volume, bool *ret_sure);

/**
 * Return whether the image of a disk exists on the host of vml_host_of(). The result is what the
 * connection reported for its path (virDomainGetBlockInfo()). If the connection reported nothing,
 * the result is that of vml_host_image().
 *
 * @param disk a <disk> of type file or block; for other types, the result is VML_UNKNOWN
 * @param ret_volume if not NULL, set to the volume with the path of the image (borrowed), or to
 *        NULL if there is none
 * @param ret_sure if not NULL, set to true if libvirt or vmlint examined the image itself, else to
 *        false
 */
vml_tristate vml_host_disk_image(
	vml_context *ctx, const xmlNode *disk, const vml_host_volume **ret_volume, bool *ret_sure);

/**
 * Return the format of an image on the host of vml_host_of(): that of its first bytes, which are
 * read now if the host is local, or were read when the profile was made; else the format that the
 * storage pool reported.
 *
 * @param path absolute path of the image
 * @param ret_backing set to the path of its backing image, borrowed; "" if there is no backing
 *        image, if it is not a file, or if it is unknown. Must not be NULL
 * @return "qcow2", "vmdk", "luks" ...; "raw" if QEMU would recognize no other; "" if unknown
 */
const char *vml_host_image_format(vml_context *ctx, const char *path, const char **ret_backing);

/** Return the pool whose target directory directly contains `path`; NULL if none is known. */
const vml_host_pool *vml_host_pool_of(const vml_host *host, const char *path);

/**
 * Return whether the file or directory `path` exists. It is examined if the host is local. If the
 * host is not local or denies access, the listings of directories in the profile are searched:
 * VML_NO may then be outdated, and the result is VML_UNKNOWN if `path` is in no listed directory.
 *
 * @param ret_sure if not NULL, set to true if the host itself was examined, else to false
 */
vml_tristate vml_host_file(const vml_host *host, const char *path, bool *ret_sure);

/** Kinds of files. */
typedef enum vml_file_kind {
	VML_FILE_UNKNOWN, /**< also: does not exist */
	VML_FILE_EMPTY,	  /**< a regular file without content */
	VML_FILE_REGULAR,
	VML_FILE_DIRECTORY,
	VML_FILE_BLOCK_DEVICE,
	VML_FILE_CHAR_DEVICE,
	VML_FILE_OTHER /**< a socket or named pipe */
} vml_file_kind;

/**
 * Return the kind of the file `path`; symbolic links are followed. If the host is not local, or
 * denies access, only directories are known: those that the profile lists.
 */
vml_file_kind vml_host_file_kind(const vml_host *host, const char *path);

/**
 * Find a directory of a path that QEMU's user cannot enter, so that QEMU cannot open the file. Known
 * only if the host is local, and for the user that its capabilities name (baselabel of the security
 * driver "dac"). Directories with an access control list count as open; those of the target of a
 * symbolic link are not examined.
 *
 * @param host the host; NULL is allowed
 * @param path absolute path of a file
 * @param ret_len set to the length in bytes of the directory, which is the beginning of `path`; 0
 *        if there is none or this is unknown
 * @return the ID of the user if *ret_len is not 0, else 0
 */
unsigned int vml_host_closed_directory(const vml_host *host, const char *path, size_t *ret_len);

/** @} */

/** @name Devices
 * Source: virConnectListAllNodeDevices(). Gate: VML_WHEN_HOST_DEVICES.
 * @{ */

/** Return whether the host has a PCI device at this address: `domain`:`bus`:`slot`.`function`. */
vml_tristate vml_host_pci(const vml_host *host, unsigned int domain, unsigned int bus,
	unsigned int slot, unsigned int function);

/**
 * Return how many USB devices match.
 *
 * @param vendor, product ids; both 0: any
 * @param bus, device numbers; both 0: any
 * @return the number of devices; -1 if unknown
 */
int vml_host_usb(const vml_host *host, unsigned int vendor, unsigned int product, unsigned int bus,
	unsigned int device);

/** Return whether the host has an active mediated device with this `uuid`. */
vml_tristate vml_host_mdev(const vml_host *host, const char *uuid);

/** @} */

/** @name Secrets
 * Source: virConnectListAllSecrets(); values are never read. Gate: VML_WHEN_HOST_SECRETS.
 * @{ */

/** Return whether the host has a secret with this `uuid`. */
vml_tristate vml_host_secret_by_uuid(const vml_host *host, const char *uuid);

/** Return whether the host has a secret of this type ("ceph") with this usage. */
vml_tristate vml_host_secret_by_usage(const vml_host *host, const char *type, const char *usage);

/** @} */

#endif
