/* Drive addresses and memory slots out of range. */
#include <vmlint/refusal.h>

#include <string.h>

static bool has_scsi_controller(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "scsi"))
			return true;
	return false;
}

/*
 * Return true if the SCSI controller of a device is an lsilogic. A missing controller counts as one
 * of libvirt's default model, because libvirt adds it.
 */
static bool is_on_lsilogic(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *controller;
	uint64_t index = 0;

	vml_number(vml_attr(device, "address/@controller"), &index);
	controller = vml_controller(ctx, "scsi", index);
	/*
	 * For a <hostdev>, libvirt adds a missing controller with the model of another SCSI
	 * controller. This model is not determined here: nothing is reported.
	 */
	if (!controller && vml_named(device, "hostdev") && vml_cached(ctx, has_scsi_controller))
		return false;
	return !strcmp(vml_scsi_model(ctx, controller), "lsilogic");
}

/* Return true if the target name is past hdd: such a disk is on a second IDE controller. */
static bool is_beyond_ide(vml_context *ctx, const xmlNode *disk)
{
	const char *dev = vml_attr(disk, "target/@dev");

	(void)ctx;
	return strlen(dev) > 2 && (dev[2] > 'd' || (dev[2] && dev[3]));
}

static bool is_above_slots(vml_context *ctx, const xmlNode *memory)
{
	uint64_t slot, slots = 0;

	return vml_number(vml_attr(memory, "address/@slot"), &slot) &&
		vml_number(vml_attr(vml_facts_of(ctx)->domain, "maxMemory/@slots"), &slots) &&
		slot >= slots;
}

/*
 * Checks of libvirt: qemuValidateDomainDeviceDefAddressDrive(),
 * qemuDomainDefValidateMemoryHotplugDevice().
 */
static const vml_refusal rows[] = {
	{ .on = "disk",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@bus", "0"), VML_IS("$bus", "scsi|sata|fdc"),
			VML_IS("address/@type", "drive") },
		.at = "address/@bus",
		.message = "{device} has bus {value}, but its controller has bus 0 only",
		.remedy =
			"Sets bus='0'. If another drive then has the same address, change the unit "
			"of one of them.",
		.fix = "set address/@bus=0" },
	{ .on = "disk",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@controller", "0"), VML_IS("$bus", "ide|fdc"),
			VML_IS("address/@type", "drive") },
		.at = "address/@controller",
		.message =
			"{device} has controller {value}, but the board has one controller for this bus",
		.remedy = "Set controller='0' with a free unit, or move the disk to another bus." },
	{ .on = "disk",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@target", "0"), VML_IS("$bus", "ide|sata|fdc"),
			VML_IS("address/@type", "drive") },
		.at = "address/@target",
		.message = "{device} has target {value}, but its bus has target 0 only",
		.remedy = "Sets target='0'. If another drive then has the same address, change the "
			  "unit of one of them.",
		.fix = "set address/@target=0" },
	{ .on = "disk",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@target", "0"), VML_IS("$bus", "scsi"),
			VML_IS("address/@type", "drive"), VML_CALL(is_on_lsilogic) },
		.at = "address/@target",
		.message =
			"{device} has target {value}, but the controller model lsilogic has target 0 only",
		.remedy = "Set target='0' with a free unit, or give the SCSI controller "
			  "model='virtio-scsi'." },
	{ .on = "disk",
		.when = VML_WHEN_QEMU | VML_WHEN_PC,
		.terms = { VML_HAS("target/@dev"), VML_IS("$bus", "ide"), VML_LACKS("address"),
			VML_CALL(is_beyond_ide) },
		.at = "target/@dev",
		.message = "{device} is beyond the four drives of the IDE controller",
		.remedy = "Use a target from hda to hdd, or another bus." },
	{ .on = "hostdev",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@bus", "0"), VML_IS("address/@type", "drive") },
		.at = "address/@bus",
		.message = "{device} has bus {value}, but a SCSI controller has bus 0 only",
		.remedy =
			"Sets bus='0'. If another drive then has the same address, change the unit "
			"of one of them.",
		.fix = "set address/@bus=0" },
	{ .on = "hostdev",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("address/@target", "0"), VML_IS("address/@type", "drive"),
			VML_CALL(is_on_lsilogic) },
		.at = "address/@target",
		.message =
			"{device} has target {value}, but the controller model lsilogic has target 0 only",
		.remedy = "Set target='0' with a free unit, or give the SCSI controller "
			  "model='virtio-scsi'." },
	{ .on = "memory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "dimm"), VML_CALL(is_above_slots) },
		.at = "address/@slot",
		.message =
			"{device} has slot {value}, but <maxMemory> has too few slots (numbered from 0)",
		.remedy = "Use a lower slot, or raise the attribute slots of <maxMemory>." },
	{ .on = "memory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "dimm"), VML_REPEATED("address/@slot") },
		.at = "address/@slot",
		.message = "{device} has the same memory slot as {other}",
		.remedy = "Use a free slot." },
	{ 0 },
};

const vml_rule vml_rules_address_unit[] = {
	{
		.id = "address-unit",
		.summary = "drive or memory slot that the controller does not have",
		.why = "A drive address names controller, bus, target and unit; for most "
		       "controllers, some of them must be 0. libvirt rejects a drive "
		       "address or a memory slot that does not exist.",
		.remedy = "Sets the bus or target of a drive address to 0, the only valid "
			  "one: the guest finds the disk there. If another drive has this "
			  "address, change one of the units. For memory, use a free slot.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.aliases = "xml-define-disk",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk|devices/hostdev|devices/memory",
		.refusals = rows,
	},
	{ 0 },
};
