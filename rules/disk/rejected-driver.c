/* Driver options of disks that libvirt rejects on their bus, kind of device or image format. */
#include <vmlint/refusal.h>

#define NOT_VIRTIO VML_IS_NOT("$bus", "virtio")

/* Checks of libvirt: virDomainDiskDefValidate(), qemuValidateDomainDeviceDefDiskFrontend(). */
static const vml_refusal rows[] = {
	{ .terms = { NOT_VIRTIO,
		  VML_ANY("driver/@ioeventfd|driver/@event_idx|driver/@queues|driver/@iommu|"
			  "driver/@ats|driver/@packed|driver/@page_per_vq") },
		.message = "{device} has {name} set, which exists only on the bus virtio",
		.remedy = "Removes the attribute {name}. Alternative for disks: bus='virtio'.",
		.fix = "drop" },
	{ .since = VML_RELEASE(11, 3),
		.terms = { NOT_VIRTIO, VML_ABOVE("driver/@queue_size", "0") },
		.at = "driver/@queue_size",
		.message = "{device} has queue_size set, which exists only on the bus virtio",
		.remedy = "Removes the attribute queue_size. Alternative for disks: bus='virtio'.",
		.fix = "unset driver/@queue_size" },
	{ .terms = { NOT_VIRTIO,
		  VML_IS("@model",
			  "virtio|virtio-transitional|"
			  "virtio-non-transitional") },
		.at = "@model",
		.message = "{device} has the model {value}, but is not on the bus virtio",
		.remedy = "Remove the model. Alternative for disks: bus='virtio'." },
	{ .terms = { VML_IS("driver/@rerror_policy", "enospace") },
		.at = "driver/@rerror_policy",
		.message = "{device} has rerror_policy='enospace', but a read cannot run out of "
			   "space",
		.remedy = "Set rerror_policy to stop or report." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("driver/@copy_on_read", "on"), VML_HAS("readonly") },
		.at = "driver/@copy_on_read",
		.message = "{device} is read-only, so that copy_on_read cannot write to it",
		.remedy = "Removes the attribute copy_on_read. If the guest writes to the disk, "
			  "remove <readonly/> instead.",
		.fix = "unset driver/@copy_on_read" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("driver/@copy_on_read", "on"), VML_LACKS("readonly"),
			VML_IS("@device", "cdrom|floppy") },
		.at = "driver/@copy_on_read",
		.message = "{device} has removable media, for which copy_on_read does not work",
		.remedy = "Removes the attribute copy_on_read.",
		.fix = "unset driver/@copy_on_read" },
	{ .since = VML_RELEASE(9, 5),
		.terms = { VML_IS("driver/@discard_no_unref", "on"),
			VML_IS_NOT("driver/@type", "qcow2") },
		.at = "driver/@discard_no_unref",
		.message = "{device} has discard_no_unref, which only qcow2 images support",
		.remedy = "Removes the attribute discard_no_unref, which would have no effect.",
		.fix = "unset driver/@discard_no_unref" },
	{ .since = VML_RELEASE(9, 5),
		.terms = { VML_IS("driver/@discard_no_unref", "on"), VML_HAS("readonly"),
			VML_IS("driver/@type", "qcow2") },
		.at = "driver/@discard_no_unref",
		.message = "{device} is read-only, so that discard_no_unref has no effect",
		.remedy =
			"Removes the attribute discard_no_unref. If the guest writes to the disk, "
			"remove <readonly/> instead.",
		.fix = "unset driver/@discard_no_unref" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_driver[] = {
	{
		.id = "disk-rejected-driver",
		.summary = "driver option of a disk that its bus or format does not have",
		.why = "Most options of a disk exist on some buses, kinds of device or image "
		       "formats only. libvirt rejects the domain if an option is set where it "
		       "has no effect, which happens when the bus of a disk is changed.",
		.remedy = "Each finding states how to correct the option. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.refusals = rows,
	},
	{ 0 },
};
