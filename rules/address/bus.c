/* Addresses, ACPI indexes and ROMs that a device cannot have; spapr-vio addresses. */
#include <vmlint/refusal.h>

/*
 * Return false for a device whose address these rows must not check: a PCI host device, or a
 * built-in IDE, USB or SATA controller of the board (index 0), whose address libvirt replaces.
 */
static bool is_not_hostdev(vml_context *ctx, const xmlNode *address)
{
	const xmlNode *device = vml_parent(address);

	(void)ctx;
	if (vml_named(device, "controller") && vml_one_of(vml_attr(device, "@index"), "|0") &&
		vml_one_of(vml_attr(device, "@type"), "ide|usb|sata"))
		return false;
	return !vml_named(device, "hostdev") &&
		!(vml_named(device, "interface") && vml_attr_is(device, "@type", "hostdev"));
}

/*
 * Return false for the address of a <console>: it repeats that of a <serial>, which is checked
 * itself.
 */
static bool is_own(vml_context *ctx, const xmlNode *address)
{
	(void)ctx;
	return !vml_named(vml_parent(address), "console");
}

static bool has_hexadecimal_bus(vml_context *ctx, const xmlNode *address)
{
	(void)ctx;
	return vml_starts_with(vml_attr(address, "@bus"), "0x");
}

static bool has_rom_options(vml_context *ctx, const xmlNode *rom)
{
	(void)ctx;
	return vml_has_attr(rom, "@enabled") || vml_has_attr(rom, "@bar") ||
		vml_has_attr(rom, "@file");
}

static const vml_refusal rows[] = {
	{ .on = "address",
		.terms = { VML_IS("@type", "unassigned"), VML_CALL(is_not_hostdev) },
		.at = "@type",
		.message = "{device} has an unassigned address, which only host devices can have",
		.fix = "remove ." },
	{ .on = "address",
		.terms = { VML_IS("@type", "virtio-s390") },
		.at = "@type",
		.message =
			"{device} has an address of type virtio-s390, which libvirt no longer supports",
		.remedy = "Removes the address: libvirt assigns one of type ccw.",
		.fix = "remove ." },
	{ .on = "address",
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_CCW,
		.terms = { VML_IS("@type", "ccw") },
		.at = "@type",
		.message = "{device} has an address of type ccw, which only s390x boards support",
		.fix = "remove ." },
	{ .on = "address",
		.terms = { VML_IS("@type", "usb"), VML_CALL(has_hexadecimal_bus) },
		.at = "@bus",
		.message = "{device} has the USB bus {value}, which must be a decimal number",
		.remedy = "Write the bus as a decimal number, such as bus='0'. If a PCI address is "
			  "meant, set type='pci' instead." },
	{ .on = "acpi",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../address/@type"), VML_IS_NOT("../address/@type", "pci") },
		.at = "@index",
		.message = "{device} has an ACPI index, but is not a PCI device",
		.remedy = "Removes <acpi>.",
		.fix = "remove ." },
	{ .on = "rom",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../address/@type"),
			VML_IS_NOT("../address/@type", "pci|unassigned"),
			VML_CALL(has_rom_options) },
		.message = "{device} has ROM options, but is not a PCI device",
		.remedy = "Removes <rom>.",
		.fix = "remove ." },
	{ .on = "address",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spapr-vio"), VML_CALL(is_own), VML_REPEATED("@reg") },
		.at = "@reg",
		.message = "{device} has the same spapr-vio address as {other}",
		.fix = "remove ." },
	{ .on = "address",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spapr-vio"), VML_ABOVE("@reg", "0xffffffff") },
		.at = "@reg",
		.message = "{device} has reg {value}, but the highest is 0xffffffff",
		.fix = "remove ." },
	{ .on = "rom",
		.terms = { VML_IS("@enabled", "no"), VML_HAS("@bar") },
		.at = "@bar",
		.message = "{device} has the ROM option bar, but no ROM (enabled='no')",
		.remedy = "Removes the attribute bar. If the device is to have a ROM, remove "
			  "enabled='no' instead.",
		.fix = "unset @bar" },
	{ .on = "rom",
		.terms = { VML_IS("@enabled", "no"), VML_HAS("@file") },
		.at = "@file",
		.message = "{device} has a ROM file, but no ROM (enabled='no')",
		.remedy =
			"Remove enabled='no' if the device is to have this ROM, else the attribute "
			"file." },
	{ 0 },
};

const vml_rule vml_rules_address_bus[] = {
	{
		.id = "address-bus",
		.summary = "address or address option that the board or device does not support",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support it.",
		.remedy = "Removes the address: libvirt assigns a free one. The guest finds the "
			  "device at another address.",
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
			"devices/serial/address|"
			"devices/channel/address|"
			"devices/console/address|"
			"devices/smartcard/address|"
			"devices/memory/address|"
			"devices/panic/address|"
			"devices/watchdog/address|"
			"devices/iommu/address|"
			"devices/shmem/address|"
			"devices/rng/address|"
			"devices/memballoon/address|"
			"devices/vsock/address|"
			"devices/nvram/address|"
			"devices/tpm/address|"
			"devices/hub/address|"
			"devices/redirdev/address|"
			"devices/crypto/address|"
			"devices/pstore/address|"
			"devices/interface/acpi|devices/hostdev/acpi|devices/disk/acpi|"
			"devices/interface/rom|devices/hostdev/rom",
		.refusals = rows,
	},
	{ 0 },
};
