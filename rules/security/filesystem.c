/* Host directories that no guest should be able to write to. */
#include <vmlint/rule.h>

#include <string.h>

/* Directories in which write access gives control over the host or the disks of guests. */
static const char host_dirs[] =
	"/|/bin|/boot|/dev|/etc|/home|/lib|/lib64|/proc|/root|/run|/sbin|/sys|/usr|/usr/bin|"
	"/usr/lib|/usr/local|/usr/local/bin|/usr/sbin|/var|/var/lib|/var/lib/libvirt|"
	"/var/lib/libvirt/images|/var/run";

/* Return the path without trailing slashes: "/etc" for "/etc//". */
static const char *trimmed(vml_context *ctx, const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return vml_format(ctx, "%.*s", (int)len, path);
}

/* Return true for a whole home directory: it contains shell profiles and SSH keys. */
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
		"the guest may write to the host's %s%s: it can take over the host", dir,
		as_root ? " as root" : "");
}

const vml_rule vml_rules_security_filesystem[] = {
	{
		.id = "security-fs-sensitive",
		.summary =
			"shared directory lets the guest write to a system directory of the host",
		.why = "The guest's root can create any file there: a key in "
		       ".ssh/authorized_keys, a cron job, a program in the search path. An "
		       "attacker who controls the guest then controls the host as well. If "
		       "libvirt's system daemon starts virtiofsd, it runs as root unless <idmap> "
		       "specifies otherwise, so the guest can write to every file in the "
		       "directory.",
		.remedy = "Share a directory created for the purpose, such as /srv/share, or share "
			  "this one with <readonly/>, which libvirt supports for 9p and, since "
			  "11.0, for virtiofs.",
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
