/* CCW addresses and zPCI ids of s390x. */
#include <vmlint/refusal.h>

static bool is_partial_ccw(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *address = vml_child(device, "address");
	bool cssid = vml_has_attr(address, "@cssid"), ssid = vml_has_attr(address, "@ssid");

	(void)ctx;
	return cssid != ssid || ssid != vml_has_attr(address, "@devno");
}

static bool has_bad_uid(vml_context *ctx, const xmlNode *device)
{
	uint64_t uid;

	(void)ctx;
	return vml_number(vml_attr(device, "address/zpci/@uid"), &uid) && (!uid || uid > 0xffff);
}

static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_IS("address/@type", "ccw"),
			VML_REPEATED("address/@cssid|address/@ssid|address/@devno") },
		.at = "address",
		.message = "{device} has the same CCW address as {other}",
		.fix = "remove address" },
	{ .terms = { VML_IS("address/@type", "ccw"), VML_ABOVE("address/@cssid", "254") },
		.at = "address/@cssid",
		.message = "{device} has cssid {value}, the last one is 0xfe",
		.fix = "remove address" },
	{ .terms = { VML_IS("address/@type", "ccw"), VML_ABOVE("address/@ssid", "3") },
		.at = "address/@ssid",
		.message = "{device} has ssid {value}, the last one is 0x3",
		.fix = "remove address" },
	{ .terms = { VML_IS("address/@type", "ccw"), VML_ABOVE("address/@devno", "65535") },
		.at = "address/@devno",
		.message = "{device} has devno {value}, the last one is 0xffff",
		.fix = "remove address" },
	{ .terms = { VML_IS("address/@type", "ccw"), VML_CALL(is_partial_ccw) },
		.at = "address",
		.message = "{device} has a CCW address without one of cssid, ssid and devno",
		.remedy = "Set all three attributes, or remove the address.",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("address/zpci/@uid"), VML_CALL(has_bad_uid) },
		.at = "address/zpci/@uid",
		.message = "{device} has zPCI uid {value}, but it must be from 1 to 0xffff",
		.remedy = "Use a free uid, or remove <zpci>." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_REPEATED("address/zpci/@uid") },
		.at = "address/zpci/@uid",
		.message = "{device} has the same zPCI uid as {other}",
		.remedy = "Use a free uid, or remove <zpci>." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_REPEATED("address/zpci/@fid") },
		.at = "address/zpci/@fid",
		.message = "{device} has the same zPCI fid as {other}",
		.remedy = "Use a free fid, or remove <zpci>." },
	{ 0 },
};

const vml_rule vml_rules_address_ccw[] = {
	{
		.id = "address-ccw",
		.summary = "CCW address or zPCI id that is invalid or in use",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support it.",
		.remedy = "Removes the address: libvirt assigns a free one.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk|devices/controller|devices/interface|devices/filesystem|devices/hostdev|devices/input|devices/sound|devices/video|devices/memory|devices/iommu|devices/rng|devices/memballoon|devices/vsock|devices/crypto",
		.refusals = rows,
	},
	{ 0 },
};
