/* Controllers that libvirt rejects: index, ports, options and board. */
#include <vmlint/refusal.h>

#include <string.h>

static bool is_usb_off(vml_context *ctx, const xmlNode *controller)
{
	(void)controller;
	return vml_usb_is_off(ctx);
}

/* Return true if there is a USB controller for companions: one that is not a companion itself. */
static bool has_usb_master(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "usb") && !vml_child(controller, "master") &&
			!vml_starts_with(vml_attr(controller, "@model"), "ich9-uhci"))
			return true;
	return false;
}

static bool lacks_master(vml_context *ctx, const xmlNode *controller)
{
	(void)controller;
	return !vml_cached(ctx, has_usb_master);
}

/*
 * Return true if the ich9-ehci1 controller to which a companion (ich9-uhci) belongs precedes it.
 * Otherwise libvirt gives the companion an address of its own.
 */
static bool follows_master(vml_context *ctx, const xmlNode *companion)
{
	enum { MANY_CONTROLLERS = 64 };
	unsigned int n = 0;

	vml_each_device (other, ctx, "controller") {
		if (other == companion || ++n > MANY_CONTROLLERS)
			return false;
		if (vml_attr_is(other, "@model", "ich9-ehci1") &&
			vml_same_number(other, companion, "@index"))
			return true;
	}
	return false;
}

static bool has_ide_0(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "ide") &&
			vml_attr_is(controller, "@index", "0"))
			return true;
	return false;
}

static bool has_first_ide(vml_context *ctx, const xmlNode *controller)
{
	(void)controller;
	return vml_cached(ctx, has_ide_0);
}

/*
 * Checks of libvirt: virDomainControllerDefValidate() in src/conf/domain_validate.c and
 * qemu_validate.c.
 */
static const vml_refusal rows[] = {
	{ .on = "controller",
		.terms = { VML_IS_NOT("@type", "usb"), VML_REPEATED("@type|@index") },
		.at = "@index",
		.message = "{device} is defined twice",
		.remedy = "Give the controller another index, or remove it." },
	{ .on = "model",
		.terms = { VML_LATER("1") },
		.message = "{device} has several <model> elements",
		.remedy = "Keep one <model>." },
	{ .on = "target",
		.terms = { VML_LATER("1") },
		.message = "{device} has several <target> elements",
		.remedy = "Keep one <target>." },
	{ .on = "controller",
		.terms = { VML_EMPTY("@type"), VML_FILLED("@model"),
			VML_IS_NOT("@model", "piix3|piix4|ich6") },
		.at = "@model",
		.message = "a controller without type is an IDE controller, which has no model "
			   "{value}",
		.remedy = "Add the type: usb, scsi, pci, virtio-serial, sata or fdc." },
	{ .on = "controller",
		.terms = { VML_IS("@type", "sata|fdc|ccid"), VML_FILLED("@model") },
		.at = "@model",
		.message = "{device} cannot have a model",
		.remedy = "Removes the model.",
		.fix = "unset @model" },
	{ .on = "controller",
		.terms = { VML_LACKS("@type"), VML_IS("@index", "0"), VML_CALL(has_first_ide) },
		.message = "a controller without type is an IDE controller, and there is another "
			   "one with index 0",
		.remedy = "Add the type, or remove the controller." },
	{ .on = "controller",
		.terms = { VML_IS("@type", "usb"), VML_CALL(is_usb_off), VML_REPEATED("@type") },
		.message = "{device} exists, but another controller disables USB (model='none')",
		.remedy = "Remove the controller with model='none', or this one if the guest is to "
			  "have no USB." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "nec-xhci|qemu-xhci"), VML_ABOVE("@ports", "15") },
		.at = "@ports",
		.message = "{device} has {value} ports, but the model supports at most 15",
		.remedy = "Sets ports='15'. To connect more devices, add a second "
			  "controller.",
		.fix = "set @ports=15" },
	{ .on = "controller",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "qusb1|qusb2"), VML_IS("@type", "usb") },
		.at = "@model",
		.message = "{device} has model {value}, which only Xen supports",
		.remedy = "Sets model='qemu-xhci', for USB 1 to 3.",
		.fix = "set @model=qemu-xhci" },
	{ .on = "controller",
		.terms = { VML_IS("@type", "usb"), VML_IS_NOT("@model", "none"),
			VML_CALL(lacks_master) },
		.message =
			"{device} is a companion, but all USB controllers of the guest are companions",
		.remedy =
			"Add a USB controller of model ich9-ehci1 with the same index, or replace "
			"the companions by one controller of model qemu-xhci." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU | VML_WHEN_PC,
		.terms = { VML_IS("@type", "usb"), VML_IS("@model", "|piix3-uhci"),
			VML_IS("@index", "0"), VML_REPEATED("@type|@index") },
		.message = "{device} is defined twice, so both get the same PCI address "
			   "0000:00:01.2",
		.remedy = "Remove this controller, or give it another index." },
	{ .on = "controller",
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.terms = { VML_IS("@model", "ich9-uhci2|ich9-uhci3"), VML_LACKS("address"),
			VML_REPEATED("@model|@index"), VML_CALL(follows_master) },
		.at = "@model",
		.message = "{device} has the same model and index as another one, so both get the "
			   "same PCI address",
		.remedy =
			"Remove this controller: a group with one index has one controller of each "
			"model." },
	{ 0 },
};

const vml_rule vml_rules_controller_rejected[] = {
	{
		.id = "controller-rejected",
		.summary = "controller that libvirt rejects",
		.why = "libvirt checks controllers when a domain is defined: two of a type must "
		       "not have the same index, and options must fit the model and the board. It "
		       "rejects a domain with an invalid controller.",
		.remedy = "Each finding states how to correct the controller. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#controllers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/controller|devices/controller/model|"
			"devices/controller/target",
		.refusals = rows,
	},
	{ 0 },
};
