/* What follows from a document as a whole. */
#include "run.h"

#include <string.h>

/*
 * The balloon and the serial controller do not count: libvirt and virt-manager
 * add them unasked.
 */
static bool has_virtio(const vml_run *run)
{
	vml_each_device (disk, run, "disk")
		if (vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "virtio"))
			return true;
	vml_each_device (iface, run, "interface")
		if (vml_is_virtio(vml_attr(iface, "model/@type")))
			return true;
	vml_each_device (controller, run, "controller")
		if (vml_attr_is(controller, "@type", "scsi") &&
			vml_is_virtio(vml_attr(controller, "@model")))
			return true;
	return false;
}

bool vml_uses_virtio(const vml_run *run)
{
	if (run->uses_virtio == VML_UNKNOWN) /* many rules ask: one look a domain is enough */
		((vml_run *)(uintptr_t)run)->uses_virtio = has_virtio(run) ? VML_YES : VML_NO;
	return run->uses_virtio == VML_YES;
}

bool vml_is_uefi_image(const char *path)
{
	return strstr(path, "OVMF") || strstr(path, "AAVMF") || strstr(path, "edk2");
}

bool vml_boots_uefi(const vml_run *run)
{
	xmlNode *os = vml_child(run->facts.domain, "os");

	return vml_attr_is(os, "@firmware", "efi") || vml_attr_is(os, "loader/@type", "pflash");
}

bool vml_qemu_arg(const vml_run *run, const char *text)
{
	for (xmlNode *child = vml_first(run->facts.domain); child; child = vml_sibling(child)) {
		if (!child->ns || !xmlStrEqual(child->name, BAD_CAST "commandline"))
			continue;
		for (xmlNode *arg = vml_first(child); arg; arg = vml_sibling(arg))
			if (xmlStrEqual(arg->name, BAD_CAST "arg") &&
				strstr(vml_attr(arg, "@value"), text))
				return true;
	}
	return false;
}

static bool switches_usb_off(const vml_run *run)
{
	vml_each_device (controller, run, "controller")
		if (vml_attr_is(controller, "@type", "usb") &&
			vml_attr_is(controller, "@model", "none"))
			return true;
	return false;
}

bool vml_usb_is_off(const vml_run *run)
{
	return vml_once(run, switches_usb_off);
}

bool vml_hyperv_follows_host(const vml_run *run)
{
	return vml_one_of(
		vml_attr(run->facts.domain, "features/hyperv/@mode"), "passthrough|host-model");
}

bool vml_uses_hyperv(const vml_run *run)
{
	xmlNode *hyperv = vml_find(run->facts.domain, "features/hyperv");

	if (vml_hyperv_follows_host(run))
		return true;
	for (xmlNode *feature = vml_first(hyperv); feature; feature = vml_sibling(feature))
		if (vml_attr_is(feature, "@state", "on"))
			return true;
	return false;
}

bool vml_vcpus_known(const vml_run *run)
{
	const vml_facts *facts = vml_facts_of(run);
	xmlNode *vcpu = vml_child(facts->domain, "vcpu");

	return facts->vcpus > 1 || !vcpu || vml_text_is(vcpu, "1");
}

/* The devices that have an address of a type on this bus of it. */
static unsigned int addresses(const vml_run *run, const char *type, uint64_t bus)
{
	unsigned int n = 0;
	uint64_t at;

	vml_each_device (device, run, NULL) {
		if (!vml_attr_is(device, "address/@type", type))
			continue;
		at = 0;
		vml_number(vml_attr(device, "address/@bus"), &at);
		n += at == bus;
	}
	return n;
}

static bool is_pci_crowded(const vml_run *run)
{
	/* 32 slots, of which the board takes two; several fixes may add a device each */
	return run->facts.board == VML_BOARD_PC && addresses(run, "pci", 0) >= 24;
}

bool vml_pci_is_crowded(const vml_run *run)
{
	return vml_once(run, is_pci_crowded);
}

bool vml_usb_is_crowded(const vml_run *run)
{
	vml_each_device (controller, run, "controller")
		if (vml_attr_is(controller, "@type", "usb") &&
			vml_one_of(vml_attr(controller, "@model"), "qemu-xhci|nec-xhci"))
			return false;
	/* piix3-uhci, libvirt's default on a PC, has two ports */
	return addresses(run, "usb", 0) >= 2;
}
