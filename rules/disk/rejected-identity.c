/* Serial numbers, names and geometries of disks that libvirt rejects. */
#include <vmlint/refusal.h>

#include <ctype.h>
#include <string.h>

/* Return true if the text of a child has more than `max` bytes or is not printable ASCII. */
static bool is_unfit(vml_context *ctx, const xmlNode *disk, const char *name, size_t max)
{
	const char *text = vml_text(ctx, vml_child(disk, name));

	if (strlen(text) > max)
		return true;
	while (*text && isprint((unsigned char)*text))
		text++;
	return *text;
}

static bool is_vendor_unfit(vml_context *ctx, const xmlNode *disk)
{
	return is_unfit(ctx, disk, "vendor", 8);
}

static bool is_product_unfit(vml_context *ctx, const xmlNode *disk)
{
	return is_unfit(ctx, disk, "product", strcmp(vml_disk_bus(disk), "scsi") ? 40 : 16);
}

/*
 * As virValidateWWN() in src/util/virutil.c: a WWN has 16 hexadecimal digits, with or without 0x.
 */
static bool is_no_wwn(vml_context *ctx, const xmlNode *disk)
{
	const char *wwn = vml_text(ctx, vml_child(disk, "wwn"));

	wwn += vml_starts_with(wwn, "0x") ? 2 : 0;
	return *wwn && (strspn(wwn, "0123456789abcdefABCDEF") != 16 || wwn[16]);
}

/*
 * Return true if the serial number has a character that libvirt's
 * qemuValidateDomainDeviceDefDiskSerial() rejects.
 */
static bool is_serial_unsafe(vml_context *ctx, const xmlNode *disk)
{
	const char *serial = vml_text(ctx, vml_child(disk, "serial"));

	while (isalnum((unsigned char)*serial) || (*serial && strchr("-_ .+", *serial)))
		serial++;
	return *serial;
}

static bool has_geometry(vml_context *ctx, const xmlNode *disk)
{
	static const char *const parts[] = { "geometry/@cyls", "geometry/@heads",
		"geometry/@secs" };
	uint64_t number;

	(void)ctx;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!vml_number(vml_attr(disk, parts[i]), &number) || !number)
			return false;
	return true;
}

/* Checks of libvirt: virDomainDiskDefValidate(), qemuValidateDomainDeviceDefDiskFrontend(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("wwn"), VML_CALL(is_no_wwn) },
		.at = "wwn",
		.message = "the WWN of {device} must be 16 hexadecimal digits",
		.remedy = "Use 16 hexadecimal digits without 0x, such as 5000c50015ea71ad." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("wwn"), VML_IS_NOT("$bus", "ide|scsi"),
			VML_IS_NOT("@type", "vhostuser") },
		.at = "wwn",
		.message = "{device} has a WWN, which exists only on the buses ide and scsi",
		.remedy = "Removes <wwn>. Alternative: bus='scsi'.",
		.fix = "remove wwn" },
	{ .terms = { VML_HAS("vendor"), VML_CALL(is_vendor_unfit) },
		.at = "vendor",
		.message = "the vendor of {device} must be at most 8 printable characters",
		.remedy = "Shorten the vendor, or remove <vendor>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("vendor"), VML_IS_NOT("$bus", "scsi"),
			VML_IS_NOT("@type", "vhostuser") },
		.at = "vendor",
		.message = "{device} has a vendor, which exists only on the bus scsi",
		.remedy = "Removes <vendor>. Alternative: bus='scsi'.",
		.fix = "remove vendor" },
	{ .terms = { VML_HAS("product"), VML_CALL(is_product_unfit) },
		.at = "product",
		.message = "the product of {device} must be at most 16 printable characters on "
			   "the bus scsi, 40 on other buses",
		.remedy = "Shorten the product name, or remove <product>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("product"), VML_IS_NOT("$bus", "scsi|ide|sata"),
			VML_IS_NOT("@type", "vhostuser") },
		.at = "product",
		.message = "{device} has a product name, which its bus does not support",
		.remedy = "Removes <product>. Alternative: bus='scsi'.",
		.fix = "remove product" },
	{ .when = VML_WHEN_QEMU,
		.until = VML_RELEASE(9, 1),
		.terms = { VML_HAS("product"), VML_IS("$bus", "ide|sata") },
		.at = "product",
		.message = "{device} has a product name, but is not on the bus scsi",
		.remedy = "Removes <product>. Alternative: bus='scsi'.",
		.fix = "remove product" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("serial"), VML_IS("$bus", "sd") },
		.at = "serial",
		.message = "{device} has a serial number, which the bus sd does not support",
		.remedy = "Removes <serial>. To identify the disk by a serial number, use another "
			  "bus.",
		.fix = "remove serial" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("serial"), VML_CALL(is_serial_unsafe) },
		.at = "serial",
		.message =
			"the serial number of {device} can only have letters, digits, spaces, '-', '_', '.' and '+'",
		.remedy = "Replace the other characters. The guest's links in /dev/disk/by-id "
			  "change." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("target/@rotation_rate", "0"),
			VML_IS_NOT("$bus", "scsi|ide|sata") },
		.at = "target/@rotation_rate",
		.message = "{device} has a rotation rate, which exists only on the buses scsi, "
			   "ide and sata",
		.remedy = "Removes the attribute rotation_rate. Alternative: bus='scsi'.",
		.fix = "unset target/@rotation_rate" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("target/@rotation_rate", "0"), VML_IS_NOT("$device", "disk") },
		.at = "target/@rotation_rate",
		.message = "{device} has a rotation rate, which only disks have",
		.remedy = "Removes the attribute rotation_rate.",
		.fix = "unset target/@rotation_rate" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("geometry"), VML_CALL(has_geometry), VML_IS("$bus", "usb|sd") },
		.at = "geometry",
		.message = "{device} has a geometry, which the buses usb and sd do not support",
		.remedy = "Removes <geometry>: QEMU then chooses it.",
		.fix = "remove geometry" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("geometry/@trans"), VML_CALL(has_geometry),
			VML_IS_NOT("$bus", "ide|usb|sd") },
		.at = "geometry/@trans",
		.message = "{device} has a geometry translation, which exists only on the bus ide",
		.remedy = "Removes the attribute trans: the BIOS then chooses the translation.",
		.fix = "unset geometry/@trans" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_identity[] = {
	{
		.id = "disk-rejected-identity",
		.summary = "serial number, name or geometry of a disk that libvirt rejects",
		.why = "The identity that a disk reports must fit into the fields of "
		       "its bus, and not every bus has every field. libvirt rejects "
		       "the domain otherwise, which happens when the bus of a disk is "
		       "changed.",
		.remedy = "Each finding states how to correct the value. The fix removes or "
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
