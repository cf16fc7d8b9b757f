/**
 * @file addresses.h
 * Addresses: the buses that a guest has, what they accept, and which addresses are in use.
 *
 * The model contains what libvirt adds: root buses, buses below the highest index, and the
 * devices of the board that are not in the XML. It is built on first use, once per domain, in
 * linear time. Only QEMU domains with a board of VML_WHEN_VIRTIO have a PCI model.
 *
 * Sources: libvirt's src/conf/domain_addr.c and src/qemu/qemu_domain_address.c, 9.0 and 11.3.
 */
#ifndef VMLINT_ADDRESSES_H
#define VMLINT_ADDRESSES_H

#include <vmlint/rule.h>

/** @name Problems of addresses
 * @{ */

/** Why an address is rejected, or ignored. */
typedef enum vml_address_problem {
	VML_ADDRESS_OK = 0,
	VML_ADDRESS_TAKEN, /**< the device `other` already has this address */
	VML_ADDRESS_BOARD, /**< a built-in device of the machine type has it: `text` is its name */
	VML_PCI_OUT_OF_RANGE,	 /**< `attr` is greater than any PCI address allows: `limit` */
	VML_PCI_DOMAIN,		 /**< a guest has only PCI domain 0 */
	VML_PCI_NO_BUSES,	 /**< the machine type has no PCI */
	VML_PCI_NO_BUS,		 /**< no such bus, and libvirt adds none for this controller */
	VML_PCI_REFUSED,	 /**< the bus does not accept it: `text` is the model of the bus */
	VML_PCI_INTEGRATED,	 /**< the device must be on bus 0 */
	VML_PCI_SLOT_LOW,	 /**< slots of this bus begin at `limit` */
	VML_PCI_SLOT_HIGH,	 /**< slots of this bus end at `limit` */
	VML_PCI_FIXED,		 /**< the board has this controller at another address: `text` */
	VML_PCI_ORDER,		 /**< a pci-bridge whose index is not greater than its bus */
	VML_PCI_ROOT,		 /**< index 0 must be the root bus of the board: `text` */
	VML_PCI_NO_PLACE,	 /**< no address, and no bus accepts this controller */
	VML_PCI_COMPANION,	 /**< the place `text` in the slot of its USB group is in use */
	VML_PCI_IGNORED,	 /**< 0000:00:00: libvirt assigns another address */
	VML_PCI_HIDDEN,		 /**< its slot has no function 0: the guest does not find it */
	VML_USB_OFF,		 /**< USB is disabled */
	VML_USB_NO_BUS,		 /**< no controller has index `limit` */
	VML_USB_NO_PORT,	 /**< the controller or hub has `limit` ports */
	VML_USB_NO_HUB,		 /**< no hub is connected to port `text` */
	VML_USB_FULL,		 /**< no address, and written addresses use all ports */
	VML_USB_TWO_CONTROLLERS, /**< `other` has the same index */
} vml_address_problem;

/** One problem of the address of a device. */
typedef struct vml_address_fault {
	struct vml_address_fault *next; /**< the next one in document order, or NULL */
	vml_address_problem problem;
	const xmlNode *device;
	const char *attr;     /**< attribute of <address> at fault; NULL: the element */
	const xmlNode *other; /**< device that has the address; NULL if there is none */
	const char *text;     /**< see vml_address_problem; or NULL */
	unsigned int limit;   /**< see vml_address_problem */
} vml_address_fault;

/** Return the problems of PCI addresses in the guest, borrowed; NULL if there are none. */
const vml_address_fault *vml_pci_faults(vml_context *ctx);

/** Return the problems of USB addresses in the guest, borrowed; NULL if there are none. */
const vml_address_fault *vml_usb_faults(vml_context *ctx);

/**
 * Return the drive addresses that are used twice, also by disks whose target implies one;
 * borrowed, NULL if there are none.
 */
const vml_address_fault *vml_drive_faults(vml_context *ctx);

/** @} */

/** @name Free addresses
 * @{ */

/** Return the number of free slots of PCI bus `bus`; 0 if the guest has no such bus. */
unsigned int vml_pci_free_slots(vml_context *ctx, unsigned int bus);

/**
 * Return true if a PCI Express port is empty and supports hotplug, or if libvirt will number
 * or add ports because a controller or device has no address yet.
 */
bool vml_pci_has_free_port(vml_context *ctx);

/** Return the number of USB ports that no device uses. */
unsigned int vml_usb_free_ports(vml_context *ctx);

/** @} */

#endif
