/* Consoles and monitors that listen on the network. */
#include <vmlint/refusal.h>

#include <string.h>

static void advise(vml_finding *finding, const xmlNode *device)
{
	vml_remedy(finding, "Listen on 127.0.0.1 and connect %s.%s",
		vml_attr_is(device, "@type", "udp")
			? "from the host, or set type='unix' with the path of a socket"
			: "through SSH, set type='unix' with the path of a socket, or set tls='yes' in "
			  "<source> with certificates that qemu.conf names",
		vml_one_of((const char *)device->name, "serial|console")
			? " Usually type='pty' and \"virsh console\" are enough."
			: "");
}

static void chardev(vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");

	if (!vml_one_of(type, "tcp|udp") || !vml_reads_source(ctx, device))
		return;
	vml_each_child (source, device, "source") {
		const char *host = vml_attr(source, "@host");

		/* without @host, UDP listens on all addresses; libvirt rejects TCP without @host */
		if (!*host && !strcmp(type, "udp"))
			host = "every address";
		if (!vml_attr_is(source, "@mode", "bind") || !*host || vml_is_loopback(host) ||
			vml_attr_is(source, "@tls", "yes"))
			continue;
		advise(vml_report_attr(ctx, source, "host",
			       "%s listens on port %s of %s without a password: anyone who connects "
			       "%s",
			       vml_device_name(ctx, device), vml_attr(source, "@service"), host,
			       vml_one_of((const char *)device->name, "serial|console")
				       ? "reaches the guest's console"
				       : "can exchange data with the guest"),
			device);
	}
}

/* Return the name of a QEMU option, which begins with one or two dashes; "" if it is not one. */
static const char *option_name(const char *arg)
{
	if (*arg != '-')
		return "";
	return arg + (arg[1] == '-' ? 2 : 1);
}

/* Return the name of the interface to the guest that a QEMU option opens; NULL if it opens none. */
static const char *interface_of(const char *option)
{
	static const char *const options[][2] = { { "monitor", "monitor" }, { "qmp", "monitor" },
		{ "qmp-pretty", "monitor" }, { "gdb", "debugger port" },
		{ "serial", "serial console" } };

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (!strcmp(option, options[i][0]))
			return options[i][1];
	return NULL;
}

/* Return true if an option after the first comma is "server", "server=on", "=yes" or "=true". */
static bool is_server(const char *text)
{
	for (text = strchr(text, ','); text; text = strchr(text + 1, ','))
		if (vml_starts_with(text, ",server") &&
			(!text[7] || text[7] == ',' || vml_starts_with(text + 7, "=on") ||
				vml_starts_with(text + 7, "=y") ||
				vml_starts_with(text + 7, "=true")))
			return true;
	return false;
}

/*
 * Return true if the option listens on a non-loopback address. text: its value,
 * "tcp:HOST:PORT,server" or "telnet:..."; an empty HOST means all addresses of the host.
 */
static bool listens_publicly(const char *option, const char *text)
{
	if (!vml_starts_with(text, "tcp:") && !vml_starts_with(text, "telnet:"))
		return false;
	if (strcmp(option, "gdb") && !is_server(text))
		return false;
	return !vml_is_loopback(strchr(text, ':') + 1);
}

static void commandline(vml_context *ctx, const xmlNode *arguments)
{
	for (xmlNode *arg = vml_first(arguments); arg; arg = vml_sibling(arg)) {
		const char *option = option_name(vml_attr(arg, "@value"));
		const char *what = interface_of(option);
		const char *text = vml_attr(vml_sibling(arg), "@value");

		if (!xmlStrEqual(arg->name, BAD_CAST "arg"))
			continue;
		if (!strcmp(option, "s"))
			vml_remedy(vml_report_attr(ctx, arg, "value",
					   "QEMU's debugger port listens on every address: anyone "
					   "who connects controls the guest"),
				"Replace the argument -s by -gdb and tcp:127.0.0.1:1234, and connect "
				"through SSH.");
		else if (what && listens_publicly(option, text))
			vml_remedy(
				vml_report_attr(ctx, vml_sibling(arg), "value",
					"QEMU's %s listens on the network (%s): anyone who connects "
					"controls the guest",
					what, text),
				"Listen on 127.0.0.1 and connect through SSH, or use a UNIX socket%s.",
				!strcmp(what, "monitor") ? ", or \"virsh qemu-monitor-command\""
							 : "");
	}
}

static void network_exposed(vml_context *ctx, xmlNode *node)
{
	if (!vml_named(node, "domain") && !vml_named(node, "inactiveDomain")) {
		chardev(ctx, node);
		return;
	}
	for (xmlNode *child = vml_first(node); child; child = vml_sibling(child))
		if (child->ns && xmlStrEqual(child->name, BAD_CAST "commandline"))
			commandline(ctx, child);
}

const vml_rule vml_rules_console_network[] = {
	{
		.id = "console-network-exposed",
		.summary = "console or monitor of the guest listens on the network",
		.why = "A character device on a TCP or UDP port requires no password and "
		       "encrypts nothing. A serial port often leads to a root shell, and at "
		       "least to the boot loader. QEMU's monitor and its debugger port give full "
		       "control over the guest and access to files of the host.",
		.remedy = "Listen on 127.0.0.1 and connect through SSH, set type='unix' with the "
			  "path of a socket, or set tls='yes' in <source> with certificates that "
			  "qemu.conf names. For a serial console type='pty' and \"virsh console\" "
			  "are usually enough.",
		.url = "https://www.qemu.org/docs/master/system/security.html",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".|devices/serial|devices/console|devices/parallel|devices/channel|"
			"devices/redirdev|devices/smartcard",
		.check = network_exposed,
	},
	{ 0 }
};
