/* Ports of the host that passt forwards to the guest. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if the host listens on all of its addresses for the forwarded port. */
static bool is_public(const xmlNode *forward)
{
	const char *address = vml_attr(forward, "@address");

	return !vml_has_attr(forward, "@dev") && (!*address || vml_one_of(address, "0.0.0.0|::"));
}

static void exposed(vml_context *ctx, xmlNode *iface)
{
	vml_each_child (forward, iface, "portForward") {
		const char *proto = vml_attr(forward, "@proto");
		bool all_ports = !vml_child(forward, "range");
		vml_finding *finding;

		if (!is_public(forward))
			continue;
		finding = vml_report(ctx, forward,
			all_ports
				? "%s forwards all %s ports of every address of the host to the guest: "
				  "other machines can connect"
				: "%s forwards %s ports of every address of the host to the guest: "
				  "other machines can connect",
			vml_device_name(ctx, iface), *proto ? proto : "tcp");
		vml_remedy(finding,
			"Set address='127.0.0.1', or the host's address in an internal network%s.",
			all_ports ? ", and list the ports, such as <range start='2022' to='22'/>"
				  : "");
		if (!all_ports)
			vml_lower_severity(finding, VML_INFO);
	}
}

const vml_rule vml_rules_net_port_forward[] = {
	{
		.id = "net-portforward-exposed",
		.summary = "ports of the guest are forwarded from every address of the host",
		.why = "passt listens on the host for the guest. <portForward> without an address "
		       "or device listens on all addresses of the host, and without <range> on "
		       "all ports: every service of the guest is then reachable from the "
		       "networks of the host, past a firewall that only filters forwarded "
		       "packets.",
		.remedy = "Set address='127.0.0.1', or the host's address in an internal network, "
			  "and list the ports: <portForward proto='tcp' address='127.0.0.1'><range "
			  "start='2022' to='22'/></portForward>.",
		.url = "https://libvirt.org/formatdomain.html#userspace-connection-using-passt",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/interface",
		.check = exposed,
	},
	{ 0 }
};
