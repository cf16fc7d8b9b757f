/* PCI controllers that libvirt rejects: models and options of other boards, NUMA nodes. */
#include <vmlint/refusal.h>

/* Return true if <node> is not less than the number of cells in <numa>. */
static bool lacks_cell(vml_context *ctx, const xmlNode *element)
{
	const xmlNode *numa = vml_find(vml_facts_of(ctx)->domain, "cpu/numa");
	uint64_t node;

	return vml_number(vml_text(ctx, element), &node) && node >= vml_count(numa, "cell");
}

/*
 * Return true if libvirt has no bus number for an expander bus without @busNr. It assigns the
 * lowest @busNr of the domain minus 2, which must not be below 1.
 */
static bool has_low_bus_number(const vml_context *ctx)
{
	uint64_t number;

	vml_each_device (controller, ctx, "controller")
		if (vml_number(vml_attr(controller, "target/@busNr"), &number) && number <= 2)
			return true;
	return false;
}

static bool lacks_bus_number(vml_context *ctx, const xmlNode *controller)
{
	(void)controller;
	return vml_cached(ctx, has_low_bus_number);
}

/*
 * Checks of libvirt: qemuValidateDomainDeviceDefControllerPCI(),
 * qemuDomainControllerDefPostParse().
 */
static const vml_refusal rows[] = {
	{ .on = "controller",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_IS("@model", "pci-root|pcie-root"), VML_ABOVE("@index", "0") },
		.at = "@index",
		.message = "{device} is a root bus, whose index must be 0",
		.remedy = "Remove the controller: each guest has one root bus." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_PC,
		.terms = { VML_IS("@model", "pci-expander-bus") },
		.at = "@model",
		.message = "{device} is a {value}, which only i440fx boards support",
		.remedy = "Remove the controller, or use pcie-expander-bus on q35." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_Q35 | VML_WHEN_VIRT,
		.terms = { VML_IS("@model", "pcie-expander-bus") },
		.at = "@model",
		.message = "{device} is a {value}, which only q35 and Arm virt boards support",
		.remedy = "Remove the controller, or use pci-expander-bus on i440fx." },
	/* controller-rejected-pci reports any <node> of the root bus, whose index is 0 */
	{ .on = "node",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../../@model", "pci-expander-bus|pcie-expander-bus|pci-root"),
			VML_IS_NOT("../../@index", "0"), VML_CALL(lacks_cell) },
		.message = "{device} is assigned to a NUMA node that the guest does not have",
		.remedy = "Add the <cell> in <numa>, or remove <node>." },
	{ .on = "node",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../../@type", "pci"), VML_IS_NOT("../../@index", "0"),
			VML_IS_NOT("../../@model", "pci-expander-bus|pcie-expander-bus|pci-root") },
		.message = "{device} cannot be assigned to a NUMA node",
		.remedy = "Remove <node>, or use an expander bus." },
	{ .on = "node",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_IS("../../@model", "pci-root"), VML_IS_NOT("../../@index", "0") },
		.message = "{device} cannot be assigned to a NUMA node",
		.remedy = "Remove <node>, or use an expander bus." },
	{ .on = "pcihole64",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PC,
		.terms = { VML_IS("../@model", "pci-root") },
		.message =
			"{device} has a 64-bit PCI hole, which only i440fx and q35 boards support",
		.remedy = "Removes <pcihole64>.",
		.fix = "remove ." },
	{ .on = "pcihole64",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_Q35,
		.terms = { VML_IS("../@model", "pcie-root") },
		.message =
			"{device} has a 64-bit PCI hole, which only i440fx and q35 boards support",
		.remedy = "Removes <pcihole64>.",
		.fix = "remove ." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "pci-expander-bus|pcie-expander-bus"),
			VML_LACKS("target/@busNr"), VML_CALL(lacks_bus_number) },
		.message = "{device} has no busNr, and none is free below the lowest busNr of the "
			   "other expander buses",
		.remedy = "Set a free busNr for this controller, or a higher one for the others." },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected_board[] = {
	{
		.id = "controller-rejected-board",
		.summary = "PCI controller that the board or its NUMA nodes do not support",
		.why = "Some models of PCI controllers exist on certain boards only, and an "
		       "expander bus needs a free bus number and an existing NUMA node. libvirt "
		       "rejects the whole domain otherwise.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller|devices/controller/pcihole64|devices/controller/target/node",
		.refusals = rows,
	},
	{ 0 },
};
