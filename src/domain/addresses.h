/*
 * Models of the PCI, USB and drive addresses in a domain: declarations that pci.c, usb.c and
 * drive.c share. A problem is an address that libvirt rejects or ignores (vmlint/addresses.h).
 */
#ifndef VML_DOMAIN_ADDRESSES_H
#define VML_DOMAIN_ADDRESSES_H

#include <vmlint/addresses.h>

#include "context.h"

/* Linked list of problems in the order in which they were added; `last` points to the end. */
struct fault_list {
	vml_address_fault *first, **last;
};

/*
 * Kinds of PCI connections, as bits: the one that a device or controller requires (pci_kind.plug),
 * and those that a bus accepts (pci_kind.accepts).
 */
enum {
	PLUG_PCI = 1 << 0,     /* a conventional PCI device */
	PLUG_EXPRESS = 1 << 1, /* a PCI Express device */
	/*
	 * a PCI or PCI Express device. If its address is in the XML, libvirt accepts the device on
	 * any bus that accepts one of the two kinds.
	 */
	PLUG_ENDPOINT = 3,
	PLUG_BRIDGE = 1 << 2,	   /* pci-bridge */
	PLUG_EXPANDER = 1 << 3,	   /* pci-expander-bus */
	PLUG_ROOT_PORT = 1 << 4,   /* pcie-root-port: several may use one slot */
	PLUG_UPSTREAM = 1 << 5,	   /* pcie-switch-upstream-port */
	PLUG_DOWNSTREAM = 1 << 6,  /* pcie-switch-downstream-port */
	PLUG_DMI = 1 << 7,	   /* dmi-to-pci-bridge */
	PLUG_TO_PCI = 1 << 8,	   /* pcie-to-pci-bridge */
	PLUG_X_EXPANDER = 1 << 9,  /* pcie-expander-bus */
	PLUG_INTEGRATED = 1 << 10, /* must be on bus 0 */
	PLUG_ANY = 0x3ff
};

/* Kind of a PCI bus, identified by the model of its controller. */
struct pci_kind {
	const char *model;
	/* PLUG_* bits: connection that the controller requires; connections that its bus accepts */
	unsigned int plug, accepts;
	unsigned char first, last; /* first and last slot for devices */
};

struct pci_bus {
	const struct pci_kind *kind;
	const xmlNode *controller; /* NULL: not in the document, libvirt adds it */
	unsigned char taken[32];   /* per slot: bit n is set if function n is in use */
	/*
	 * bit n: function 0 of slot n is a root port, so other root ports may use its other
	 * functions
	 */
	uint32_t shared;
};

/* PCI model of one domain. Buses are indexed by controller index. */
struct vml_pci {
	struct pci_bus *buses; /* NULL: the board has no PCI, or vmlint does not model its PCI */
	unsigned int room;     /* allocated elements of `buses` */
	/* number of buses: the highest index of a controller, plus 1; 1 to 256 */
	unsigned int n;
	/* kind of the buses that libvirt adds below the highest index */
	const struct pci_kind *between;
	/* kind of the buses that libvirt adds above the highest index; NULL before first use */
	const struct pci_kind *grown;
	bool unnumbered;    /* a PCI controller has no index */
	bool has_functions; /* an address has a function other than 0 */
	vml_index *places;  /* devices by bus, slot and function */
	struct fault_list faults;
};

/*
 * Return the PCI model of the domain, built on the first call, in the document's arena. Never NULL.
 */
const struct vml_pci *vml_pci_of(vml_context *ctx);

/*
 * Set up the buses of the model, which the caller has zeroed, and add problems of controllers.
 * Returns false, with the model unchanged, if the domain has no PCI model.
 */
bool vml_pci_build_buses(vml_context *ctx, struct vml_pci *pci);

/*
 * Return the kind of the buses that libvirt adds above the highest index; if it depends on the
 * order of the devices, a kind that accepts every device. The result is a constant, never NULL.
 *
 * pci: a model with buses (pci->buses is not NULL)
 * plugs: PLUG_* bits of all devices whose addresses name such a bus
 * same: true if these devices name the same bus
 */
const struct pci_kind *vml_pci_grown(
	const vml_context *ctx, const struct vml_pci *pci, unsigned int plugs, bool same);

/* Return true if libvirt will assign a PCI address to the device, because it has none. */
bool vml_pci_awaits(const xmlNode *device);

/*
 * Add a problem for each ich9 USB controller that has no address, if libvirt puts it into the slot
 * of the controllers with the same index, but its function in this slot is in use. Call this after
 * the addresses in the XML were recorded.
 */
void vml_pci_find_companions(vml_context *ctx, struct vml_pci *pci);

/*
 * For a domain whose board has no PCI bus by default: add a problem for each device that needs a
 * PCI address. Does nothing if the domain has a PCI controller.
 */
void vml_pci_find_unplaced(vml_context *ctx, struct vml_pci *pci);

/*
 * Assign addresses to the PCI controllers that have none, in libvirt's order. Adds problems for
 * those that libvirt cannot place. Call this after the addresses in the XML were recorded.
 */
void vml_pci_assign(vml_context *ctx, struct vml_pci *pci);

/* Return the connection (PLUG_* bits) that a device requires; 0 if it is not a PCI device. */
unsigned int vml_pci_plug(vml_context *ctx, const xmlNode *device);

/*
 * Append a problem of `device` to `list`. Returns the problem, never NULL, which belongs to the
 * document's arena. The caller fills in its other fields.
 */
vml_address_fault *vml_address_fault_add(vml_context *ctx, struct fault_list *list,
	const xmlNode *device, vml_address_problem problem);

/*
 * Parse an attribute of an address as libvirt does: octal after a leading 0, hexadecimal after 0x,
 * else decimal.
 *
 * path: see vml_attr()
 *
 * Returns false, with *ret 0, if the attribute is not a number or exceeds 32 bits. An absent or
 * empty attribute counts as 0.
 */
bool vml_address_number(const xmlNode *node, const char *path, unsigned int *ret);

#endif
