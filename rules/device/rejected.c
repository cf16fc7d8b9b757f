/* Small devices that libvirt rejects: vsock, smartcard, NVRAM, pstore, balloon. */
#include <vmlint/refusal.h>

static bool has_three(vml_context *ctx, const xmlNode *smartcard)
{
	(void)ctx;
	return vml_count(smartcard, "certificate") == 3;
}

static bool has_other_number(vml_context *ctx, const xmlNode *smartcard)
{
	return !has_three(ctx, smartcard);
}

static bool is_odd_size(vml_context *ctx, const xmlNode *pstore)
{
	uint64_t size;

	(void)ctx;
	return vml_memory(vml_child(pstore, "size"), &size) &&
		(size < 4096 || (size & (size - 1)) != 0);
}

/*
 * Checks of libvirt: virDomainVsockDefValidate(), virDomainPstoreDefValidate(),
 * qemuValidateDomainSmartcardDef().
 */
static const vml_refusal rows[] = {
	{ .on = "vsock",
		.terms = { VML_ABOVE("cid/@address", "0"), VML_BELOW("cid/@address", "3") },
		.at = "cid/@address",
		.message = "the addresses 0 to 2 of vsock are reserved",
		.remedy = "Set 3 or a greater number, or auto='yes'." },
	{ .on = "smartcard",
		.terms = { VML_IS("@mode", "host-certificates"), VML_CALL(has_other_number) },
		.message = "a smartcard with certificates must have exactly three of them",
		.remedy = "List exactly three <certificate> elements." },
	{ .on = "smartcard",
		.terms = { VML_HAS("address/@type"), VML_IS_NOT("address/@type", "ccid|none") },
		.at = "address/@type",
		.message = "a smartcard must have an address of type ccid",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "smartcard",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "ccid"), VML_ABOVE("address/@controller", "0") },
		.at = "address/@controller",
		.message = "a smartcard must be on controller 0",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "smartcard",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "ccid"), VML_ABOVE("address/@slot", "0") },
		.at = "address/@slot",
		.message = "a smartcard must be in slot 0",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "nvram",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_FILLED("$arch") },
		.message = "only pseries machines have an NVRAM device",
		.remedy = "Removes the device. The NVRAM of UEFI belongs to <os>.",
		.fix = "remove ." },
	{ .on = "pstore",
		.since = VML_RELEASE(10, 5),
		.terms = { VML_CALL(is_odd_size) },
		.at = "size",
		.message = "the size of a pstore device must be a power of two, at least 4 KiB",
		.remedy = "Set 4, 8, 16, 32 or 64 KiB." },
	{ .on = "pstore",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(10, 5),
		.terms = { VML_HAS("address/@type"), VML_IS_NOT("address/@type", "pci|none") },
		.at = "address/@type",
		.message = "a pstore device must have a PCI address",
		.remedy = "Removes the address; libvirt assigns a PCI address.",
		.fix = "remove address" },
	{ .on = "memballoon",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "xen") },
		.at = "@model",
		.message = "QEMU has no memory balloon of model xen",
		.remedy = "Sets model='virtio'.",
		.fix = "set @model=virtio" },
	{ 0 },
};

const vml_rule vml_rules_device_rejected[] = {
	{
		.id = "device-rejected",
		.summary = "vsock, smartcard or other device that libvirt rejects",
		.why = "libvirt checks every device when a domain is defined and rejects the whole domain if the board does not have it or a setting is invalid.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/vsock|devices/smartcard|devices/nvram|devices/pstore|devices/memballoon",
		.refusals = rows,
	},
	{ 0 },
};
