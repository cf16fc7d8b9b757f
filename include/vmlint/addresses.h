/**
 * @file addresses.h
 * Addresses: the buses that a guest has, what they accept, and which addresses are in use.
 *
 * The model contains what libvirt adds: root buses, buses below the highest index, and the
 * devices of the board that are not in the XML. It is built on first use, once per domain, in
 * linear time. Only QEMU domains with a board of VML_WHEN_VIRTIO have a PCI model.
 *
 * A list of problems is linked by `next` and lives until vml_free() of the document.
 *
 * Sources: libvirt's src/conf/domain_addr.c and src/qemu/qemu_domain_address.c, 9.0 and 11.3.
 */
#ifndef VMLINT_ADDRESSES_H
#define VMLINT_ADDRESSES_H

#include <vmlint/rule.h>

/** @name Problems of addresses
 * @{ */

/** Why libvirt rejects or ignores an address, or why the guest does not find the device. */
typedef enum vml_address_problem {
	VML_ADDRESS_OK = 0,
	VML_ADDRESS_TAKEN, /**< the device `other` already has this address */
	VML_ADDRESS_BOARD, /**< the built-in device `text` of the machine type has this address */
	/** `attr` exceeds `limit`, the largest value in any PCI address */
	VML_PCI_OUT_OF_RANGE,
	VML_PCI_DOMAIN,	  /**< a guest has only PCI domain 0 */
	VML_PCI_NO_BUSES, /**< the machine type has no PCI */
	/** the bus does not exist, and libvirt does not add it for this kind of device */
	VML_PCI_NO_BUS,
	/** the bus does not accept the device; `text`: model of the bus */
	VML_PCI_REFUSED,
	VML_PCI_INTEGRATED, /**< the device must be on bus 0 */
	VML_PCI_SLOT_LOW,   /**< slots of this bus begin at `limit` */
	VML_PCI_SLOT_HIGH,  /**< slots of this bus end at `limit` */
	VML_PCI_FIXED,	    /**< the board has this controller at another, fixed address: `text` */
	VML_PCI_ORDER,	    /**< a pci-bridge must have an index greater than its bus number */
	VML_PCI_ROOT,	    /**< index 0 must be the root bus of the board: `text` */
	/**
	 * the controller has no address, and no bus has a free slot for it. If `text` is set, it is
	 * the model of the controllers that libvirt adds for unused indexes below that of `device`:
	 * it is for one of them that no bus has a free slot.
	 */
	VML_PCI_NO_PLACE,
	/**
	 * the USB controller has no address, and `text`, which libvirt assigns to it, is in use: a
	 * function in the slot of the controllers with the same index
	 */
	VML_PCI_COMPANION,
	/** 0000:00:00 counts as no address: libvirt assigns another one */
	VML_PCI_IGNORED,
	/**
	 * the slot has no function 0, so that the guest finds none of the devices in the slot;
	 * `limit`: number of these devices
	 */
	VML_PCI_HIDDEN,
	VML_USB_OFF,		 /**< USB is disabled, or the guest has no USB controller */
	VML_USB_NO_BUS,		 /**< no controller has index `limit` */
	VML_USB_NO_PORT,	 /**< the controller or hub has only `limit` ports */
	VML_USB_NO_HUB,		 /**< no hub is connected to port `limit` */
	VML_USB_FULL,		 /**< the device names no port, and other devices use all ports */
	VML_USB_TWO_CONTROLLERS, /**< the controller `other` has the same index */
} vml_address_problem;

/** One problem of the address of a device; an element of a linked list. */
typedef struct vml_address_fault {
	struct vml_address_fault *next; /**< the next problem in the list, or NULL */
	vml_address_problem problem;
	const xmlNode *device;
	/** attribute of <address> with the problem; NULL: the whole element */
	const char *attr;
	const xmlNode *other; /**< other device with the same address or index; NULL if none */
	const char *text;     /**< see vml_address_problem; or NULL */
	unsigned int limit;   /**< see vml_address_problem */
} vml_address_fault;

/** Return the list of problems of PCI addresses in the guest, borrowed; NULL if there are none. */
const vml_address_fault *vml_pci_faults(vml_context *ctx);

/** Return the list of problems of USB addresses in the guest, borrowed; NULL if there are none. */
const vml_address_fault *vml_usb_faults(vml_context *ctx);

/**
 * Return a list with a problem VML_ADDRESS_TAKEN for each device whose drive address an earlier
 * device has; borrowed, NULL if there are none. A disk without an <address> has the address that
 * its target name implies.
 */
const vml_address_fault *vml_drive_faults(vml_context *ctx);

/** @} */

/** @name Free addresses
 * @{ */

/** Return the number of free slots of PCI bus `bus`; 0 if the guest has no such bus. */
unsigned int vml_pci_free_slots(vml_context *ctx, unsigned int bus);

/**
 * Return true if a PCI Express port is empty and supports hotplug, or if this is unknown: the guest
 * has no PCI model, or libvirt will assign addresses or indexes, or add controllers.
 */
bool vml_pci_has_free_port(vml_context *ctx);

/** Return the number of USB ports that no device uses. */
unsigned int vml_usb_free_ports(vml_context *ctx);

/** @} */

#endif
