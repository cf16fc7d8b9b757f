/* Disk controllers that libvirt rejects: SCSI options and models, IDE. */
#include <vmlint/refusal.h>

#include <string.h>

static bool is_virtio_scsi(const xmlNode *controller)
{
	const char *model = vml_attr(controller, "@model");

	return vml_attr_is(controller, "@type", "scsi") &&
		vml_one_of(model, "virtio-scsi|virtio-transitional|virtio-non-transitional");
}

static bool is_no_virtio_scsi(vml_context *ctx, const xmlNode *controller)
{
	(void)ctx;
	return !is_virtio_scsi(controller);
}

static bool has_ide(vml_context *ctx, const xmlNode *controller)
{
	(void)controller;
	return vml_facts_of(ctx)->gates & VML_WHEN_PC;
}

/*
 * Return true if the machine has no built-in ESP: qemuDomainHasBuiltinESP() in
 * src/qemu/qemu_domain.c.
 */
static bool has_no_esp(vml_context *ctx, const xmlNode *controller)
{
	const vml_facts *facts = vml_facts_of(ctx);

	(void)controller;
	return strcmp(facts->arch, "sparc") != 0 &&
		!vml_one_of(facts->machine, "magnum|pica61|q800");
}

static bool has_esp(vml_context *ctx, const xmlNode *controller)
{
	return !has_no_esp(ctx, controller);
}

static const vml_refusal rows[] = {
	{ .since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("driver/iothreads/iothread"), VML_CALL(is_no_virtio_scsi) },
		.at = "driver/iothreads",
		.message = "{device} has I/O threads, which only virtio-scsi controllers support",
		.remedy = "Removes the list. Alternative: model='virtio-scsi'.",
		.fix = "remove driver/iothreads" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "scsi"), VML_IS("@model", "ncr53c90"), VML_CALL(has_esp),
			VML_IS_NOT("@index", "|0") },
		.at = "@index",
		.message = "{device} has the model ncr53c90, which must be the first controller",
		.remedy = "Set index='0' if the board has this controller; if not, set "
			  "model='virtio-scsi'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "scsi"), VML_IS("@model", "ncr53c90"),
			VML_CALL(has_no_esp) },
		.at = "@model",
		.message = "{device} has the model ncr53c90, which this board does not have",
		.remedy = "Set model='virtio-scsi'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "buslogic"), VML_IS("@type", "scsi") },
		.at = "@model",
		.message = "{device} has the model buslogic, which QEMU does not have",
		.remedy = "Changes the model to virtio-scsi, for which the guest needs a driver: "
			  "Linux virtio_scsi in its initramfs, Windows the vioscsi driver of "
			  "virtio-win. Alternative: model='lsilogic' for older guests.",
		.fix = "set @model=virtio-scsi" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "ide"), VML_CALL(vml_has_no_ide) },
		.message = "{device} does not exist on this board",
		.remedy =
			"Remove the controller, and use the bus virtio, scsi or sata for disks." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "ide"), VML_ABOVE("@index", "0"), VML_CALL(has_ide) },
		.message = "{device} is a second IDE controller, but the board has only one",
		.remedy = "Remove the controller, and use another bus for its disks." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_LACKS("@type"), VML_EMPTY("@model"), VML_CALL(vml_has_no_ide) },
		.message = "a controller without type is an IDE controller, which this board does "
			   "not have",
		.remedy = "Add the type: usb, scsi, pci, virtio-serial, sata or fdc." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_LACKS("@type"), VML_EMPTY("@model"), VML_ABOVE("@index", "0"),
			VML_CALL(has_ide) },
		.message = "a controller without type is an IDE controller, of which the board has "
			   "only one",
		.remedy = "Add the type: usb, scsi, pci, virtio-serial, sata or fdc." },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected_scsi[] = {
	{
		.id = "controller-scsi-rejected",
		.summary = "SCSI or IDE controller that libvirt rejects",
		.why = "Some options exist on virtio-scsi controllers only, and some "
		       "controllers are part of a board and cannot be added to "
		       "another. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller",
		.refusals = rows,
	},
	{ 0 },
};
