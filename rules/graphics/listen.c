/* Network exposure of displays: listen addresses, and SPICE without encryption. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true for "*" and addresses of zeros: "0.0.0.0", "::", "0", "[::]", "0:0:0:0:0:0:0:0". */
static bool is_any_address(const char *address)
{
	return !strcmp(address, "*") || (*address && !address[strspn(address, "0.:[]")]);
}

static bool is_remote_type(const xmlNode *graphics)
{
	return vml_one_of(vml_attr(graphics, "@type"), "vnc|spice|rdp");
}

/* Return the listen address; "" if the host's settings determine it. */
static const char *address_of(const xmlNode *graphics)
{
	xmlNode *listen = vml_child(graphics, "listen");

	if (vml_has_attr(graphics, "@socket") ||
		vml_one_of(vml_attr(listen, "@type"), "none|socket|network"))
		return "";
	return *vml_attr(listen, "@address") ? vml_attr(listen, "@address")
					     : vml_attr(graphics, "@listen");
}

/* Return true if all SPICE channels for input and screen contents are encrypted. */
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
			"%s listens on '%s': anyone who can reach this host can connect to it",
			vml_device_name(ctx, graphics), address);
	if (vml_attr_is(graphics, "@type", "spice") && is_secure(graphics))
		vml_lower_severity(finding, VML_INFO);
	if (!(vml_facts_of(ctx)->gates & VML_WHEN_QEMU))
		vml_remedy(finding,
			"Sets the listen address to 127.0.0.1. From other hosts, connect through "
			"an SSH tunnel to this host, or set an address of a trusted network.");
	/*
	 * also change @listen of <graphics>: libvirt rejects a domain if it differs from <listen>
	 */
	if (vml_has_attr(graphics, "@listen"))
		vml_fix_set(finding, graphics, "listen", "127.0.0.1");
	if (in_child)
		vml_fix_set(finding, listen, "address", "127.0.0.1");
	vml_command(finding,
		"--edit %u --graphics xpath.set=./@listen,xpath.value=127.0.0.1,"
		"listens0.type=address,listens0.address=127.0.0.1",
		vml_sibling_index(graphics));
}

/* Return true if the TLS port is the display's only port. */
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
	vml_finding *finding;

	if (!vml_attr_is(graphics, "@type", "spice") || is_secure(graphics) ||
		is_tls_only(graphics))
		return;
	if (vml_attr_is(listen, "@type", "network") && !vml_has_attr(graphics, "@socket"))
		address = vml_format(ctx, "network '%s'", vml_attr(listen, "@network"));
	/*
	 * skip wildcard addresses: graphics-listen-public reports them, and its fix resolves this
	 * finding, too
	 */
	if (!*address || is_any_address(address) || vml_is_loopback(address))
		return;
	finding = vml_report(ctx, graphics,
		"spice display on %s accepts unencrypted connections: keys and screen contents "
		"can be intercepted",
		address);
	if (vml_attr_is(graphics, "@defaultMode", "secure"))
		vml_remedy(finding,
			"Set mode='secure' in each <channel> with mode='insecure', or remove that "
			"<channel>: defaultMode='secure' then applies.");
}

const vml_rule vml_rules_graphics_listen[] = {
	{
		.id = "graphics-listen-public",
		.summary = "display listens on all addresses of the host",
		.why = "Anyone who can reach the host over the network can reach the guest's "
		       "console: its boot menu, its login, a session left open. VNC sends "
		       "everything unencrypted unless TLS is configured on the host, and VNC "
		       "passwords have 8 characters at most. QEMU's manual recommends VNC on the "
		       "loopback address or a Unix socket.",
		.remedy = "Sets the listen address to 127.0.0.1. From other hosts, connect by "
			  "\"virt-viewer -c qemu+ssh://HOST/system GUEST\", which uses SSH. A web "
			  "console (noVNC) on another host can no longer connect: for it, set an "
			  "address of a trusted network instead.",
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
		.why = "Without defaultMode='secure' a SPICE client may open each channel "
		       "unencrypted, and must do so if there is no TLS port. Everything typed "
		       "into the guest's console, including passwords, can then be intercepted.",
		.remedy = "Set spice_tls = 1 and the certificates in "
			  "/etc/libvirt/qemu.conf, then defaultMode='secure' here, and "
			  "tlsPort='-1' if there is no tlsPort. Viewers then need the "
			  "certificate of the CA. Or listen on 127.0.0.1 and connect "
			  "through SSH.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.each = "devices/graphics",
		.check = spice_plaintext,
	},
	{ 0 }
};
