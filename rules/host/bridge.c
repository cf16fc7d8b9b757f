/* Bridges that the host lacks, or that are of another kind. */
#include <vmlint/host.h>

#include <string.h>

/* A bridge to which an interface is connected. */
typedef struct used_bridge {
	const char *name;
	xmlNode *source;
	const char *attr; /* attribute of the source that names the bridge or its network */
	const vml_host_network *network; /* NULL if the domain names the bridge */
	const char *virtualport;
} used_bridge;

/*
 * Get the bridge of an interface: that of its source, or that of a network which connects guests to
 * a bridge of the host. The name is "" if there is none.
 */
static used_bridge bridge_of(vml_context *ctx, const xmlNode *interface)
{
	xmlNode *source = vml_child(interface, "source");
	const vml_host_network *network;

	if (vml_attr_is(interface, "@type", "bridge"))
		return (used_bridge){ vml_attr(source, "@bridge"), source, "bridge", NULL,
			vml_attr(interface, "virtualport/@type") };
	if (vml_attr_is(interface, "@type", "network") &&
		vml_host_network_by_name(
			vml_host_of(ctx), vml_attr(source, "@network"), &network) == VML_YES &&
		!strcmp(network->forward, "bridge"))
		return (used_bridge){ network->bridge, source, "network", network,
			vml_host_virtualport(network, interface) };
	return (used_bridge){ .name = "" };
}

/* Return the beginning of a message: "uses bridge br1, which", "uses network 'lan', whose bridge br1". */
static const char *use_of(vml_context *ctx, const used_bridge *bridge)
{
	return bridge->network ? vml_format(ctx, "uses network '%s', whose bridge %s",
					 bridge->network->name, bridge->name)
			       : vml_format(ctx, "uses bridge %s, which", bridge->name);
}

/*
 * Report a Linux bridge that is used with a virtual port of Open vSwitch, or a bridge of another
 * kind that is used without one.
 */
static void check_kind(vml_context *ctx, const xmlNode *interface, const used_bridge *bridge)
{
	vml_tristate linux_bridge = vml_host_linux_bridge(vml_host_of(ctx), bridge->name);
	bool is_switch = !strcmp(bridge->virtualport, "openvswitch");

	if (is_switch && linux_bridge == VML_YES)
		vml_remedy(vml_report_attr(ctx, bridge->source, bridge->attr,
				   "%s has a virtual port of Open vSwitch, but %s is a Linux "
				   "bridge: the guest does not start",
				   vml_device_name(ctx, interface), bridge->name),
			"Remove <virtualport>%s, or use a bridge of Open vSwitch ('ovs-vsctl "
			"list-br').",
			vml_child(interface, "virtualport")
				? ""
				: vml_format(ctx, " from the network with \"virsh net-edit %s\"",
					  vml_shell(ctx, bridge->network->name)));
	if (!*bridge->virtualport && linux_bridge == VML_NO)
		vml_remedy(vml_report_attr(ctx, bridge->source, bridge->attr,
				   "%s %s is not a Linux bridge: the guest does not start",
				   vml_device_name(ctx, interface), use_of(ctx, bridge)),
			"Use a bridge ('ip link show type bridge'). For a bridge of Open vSwitch, "
			"add <virtualport type='openvswitch'/>. To share a network card without a "
			"bridge: <interface type='direct'>.");
}

static void check(vml_context *ctx, xmlNode *interface)
{
	const used_bridge bridge = bridge_of(ctx, interface);
	const vml_host_network *network;
	vml_finding *finding;
	vml_tristate exists;

	if (!*bridge.name)
		return;
	exists = vml_host_bridge(vml_host_of(ctx), bridge.name, &network);
	if (network && network->active == VML_NO) {
		finding = vml_report_attr(ctx, bridge.source, bridge.attr,
			"%s uses bridge %s, but network '%s', which creates it, is not active: the "
			"guest does not start",
			vml_device_name(ctx, interface), bridge.name, network->name);
		vml_remedy(finding,
			"Start the network on the host with \"virsh net-start %s\", or create the "
			"bridge in the network configuration of the host.",
			vml_shell(ctx, network->name));
		/* a warning, because an admin may create a bridge of this name instead */
		vml_lower_severity(finding, VML_WARNING);
	}
	if (exists == VML_YES && !(vml_facts_of(ctx)->gates & VML_WHEN_LIVE))
		check_kind(ctx, interface, &bridge);
	if (exists != VML_NO)
		return;
	finding = vml_report_attr(ctx, bridge.source, bridge.attr,
		"%s %s does not exist: the guest does not start", vml_device_name(ctx, interface),
		use_of(ctx, &bridge));
	if (!strcmp(bridge.virtualport, "openvswitch"))
		vml_remedy(finding,
			"Create the bridge on the host with \"ovs-vsctl add-br %s\", or use a bridge "
			"that 'ovs-vsctl list-br' prints.",
			vml_shell(ctx, bridge.name));
	/* a warning for virtual switches, whose bridge may not be a device of the kernel */
	if (vml_child(interface, "virtualport") || *bridge.virtualport)
		vml_lower_severity(finding, VML_WARNING);
}

const vml_rule vml_rules_host_bridge[] = {
	{
		.id = "host-bridge",
		.summary = "bridge does not exist on the host, or does not match the virtual port",
		.why = "libvirt adds the interface of the guest to a bridge that exists, and "
		       "refuses to start the guest if there is none. Bridges of Open vSwitch "
		       "require <virtualport type='openvswitch'/>, which Linux bridges do not "
		       "support.",
		.remedy =
			"Create the bridge in the network configuration of the host (Debian: "
			"bridge_ports in /etc/network/interfaces; NetworkManager: 'nmcli "
			"connection add type bridge ifname NAME'), or use a bridge that exists: 'ip link "
			"show type bridge'.",
		.url = "https://libvirt.org/formatdomain.html#bridge-to-lan",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_INTERFACES,
		.each = "devices/interface",
		.check = check,
	},
	{ 0 },
};
