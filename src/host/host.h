/* Host facts: the contents of vml_host, which is opaque to rules, and their reader. */
#ifndef VML_HOST_FACTS_H
#define VML_HOST_FACTS_H

#include "doc.h"

#include <vmlint/host.h>

/* Version of the profile format that this program writes, and the newest that it reads. */
enum { VML_HOST_FORMAT = 1 };

/* Facts by name. */
typedef struct vml_host_table {
	struct vml_host_row {
		const char *key;
		const void *value; /* NULL: only the existence is known */
	} * rows;		   /* sorted after loading, malloc'ed */
	size_t n, capacity;
	bool known; /* the profile lists all of them */
} vml_host_table;

/* Guests that an emulator runs: <arch> and <domain> of <guest> in the capabilities. */
typedef struct vml_host_guest {
	struct vml_host_guest *next;
	const char *os, *arch, *type, *emulator;
	vml_host_machine *machines;
	size_t n_machines;
} vml_host_guest;

/* Domain capabilities: a document of the profile. */
struct vml_host_domcaps {
	struct vml_host_domcaps *next;
	const xmlNode *root;
	const char *emulator, *arch, *type, *machine; /* machine: the canonical name */
};

/* A USB device. */
typedef struct vml_host_usb_device {
	struct vml_host_usb_device *next;
	unsigned int vendor, product, bus, device;
} vml_host_usb_device;

/* A listed directory. */
typedef struct vml_host_directory {
	bool exists; /* false: neither it nor a file in it exists */
} vml_host_directory;

/* A file whose first bytes were examined when the profile was made. */
typedef struct vml_host_image_file {
	const char *format, *backing; /* see vml_probe_image() */
} vml_host_image_file;

struct vml_host {
	vml_doc *doc; /* the profile: strings point into its tree, the host is in its arena */
	const char *name, *date;
	vml_target target;
	vml_tristate local;
	unsigned int gates; /* VML_WHEN_HOST_* of the facts that are known */
	vml_host_guest *guests, **last_guest;
	bool runs_qemu; /* the capabilities are those of libvirt's QEMU driver */
	vml_host_domcaps *domcaps, **last_domcaps;
	const char *arch, *cpu;
	vml_tristate iommu;
	vml_host_table security; /* drivers */
	vml_host_cell *cells;
	size_t n_cells;
	vml_cpuset *cpus, *online; /* NULL if unknown */
	uint64_t memory;
	vml_host_pages *pages; /* sizes that the CPU supports, with sums over the cells */
	size_t n_pages;
	vml_host_table cpu_models, cpu_archs;	  /* by "ARCH MODEL"; by "ARCH" */
	vml_host_table networks, network_bridges; /* vml_host_network by name; by bridge */
	vml_host_table interfaces, net_devices;
	vml_host_table nwfilters;
	vml_host_table secrets, secret_usages; /* by UUID; by "TYPE USAGE" */
	vml_host_table pools, pool_paths;      /* vml_host_pool by name; by path */
	vml_host_table volumes, volume_paths;  /* vml_host_volume by "POOL/NAME"; by path */
	vml_host_table pci, mdevs;	       /* by "0000:00:1f.2"; by UUID */
	vml_host_usb_device *usb;
	bool usb_known;
	vml_host_table directories, files; /* by path; vml_host_image_file, or NULL, of files */
};

/*
 * Read a host profile: <vmlint-host>, or a <capabilities> or <domainCapabilities> document.
 *
 * parser: must outlive the host; slice: not used after the call
 * name: name of the host if the profile has none
 * ret: the host, which the caller frees with vml_host_free(); NULL on failure
 * fault: as in vml_doc_parse()
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_host_read(vml_parser *parser, const vml_slice *slice, const char *name, vml_host **ret,
	vml_fault *fault);

/* Free the host, before the parser that read it; NULL is allowed. */
void vml_host_free(vml_host *host);

/* Return the VML_WHEN_HOST* gates that are true with this host. */
unsigned int vml_host_gates(const vml_host *host);

/* Return whether a file exists on the local host; unknown for other hosts. */
vml_tristate vml_host_own_file(const vml_host *host, const char *path);

/* Return what the profile contains about the image at `path`; NULL if that is nothing. */
const vml_host_image_file *vml_host_listed_image(const vml_host *host, const char *path);

/* Return the <enum> of domain capabilities, see vml_domcaps_value(), or NULL. */
const xmlNode *vml_domcaps_enum(const vml_host_domcaps *caps, const char *path, const char *name);

/* Return the <blockers> of a CPU model, whose children name the features; NULL if unknown. */
const xmlNode *vml_domcaps_blockers(const vml_host_domcaps *caps, const char *model);

/* Change the name of the host; it is copied. */
void vml_host_set_name(vml_host *host, const char *name);

/* Set that the host is the machine that this process runs on: its files can be examined. */
void vml_host_set_local(vml_host *host);

#endif
