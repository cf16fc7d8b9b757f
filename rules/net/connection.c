/* Connections of network cards that are slow or do not lead where people expect. */
#include <vmlint/rule.h>

#include <string.h>

/* A tap device needs privileges of the host, so whoever has one could have two. */
static bool has_tap(const vml_context *ctx)
{
	vml_each_device (iface, ctx, "interface")
		if (vml_one_of(vml_attr(iface, "@type"), "bridge|network|direct"))
			return true;
	return false;
}

/* GNOME Boxes and qemu:///session keep their disks there, and can have no other network. */
static bool is_session(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (strstr(vml_attr(disk, "source/@file"), "/.local/share/"))
			return true;
	return false;
}

static void user_mode(vml_context *ctx, xmlNode *iface)
{
	bool privileged = vml_cached(ctx, has_tap);
	vml_finding *finding;

	if (!vml_attr_is(iface, "@type", "user") || vml_attr_is(iface, "backend/@type", "passt") ||
		(vml_cached(ctx, is_session) && !privileged))
		return;
	finding = vml_report_attr(ctx, iface, "type",
		"%s is on QEMU's user-mode network: slow, and nobody outside can reach the guest",
		vml_device_name(ctx, iface));
	if (!privileged)
		vml_lower_severity(finding, VML_INFO);
}

static void macvtap_vepa(vml_context *ctx, xmlNode *iface)
{
	const xmlNode *source = vml_child(iface, "source");
	const char *mode = vml_attr(source, "@mode");
	vml_finding *finding;

	if (!vml_attr_is(iface, "@type", "direct") || !vml_has_attr(source, "@dev") ||
		(*mode && strcmp(mode, "vepa")) ||
		vml_attr_is(iface, "virtualport/@type", "802.1Qbg"))
		return;
	finding = vml_report_attr(ctx, source, "mode",
		"%s %s: other guests on %s can be reached only if the switch sends packets back",
		vml_device_name(ctx, iface),
		*mode ? "is in VEPA mode" : "names no macvtap mode and gets VEPA",
		vml_attr(source, "@dev"));
	if (*mode) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set mode='bridge' unless the switch is set up to reflect packets (VEPA, "
			"hairpin) and to watch the traffic between guests. In both modes the guest "
			"cannot talk to its own host over this card.");
	} else {
		vml_fix_set(finding, source, "mode", "bridge");
		vml_command(finding, "--edit %s --network source.mode=bridge",
			vml_selector(ctx, iface));
	}
}

const vml_rule vml_rules_net_connection[] = {
	{
		.id = "net-user-mode",
		.summary = "network card is on QEMU's user-mode network",
		.why = "QEMU then plays a whole TCP/IP stack (SLIRP) for the card in its own process: "
		       "it is slow, has no vhost, carries little beside TCP and UDP, and the guest sits "
		       "behind an address translation where nobody can open a connection to it. It is "
		       "meant for hosts on which the user has no privileges, and for quick tests.",
		.remedy =
			"Connect the card to a network of libvirt (type='network' with <source "
			"network='default'/>) or to a bridge of the host. Without the privileges for "
			"that, <backend type='passt'/> (libvirt 9.0) is the better user-mode network.",
		.url = "https://libvirt.org/formatdomain.html#userspace-connection-using-slirp",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "devices/interface",
		.check = user_mode,
	},
	{
		.id = "net-macvtap-vepa",
		.summary = "macvtap card is in VEPA mode, in which guests of one host do not meet",
		.why = "In VEPA mode, libvirt's default for a direct connection, each packet leaves by "
		       "the network card of the host, even one for a guest next door. Ordinary "
		       "switches never send a packet back where it came from, so guests on one host "
		       "cannot reach each other; only switches with VEPA (hairpin) do.",
		.remedy =
			"Sets mode='bridge', in which guests on the same card of the host talk to each "
			"other directly. The host itself stays out of reach over a macvtap card in both "
			"modes: for that the guest needs a card on a bridge.",
		.url = "https://libvirt.org/formatdomain.html#direct-attachment-to-physical-interface",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/interface",
		.check = macvtap_vepa,
	},
	{ 0 },
};
