/*
 * Settings that the drivers of Xen, bhyve and Cloud Hypervisor do not support:
 * libxlDomainDefValidate(), libxlDomainDeviceDefValidate(), bhyveDomainDeviceDefValidate(),
 * chValidateDomainDeviceDef(), virDomainDefPostParseCheckFeatures().
 */
#include <vmlint/refusal.h>

#include <string.h>

/* Return true for Cloud Hypervisor, which has no domain type of its own. */
static bool is_ch(vml_context *ctx, const xmlNode *device)
{
	const vml_facts *facts = vml_facts_of(ctx);

	(void)device;
	return vml_one_of(facts->type, "kvm|hyperv") &&
		strstr(vml_text(ctx, vml_device(ctx, "emulator")), "cloud-hypervisor");
}

static bool is_unknown_to_ch(vml_context *ctx, const xmlNode *device)
{
	return !vml_one_of(
		       (const char *)device->name, "interface|console|serial|vcpus|maxMemory") &&
		is_ch(ctx, device);
}

static const vml_refusal rows[] = {
	{ .terms = { VML_CALL(is_unknown_to_ch) },
		.message = "Cloud Hypervisor does not support {device}",
		.remedy = "Removes the device.",
		.fix = "remove ." },
	{ .on = "console",
		.terms = { VML_LATER("1"), VML_CALL(is_ch) },
		.message = "Cloud Hypervisor supports only one console",
		.remedy = "Keep one <console>." },
	{ .on = "serial",
		.terms = { VML_LATER("1"), VML_CALL(is_ch) },
		.message = "Cloud Hypervisor supports only one serial port",
		.remedy = "Keep one <serial>." },
	{ .on = "console",
		.terms = { VML_IS_NOT("@type", "|pty"), VML_CALL(is_ch) },
		.at = "@type",
		.message = "the console of Cloud Hypervisor must be of type pty",
		.remedy = "Sets type='pty'.",
		.fix = "set @type=pty" },
	{ .on = "serial",
		.terms = { VML_IS_NOT("@type", "|pty|unix"), VML_CALL(is_ch) },
		.at = "@type",
		.message = "the serial port of Cloud Hypervisor must be of type pty or unix",
		.remedy = "Sets type='pty'.",
		.fix = "set @type=pty" },
	{ .on = "sound",
		.terms = { VML_IS("$type", "xen"), VML_IS_NOT("@model", "ich6|es1370|ac97|sb16") },
		.at = "@model",
		.message = "Xen does not support the sound card {value}",
		.remedy = "Use ich6, ac97, es1370 or sb16." },
	{ .on = "interface",
		.terms = { VML_IS("$type", "xen"), VML_HAS("filterref") },
		.at = "filterref",
		.message = "Xen does not support network filters",
		.remedy = "Removes <filterref>.",
		.fix = "remove filterref" },
	{ .on = "rng",
		.terms = { VML_IS("$type", "bhyve"), VML_IS("backend/@model", "random"),
			VML_IS_NOT("backend/.", "|/dev/random") },
		.at = "backend",
		.since = VML_RELEASE(11, 3),
		.message = "bhyve supports only the random number source /dev/random",
		.remedy = "Set <backend model='random'>/dev/random</backend>." },
	{ .on = "rng",
		.terms = { VML_IS("$type", "bhyve"), VML_IS_NOT("backend/@model", "random") },
		.at = "backend",
		.since = VML_RELEASE(11, 3),
		.message = "bhyve supports only the backend model random",
		.remedy = "Set <backend model='random'>/dev/random</backend>." },
	{ .on = "rng",
		.terms = { VML_IS("$type", "bhyve"), VML_IS_NOT("@model", "virtio") },
		.at = "@model",
		.since = VML_RELEASE(11, 3),
		.message = "bhyve supports only random number generators of model virtio",
		.remedy = "Sets model='virtio'.",
		.fix = "set @model=virtio" },
	{ .on = "maxMemory",
		.terms = { VML_IS("$type", "xen|lxc|bhyve"), VML_ABOVE(".", "0") },
		.message = "only QEMU guests support memory hotplug",
		.remedy = "Removes <maxMemory>.",
		.fix = "remove ." },
	{ .on = "vcpus",
		.terms = { VML_IS("$type", "xen|lxc|bhyve"), VML_HAS("vcpu") },
		.message = "only QEMU guests can switch single vCPUs on and off",
		.remedy =
			"Removes <vcpus>. The attribute current of <vcpu> sets how many vCPUs are on.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_driver_unsupported[] = {
	{
		.id = "driver-unsupported",
		.summary = "device or setting that Xen, bhyve or Cloud Hypervisor does not support",
		.why = "libvirt's drivers support different devices and settings. Those of Xen, "
		       "bhyve and Cloud Hypervisor reject the whole domain if it has one that "
		       "they do not support. It often happens when a document was written for "
		       "another hypervisor.",
		.remedy = "Removes the device or setting, or sets the only value that "
			  "the driver supports. The guest then lacks the device.",
		.url = "https://libvirt.org/drivers.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE | VML_WHEN_QEMU,
		.each = "maxMemory|vcpus|devices/interface|devices/console|devices/serial|devices/sound|"
			"devices/rng|devices/filesystem|devices/input|devices/video|"
			"devices/watchdog|devices/graphics|devices/hub|devices/redirdev|"
			"devices/smartcard|devices/memballoon|devices/nvram|devices/shmem|"
			"devices/tpm|devices/panic|devices/iommu|devices/audio|devices/crypto|"
			"devices/pstore|devices/lease",
		.refusals = rows,
	},
	{ 0 },
};
