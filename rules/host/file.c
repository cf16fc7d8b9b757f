/* Missing files, directories, sockets and device nodes, except disk images and firmware. */
#include <vmlint/host.h>
#include <vmlint/refusal.h>

enum kind {
	EXISTING, /* a file or directory must exist */
	DEVICE,	  /* a device node must exist */
	DRIVER, /* the same, but the path is fixed: the driver of the same name creates the node */
	SOCKET, /* another program must have created the socket */
	PIPE,	/* named pipes must exist, PATH.in and PATH.out, or PATH */
	PARENT, /* its directory must exist: libvirt or QEMU creates the file or socket */
	CREATED /* QEMU creates the file, but only if libvirt need not change its owner */
};

/* Elements with the host side of a character device; <backend> is that of an <rng>. */
static const char characters[] = "serial|parallel|console|channel|redirdev|smartcard|backend";

#define ALWAYS                     \
	{                          \
		{                  \
			NULL, NULL \
		}                  \
	}

/*
 * Paths in the elements that the rule visits. A row applies only if the value of each attribute in
 * `terms` is in the '|'-separated list `among`; an empty item matches a missing attribute.
 */
static const struct row {
	const char *on;	  /* '|'-separated names of the visited elements */
	const char *path; /* path of an attribute, or of an element with text; or of the file */
	enum kind kind;
	struct {
		const char *attr, *among;
	} terms[3];
} rows[] = {
	{ "os", "kernel", EXISTING, ALWAYS },
	{ "os", "initrd", EXISTING, ALWAYS },
	{ "os", "dtb", EXISTING, ALWAYS },
	{ "os", "nvram", PARENT, { { "loader/@type", "pflash" } } },
	{ "os", "nvram", PARENT, { { "@firmware", "efi" }, { "loader/@type", "|" } } },
	{ "os", "nvram/source/@file", PARENT, { { "nvram/@type", "file" } } },
	{ "table", "", EXISTING, ALWAYS },
	{ "entry", "@file", EXISTING, ALWAYS },
	{ characters, "source/@path", PARENT, { { "@type", "file" } } },
	{ characters, "source/@path", DEVICE, { { "@type", "dev" } } },
	{ characters, "source/@path", PIPE, { { "@type", "pipe" } } },
	{ characters, "source/@path", PARENT, { { "@type", "unix" }, { "source/@mode", "bind" } } },
	/* with <reconnect>, QEMU starts without the socket, unless libvirt changes its owner */
	{ characters, "source/@path", SOCKET,
		{ { "@type", "unix" }, { "source/@mode", "|connect" },
			{ "source/reconnect/@enabled", "|no" } } },
	{ characters, "log/@file", PARENT, ALWAYS },
	{ "smartcard", "database", EXISTING, { { "@mode", "host-certificates" } } },
	{ "rng", "backend", DEVICE, { { "backend/@model", "random" } } },
	{ "filesystem", "source/@dir", EXISTING, { { "@type", "|mount" } } },
	{ "filesystem", "source/@socket", SOCKET, ALWAYS },
	{ "filesystem", "binary/@path", EXISTING,
		{ { "driver/@type", "virtiofs" }, { "source/@socket", "|" } } },
	{ "interface", "source/@path", SOCKET, { { "source/@mode", "client" } } },
	{ "interface", "source/@path", PARENT, { { "source/@mode", "server" } } },
	{ "interface", "source/@dev", DEVICE, { { "@type", "vdpa" } } },
	/* not with managed='no': the interface may be a macvtap device */
	{ "interface", "backend/@tap", DEVICE,
		{ { "@type", "bridge|ethernet|network" }, { "target/@managed", "|yes" } } },
	{ "interface", "script/@path", EXISTING, { { "@type", "ethernet" } } },
	/* with bar='off', the guest starts even if the image is missing */
	{ "interface|hostdev", "rom/@file", EXISTING, { { "rom/@bar", "|on" } } },
	{ "hostdev", "/dev/vhost-scsi", DRIVER,
		{ { "@type", "scsi_host" }, { "source/@protocol", "vhost" } } },
	{ "vsock", "/dev/vhost-vsock", DRIVER, ALWAYS },
	{ "disk", "source/@path", SOCKET, { { "@type", "vhostuser" } } },
	{ "disk", "source/@dir", EXISTING, { { "@type", "dir" } } },
	{ "disk", "source/reservations/source/@path", SOCKET,
		{ { "source/reservations/@managed", "no" } } },
	{ "disk", "source/host/@socket", SOCKET,
		{ { "@type", "network" }, { "source/@protocol", "nbd" },
			{ "source/host/@transport", "unix" } } },
	{ "input", "source/@dev", DEVICE, { { "@type", "evdev" } } },
	{ "input", "source/@evdev", DEVICE, { { "@type", "passthrough" } } },
	{ "tpm", "backend/device/@path", DEVICE, { { "backend/@type", "passthrough" } } },
	{ "tpm", "backend/source/@path", SOCKET, { { "backend/@type", "external" } } },
	{ "graphics", "@socket", PARENT, ALWAYS },
	{ "graphics", "listen/@socket", PARENT, ALWAYS },
	{ "graphics", "gl/@rendernode", DEVICE, { { "@type", "egl-headless" } } },
	{ "graphics", "gl/@rendernode", DEVICE,
		{ { "@type", "spice|dbus" }, { "gl/@enable", "yes" } } },
	{ "video", "model/acceleration/@rendernode", DEVICE, { { "driver/@name", "vhostuser" } } },
	{ "shmem", "server/@path", SOCKET, ALWAYS },
	{ "memory", "source/path", PARENT, { { "@model", "nvdimm|virtio-pmem" } } },
	{ "memory", "source/path", CREATED, { { "@model", "nvdimm|virtio-pmem" } } },
};

static bool applies(vml_context *ctx, const struct row *row, const xmlNode *node)
{
	if (!vml_one_of((const char *)node->name, row->on))
		return false;
	for (size_t i = 0; i < sizeof(row->terms) / sizeof(*row->terms) && row->terms[i].attr; i++)
		if (!vml_one_of(vml_attr(node, row->terms[i].attr), row->terms[i].among))
			return false;
	/* libvirt ignores the <source> of some character devices */
	return row->on != characters || vml_reads_source(ctx, node);
}

static const char *parent_of(vml_context *ctx, const char *path)
{
	const char *name = strrchr(path, '/');

	return name > path ? vml_format(ctx, "%.*s", (int)(name - path), path) : "";
}

/*
 * Return whether the file that `kind` requires exists. ret_sure: set to false if it was missing
 * when the profile was made or when its pool was last refreshed, and may exist now
 */
static vml_tristate exists(vml_context *ctx, enum kind kind, const char *path, bool *ret_sure)
{
	const vml_host *host = vml_host_of(ctx);

	switch (kind) {
	case EXISTING: return vml_host_image(host, path, NULL, ret_sure);
	case PARENT: return vml_host_file(host, parent_of(ctx, path), ret_sure);
	case PIPE:
		if (vml_host_file(host, vml_format(ctx, "%s.in", path), NULL) != VML_NO &&
			vml_host_file(host, vml_format(ctx, "%s.out", path), NULL) != VML_NO)
			return VML_UNKNOWN;
		return vml_host_file(host, path, ret_sure);
	case CREATED:
		/* not sure: qemu.conf or <seclabel> can disable the change of the owner */
		*ret_sure = false;
		/* a missing directory has its own row */
		if (vml_host_file(host, parent_of(ctx, path), NULL) != VML_YES)
			return VML_UNKNOWN;
		return vml_host_file(host, path, NULL);
	default:
		/* not vml_host_image(): pools do not list sockets and device nodes */
		return vml_host_file(host, path, ret_sure);
	}
}

static void advise(vml_context *ctx, vml_finding *finding, enum kind kind, const char *path)
{
	static const char *const remedies[] = {
		[EXISTING] = "Create or copy the file or directory",
		[DEVICE] = "Connect the device or load its driver",
		[SOCKET] = "Start the program that creates this socket",
		[CREATED] = "Create the file, with the size of the memory device,",
	};

	if (kind == PARENT)
		vml_remedy(finding,
			"Create the directory on the host: \"mkdir -p %s\", or choose another path. "
			"QEMU's user must be able to enter it, and to write there if QEMU itself "
			"creates the file.",
			vml_shell(ctx, parent_of(ctx, path)));
	else if (kind == PIPE)
		vml_remedy(finding,
			"Create the pipes on the host with \"mkfifo %s %s\", or correct the path.",
			vml_shell(ctx, vml_format(ctx, "%s.in", path)),
			vml_shell(ctx, vml_format(ctx, "%s.out", path)));
	else if (kind == DRIVER)
		vml_remedy(finding,
			"Load the driver on the host with \"modprobe %s\", or remove the device.",
			strrchr(path, '/') + 1);
	else
		vml_remedy(finding, "%s on the host, or correct the path.",
			remedies[kind == CREATED && vml_starts_with(path, "/dev/") ? DEVICE
										   : kind]);
}

/* Check a path of the visited element `node`; at: the element to report. */
static void check_path(
	vml_context *ctx, const xmlNode *node, const xmlNode *at, enum kind kind, const char *path)
{
	vml_finding *finding;
	const char *user, *lacks;
	bool sure;

	/*
	 * libvirt generates paths in its own directories, and creates these; session daemons have
	 * them in home directories
	 */
	if (*path != '/' || strstr(path, "/libvirt/qemu/") ||
		exists(ctx, kind, path, &sure) != VML_NO)
		return;
	user = vml_one_of((const char *)node->name, "os|table|entry") ? "the guest"
								      : vml_device_name(ctx, node);
	lacks = kind == PARENT ? vml_format(ctx, "but directory %s", parent_of(ctx, path))
			       : "which";
	finding = vml_report(ctx, at, "%s uses %s, %s does not exist: the guest %s not start", user,
		path, lacks, sure ? "does" : "may");
	advise(ctx, finding, kind, path);
	if (!sure)
		vml_lower_severity(finding, VML_WARNING);
}

static void check_row(vml_context *ctx, const struct row *row, const xmlNode *node)
{
	if (*row->path == '/') {
		check_path(ctx, node, node, row->kind, row->path);
	} else if (strchr(row->path, '@')) {
		check_path(ctx, node, node, row->kind, vml_attr(node, row->path));
	} else {
		const xmlNode *at = vml_find(node, row->path);

		check_path(ctx, node, at, row->kind, vml_text(ctx, at));
	}
}

static void missing(vml_context *ctx, xmlNode *node)
{
	/* other types of <sysinfo> have no such <entry> */
	if (vml_named(node, "entry") && !vml_attr_is(vml_parent(node), "@type", "fwcfg"))
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (applies(ctx, &rows[i], node))
			check_row(ctx, &rows[i], node);
}

const vml_rule vml_rules_host_file[] = {
	{
		.id = "host-file-missing",
		.summary = "file or directory that the domain uses does not exist on the host",
		.why = "The guest does not start without it: a kernel, a shared directory, a "
		       "device, the socket of another program. libvirt and QEMU create NVRAM files, "
		       "output files, logs and their own sockets, but not the directories of these.",
		.remedy =
			"Create or copy the missing file or directory, connect the device or load "
			"its driver, start the program that creates the socket, or correct the "
			"path.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "os|os/acpi/table|sysinfo/entry|devices/serial|devices/parallel|"
			"devices/console|devices/channel|devices/redirdev|devices/smartcard|"
			"devices/rng|devices/rng/backend|devices/filesystem|devices/interface|"
			"devices/hostdev|devices/vsock|devices/disk|devices/input|devices/tpm|"
			"devices/graphics|devices/video|devices/shmem|devices/memory",
		.check = missing,
	},
	{ 0 },
};
