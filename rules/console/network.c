/* Consoles and monitors that listen on the network. */
#include <vmlint/rule.h>

#include <string.h>

/* <console> repeats the first <serial>, with which it is one device. */
static bool is_repetition(const xmlNode *console)
{
	const char *target = vml_attr(console, "target/@type");

	return vml_named(console, "console") && (!*target || !strcmp(target, "serial")) &&
		vml_child(vml_parent(console), "serial");
}

static void chardev(vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");

	if (!vml_one_of(type, "tcp|udp") || is_repetition(device))
		return;
	vml_each_child (source, device, "source") {
		const char *host = vml_attr(source, "@host");

		/* a port of TCP without an address is refused, one of UDP is on all */
		if (!*host && !strcmp(type, "udp"))
			host = "every address,";
		if (!vml_attr_is(source, "@mode", "bind") || !*host || vml_is_loopback(host) ||
			vml_attr_is(source, "@tls", "yes"))
			continue;
		vml_report_attr(ctx, source, "host",
			"%s listens on %s port %s without a password: whoever connects is at the "
			"guest's console",
			vml_device_name(ctx, device), host, vml_attr(source, "@service"));
	}
}

/* What an option of QEMU's command line opens; NULL where that is no way in. */
static const char *what_opens(const char *option)
{
	static const char *const options[][2] = { { "-monitor", "monitor" }, { "-qmp", "monitor" },
		{ "-qmp-pretty", "monitor" }, { "-gdb", "debugger port" },
		{ "-serial", "serial console" } };

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (!strcmp(option, options[i][0]))
			return options[i][1];
	return NULL;
}

/* "tcp:HOST:PORT,server", "telnet:...": without HOST it is every address of the host. */
static bool listens_publicly(const char *option, const char *text)
{
	if (!vml_starts_with(text, "tcp:") && !vml_starts_with(text, "telnet:"))
		return false;
	if (strcmp(option, "-gdb") && !strstr(text, "server"))
		return false;
	return !vml_is_loopback(strchr(text, ':') + 1);
}

static void commandline(vml_context *ctx, const xmlNode *arguments)
{
	for (xmlNode *arg = vml_first(arguments); arg; arg = vml_sibling(arg)) {
		const char *option = vml_attr(arg, "@value"), *what = what_opens(option);
		const char *text = vml_attr(vml_sibling(arg), "@value");

		if (!xmlStrEqual(arg->name, BAD_CAST "arg"))
			continue;
		if (!strcmp(option, "-s"))
			vml_report_attr(ctx, arg, "value",
				"QEMU's debugger port listens on every address: whoever connects "
				"controls the guest");
		else if (what && listens_publicly(option, text))
			vml_report_attr(ctx, vml_sibling(arg), "value",
				"QEMU's %s listens on the network (%s): whoever connects controls the "
				"guest",
				what, text);
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
		.why = "A character device on a TCP or UDP port asks for no password and encrypts "
		       "nothing. A serial port often leads to a root shell, and at least to the boot "
		       "loader. QEMU's monitor and its debugger port give full control over the "
		       "guest and can read files of the host.",
		.remedy =
			"Listen on 127.0.0.1 and connect through SSH, use type='unix' with a socket, "
			"or tls='yes' with certificates set up in qemu.conf. For a serial console "
			"type='pty' and \"virsh console\" are usually enough.",
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
