/* PCI addresses of host devices that cannot exist. */
#include <vmlint/refusal.h>

/* Same limits as libvirt's virPCIDeviceAddressIsValid() in src/util/virpci.c. */
static const vml_refusal rows[] = {
	{ .on = "hostdev",
		.terms = { VML_ABOVE("source/address/@bus", "0xff"), VML_IS("@type", "pci") },
		.at = "source/address/@bus",
		.message =
			"{device} is assigned PCI bus {value} of the host, but the highest is 0xff" },
	{ .on = "hostdev",
		.terms = { VML_ABOVE("source/address/@slot", "0x1f"), VML_IS("@type", "pci") },
		.at = "source/address/@slot",
		.message =
			"{device} is assigned PCI slot {value} of the host, but the highest is 0x1f" },
	{ .on = "hostdev",
		.terms = { VML_ABOVE("source/address/@function", "7"), VML_IS("@type", "pci") },
		.at = "source/address/@function",
		.message =
			"{device} is assigned PCI function {value} of the host, but the highest is 7" },
	{ .on = "interface",
		.terms = { VML_ABOVE("source/address/@bus", "0xff"),
			VML_IS("source/address/@type", "pci") },
		.at = "source/address/@bus",
		.message =
			"{device} is assigned PCI bus {value} of the host, but the highest is 0xff" },
	{ .on = "interface",
		.terms = { VML_ABOVE("source/address/@slot", "0x1f"),
			VML_IS("source/address/@type", "pci") },
		.at = "source/address/@slot",
		.message =
			"{device} is assigned PCI slot {value} of the host, but the highest is 0x1f" },
	{ .on = "interface",
		.terms = { VML_ABOVE("source/address/@function", "7"),
			VML_IS("source/address/@type", "pci") },
		.at = "source/address/@function",
		.message =
			"{device} is assigned PCI function {value} of the host, but the highest is 7" },
	{ .on = "disk",
		.terms = { VML_ABOVE("source/address/@bus", "0xff"), VML_IS("@type", "nvme") },
		.at = "source/address/@bus",
		.message =
			"{device} is assigned PCI bus {value} of the host, but the highest is 0xff" },
	{ .on = "disk",
		.terms = { VML_ABOVE("source/address/@slot", "0x1f"), VML_IS("@type", "nvme") },
		.at = "source/address/@slot",
		.message =
			"{device} is assigned PCI slot {value} of the host, but the highest is 0x1f" },
	{ .on = "disk",
		.terms = { VML_ABOVE("source/address/@function", "7"), VML_IS("@type", "nvme") },
		.at = "source/address/@function",
		.message =
			"{device} is assigned PCI function {value} of the host, but the highest is 7" },
	{ 0 },
};

const vml_rule vml_rules_address_host[] = {
	{
		.id = "address-host",
		.summary = "PCI address of the host that cannot exist",
		.why = "A PCI bus has 32 slots with 8 functions each, and a PCI domain has "
		       "256 buses. libvirt rejects addresses of host devices that are out "
		       "of this range.",
		.remedy = "Use the address that \"lspci -D\" prints on the host: domain, bus, slot "
			  "and function in hexadecimal, with 0x.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = "devices/hostdev|devices/interface|devices/disk",
		.refusals = rows,
	},
	{ 0 },
};
