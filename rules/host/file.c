/* Files and directories, other than disk images and firmware, that the host lacks. */
#include <vmlint/host.h>

/* Directory below which libvirt generates paths, creating the directories. */
static const char libvirt_channels[] = "/var/lib/libvirt/qemu/channel/";

enum kind {
	EXISTS, /* the path itself must exist */
	PARENT	/* its directory must exist: libvirt or QEMU creates the file or socket */
};

/*
 * Attributes with paths, in elements below <devices>. A row applies only if the value of the
 * attribute `condition` is in the '|'-separated list `among`; an empty item matches a missing
 * attribute. condition NULL: the row always applies.
 */
static const struct path {
	const char *device, *path;
	enum kind kind;
	const char *condition, *among;
} paths[] = {
	{ "filesystem", "source/@dir", EXISTS, "@type", "|mount" },
	{ "filesystem", "source/@socket", EXISTS, NULL, NULL },
	{ "serial", "source/@path", PARENT, "@type", "file" },
	{ "serial", "source/@path", EXISTS, "@type", "dev" },
	{ "serial", "source/@path", PARENT, "source/@mode", "bind" },
	{ "parallel", "source/@path", PARENT, "@type", "file" },
	{ "parallel", "source/@path", EXISTS, "@type", "dev" },
	{ "channel", "source/@path", PARENT, "@type", "file" },
	{ "channel", "source/@path", PARENT, "source/@mode", "bind" },
	{ "interface", "source/@path", EXISTS, "source/@mode", "client" },
	{ "interface", "source/@path", PARENT, "source/@mode", "server" },
	{ "disk", "source/@path", EXISTS, "@type", "vhostuser" },
	{ "disk", "source/@dir", EXISTS, "@type", "dir" },
	{ "input", "source/@dev", EXISTS, "@type", "evdev" },
	{ "input", "source/@evdev", EXISTS, "@type", "passthrough" },
	{ "tpm", "backend/device/@path", EXISTS, "backend/@type", "passthrough" },
	{ "graphics", "@socket", PARENT, NULL, NULL },
	{ "graphics", "listen/@socket", PARENT, NULL, NULL },
	{ "serial", "log/@file", PARENT, NULL, NULL },
};

static const char *parent_of(vml_context *ctx, const char *path)
{
	const char *name = strrchr(path, '/');

	return name > path ? vml_format(ctx, "%.*s", (int)(name - path), path) : "";
}

/*
 * Lower the severity if not `sure`: the path was missing when the profile was made or when its pool
 * was last refreshed, and may exist now.
 */
static void soften(vml_finding *finding, bool sure)
{
	if (!sure)
		vml_lower_severity(finding, VML_WARNING);
}

static void check_path(vml_context *ctx, const xmlNode *node, enum kind kind, const char *path)
{
	const vml_host *host = vml_host_of(ctx);
	vml_finding *finding;
	bool sure;
	const char *device =
		vml_named(vml_parent(node), "os") ? "the guest" : vml_device_name(ctx, node);

	if (*path != '/' || vml_starts_with(path, libvirt_channels))
		return;
	if (kind == EXISTS && vml_host_image(host, path, NULL, &sure) == VML_NO) {
		finding = vml_report(ctx, node,
			"%s uses %s, which does not exist: the guest %s not start", device, path,
			sure ? "does" : "may");
		vml_remedy(finding, "%s on the host, or correct the path.",
			vml_attr_is(node, "@mode", "client") ||
					vml_attr_is(node, "source/@mode", "client") ||
					vml_attr_is(node, "@type", "vhostuser")
				? "Start the program that creates this socket"
				: vml_starts_with(path, "/dev/")
				? "Connect the device or load its driver"
				: "Create or copy what is missing (for a socket, start its program)");
		soften(finding, sure);
	} else if (kind == PARENT) {
		const char *parent = parent_of(ctx, path);

		if (vml_host_file(host, parent, &sure) != VML_NO)
			return;
		finding = vml_report(ctx, node,
			"%s uses %s, but directory %s does not exist: the guest %s not start",
			device, path, parent, sure ? "does" : "may");
		vml_remedy(finding,
			"Create the directory on the host: \"mkdir -p %s\", or choose another path. "
			"The user that QEMU runs as must be able to write there.",
			vml_shell(ctx, parent));
		soften(finding, sure);
	}
}

/* Check an element whose text is a path. */
static void check_text(vml_context *ctx, const xmlNode *node)
{
	check_path(ctx, node, EXISTS, vml_text(ctx, node));
}

static void device(vml_context *ctx, const xmlNode *device)
{
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (vml_named(device, paths[i].device) &&
			(!paths[i].condition ||
				vml_one_of(vml_attr(device, paths[i].condition), paths[i].among)))
			check_path(ctx, device, paths[i].kind, vml_attr(device, paths[i].path));
	if (vml_named(device, "rng") && vml_attr_is(device, "backend/@model", "random"))
		check_text(ctx, vml_child(device, "backend"));
}

static void missing(vml_context *ctx, xmlNode *node)
{
	if (vml_one_of((const char *)node->name, "kernel|initrd|dtb|table"))
		check_text(ctx, node);
	else
		device(ctx, node);
}

const vml_rule vml_rules_host_file[] = {
	{
		.id = "host-file-missing",
		.summary = "file or directory that the domain uses does not exist on the host",
		.why = "The guest does not start without it: a kernel, a shared directory, a "
		       "device, the socket of another program. libvirt and QEMU create only logs "
		       "and their own sockets, in existing directories.",
		.remedy = "Create or copy what is missing, correct the path, or start the program "
			  "that creates the socket.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "os/kernel|os/initrd|os/dtb|os/acpi/table|devices/filesystem|devices/serial|"
			"devices/parallel|devices/channel|devices/interface|devices/disk|"
			"devices/input|devices/tpm|devices/graphics|devices/rng",
		.check = missing,
	},
	{ 0 },
};
