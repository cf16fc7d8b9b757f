/* Host facts: the contents of vml_host, which is opaque to rules, and the reader of profiles. */
#ifndef VML_HOST_FACTS_H
#define VML_HOST_FACTS_H

#include "doc.h"

#include <vmlint/host.h>

/* Version of the profile format that vmlint writes; it is also the newest that it reads. */
enum { VML_HOST_FORMAT = 1 };

/* Facts by name. */
typedef struct vml_host_table {
	struct vml_host_row {
		const char *key;
		const void *value; /* NULL: it is only known that the key exists */
	} * rows;		   /* sorted after loading, malloc'ed */
	size_t n, capacity;
	/* true if the profile lists all facts of this kind: what is not listed does not exist */
	bool known;
} vml_host_table;

/*
 * Kind of guests that an emulator can run: an <arch> and <domain> of a <guest> in the capabilities.
 */
typedef struct vml_host_guest {
	struct vml_host_guest *next;
	const char *os, *arch, *type, *emulator;
	vml_host_machine *machines;
	size_t n_machines;
} vml_host_guest;

/* A document with domain capabilities in the profile. */
struct vml_host_domcaps {
	struct vml_host_domcaps *next;
	const xmlNode *root;
	const char *emulator, *arch, *type, *machine; /* machine: canonical name, not an alias */
};

/* A USB device. */
typedef struct vml_host_usb_device {
	struct vml_host_usb_device *next;
	unsigned int vendor, product, bus, device;
} vml_host_usb_device;

/* A directory whose files a profile lists. */
typedef struct vml_host_directory {
	bool exists; /* false: the directory and all files in it do not exist */
} vml_host_directory;

/* Format of a disk image, whose first bytes were read when the profile was written. */
typedef struct vml_host_image_file {
	const char *format, *backing; /* as vml_probe_image() returns them */
} vml_host_image_file;

struct vml_host {
	vml_doc *doc;		 /* the profile: owns all strings; the host is in its arena */
	const char *name, *date; /* date: when the profile was made; "" if unknown */
	vml_target target;
	/* owned; NULL if the host is not the machine on which this process runs */
	struct vml_own_files *own_files;
	unsigned int gates; /* VML_WHEN_HOST_* gates of the facts that are known */
	vml_host_guest *guests, **last_guest;
	bool runs_qemu; /* the capabilities are of libvirt's QEMU driver */
	vml_host_domcaps *domcaps, **last_domcaps;
	const char *arch, *cpu, *vendor;
	uint64_t cpu_hash; /* hash of the names of the CPU's model and features */
	vml_tristate iommu;
	vml_host_table security; /* by name of the security driver */
	/* IDs of the user and group as which QEMU runs by default, if qemu_user_known is set */
	bool qemu_user_known;
	unsigned int qemu_user, qemu_group;
	vml_host_cell *cells;
	size_t n_cells;
	vml_cpuset *cpus, *online; /* NULL if unknown */
	uint64_t memory;
	/* page sizes that the CPU supports; numbers are sums over all cells */
	vml_host_pages *pages;
	size_t n_pages;
	vml_host_table cpu_models, cpu_archs;	  /* by "ARCH MODEL", and by "ARCH" */
	vml_host_table networks, network_bridges; /* vml_host_network by name, and by bridge name */
	vml_host_table interfaces, net_devices;	  /* both by name */
	vml_host_table nwfilters;		  /* by name */
	vml_host_table secrets, secret_usages;	  /* by vml_table_uuid(), and "TYPE USAGE" */
	vml_host_table pools, pool_paths;	  /* vml_host_pool by name, and by path */
	vml_host_table volumes, volume_paths;	  /* vml_host_volume by "POOL/NAME", and by path */
	vml_host_table pci, mdevs;		  /* by "0000:00:1f.2", and vml_table_uuid() */
	vml_host_usb_device *usb;
	bool usb_known; /* true if `usb` has all USB devices of the host */
	/* vml_host_directory by path; vml_host_image_file by path, or NULL for other files */
	vml_host_table directories, files;
	/* by vml_address_key(): of interfaces; vml_host_network by its own addresses */
	vml_host_table addresses, network_addresses;
};

/*
 * Read a host profile: <vmlint-host>, or a <capabilities> or <domainCapabilities> document.
 *
 * parser: must outlive the host
 * slice: not used after the call
 * name: name of the host if the profile contains none; copied
 * ret: set to the host, which the caller frees with vml_host_free(); NULL on failure
 * fault: as in vml_doc_parse()
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_host_read(vml_parser *parser, const vml_slice *slice, const char *name, vml_host **ret,
	vml_fault *fault);

/* Free the host. Call it before the parser that read it is freed. NULL is allowed. */
void vml_host_free(vml_host *host);

/* Return the VML_WHEN_HOST* gates that are true with this host. */
unsigned int vml_host_gates(const vml_host *host);

/*
 * Return true if the host runs QEMU and has the name and the emulators of this machine. It may
 * still be another machine, such as a container of the same name.
 */
bool vml_host_is_this_machine(const vml_host *host);

/*
 * Return true if the host is local, and this process has the network interfaces of the host: not if
 * it runs in another network namespace. Another namespace that has IP addresses, too, is recognized
 * only if a virtual network with an IPv4 address is active.
 */
bool vml_host_shares_network(const vml_host *host);

/*
 * Return whether a file exists on the host: the file is examined if the host is local. Returns
 * VML_UNKNOWN if the host is not local, `path` is relative, or the file cannot be accessed.
 */
vml_tristate vml_host_own_file(const vml_host *host, const char *path);

/*
 * Same as vml_probe_image() (probe.h) if the host is local and the file exists. Otherwise returns
 * "" and sets *ret_backing to "".
 */
const char *vml_host_own_image(
	const vml_host *host, vml_arena *arena, const char *path, const char **ret_backing);

/*
 * Return format and backing file of the image at `path` as in the profile, owned by the host; NULL
 * if the profile does not list the file, or lists it without a format.
 */
const vml_host_image_file *vml_host_listed_image(const vml_host *host, const char *path);

/*
 * Return an <enum> in domain capabilities, owned by the host, see vml_domcaps_value(); NULL if
 * there is none.
 */
const xmlNode *vml_domcaps_enum(const vml_host_domcaps *caps, const char *path, const char *name);

/*
 * Return the <blockers> of a CPU model, whose children name the missing CPU features; owned by
 * the host. NULL if the domain capabilities do not list any for this model.
 */
const xmlNode *vml_domcaps_blockers(const vml_host_domcaps *caps, const char *model);

/* Change the name of the host; it is copied. */
void vml_host_set_name(vml_host *host, const char *name);

/* Record that the host is the machine on which this process runs, so that its files can be read. */
void vml_host_set_local(vml_host *host);

#endif
