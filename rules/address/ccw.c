/* CCW addresses and zPCI ids of s390x. */
#include <vmlint/refusal.h>

static bool is_partial_ccw(vml_context *ctx, const xmlNode *address)
{
	bool cssid = vml_has_attr(address, "@cssid"), ssid = vml_has_attr(address, "@ssid");

	(void)ctx;
	return cssid != ssid || ssid != vml_has_attr(address, "@devno");
}

static bool has_bad_uid(vml_context *ctx, const xmlNode *address)
{
	uint64_t uid;

	(void)ctx;
	return vml_number(vml_attr(address, "zpci/@uid"), &uid) && (!uid || uid > 0xffff);
}

static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_IS("@type", "ccw"), VML_REPEATED("@cssid|@ssid|@devno") },
		.message = "{device} has the same CCW address as {other}",
		.fix = "remove ." },
	{ .terms = { VML_IS("@type", "ccw"), VML_ABOVE("@cssid", "254") },
		.at = "@cssid",
		.message = "{device} has cssid {value}, but the highest is 0xfe",
		.fix = "remove ." },
	{ .terms = { VML_IS("@type", "ccw"), VML_ABOVE("@ssid", "3") },
		.at = "@ssid",
		.message = "{device} has ssid {value}, but the highest is 0x3",
		.fix = "remove ." },
	{ .terms = { VML_IS("@type", "ccw"), VML_ABOVE("@devno", "65535") },
		.at = "@devno",
		.message = "{device} has devno {value}, but the highest is 0xffff",
		.fix = "remove ." },
	{ .terms = { VML_IS("@type", "ccw"), VML_CALL(is_partial_ccw) },
		.message = "{device} has a CCW address that lacks cssid, ssid or devno",
		.remedy = "Removes the address: libvirt assigns one. Alternative: set "
			  "all three attributes.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("zpci/@uid"), VML_CALL(has_bad_uid) },
		.at = "zpci/@uid",
		.message = "{device} has zPCI uid {value}, but it must be from 1 to 0xffff",
		.remedy = "Use a free uid, or remove <zpci>." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_REPEATED("zpci/@uid") },
		.at = "zpci/@uid",
		.message = "{device} has the same zPCI uid as {other}",
		.remedy = "Use a free uid, or remove <zpci>." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_REPEATED("zpci/@fid") },
		.at = "zpci/@fid",
		.message = "{device} has the same zPCI fid as {other}",
		.remedy = "Use a free fid, or remove <zpci>." },
	{ 0 },
};

const vml_rule vml_rules_address_ccw[] = {
	{
		.id = "address-ccw",
		.summary = "CCW address or zPCI id that is invalid or in use",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support it.",
		.remedy = "Removes the address: libvirt assigns a free one. The guest "
			  "finds the device at another address.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/address|"
			"devices/controller/address|"
			"devices/interface/address|"
			"devices/filesystem/address|"
			"devices/hostdev/address|"
			"devices/input/address|"
			"devices/sound/address|"
			"devices/video/address|"
			"devices/memory/address|"
			"devices/iommu/address|"
			"devices/rng/address|"
			"devices/memballoon/address|"
			"devices/vsock/address|"
			"devices/crypto/address",
		.refusals = rows,
	},
	{ 0 },
};
