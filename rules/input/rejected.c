/* Input devices, USB hubs and redirected USB devices that libvirt rejects. */
#include <vmlint/refusal.h>

static bool is_off(vml_context *ctx, const xmlNode *device)
{
	(void)device;
	return vml_usb_is_off(ctx);
}

/* virDomainInputDefParseXML(), virDomainInputDefValidate(), qemuValidateDomainDeviceDefInput() */
static const vml_refusal rows[] = {
	{ .on = "input",
		.terms = { VML_IS("@bus", "usb"), VML_CALL(is_off) },
		.at = "@bus",
		.message = "{device} is a USB device, but USB is switched off (controller "
			   "model='none')",
		.remedy = "Remove the device or the controller of model none, or use "
			  "bus='virtio'." },
	{ .on = "redirdev",
		.terms = { VML_IS_NOT("@bus", "pci"), VML_CALL(is_off) },
		.message = "{device} is a USB device, but USB is switched off (controller "
			   "model='none')",
		.remedy = "Remove the device or the controller of model none." },
	{ .on = "hub",
		.terms = { VML_IS("@type", "usb"), VML_CALL(is_off) },
		.message = "{device} is a USB device, but USB is switched off (controller "
			   "model='none')",
		.remedy = "Remove the device or the controller of model none." },
	{ .on = "input",
		.terms = { VML_IS("@bus", "usb"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "usb|none") },
		.at = "address/@type",
		.message = "a USB device has no address of type {value}",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "redirdev",
		.terms = { VML_HAS("address/@type"), VML_IS_NOT("address/@type", "usb|none") },
		.at = "address/@type",
		.message = "a USB device has no address of type {value}",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "input",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@bus", "ps2"), VML_IS("@type", "tablet|passthrough") },
		.at = "@bus",
		.message = "only mice and keyboards exist on the bus ps2",
		.remedy = "Use bus='usb' for a tablet, bus='virtio' for passthrough." },
	{ .on = "input",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@bus", "xen") },
		.at = "@bus",
		.message = "QEMU has no input devices on the bus xen",
		.remedy = "Use ps2, usb or virtio." },
	{ .on = "input",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "passthrough"), VML_IS_NOT("@bus", "virtio|ps2|xen") },
		.at = "@bus",
		.message = "an input device of type passthrough must have the bus virtio",
		.remedy = "Set bus='virtio'." },
	{ .on = "input",
		.terms = { VML_IS("@type", "evdev"), VML_HAS("@bus") },
		.at = "@bus",
		.message = "an input device of type evdev has no bus",
		.remedy = "Removes the attribute.",
		.fix = "unset @bus" },
	{ .on = "input",
		.terms = { VML_FILLED("@model"), VML_IS_NOT("@bus", "virtio"),
			VML_IS_NOT("@type", "evdev|passthrough") },
		.at = "@model",
		.message = "only input devices on the bus virtio have a model",
		.remedy = "Removes the attribute. Alternative: bus='virtio'.",
		.fix = "unset @model" },
	{ .on = "input",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "virtio-transitional|virtio-non-transitional"),
			VML_IS("@bus", "virtio") },
		.at = "@model",
		.message = "input devices have no {value} model",
		.remedy = "Sets the model virtio.",
		.fix = "set @model=virtio" },
	{ .on = "input",
		.since = VML_RELEASE(10, 7),
		.terms = { VML_IS("@bus", "ps2"), VML_IS("/features/ps2/@state", "off") },
		.at = "@bus",
		.message = "the bus ps2 is switched off (<ps2 state='off'/>)",
		.remedy = "Remove the device, use bus='usb', or remove <ps2>." },
	{ .on = "input",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@bus", "ps2"),
			VML_IS("$arch", "aarch64|armv7l|s390x|riscv32|riscv64|loongarch64") },
		.at = "@bus",
		.message = "only PCs have the bus ps2",
		.remedy = "Use bus='usb' or 'virtio'." },
	{ 0 },
};

const vml_rule vml_rules_input_rejected[] = {
	{
		.id = "input-rejected",
		.summary = "input, hub or redirected USB device that libvirt rejects",
		.why = "libvirt checks the bus of each mouse, keyboard, tablet, hub and redirected "
		       "device when a domain is defined and rejects the whole domain if the bus "
		       "does not exist or does not support the device.",
		.remedy = "Change the device as the message describes.",
		.url = "https://libvirt.org/formatdomain.html#input-devices",
		.formerly = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* a running domain was accepted */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/input|devices/hub|devices/redirdev",
		.refusals = rows,
	},
	{ 0 },
};
