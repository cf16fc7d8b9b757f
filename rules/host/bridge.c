/* Bridges that the host lacks. */
#include <vmlint/host.h>

static void missing(vml_context *ctx, xmlNode *interface)
{
	const char *device = vml_device_name(ctx, interface);
	xmlNode *source = vml_child(interface, "source");
	const char *name = vml_attr(source, "@bridge");
	const vml_host_network *network;
	vml_finding *finding;
	vml_tristate exists;

	if (!vml_attr_is(interface, "@type", "bridge") || !*name)
		return;
	exists = vml_host_bridge(vml_host_of(ctx), name, &network);
	if (network && network->active == VML_NO) {
		finding = vml_report_attr(ctx, source, "bridge",
			"%s uses bridge %s of network '%s', which is not active: the guest does "
			"not start",
			device, name, network->name);
		vml_remedy(finding,
			"Start the network on the host with \"virsh net-start %s\", or create the "
			"bridge in the network configuration of the host.",
			vml_shell(ctx, network->name));
		/* a warning, because an admin may create a bridge of this name instead */
		vml_lower_severity(finding, VML_WARNING);
	}
	if (exists != VML_NO)
		return;
	finding = vml_report_attr(ctx, source, "bridge",
		"%s uses bridge %s, which does not exist: the guest does not start", device, name);
	/* a warning for virtual switches, whose bridge may not be a device of the kernel */
	if (vml_child(interface, "virtualport"))
		vml_lower_severity(finding, VML_WARNING);
}

const vml_rule vml_rules_host_bridge[] = {
	{
		.id = "host-bridge",
		.summary = "bridge does not exist on the host",
		.why = "libvirt adds the interface of the guest to a bridge that exists, and "
		       "refuses to start the guest if there is none.",
		.remedy = "Create the bridge in the network configuration of the host (Debian: "
			  "bridge_ports in /etc/network/interfaces; NetworkManager: 'nmcli "
			  "connection add type bridge'), or use a bridge that exists: 'ip link "
			  "show type bridge'.",
		.url = "https://libvirt.org/formatdomain.html#bridge-to-lan",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_INTERFACES,
		.each = "devices/interface",
		.check = missing,
	},
	{ 0 },
};
