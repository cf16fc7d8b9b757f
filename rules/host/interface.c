/* Interfaces whose device on the host exists already. */
#include <vmlint/host.h>
#include <vmlint/state.h>

#include <string.h>

/* Names that libvirt generates itself, and ignores in a definition. */
static bool is_generated(const char *name)
{
	return vml_starts_with(name, "vnet") || vml_starts_with(name, "macvtap") ||
		vml_starts_with(name, "macvlan");
}

/* Return the first libvirt that rejects an existing device for this interface; 0: none, or unknown */
static unsigned int rejected_since(const vml_host *host, const xmlNode *interface)
{
	const char *type = vml_attr(interface, "@type");
	const vml_host_network *network;

	if (vml_one_of(type, "bridge|direct"))
		return VML_RELEASE(9, 0);
	/* libvirt 9.0 mixes up both values of @managed: fixed in 9.1, and in 9.0 of Debian */
	if (!strcmp(type, "ethernet"))
		return vml_attr_is(interface, "target/@managed", "no") ? 0 : VML_RELEASE(9, 1);
	if (!strcmp(type, "network") &&
		vml_host_network_by_name(host, vml_attr(interface, "source/@network"), &network) ==
			VML_YES)
		return vml_one_of(network->forward, "hostdev") ? 0 : VML_RELEASE(9, 0);
	return 0;
}

static void exists(vml_context *ctx, xmlNode *interface)
{
	const vml_host *host = vml_host_of(ctx);
	const xmlNode *target = vml_child(interface, "target");
	const char *name = vml_attr(target, "@dev");
	unsigned int since = rejected_since(host, interface);

	/*
	 * The device of a running guest is its own. A session daemon, which has no security driver
	 * "dac", ignores the name.
	 */
	if (!*name || is_generated(name) || !vml_guest_is_shut_off(ctx) || !since ||
		vml_host_security(host, "dac") != VML_YES ||
		vml_host_target(host).libvirt < since || vml_host_net_device(host, name) != VML_YES)
		return;
	vml_report_attr(ctx, target, "dev",
		"%s creates network device %s, which already exists: the guest does not start",
		vml_device_name(ctx, interface), name);
}

const vml_rule vml_rules_host_interface[] = {
	{
		.id = "host-interface-exists",
		.summary = "network device that libvirt creates for the interface already exists",
		.why = "libvirt creates the device that <target> names when the guest starts, and "
		       "removes it when the guest stops. libvirt 9.0 and newer refuse to start the "
		       "guest if a device of this name exists, such as that of another running "
		       "guest.",
		.remedy =
			"Remove <target dev='...'/>: libvirt then chooses a name, such as vnet0, and "
			"the guest notices nothing. Or choose a name that 'ip link' does not list "
			"on the host.",
		.url = "https://libvirt.org/formatdomain.html#overriding-the-target-element",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_INTERFACES | VML_WHEN_LISTED,
		.each = "devices/interface",
		.check = exists,
	},
	{ 0 },
};
