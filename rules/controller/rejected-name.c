/* PCI controllers that libvirt rejects: <model name='...'> is not the QEMU device of the model. */
#include <vmlint/refusal.h>

/* Checks of libvirt: qemuValidateDomainDeviceDefControllerPCI() in src/qemu/qemu_validate.c. */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pci-bridge"),
			VML_IS_NOT("@name", "pci-bridge|none") },
		.at = "@name",
		.message =
			"{device} is a pci-bridge, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "dmi-to-pci-bridge"),
			VML_IS_NOT("@name", "i82801b11-bridge|none") },
		.at = "@name",
		.message =
			"{device} is a dmi-to-pci-bridge, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pcie-root-port"),
			VML_IS_NOT("@name", "ioh3420|pcie-root-port|none") },
		.at = "@name",
		.message =
			"{device} is a pcie-root-port, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pcie-switch-upstream-port"),
			VML_IS_NOT("@name", "x3130-upstream|none") },
		.at = "@name",
		.message =
			"{device} is a pcie-switch-upstream-port, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pcie-switch-downstream-port"),
			VML_IS_NOT("@name", "xio3130-downstream|none") },
		.at = "@name",
		.message =
			"{device} is a pcie-switch-downstream-port, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pci-expander-bus"),
			VML_IS_NOT("@name", "pxb|none") },
		.at = "@name",
		.message =
			"{device} is a pci-expander-bus, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pcie-expander-bus"),
			VML_IS_NOT("@name", "pxb-pcie|none") },
		.at = "@name",
		.message =
			"{device} is a pcie-expander-bus, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pcie-to-pci-bridge"),
			VML_IS_NOT("@name", "pcie-pci-bridge|none") },
		.at = "@name",
		.message =
			"{device} is a pcie-to-pci-bridge, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pci-root|pcie-root"),
			VML_IS_NOT("@name", "none") },
		.at = "@name",
		.message = "{device} is a root bus of the board, which has no device name",
		.remedy = "Removes <model>.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_PSERIES,
		.terms = { VML_HAS("@name"), VML_IS("../@model", "pci-root"),
			VML_IS_NOT("@name", "spapr-pci-host-bridge|none") },
		.at = "@name",
		.message =
			"{device} is a pci-root, but has the device name {value} of another model",
		.remedy = "Removes <model>: libvirt selects the device.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected_name[] = {
	{
		.id = "controller-rejected-name",
		.summary = "PCI controller with the name of an unsuitable QEMU device",
		.why = "The name in <model> selects the QEMU device that implements a PCI "
		       "controller. libvirt rejects the whole domain if this device is of another "
		       "model.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller/model",
		.refusals = rows,
	},
	{ 0 },
};
