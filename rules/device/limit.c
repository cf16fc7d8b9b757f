/* Devices of which a domain may have only one. */
#include <vmlint/refusal.h>

/*
 * Checks of libvirt: virDomainDefParseXML() in src/conf/domain_conf.c, qemuValidateDomainDefTPMs().
 * xml-repeated reports a second memory balloon, vsock, NVRAM or pstore device.
 */
static const vml_refusal rows[] = {
	{ .on = "iommu",
		.until = VML_RELEASE(11, 10),
		.with_target = true,
		.terms = { VML_LATER("1"), VML_IS_NOT("@model", "intel|amd|virtio") },
		.message = "the domain has several IOMMUs" },
	/* before 11.10, libvirt already rejects the definition */
	{ .on = "iommu",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_LATER("1"), VML_IS("@model", "intel|amd|virtio") },
		.message = "only IOMMUs of the model smmuv3 may occur several times" },
	{ .on = "smartcard",
		.when = VML_WHEN_QEMU,
		.terms = { VML_LATER("1") },
		.message = "the domain must have at most one smartcard",
		.remedy =
			"Keep one <smartcard>. A card reader of the host can be passed through as "
			"a USB device instead." },
	{ .on = "redirfilter",
		.terms = { VML_LATER("1") },
		.message = "the domain must have at most one <redirfilter>",
		.remedy = "Move all <usbdev> elements into the first <redirfilter>, and remove the "
			  "others." },
	{ .on = "tpm",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS_NOT("@model", "spapr-tpm-proxy"), VML_REPEATED("$type") },
		.message = "the domain must have at most one TPM" },
	{ .on = "tpm",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "spapr-tpm-proxy"), VML_REPEATED("@model") },
		.message = "the domain must have at most one TPM proxy" },
	{ 0 },
};

const vml_rule vml_rules_device_limit[] = {
	{
		.id = "device-limit",
		.summary = "more devices of a kind than libvirt allows",
		.why = "A guest has at most one TPM, one smartcard, one <redirfilter> "
		       "and, except for smmuv3, one IOMMU. libvirt rejects the whole "
		       "domain if there are more.",
		.remedy = "Keep the device that the guest uses and remove the others.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/iommu|devices/tpm|devices/smartcard|devices/redirfilter",
		.refusals = rows,
	},
	{ 0 },
};
