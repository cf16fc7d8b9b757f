/* Address models: what pci.c, usb.c and drive.c share. */
#ifndef VML_DOMAIN_ADDRESSES_H
#define VML_DOMAIN_ADDRESSES_H

#include <vmlint/addresses.h>

#include "context.h"

/* List of problems, in the order of addition. */
struct fault_list {
	vml_address_fault *first, **last;
};

/* Connections: what a device requires of a bus, and what a bus accepts. */
enum {
	PLUG_PCI = 1 << 0,	   /* a conventional PCI device */
	PLUG_EXPRESS = 1 << 1,	   /* a PCI Express device */
	PLUG_ENDPOINT = 3,	   /* either; a written address may mix them */
	PLUG_BRIDGE = 1 << 2,	   /* pci-bridge */
	PLUG_EXPANDER = 1 << 3,	   /* pci-expander-bus */
	PLUG_ROOT_PORT = 1 << 4,   /* pcie-root-port: shares slots */
	PLUG_UPSTREAM = 1 << 5,	   /* pcie-switch-upstream-port */
	PLUG_DOWNSTREAM = 1 << 6,  /* pcie-switch-downstream-port */
	PLUG_DMI = 1 << 7,	   /* dmi-to-pci-bridge */
	PLUG_TO_PCI = 1 << 8,	   /* pcie-to-pci-bridge */
	PLUG_X_EXPANDER = 1 << 9,  /* pcie-expander-bus */
	PLUG_INTEGRATED = 1 << 10, /* must be on bus 0 */
	PLUG_ANY = 0x3ff
};

/* Kind of a PCI bus: a controller model with the slots and connections that it provides. */
struct pci_kind {
	const char *model;
	unsigned int plug, accepts; /* PLUG_* */
	unsigned char first, last;  /* range of slots for devices */
};

struct pci_bus {
	const struct pci_kind *kind;
	const xmlNode *controller; /* NULL: added by libvirt */
	unsigned char taken[32];   /* per slot, bit n: function n */
	uint32_t shared;	   /* bit n: root ports may share slot n */
};

/* PCI model of one domain. Buses are indexed by controller index. */
struct vml_pci {
	struct pci_bus *buses; /* NULL: no PCI, or not modelled */
	unsigned int room;     /* allocated elements of `buses` */
	unsigned int n;	       /* buses that are written or implied by a higher index, 0 to 256 */
	const struct pci_kind *between; /* kind of buses below the highest index */
	const struct pci_kind *grown;	/* kind of further buses, NULL before first use */
	bool unnumbered;		/* a PCI controller has no index */
	bool has_functions;		/* an address has another function than 0 */
	vml_index *places;		/* devices by packed address */
	struct fault_list faults;
};

/* Return the PCI model of the domain, which is built on first use. Never NULL. */
const struct vml_pci *vml_pci_of(vml_context *ctx);

/* Build the buses; adds problems of indexes. False if the domain has no PCI model. */
bool vml_pci_build_buses(vml_context *ctx, struct vml_pci *pci);

/*
 * Return the kind of buses that libvirt adds past the highest index.
 *
 * plugs: connections of the devices that need them
 * same: all of these devices are on one bus
 */
const struct pci_kind *vml_pci_grown(
	const vml_context *ctx, const struct vml_pci *pci, unsigned int plugs, bool same);

/* Return true if libvirt has yet to assign a PCI address to the device. */
bool vml_pci_awaits(const xmlNode *device);

/* Add a problem for each device that needs PCI, which the board does not have. */
void vml_pci_find_unplaced(vml_context *ctx, struct vml_pci *pci);

/* Assign addresses to PCI controllers that have none, in libvirt's order; adds problems. */
void vml_pci_assign(vml_context *ctx, struct vml_pci *pci);

/* Return the connection that a device requires; 0 if it is not a PCI device. */
unsigned int vml_pci_plug(vml_context *ctx, const xmlNode *device);

/* Append a problem of `device`; the caller fills in the other fields. Never NULL. */
vml_address_fault *vml_address_fault_add(vml_context *ctx, struct fault_list *list,
	const xmlNode *device, vml_address_problem problem);

/*
 * Parse an attribute of an address as libvirt does: octal after 0, hexadecimal after 0x.
 *
 * path: see vml_attr()
 * Returns false if the attribute is not a number; absent and empty ones are 0.
 */
bool vml_address_number(const xmlNode *node, const char *path, unsigned int *ret);

#endif
