/* Disks on a bus that the guest operating system has no driver for. */
#include <vmlint/rule.h>

#include <string.h>

static void undriven(vml_context *ctx, xmlNode *disk)
{
	if (strcmp(vml_disk_bus(disk), "sata") != 0 || !vml_is_data_disk(disk) ||
		vml_guest_drives(ctx, VML_DRIVER_AHCI) != VML_NO)
		return;
	vml_report_attr(ctx, vml_child(disk, "target"), "bus",
		"%s is on a SATA bus, but %s has no driver for it: the guest does not boot",
		vml_device_name(ctx, disk), vml_guest_called(ctx, "the guest"));
}

const vml_rule vml_rules_disk_undriven[] = {
	{
		.id = "disk-bus-undriven",
		.summary = "disk is on a bus that the guest has no driver for",
		.why = "QEMU's SATA controller is an AHCI device. Windows before Vista and other systems "
		       "of that time include no AHCI driver: Windows stops at boot with a blue screen "
		       "(0x7B), others do not find their disk.",
		.remedy =
			"Set bus='ide' and a target such as 'hda', and remove the disk's "
			"<address>. This requires the machine type pc: q35 has no IDE. Alternative "
			"for Windows: boot from IDE, install the AHCI driver of Intel's F6 disk in "
			"the guest, and only then change to SATA.",
		.url = "https://www.qemu.org/docs/master/system/device-emulation.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = undriven,
	},
	{ 0 },
};
