/* Programs of the host that libvirt starts in addition to QEMU. */
#include <vmlint/host.h>

#include <string.h>

enum { DIRECTORIES = 7 };

/* PATH of libvirtd as systemd starts it; ends with NULL. */
static const char *const search_path[DIRECTORIES] = { "/usr/bin", "/usr/sbin", "/usr/local/bin",
	"/usr/local/sbin", "/bin", "/sbin" };

/*
 * Directories in which distributions install virtiofsd. A file in /usr/share/qemu/vhost-user
 * specifies its path.
 */
static const char *const virtiofsd_directories[DIRECTORIES] = { "/usr/libexec", "/usr/lib/qemu",
	"/usr/lib", "/usr/bin", "/usr/local/libexec", "/usr/local/bin", "/usr/libexec/qemu" };

/*
 * Programs, by the element that needs them: its attribute at `path` has the value `value`. Not
 * needed if the element has one of the attributes in `unless`.
 */
static const struct program {
	const char *element, *path, *value, *unless[2];
	const char *const *directories;
	const char *name, *what, *package;
} programs[] = {
	{ "tpm", "backend/@type", "emulator", { NULL }, search_path, "swtpm", "the emulated TPM",
		"swtpm (and swtpm-tools, if there is one)" },
	{ "vcpu", "@placement", "auto", { NULL }, search_path, "numad", "placement='auto'",
		"numad" },
	{ "memory", "@placement", "auto", { NULL }, search_path, "numad", "placement='auto'",
		"numad" },
	{ "disk", "source/reservations/@managed", "yes", { NULL }, search_path, "qemu-pr-helper",
		"<reservations managed='yes'>", "qemu-pr-helper (on Debian qemu-system-common)" },
	{ "graphics", "@type", "dbus", { "@address", "@p2p" }, search_path, "dbus-daemon",
		"the D-Bus display", "dbus-daemon" },
	{ "interface", "backend/@type", "passt", { NULL }, search_path, "passt",
		"the backend passt", "passt" },
	{ "filesystem", "driver/@type", "virtiofs", { "binary/@path", "source/@socket" },
		virtiofsd_directories, "virtiofsd", "virtiofs",
		"virtiofsd (on Debian 12 qemu-system-common)" },
};

static bool needs(const xmlNode *node, const struct program *program)
{
	if (!vml_named(node, program->element) || !vml_attr_is(node, program->path, program->value))
		return false;
	for (size_t i = 0; i < 2 && program->unless[i]; i++)
		if (vml_has_attr(node, program->unless[i]))
			return false;
	return true;
}

/*
 * Return whether the program is in one of its directories. ret_sure: set to whether its absence is
 * certain
 */
static vml_tristate find(vml_context *ctx, const struct program *program, bool *ret_sure)
{
	const vml_host *host = vml_host_of(ctx);
	vml_tristate found = VML_NO;

	/* an admin can specify the path of virtiofsd there */
	*ret_sure = program->directories == search_path ||
		vml_host_file(host, "/etc/qemu/vhost-user", NULL) == VML_NO;
	for (size_t i = 0; i < DIRECTORIES && program->directories[i]; i++) {
		const char *path = vml_format(ctx, "%s/%s", program->directories[i], program->name);
		bool sure;
		vml_tristate exists = vml_host_file(host, path, &sure);

		if (exists == VML_YES)
			return VML_YES;
		if (exists == VML_UNKNOWN)
			found = VML_UNKNOWN;
		*ret_sure &= sure;
	}
	return found;
}

/*
 * Return true if the host keeps its programs in the usual directories: NixOS and Guix do not, and
 * libvirtd has another search path there.
 */
static bool has_usual_directories(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);

	return vml_starts_with(
		vml_host_default_emulator(vml_host_of(ctx), facts->arch, facts->type), "/usr/");
}

static void missing(vml_context *ctx, xmlNode *node)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		const struct program *it = &programs[i];
		vml_finding *finding;
		bool sure;

		if (!needs(node, it) || !has_usual_directories(ctx) ||
			find(ctx, it, &sure) != VML_NO)
			continue;
		finding = vml_report(ctx, node,
			"%s requires the program %s, which the host does not have: the guest %s not "
			"start",
			it->what, it->name, sure ? "does" : "may");
		vml_remedy(finding, "Install the package %s on the host.", it->package);
		if (!sure)
			vml_lower_severity(finding, VML_WARNING);
	}
}

const vml_rule vml_rules_host_program[] = {
	{
		.id = "host-program-missing",
		.summary = "host does not have a program that libvirt starts for the guest",
		.why = "In addition to QEMU, libvirt starts other programs, for example to emulate a "
		       "TPM. Packages of libvirt only recommend these programs, so a host may lack "
		       "them.",
		.remedy = "Install the program on the host, or remove what requires it.",
		.url = "https://libvirt.org/formatdomain.html#tpm-device",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST | VML_WHEN_HOST_GUESTS,
		.unless = VML_WHEN_LIVE,
		.each = "vcpu|numatune/memory|devices/tpm|devices/disk|devices/graphics|"
			"devices/interface|devices/filesystem",
		.check = missing,
	},
	{ 0 },
};
