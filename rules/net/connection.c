/* Network connections that are slow or do not reach other guests. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return true if a card of the guest uses a tap device. This needs host privileges, so the other
 * cards of the guest could use one, too.
 */
static bool has_tap(const vml_context *ctx)
{
	vml_each_device (iface, ctx, "interface")
		if (vml_one_of(vml_attr(iface, "@type"), "bridge|network|direct"))
			return true;
	return false;
}

/*
 * Return true for guests of an unprivileged user, which have only user-mode networks: GNOME Boxes
 * and qemu:///session store their disks in certain directories.
 */
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
		(vml_cached(ctx, is_session) && !privileged) || vml_host_is_macos(ctx))
		return;
	finding = vml_report_attr(ctx, iface, "type",
		"%s is on a user-mode network: it is slow, and other machines cannot "
		"connect to the guest",
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
		"%s %s: it can reach other guests on %s only if the switch sends packets back",
		vml_device_name(ctx, iface),
		*mode ? "is in VEPA mode" : "has no macvtap mode and gets VEPA",
		vml_attr(source, "@dev"));
	if (*mode) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set mode='bridge' unless the switch is configured to reflect packets "
			"(VEPA, hairpin) and to monitor the traffic between guests. In both "
			"modes the guest cannot reach its own host over this card.");
	} else {
		vml_fix_set(finding, source, "mode", "bridge");
		vml_command(finding, "--edit %s --network source.mode=bridge",
			vml_selector(ctx, iface));
	}
}

const vml_rule vml_rules_net_connection[] = {
	{
		.id = "net-user-mode",
		.summary = "network card is on a user-mode network",
		.why = "QEMU emulates a complete TCP/IP stack (SLIRP) for the card in its own "
		       "process: it is slow, has no vhost, and carries little other than TCP and "
		       "UDP. If QEMU is built without SLIRP, libvirt 10.6 and later use passt "
		       "instead. With both, other machines cannot open connections to the guest. "
		       "Both are for quick tests and for hosts on which the user has no "
		       "privileges.",
		.remedy = "Connect the card to a libvirt network (type='network' with <source "
			  "network='default'/>) or to a host bridge; the guest gets another IP "
			  "address. Without privileges, use type='vhostuser' with <backend "
			  "type='passt'/> and shared memory (libvirt 11.1 and later), or the "
			  "backend passt in type='user' (libvirt 9.0 and later).",
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
		.summary = "macvtap card in VEPA mode: guests of one host cannot reach each other",
		.why = "In VEPA mode, libvirt's default for direct connections, each packet "
		       "leaves through the host's network card, even if it is for a guest on the "
		       "same host. Ordinary switches never send a packet back through the port "
		       "it came from, so guests on one host cannot reach each other; only "
		       "switches with VEPA (hairpin) do that.",
		.remedy = "Sets mode='bridge', in which guests on the same host card reach each "
			  "other directly. The switch no longer filters the traffic between "
			  "guests. The host cannot be reached over macvtap in either mode: for "
			  "that the guest needs a card on a bridge.",
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
