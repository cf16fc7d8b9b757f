/* Reconnection and protocol of character devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return true if libvirt reads the host side: not of a smartcard of the host or of a random
 * number generator without EGD, and not of the first <console> if it repeats the first <serial>.
 */
static bool is_read(vml_context *ctx, const xmlNode *device)
{
	if (vml_named(device, "smartcard"))
		return vml_attr_is(device, "@mode", "passthrough");
	if (vml_named(device, "backend"))
		return vml_attr_is(device, "@model", "egd");
	return !vml_named(device, "console") ||
		vml_one_of(vml_attr(device, "target/@type"), "virtio|xen|sclp|sclplm") ||
		!vml_device(ctx, "serial") || vml_sibling_index(device) > 1;
}

/* libvirt generates the paths of virtio and Xen channels. */
static bool needs_path(vml_context *ctx, const xmlNode *device)
{
	return is_read(ctx, device) &&
		!(vml_named(device, "channel") &&
			vml_one_of(vml_attr(device, "target/@type"), "virtio|xen"));
}

/*
 * qemuDomainChrDefDropDefaultPath(): libvirt also replaces a path that it generated itself:
 * DIRECTORY/[target/]domain-NAME/CHANNEL or DIRECTORY/[target/]ID-NAME/CHANNEL
 */
static bool is_path_of_libvirt(const char *path)
{
	static const char *const directories[] = { "/var/lib/libvirt/qemu/channel/",
		"/run/libvirt/qemu/channel/" };

	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		const char *rest = path + strlen(directories[i]);

		if (!vml_starts_with(path, directories[i]))
			continue;
		if (vml_starts_with(rest, "target/"))
			rest += strlen("target/");
		return vml_starts_with(rest, "domain-") || (*rest >= '0' && *rest <= '9');
	}
	return false;
}

static bool has_generated_path(vml_context *ctx, const xmlNode *device)
{
	const char *path = vml_attr(device, "source/@path");

	return !needs_path(ctx, device) && !vml_attr_is(device, "source/@mode", "bind") &&
		(!*path || is_path_of_libvirt(path));
}

/* virDomainChrSourceDefValidate(), qemuValidateDomainChrSourceDef() */
static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("source/reconnect/@enabled"), VML_IS("source/@mode", "bind"),
		  VML_IS("@type", "tcp|unix"), VML_CALL(is_read) },
		.at = "source/reconnect/@enabled",
		.message = "a socket that waits for connections cannot reconnect",
		.remedy = "Removes <reconnect>. Alternative: mode='connect'.",
		.fix = "remove source/reconnect" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/reconnect/@enabled"), VML_IS("@type", "unix"),
			VML_CALL(has_generated_path) },
		.at = "source/reconnect/@enabled",
		.message = "the socket whose path libvirt generates cannot reconnect",
		.remedy = "Removes <reconnect>: QEMU creates the socket. Alternative: "
			  "path='...' of a socket of another program.",
		.fix = "remove source/reconnect" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("source/reconnect/@enabled", "yes"),
			VML_IS("source/reconnect/@timeout", "0"), VML_IS("@type", "tcp|unix"),
			VML_IS_NOT("source/@mode", "bind"), VML_CALL(is_read) },
		.at = "source/reconnect/@timeout",
		.message = "the time between two attempts to connect must be at least 1 second",
		.remedy = "Sets timeout='1', in seconds.",
		.fix = "set source/reconnect/@timeout=1" },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("@type", "tcp"), VML_IS("protocol/@type", "tls|telnets") },
		.at = "protocol/@type",
		.message = "QEMU has no character device with the protocol {value}",
		.remedy = "Use <source tls='yes'> with the protocol raw or telnet." },
	{ 0 },
};

const vml_rule vml_rules_console_rejected_connection[] = {
	{
		.id = "console-rejected-connection",
		.summary = "reconnection or protocol of a character device that libvirt rejects",
		.why = "Only a socket that connects to another program can reconnect, "
		       "and QEMU supports only the protocols raw and telnet. libvirt "
		       "rejects the domain otherwise.",
		.remedy = "Each finding states how to correct <source>. The fix removes or "
			  "changes only what libvirt rejects, so the guest loses nothing.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* a running domain was accepted */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/serial|devices/parallel|devices/console|devices/channel|devices/redirdev|devices/smartcard|devices/rng/backend",
		.refusals = rows,
	},
	{ 0 },
};
