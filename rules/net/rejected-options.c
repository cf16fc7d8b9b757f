/* Options of network interfaces that libvirt rejects: MTU, queues, filter, virtio options. */
#include <vmlint/refusal.h>

#include <string.h>

#define VIRTIO "virtio|virtio-transitional|virtio-non-transitional"

static bool is_odd_size(const xmlNode *iface, const char *path)
{
	uint64_t size;

	return vml_number(vml_attr(iface, path), &size) && (size & (size - 1)) != 0;
}

static bool has_odd_rx(vml_context *ctx, const xmlNode *iface)
{
	(void)ctx;
	return is_odd_size(iface, "driver/@rx_queue_size");
}

static bool has_odd_tx(vml_context *ctx, const xmlNode *iface)
{
	(void)ctx;
	return is_odd_size(iface, "driver/@tx_queue_size");
}

/* Checks of libvirt: qemuValidateDomainDeviceDefNetwork(), qemuDomainValidateActualNetDef(). */
static const vml_refusal rows[] = {
	{ .on = "mtu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "user"), VML_IS_NOT("../backend/@type", "passt"),
			VML_ABOVE("@size", "0"), VML_CALL(vml_has_slirp) },
		.message = "a user-mode network has no configurable MTU",
		.remedy = "Remove <mtu>, or add <backend type='passt'/>." },
	{ .on = "mtu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../@type"),
			VML_IS_NOT("../@type", "user|network|bridge|ethernet|vhostuser"),
			VML_ABOVE("@size", "0") },
		.message = "an interface of this type has no configurable MTU",
		.remedy = "Removes <mtu>: set the MTU on the host's device.",
		.fix = "remove ." },
	{ .on = "coalesce",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("rx/frames/@max"), VML_IS_NOT("../@type", "network|bridge") },
		.message = "only interfaces of type network and bridge have coalesce settings",
		.remedy = "Removes <coalesce>.",
		.fix = "remove ." },
	{ .on = "interface",
		.terms = { VML_ANY("driver/@iommu|driver/@ats|driver/@packed|driver/@page_per_vq"),
			VML_FILLED("$model"), VML_IS_NOT("$model", VIRTIO) },
		.message = "only virtio cards have the option {name}",
		.remedy = "Removes the attribute {name}. Alternative: the model virtio.",
		.fix = "drop" },
	{ .on = "interface",
		.terms = { VML_IS("@type", "hostdev"), VML_IS_NOT("model/@type", VIRTIO),
			VML_ANY("driver/@iommu|driver/@ats|driver/@packed|driver/@page_per_vq") },
		.message = "an interface of type hostdev does not have the option {name}",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("$model", VIRTIO), VML_CALL(has_odd_rx) },
		.at = "driver/@rx_queue_size",
		.message = "{value} is not a power of two, which a queue size must be",
		.remedy = "Set 256, 512 or 1024." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("$model", VIRTIO), VML_CALL(has_odd_tx) },
		.at = "driver/@tx_queue_size",
		.message = "{value} is not a power of two, which a queue size must be",
		.remedy = "Set 256, 512 or 1024." },
	{ .on = "backend",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_HAS("@tap"), VML_HAS("../@type"),
			VML_IS_NOT("../@type", "network|bridge|ethernet") },
		.at = "@tap",
		.message = "an interface of this type has no tap device",
		.remedy = "Removes the path of the tap device.",
		.fix = "unset @tap" },
	{ .on = "filterref",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_HAS("@filter"), VML_IS("../@type", "bridge|network"),
			VML_FILLED("../virtualport/@type") },
		.message = "interfaces with a virtual port cannot be filtered",
		.remedy = "Removes <filterref>: filter in the virtual switch instead.",
		.fix = "remove ." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_ABOVE("driver/@queues", "0"), VML_HAS("@type"),
			VML_IS_NOT("@type", "network|bridge|direct|ethernet|vhostuser|vdpa"),
			VML_IS("$model", VIRTIO) },
		.at = "driver/@queues",
		.message = "an interface of this type can have only one queue",
		.remedy = "Removes the attribute queues.",
		.fix = "unset driver/@queues" },
	{ 0 },
};

const vml_rule vml_rules_net_rejected_options[] = {
	{
		.id = "net-rejected-options",
		.summary = "option of a network interface that libvirt rejects",
		.why = "MTU, interrupt coalescing, queue sizes, packet filters and "
		       "virtio options exist only for some types and models of "
		       "interfaces. libvirt rejects a domain that sets them for other "
		       "interfaces, in some cases only when it starts.",
		.remedy = "Each finding states how to correct the interface. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface|devices/interface/mtu|devices/interface/coalesce|"
			"devices/interface/backend|devices/interface/filterref",
		.refusals = rows,
	},
	{ 0 },
};
