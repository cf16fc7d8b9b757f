/* Disks on an emulated NVMe controller. */
#include <vmlint/rule.h>

#include <string.h>

static void nvme(vml_context *ctx, xmlNode *disk)
{
	if (!vml_attr_is(disk, "target/@bus", "nvme") || vml_libvirt_is(ctx, VML_RELEASE(11, 5)))
		return;
	vml_report_attr(ctx, vml_child(disk, "target"), "bus",
		"%s is on an NVMe bus, which needs libvirt 11.5: %s rejects the domain",
		vml_device_name(ctx, disk), vml_target_libvirt(ctx));
}

const vml_rule vml_rules_disk_nvme[] = {
	{
		.id = "disk-nvme-unsupported",
		.summary = "NVMe disk, but the target's libvirt is older than 11.5",
		.why = "libvirt emulates NVMe disks for QEMU guests since 11.5 (bus='nvme', with a "
		       "<serial>). Older releases reject the whole definition. type='nvme' is "
		       "something else: a disk on the host's NVMe controller, since 6.0.",
		.remedy = "Use bus='virtio' if the guest has the driver, else bus='sata'. Names of "
			  "the disk in the guest change from nvme0n1 to vda or sda.",
		.url = "https://libvirt.org/news.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = nvme,
	},
	{ 0 }
};
