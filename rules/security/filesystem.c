/* Directories of the host that no guest should write to. */
#include <vmlint/rule.h>

#include <string.h>

/* Who writes there decides what the host runs, whom it trusts or what its guests hold. */
static const char host_dirs[] =
	"/|/bin|/boot|/dev|/etc|/home|/lib|/lib64|/proc|/root|/run|/sbin|/sys|/usr|/usr/bin|"
	"/usr/lib|/usr/local|/usr/local/bin|/usr/sbin|/var|/var/lib|/var/lib/libvirt|"
	"/var/lib/libvirt/images|/var/run";

/* The path without slashes at its end: "/etc//" is "/etc". */
static const char *trimmed(vml_context *ctx, const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return vml_format(ctx, "%.*s", (int)len, path);
}

/* A home directory as a whole, with its shell profiles and SSH keys. */
static bool is_home(const char *path)
{
	return vml_starts_with(path, "/home/") && !strchr(path + strlen("/home/"), '/');
}

static void sensitive(vml_context *ctx, xmlNode *filesystem)
{
	const char *type = vml_attr(filesystem, "@type");
	const char *dir = trimmed(ctx, vml_attr(filesystem, "source/@dir"));
	bool as_root = vml_attr_is(filesystem, "driver/@type", "virtiofs") &&
		!vml_child(filesystem, "idmap");

	if ((*type && strcmp(type, "mount")) || vml_child(filesystem, "readonly") ||
		(!vml_one_of(dir, host_dirs) && !is_home(dir)))
		return;
	vml_report_attr(ctx, vml_child(filesystem, "source"), "dir",
		"the guest may write to the host's %s%s", dir, as_root ? " as root" : "");
}

const vml_rule vml_rules_security_filesystem[] = {
	{
		.id = "security-fs-sensitive",
		.summary = "shared folder lets the guest write to a system directory of the host",
		.why = "Whoever is root in the guest can put files of any content there: a key in "
		       ".ssh/authorized_keys, a job for cron, a program in the search path. So a guest "
		       "that is broken into takes the host along. virtiofsd works as root where libvirt "
		       "starts it for the system, unless <idmap> says otherwise, so nothing of the tree "
		       "is out of its reach.",
		.remedy =
			"Share a directory that was made for the purpose, such as /srv/share, or export "
			"this one with <readonly/>, which libvirt has always known for 9p and lately "
			"for virtiofs.",
		.url = "https://libvirt.org/formatdomain.html#filesystems",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/filesystem",
		.check = sensitive,
	},
	{ 0 },
};
