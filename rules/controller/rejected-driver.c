/* Controllers that libvirt rejects: options of <driver> that the model does not support. */
#include <vmlint/refusal.h>

static bool is_not_virtio_scsi(vml_context *ctx, const xmlNode *driver)
{
	const xmlNode *controller = vml_parent(driver);
	const char *model;

	if (!vml_attr_is(controller, "@type", "scsi"))
		return true;
	model = vml_scsi_model(ctx, controller);
	return *model && !vml_is_virtio(model);
}

/*
 * Checks of libvirt: qemuValidateDomainDeviceDefControllerAttributes() in src/qemu/qemu_validate.c.
 */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@queues", "0"), VML_CALL(is_not_virtio_scsi) },
		.at = "@queues",
		.message = "{device} has queues, which only virtio-scsi supports",
		.remedy = "Removes the attribute queues. Alternative: use model='virtio-scsi'.",
		.fix = "unset @queues" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@cmd_per_lun", "0"), VML_CALL(is_not_virtio_scsi) },
		.at = "@cmd_per_lun",
		.message = "{device} has cmd_per_lun, which only virtio-scsi supports",
		.remedy =
			"Removes the attribute cmd_per_lun. Alternative: use model='virtio-scsi'.",
		.fix = "unset @cmd_per_lun" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@max_sectors", "0"), VML_CALL(is_not_virtio_scsi) },
		.at = "@max_sectors",
		.message = "{device} has max_sectors, which only virtio-scsi supports",
		.remedy =
			"Removes the attribute max_sectors. Alternative: use model='virtio-scsi'.",
		.fix = "unset @max_sectors" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@ioeventfd"), VML_CALL(is_not_virtio_scsi) },
		.at = "@ioeventfd",
		.message = "{device} has ioeventfd, which only virtio-scsi supports",
		.remedy = "Removes the attribute ioeventfd. Alternative: use model='virtio-scsi'.",
		.fix = "unset @ioeventfd" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@iothread", "0"), VML_HAS("../address/@type"),
			VML_IS_NOT("../address/@type", "pci|ccw") },
		.at = "@iothread",
		.message = "{device} has an I/O thread, but neither a PCI nor a CCW address",
		.remedy =
			"Remove iothread, or remove the address: libvirt then assigns a PCI or CCW "
			"address." },
	{ .since = VML_RELEASE(11, 2),
		.terms = { VML_ABOVE("@iothread", "0"), VML_HAS("iothreads") },
		.at = "@iothread",
		.message = "{device} has one I/O thread and a list of I/O threads",
		.remedy = "Keep either the attribute iothread or the list <iothreads>." },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected_driver[] = {
	{
		.id = "controller-rejected-driver",
		.summary = "driver option of a controller that its model does not support",
		.why = "Queues, command limits and I/O threads are options of virtio-scsi controllers. libvirt rejects the whole domain if another controller has one.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller/driver",
		.refusals = rows,
	},
	{ 0 },
};
