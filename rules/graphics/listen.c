/* Who can reach a display: the addresses that it listens on, and in clear text or not. */
#include <vmlint/rule.h>

#include <string.h>

/* "0.0.0.0", "::", "0", "[::]", "0:0:0:0:0:0:0:0": nothing but zeros means any address. */
static bool is_any_address(const char *address)
{
	return !strcmp(address, "*") || (*address && !address[strspn(address, "0.:[]")]);
}

static bool is_remote_type(const xmlNode *graphics)
{
	return vml_one_of(vml_attr(graphics, "@type"), "vnc|spice|rdp");
}

/* The address that the display was told to listen on; "" where the host's settings decide. */
static const char *address_of(const xmlNode *graphics)
{
	xmlNode *listen = vml_child(graphics, "listen");

	if (vml_has_attr(graphics, "@socket") ||
		vml_one_of(vml_attr(listen, "@type"), "none|socket|network"))
		return "";
	return *vml_attr(listen, "@address") ? vml_attr(listen, "@address")
					     : vml_attr(graphics, "@listen");
}

/* Whether every SPICE channel that carries what the user types or sees is encrypted. */
static bool is_secure(const xmlNode *graphics)
{
	unsigned int secure = 0;

	vml_each_child (channel, graphics, "channel") {
		const char *name = vml_attr(channel, "@name"), *mode = vml_attr(channel, "@mode");

		if (!strcmp(mode, "insecure"))
			return false;
		secure += !strcmp(mode, "secure") && vml_one_of(name, "main|display|inputs");
	}
	return secure == 3 || vml_attr_is(graphics, "@defaultMode", "secure");
}

static void listen_public(vml_context *ctx, xmlNode *graphics)
{
	xmlNode *listen = vml_child(graphics, "listen");
	const char *address = address_of(graphics);
	bool in_child = *vml_attr(listen, "@address");
	vml_finding *finding;

	if (!is_remote_type(graphics) || !is_any_address(address))
		return;
	finding =
		vml_report_attr(ctx, in_child ? listen : graphics, in_child ? "address" : "listen",
			"%s listens on %s, so anyone who reaches this host can try it",
			vml_device_name(ctx, graphics), address);
	if (vml_attr_is(graphics, "@type", "spice") && is_secure(graphics))
		vml_lower_severity(finding, VML_INFO);
	/* libvirt refuses a domain in which the two differ */
	if (vml_has_attr(graphics, "@listen"))
		vml_fix_set(finding, graphics, "listen", "127.0.0.1");
	if (in_child)
		vml_fix_set(finding, listen, "address", "127.0.0.1");
	vml_command(finding,
		"--edit %u --graphics xpath.set=./@listen,xpath.value=127.0.0.1,"
		"listens0.type=address,listens0.address=127.0.0.1",
		vml_sibling_index(graphics));
}

/* Whether there is no port but the one that is encrypted. */
static bool is_tls_only(const xmlNode *graphics)
{
	uint64_t port, tls;

	return vml_number(vml_attr(graphics, "@tlsPort"), &tls) && tls &&
		!vml_attr_is(graphics, "@autoport", "yes") &&
		!vml_attr_is(graphics, "@port", "-1") &&
		!(vml_number(vml_attr(graphics, "@port"), &port) && port);
}

static void spice_plaintext(vml_context *ctx, xmlNode *graphics)
{
	xmlNode *listen = vml_child(graphics, "listen");
	const char *address = address_of(graphics);

	if (!vml_attr_is(graphics, "@type", "spice") || is_secure(graphics) ||
		is_tls_only(graphics))
		return;
	if (vml_attr_is(listen, "@type", "network") && !vml_has_attr(graphics, "@socket"))
		address = vml_format(ctx, "network '%s'", vml_attr(listen, "@network"));
	/* what is open to all has a finding of its own, and its fix ends this one, too */
	if (!*address || is_any_address(address) || vml_is_loopback(address))
		return;
	vml_report(ctx, graphics,
		"spice display on %s accepts connections in clear text: keys and screen can be read "
		"on the way",
		address);
}

const vml_rule vml_rules_graphics_listen[] = {
	{
		.id = "graphics-listen-public",
		.summary = "display listens on all addresses of the host",
		.why = "Whoever reaches the host over the network reaches the guest's console: its "
		       "boot menu, its login, a session that was left open. VNC sends everything in "
		       "clear text unless the host has TLS set up for it, and its passwords have 8 "
		       "characters at most. QEMU's manual wants VNC on the loopback address or a "
		       "Unix socket.",
		.remedy =
			"Makes the display listen on 127.0.0.1 only. From elsewhere use \"virt-viewer "
			"-c qemu+ssh://HOST/system GUEST\", which goes through SSH. A web console "
			"such as noVNC on another host loses its connection and needs that address, "
			"or a tunnel, instead.",
		.url = "https://www.qemu.org/docs/master/system/vnc-security.html",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_SAFE,
		.each = "devices/graphics",
		.check = listen_public,
	},
	{
		.id = "graphics-spice-plaintext",
		.summary = "SPICE display on the network accepts unencrypted connections",
		.why = "Without defaultMode='secure' a SPICE client may open each channel in clear "
		       "text, and has to if there is no TLS port. Everything typed into the guest's "
		       "console, passwords included, can then be read on the way.",
		.remedy =
			"Set spice_tls = 1 and the certificates in /etc/libvirt/qemu.conf, then "
			"tlsPort='-1' and defaultMode='secure' here. Or make it listen on 127.0.0.1 "
			"and connect through SSH.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.each = "devices/graphics",
		.check = spice_plaintext,
	},
	{ 0 }
};
