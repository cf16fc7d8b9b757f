/* PCI controllers that libvirt rejects: options that the model does not support. */
#include <vmlint/refusal.h>

/*
 * Checks of libvirt: qemuValidateDomainDeviceDefControllerPCI(),
 * qemuDomainControllerDefPostParse().
 */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@index"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pci-root") },
		.at = "@index",
		.message = "{device} has a target index, which only pci-root of pseries supports",
		.remedy = "Removes the attribute index.",
		.fix = "unset @index" },
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_HAS("@index"), VML_IS("../@model", "pci-root") },
		.at = "@index",
		.message = "{device} has a target index, which only pci-root of pseries supports",
		.remedy = "Removes the attribute index.",
		.fix = "unset @index" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@busNr"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pci-expander-bus|pcie-expander-bus") },
		.at = "@busNr",
		.message = "{device} has the attribute busNr, which only an expander bus supports",
		.remedy = "Removes the attribute busNr.",
		.fix = "unset @busNr" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@chassisNr"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pci-bridge") },
		.at = "@chassisNr",
		.message = "{device} has the attribute chassisNr, which only a pci-bridge supports",
		.remedy = "Removes the attribute chassisNr.",
		.fix = "unset @chassisNr" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@chassis"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pcie-root-port|pcie-switch-downstream-port") },
		.at = "@chassis",
		.message =
			"{device} has the attribute chassis, which only a PCI Express port supports",
		.remedy = "Removes the attribute chassis.",
		.fix = "unset @chassis" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@port"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pcie-root-port|pcie-switch-downstream-port") },
		.at = "@port",
		.message =
			"{device} has the attribute port, which only a PCI Express port supports",
		.remedy = "Removes the attribute port.",
		.fix = "unset @port" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@hotplug"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model",
				"pcie-root-port|pcie-switch-downstream-port|pci-root") },
		.at = "@hotplug",
		.message =
			"{device} has the attribute hotplug, which only a PCI Express port or a pci-root supports",
		.remedy = "Removes the attribute hotplug.",
		.fix = "unset @hotplug" },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(10, 3),
		.terms = { VML_HAS("@memReserve"), VML_IS("../@type", "pci"),
			VML_IS_NOT("../@model", "pcie-root-port|pci-bridge") },
		.at = "@memReserve",
		.message = "{device} has memReserve, which only a root port or pci-bridge supports",
		.remedy = "Removes the attribute memReserve.",
		.fix = "unset @memReserve" },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected_option[] = {
	{
		.id = "controller-rejected-option",
		.summary = "option of a PCI controller that its model does not support",
		.why = "Each option of a PCI controller belongs to certain models. libvirt "
		       "rejects the domain if another model has it.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller/target",
		.refusals = rows,
	},
	{ 0 },
};
