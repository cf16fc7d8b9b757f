/* Boards that are older than the guest needs, or outside QEMU's security policy. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if a disk is on the IDE bus, which q35 does not have. */
static bool boots_from_ide(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "ide"))
			return true;
	return false;
}

/* Return true if there is a reason to keep i440fx: a floppy drive, or several PCI host devices. */
static bool needs_i440fx(const vml_context *ctx)
{
	size_t cards = 0;

	vml_each_device (disk, ctx, "disk")
		if (vml_attr_is(disk, "@device", "floppy"))
			return true;
	vml_each_device (hostdev, ctx, "hostdev")
		cards += vml_attr_is(hostdev, "@type", "pci");
	return cards > 1;
}

static void i440fx(vml_context *ctx, xmlNode *type)
{
	bool recent = vml_guest_windows_nt(ctx) >= 62 ||
		vml_guest_drives(ctx, VML_DRIVER_VIRTIO_1_0) == VML_YES;

	if (!recent || boots_from_ide(ctx) || needs_i440fx(ctx))
		return;
	vml_report_attr(ctx, type, "machine",
		"the guest is on an i440fx board although it could use q35: no PCI Express, no "
		"Secure Boot");
}

static void not_isolated(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (!*facts->machine || !*facts->arch || vml_starts_with(facts->machine, "xen"))
		return;
	if (facts->board != VML_BOARD_OTHER && facts->board != VML_BOARD_ISAPC)
		return;
	if (vml_starts_with(facts->machine, "rhel")) /* older names of RHEL's i440fx */
		return;
	vml_report_attr(ctx, type, "machine",
		"machine type %s is outside QEMU's security policy: a hostile guest may reach "
		"the host",
		facts->machine);
}

const vml_rule vml_rules_machine_board[] = {
	{
		.id = "machine-i440fx",
		.summary = "recent guest on the i440fx board although it could use q35",
		.why = "i440fx is a chipset of 1996 without PCI Express. Graphics cards passed "
		       "through to the guest are on a plain PCI bus; a virtual IOMMU and UEFI "
		       "Secure Boot are not possible. virt-install chooses q35 for every guest "
		       "that supports virtio 1.0.",
		.remedy = "Not urgent: switch to q35 when the guest is next rebuilt. \"virt-xml "
			  "DOMAIN --convert-to-q35\" of virt-manager 5 makes most of the changes. "
			  "IDE disks become SATA disks, and network interfaces may get new names "
			  "in the guest.",
		.url = "https://libvirt.org/pci-hotplug.html",
		.severity = VML_INFO,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_PC,
		.each = "os/type",
		.check = i440fx,
	},
	{
		.id = "machine-not-isolated",
		.summary = "machine type outside QEMU's security policy",
		.why = "QEMU treats a bug as a security bug only on boards made for "
		       "virtualization: pc, q35 and microvm on x86, virt on Arm, RISC-V and "
		       "LoongArch, pseries, s390-ccw-virtio. The code of all other boards is not "
		       "designed to withstand a hostile guest, with or without KVM.",
		.remedy = "Move the guest to a board made for virtualization (x86: pc or q35; Arm, "
			  "RISC-V, LoongArch: virt; POWER: pseries; s390x: s390-ccw-virtio), which "
			  "usually requires a new installation. If you trust all software in the "
			  "guest, it can stay on this board.",
		.url = "https://www.qemu.org/docs/master/system/security.html",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_TCG,
		.each = "os/type",
		.check = not_isolated,
	},
	{ 0 }
};
