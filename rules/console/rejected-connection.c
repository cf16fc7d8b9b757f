/* Reconnection and protocol of character devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return true for a path that libvirt generates: DIRECTORY/[target/]domain-NAME/CHANNEL or
 * DIRECTORY/[target/]ID-NAME/CHANNEL. When the domain is defined, libvirt drops such a path, and
 * generates another one at the start (qemuDomainChrDefDropDefaultPath()).
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

	return !vml_needs_path(ctx, device) && !vml_attr_is(device, "source/@mode", "bind") &&
		(!*path || is_path_of_libvirt(path));
}

/*
 * Return true for .../domain-NAME/CHANNEL in a directory that is not libvirt's. libvirt before 9.7
 * replaces such a path, too, because its regular expression lacks parentheses around the
 * alternatives.
 */
static bool is_path_of_any_domain(vml_context *ctx, const xmlNode *device)
{
	const char *path = vml_attr(device, "source/@path"), *last = strrchr(path, '/'), *at;

	if (!last || vml_needs_path(ctx, device) || is_path_of_libvirt(path) ||
		!vml_attr_is(device, "target/@name", last + 1))
		return false;
	for (at = last; at > path && at[-1] != '/';)
		at--;
	at = strstr(at, "domain-");
	return at && at + strlen("domain-") < last;
}

/* Checks of libvirt: virDomainChrSourceDefValidate(), qemuValidateDomainChrSourceDef(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("source/reconnect/@enabled"), VML_IS("source/@mode", "bind"),
		  VML_IS("@type", "tcp|unix"), VML_CALL(vml_reads_source) },
		.at = "source/reconnect/@enabled",
		.message = "a socket that waits for connections cannot reconnect",
		.remedy = "Removes <reconnect>. Alternative: mode='connect'.",
		.fix = "remove source/reconnect" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/reconnect/@enabled"), VML_IS("@type", "unix"),
			VML_CALL(has_generated_path) },
		.at = "source/reconnect/@enabled",
		.message =
			"a socket cannot reconnect if its path is absent or one that libvirt generates",
		.remedy = "Removes <reconnect>: QEMU creates the socket and waits for connections. "
			  "Alternative: mode='connect' and the path of another program's socket.",
		.fix = "remove source/reconnect" },
	{ .when = VML_WHEN_QEMU,
		.until = VML_RELEASE(9, 7),
		.terms = { VML_HAS("source/reconnect/@enabled"), VML_IS("@type", "unix"),
			VML_IS_NOT("source/@mode", "bind"), VML_CALL(is_path_of_any_domain) },
		.at = "source/reconnect/@enabled",
		.message =
			"a socket cannot reconnect if its path has 'domain-' in the directory, because libvirt replaces such a path",
		.remedy = "Use a path whose directory name does not contain 'domain-'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("source/reconnect/@enabled", "yes"),
			VML_IS("source/reconnect/@timeout", "0"), VML_IS("@type", "tcp|unix"),
			VML_IS_NOT("source/@mode", "bind"), VML_CALL(vml_reads_source) },
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
	{ .terms = { VML_IS("source/reconnect/@enabled", "yes"),
		  VML_LACKS("source/reconnect/@timeout"), VML_IS("@type", "tcp|unix"),
		  VML_CALL(vml_reads_source) },
		.at = "source/reconnect",
		.message = "the socket reconnects, but has no time between two attempts",
		.remedy = "Add timeout='10', in seconds." },
	{ 0 },
};

const vml_rule vml_rules_console_rejected_connection[] = {
	{
		.id = "console-rejected-connection",
		.summary = "reconnection or protocol of a character device that libvirt rejects",
		.why = "Only a socket that connects to another program can reconnect, and the "
		       "valid protocols are raw and telnet. libvirt rejects domains with other "
		       "settings.",
		.remedy = "Each finding states how to correct <source>. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/serial|devices/parallel|devices/console|devices/channel|devices/redirdev|devices/smartcard|devices/rng/backend",
		.refusals = rows,
	},
	{ 0 },
};
