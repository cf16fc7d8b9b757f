/* Models of network cards that QEMU does not have. */
#include <vmlint/rule.h>

/*
 * Network devices in "qemu-system-x86_64 -device help" of QEMU 2.12 to 11.1, and libvirt's own
 * names (virtio, virtio-transitional ...). QEMU distinguishes case.
 */
static const char models[] =
	"virtio|virtio-transitional|virtio-non-transitional|virtio-net|virtio-net-pci|"
	"virtio-net-pci-transitional|virtio-net-pci-non-transitional|virtio-net-device|e1000|"
	"e1000-82540em|e1000-82544gc|e1000-82545em|e1000e|igb|i82550|i82551|i82557a|i82557b|i82557c|"
	"i82558a|i82558b|i82559a|i82559b|i82559c|i82559er|i82562|i82801|ne2k_isa|ne2k_pci|pcnet|"
	"rtl8139|tulip|usb-net|vmxnet3|rocker|netfront|xen-net-device";

/*
 * The models above that libvirt knows, too. libvirt ignores the case of these and passes its own
 * spelling to QEMU (virDomainNetSetModelString() of libvirt 9.0; igb since 9.3).
 */
static const char known_to_libvirt[] =
	"netfront|rtl8139|virtio|virtio-transitional|virtio-non-transitional|e1000|e1000e|igb|"
	"usb-net|vmxnet3";

static void unknown_model(vml_context *ctx, xmlNode *model)
{
	const char *type = vml_attr(model, "@type");

	if (!*type || vml_one_of(type, models) ||
		vml_one_of(vml_lower_case(ctx, type), known_to_libvirt))
		return;
	/* skip these types: libvirt itself chooses the device */
	if (vml_one_of(vml_attr(vml_parent(model), "@type"), "hostdev|vdpa"))
		return;
	vml_report_attr(ctx, model, "type",
		"%s has model '%s', which QEMU does not have: the guest does not start%s",
		vml_device_name(ctx, model), type,
		vml_starts_with(type, "virtio") ? "; the name is virtio" : "");
}

const vml_rule vml_rules_net_model_unknown[] = {
	{
		.id = "net-model-unknown",
		.summary = "model of a network card that QEMU does not have",
		.why = "libvirt accepts any text as the model of a network card and passes it to QEMU, "
		       "which exits at start if it has no such device. The error appears only when "
		       "the guest is started.",
		.remedy =
			"Set type='virtio', or e1000e, e1000 or rtl8139 for a guest without virtio "
			"drivers.",
		.url = "https://libvirt.org/formatdomain.html#setting-the-nic-model",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.each = "devices/interface/model",
		.check = unknown_model,
	},
	{ 0 },
};
