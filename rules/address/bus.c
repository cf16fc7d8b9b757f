/* Addresses other than PCI and drives: CCW, zPCI, spapr-vio, virtio-serial, USB paths. */
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

/* libvirt gives a controller without ports= 31 ports, of which 0 is for consoles. */
static bool is_above_ports(vml_context *ctx, const xmlNode *device)
{
	uint64_t index = 0, port, ports = 31;
	const xmlNode *controller;

	vml_number(vml_attr(device, "address/@controller"), &index);
	controller = vml_controller(ctx, "virtio-serial", index);
	vml_number(vml_attr(controller, "@ports"), &ports);
	return vml_number(vml_attr(device, "address/@port"), &port) && port && port >= ports;
}

/* virDomainDeviceUSBAddressParsePort(): a path has up to four ports. */
static bool is_deep_port(vml_context *ctx, const xmlNode *device)
{
	unsigned int dots = 0;

	(void)ctx;
	for (const char *at = vml_attr(device, "address/@port"); *at; at++)
		if (*at == '.')
			dots++;
	return dots > 3;
}

/* src/conf/device_conf.c, src/conf/domain_addr.c, src/qemu/qemu_domain_address.c */
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
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "virtio-serial"),
			VML_IS_NOT("address/@port", "0"),
			VML_REPEATED("address/@controller|address/@port") },
		.at = "address/@port",
		.message = "{device} has the same virtio-serial port as {other}",
		.remedy = "Use a free port." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("address/@type", "virtio-serial"), VML_CALL(is_above_ports) },
		.at = "address/@port",
		.message =
			"{device} has port {value}, which its virtio-serial controller does not have",
		.remedy = "Use a lower port, or raise ports= of the controller." },
	{ .terms = { VML_IS("address/@type", "usb"), VML_CALL(is_deep_port) },
		.at = "address/@port",
		.message = "{device} is connected through more than three hubs",
		.remedy = "Connect it to a port of another hub." },
	{ 0 },
};

const vml_rule vml_rules_address_bus[] = {
	{
		.id = "address-bus",
		.summary =
			"CCW, zPCI, spapr-vio, virtio-serial or USB address that libvirt rejects",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support this type of address.",
		.remedy = "Removes the address: libvirt assigns a free one.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk|devices/controller|devices/interface|devices/filesystem|devices/hostdev|devices/input|devices/sound|devices/video|devices/serial|devices/channel|devices/console|devices/smartcard|devices/memory|devices/panic|devices/watchdog|devices/iommu|devices/shmem|devices/rng|devices/memballoon|devices/vsock|devices/nvram|devices/tpm|devices/hub|devices/redirdev|devices/crypto",
		.refusals = rows,
	},
	{ 0 },
};
