/* Virtual networks that the host lacks, or that are not active. */
#include <vmlint/host.h>

static void check_active(
	vml_context *ctx, xmlNode *source, const char *device, const vml_host_network *network)
{
	vml_finding *finding;

	if (network->active != VML_NO)
		return;
	finding = vml_report_attr(ctx, source, "network",
		"%s uses network '%s', which is not active: the guest does not start", device,
		network->name);
	vml_remedy(finding, "Start the network on the host with \"virsh net-start %s\"%s%s.",
		vml_shell(ctx, network->name),
		network->autostart == VML_NO
			? ", and at each boot of the host with \"virsh net-autostart "
			: "",
		network->autostart == VML_NO
			? vml_format(ctx, "%s\"", vml_shell(ctx, network->name))
			: "");
	/*
	 * a warning: the network is inactive because an admin has stopped it or its start failed.
	 * libvirtd starts the network again when it starts itself, for example when the host boots.
	 */
	if (network->autostart == VML_YES)
		vml_lower_severity(finding, VML_WARNING);
}

static void missing(vml_context *ctx, xmlNode *interface)
{
	const vml_host *host = vml_host_of(ctx);
	const char *device = vml_device_name(ctx, interface), *names;
	xmlNode *source = vml_child(interface, "source");
	const char *name = vml_attr(source, "@network");
	const vml_host_network *network;
	vml_finding *finding;
	vml_tristate exists;

	if (!vml_attr_is(interface, "@type", "network") || !*name)
		return;
	exists = vml_host_network_by_name(host, name, &network);
	if (network)
		check_active(ctx, source, device, network);
	if (exists != VML_NO)
		return;
	finding = vml_report_attr(ctx, source, "network",
		"%s uses network '%s', which does not exist: the guest does not start", device,
		name);
	names = vml_host_network_names(ctx, host);
	if (*names)
		vml_remedy(finding,
			"Use a network of the host (%s), or define the missing network there with "
			"\"virsh net-define FILE\" and \"virsh net-start %s\".",
			names, vml_shell(ctx, name));
}

const vml_rule vml_rules_host_network[] = {
	{
		.id = "host-network",
		.summary = "virtual network does not exist on the host or is not active",
		.why = "libvirt connects the interface when the guest starts, and refuses to start "
		       "the guest without the network. It neither creates nor starts networks "
		       "for a guest.",
		.remedy = "Define the network on the host with 'virsh net-define FILE', start it "
			  "with 'virsh net-start NAME', and at each boot with 'virsh "
			  "net-autostart NAME'.",
		.url = "https://libvirt.org/formatdomain.html#virtual-network",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NETWORKS,
		.each = "devices/interface",
		.check = missing,
	},
	{ 0 },
};
