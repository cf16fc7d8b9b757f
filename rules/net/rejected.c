/* Network interfaces that libvirt rejects: connection, address, model, team. */
#include <vmlint/refusal.h>

#include <string.h>

#define VIRTIO "virtio|virtio-transitional|virtio-non-transitional"

/* Return true for a multicast address, in which the lowest bit of the first byte is set. */
static bool is_multicast(vml_context *ctx, const xmlNode *mac)
{
	const char *address = vml_attr(mac, "@address");

	(void)ctx;
	return *address && address[1] && strchr("13579bdfBDF", address[1]) != NULL;
}

/*
 * Checks of libvirt: virDomainNetDefParseXML(), virDomainNetDefValidate(),
 * qemuValidateDomainDeviceDefNetwork().
 */
static const vml_refusal rows[] = {
	{ .on = "driver",
		.terms = { VML_IS("@name", "kvm|vfio|xen"), VML_IS("../model/@type", VIRTIO),
			VML_IS_NOT("../@type", "hostdev") },
		.at = "@name",
		.message = "only interfaces of type hostdev have the driver '{value}'",
		.remedy = "Removes the attribute name: vhost is the default if the host has it.",
		.fix = "unset @name" },
	{ .on = "mac",
		.terms = { VML_CALL(is_multicast) },
		.at = "@address",
		.message = "{value} is a multicast address, which no card may have",
		.remedy = "Set an address that starts with 52:54:00, or remove <mac>: libvirt "
			  "generates an address." },
	{ .on = "mac",
		.terms = { VML_HAS("@address"), VML_EMPTY("@address") },
		.at = "@address",
		.message = "the MAC address is empty",
		.remedy = "Removes <mac>: libvirt generates an address.",
		.fix = "remove ." },
	{ .on = "teaming",
		.terms = { VML_IS("@type", "transient"), VML_LACKS("@persistent") },
		.message = "the transient card of a team must name the persistent card",
		.remedy = "Set persistent='...' to the alias of the virtio card of the team." },
	{ .on = "teaming",
		.terms = { VML_IS("@type", "persistent"), VML_FILLED("@persistent") },
		.at = "@persistent",
		.message = "the persistent card of a team must not name another card",
		.remedy = "Removes the attribute persistent, which belongs to the transient card.",
		.fix = "unset @persistent" },
	{ .on = "teaming",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "transient"),
			VML_IS_NOT("../@type", "hostdev|network") },
		.at = "@type",
		.message = "the transient card of a team must be a device of the host",
		.remedy = "Use <interface type='hostdev'> or a network that assigns host devices. "
			  "If this is the team's virtio card, set type='persistent' and remove the "
			  "attribute persistent." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("teaming/@type", "persistent"), VML_FILLED("$model"),
			VML_IS_NOT("$model", VIRTIO) },
		.at = "model/@type",
		.message = "the persistent card of a team must be of model virtio",
		.remedy = "Set <model type='virtio'/>." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.terms = { VML_IS("teaming/@type", "persistent"), VML_LACKS("model/@type") },
		.at = "teaming/@type",
		.message = "the persistent card of a team must be of model virtio",
		.remedy = "Add <model type='virtio'/>." },
	{ .on = "interface",
		.terms = { VML_IS("@type", "vhostuser"), VML_IS("source/reconnect/@enabled", "yes"),
			VML_LACKS("source/reconnect/@timeout") },
		.at = "source/reconnect",
		.message = "the vhost-user client reconnects, but has no time between two attempts",
		.remedy = "Add timeout='10', in seconds." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "vhostuser|vdpa"), VML_IS_NOT("$model", VIRTIO) },
		.at = "model/@type",
		.message = "an interface of type vhostuser or vdpa must be of model virtio",
		.remedy = "Sets the model to virtio.",
		.fix = "set model/@type=virtio" },
	{ .on = "interface",
		.until = VML_RELEASE(9, 1),
		.terms = { VML_IS("@type", "vhostuser"), VML_LACKS("model/@type") },
		.message = "an interface of type vhostuser has no model",
		.remedy = "Add <model type='virtio'/>." },
	{ .on = "interface",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "vhostuser"), VML_IS("source/@mode", "server"),
			VML_IS("source/reconnect/@enabled", "yes") },
		.at = "source/reconnect/@enabled",
		.message =
			"QEMU is the server of the vhost-user socket (mode='server') and cannot reconnect",
		.remedy = "Removes <reconnect>. Alternative: mode='client'.",
		.fix = "remove source/reconnect" },
	{ .on = "interface",
		.terms = { VML_IS("@type", "vhostuser"), VML_LACKS("source/@path"),
			VML_IS_NOT("backend/@type", "passt") },
		.message = "an interface of type vhostuser must have the path of its socket",
		.remedy =
			"Set the path of the socket: <source type='unix' path='...' mode='...'/>." },
	{ .on = "interface",
		.terms = { VML_IS("@type", "hostdev"), VML_LACKS("source/address/@type"),
			VML_LACKS("source/vendor") },
		.message = "the <source> of an interface of type hostdev must have an <address> "
			   "with a type",
		.remedy = "Set type='pci' in the <address> of <source>. If there is none, add it "
			  "with the PCI address of the device, which lspci prints." },
	{ .on = "target",
		.terms = { VML_IS("@managed", "no"), VML_IS_NOT("../@type", "ethernet") },
		.at = "@managed",
		.message = "only interfaces of type ethernet can use an unmanaged device",
		.remedy = "Removes the attribute managed. Alternative: type='ethernet'.",
		.fix = "unset @managed" },
	{ .on = "backend",
		.terms = { VML_IS("@type", "passt"), VML_HAS("../@type"),
			VML_IS_NOT("../@type", "user|vhostuser") },
		.at = "@type",
		.message =
			"the backend is passt, but the interface is not of type user or vhostuser",
		.remedy = "Use type='user' for the interface, or remove the backend." },
	{ .on = "backend",
		.until = VML_RELEASE(11, 1),
		.with_target = true,
		.terms = { VML_IS("@type", "passt"), VML_IS("../@type", "vhostuser") },
		.at = "@type",
		.message = "the backend is passt, but the interface is not of type user",
		.remedy = "Use type='user' for the interface." },
	{ 0 },
};

const vml_rule vml_rules_net_rejected[] = {
	{
		.id = "net-rejected",
		.summary = "network interface that libvirt rejects",
		.why = "libvirt checks each interface when a domain is defined and rejects the "
		       "whole domain if one is invalid: a multicast MAC address, a model that its "
		       "type does not have.",
		.remedy = "Each finding states how to correct the interface. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface|devices/interface/mac|devices/interface/teaming|"
			"devices/interface/target|devices/interface/backend|"
			"devices/interface/driver",
		.refusals = rows,
	},
	{ 0 },
};
