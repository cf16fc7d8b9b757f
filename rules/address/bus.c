/* Addresses, ACPI indexes and ROMs that a device cannot have; spapr-vio addresses. */
#include <vmlint/refusal.h>

static bool is_not_hostdev(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return !vml_named(device, "hostdev") &&
		!(vml_named(device, "interface") && vml_attr_is(device, "@type", "hostdev"));
}

/* <console> repeats a <serial> with its address. */
static bool is_own(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return !vml_named(device, "console");
}

static bool has_rom_options(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *rom = vml_child(device, "rom");

	(void)ctx;
	return vml_has_attr(rom, "@enabled") || vml_has_attr(rom, "@bar") ||
		vml_has_attr(rom, "@file");
}

/* Only these devices have a <rom> that libvirt reads. */
static bool has_rom(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return vml_child(device, "rom") &&
		vml_one_of((const char *)device->name, "interface|hostdev");
}

static const vml_refusal rows[] = {
	{ .terms = { VML_IS("address/@type", "unassigned"), VML_CALL(is_not_hostdev) },
		.at = "address/@type",
		.message = "{device} has an unassigned address, which only host devices can have",
		.fix = "remove address" },
	{ .terms = { VML_IS("address/@type", "virtio-s390") },
		.at = "address/@type",
		.message =
			"{device} has an address of type virtio-s390, which libvirt no longer supports",
		.remedy = "Remove the address: libvirt assigns one of type ccw.",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_CCW,
		.terms = { VML_IS("address/@type", "ccw") },
		.at = "address/@type",
		.message = "{device} has an address of type ccw, which only s390x boards support",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("acpi/@index"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "pci") },
		.at = "acpi/@index",
		.message = "{device} has an ACPI index, but is not a PCI device",
		.remedy = "Remove <acpi>.",
		.fix = "remove acpi" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("rom"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "pci|unassigned"), VML_CALL(has_rom_options) },
		.at = "rom",
		.message = "{device} has ROM options, but is not a PCI device",
		.remedy = "Remove <rom>.",
		.fix = "remove rom" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "spapr-vio"), VML_CALL(is_own),
			VML_REPEATED("address/@reg") },
		.at = "address/@reg",
		.message = "{device} has the same spapr-vio address as {other}",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "spapr-vio"),
			VML_ABOVE("address/@reg", "0xffffffff") },
		.at = "address/@reg",
		.message = "{device} has reg {value}, the last one is 0xffffffff",
		.fix = "remove address" },
	{ .terms = { VML_CALL(has_rom), VML_IS("rom/@enabled", "no"), VML_HAS("rom/@bar") },
		.at = "rom/@bar",
		.message = "{device} has the ROM option bar, but no ROM (enabled='no')",
		.remedy = "Remove the attribute.",
		.fix = "unset rom/@bar" },
	{ .terms = { VML_CALL(has_rom), VML_IS("rom/@enabled", "no"), VML_HAS("rom/@file") },
		.at = "rom/@file",
		.message = "{device} has a ROM file, but no ROM (enabled='no')",
		.remedy = "Remove one of the two attributes." },
	{ 0 },
};

const vml_rule vml_rules_address_bus[] = {
	{
		.id = "address-bus",
		.summary = "address or address option that the board or device does not support",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support it.",
		.remedy = "Removes the address: libvirt assigns a free one.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk|devices/controller|devices/interface|devices/filesystem|devices/hostdev|devices/input|devices/sound|devices/video|devices/serial|devices/channel|devices/console|devices/smartcard|devices/memory|devices/panic|devices/watchdog|devices/iommu|devices/shmem|devices/rng|devices/memballoon|devices/vsock|devices/nvram|devices/tpm|devices/hub|devices/redirdev|devices/crypto|devices/pstore",
		.refusals = rows,
	},
	{ 0 },
};
