/* Programs of the host that libvirt starts beside QEMU. */
#include <vmlint/host.h>

#include <string.h>

/*
 * Programs, by the element that needs them: the attribute `path` has one of the '|'-separated values
 * in `among`; an empty item matches a missing attribute. Not needed if the element `unless` names is
 * present (an attribute or child; NULL: none).
 */
static const struct program {
	const char *element, *path, *among, *unless;
	const char *name, *what, *package;
} programs[] = {
	{ "tpm", "backend/@type", "emulator", NULL, "swtpm", "the emulated TPM",
		"swtpm (on Debian also swtpm-tools)" },
	{ "vcpu", "@placement", "auto", NULL, "numad", "placement='auto'", "numad" },
	{ "memory", "@placement", "auto", NULL, "numad", "placement='auto'", "numad" },
	{ "disk", "source/reservations/@managed", "yes", NULL, "qemu-pr-helper",
		"<reservations managed='yes'>", "qemu-pr-helper (on Debian qemu-system-common)" },
	{ "graphics", "@type", "dbus", "@address", "dbus-daemon", "the D-Bus display",
		"dbus-daemon" },
	{ "interface", "backend/@type", "passt", NULL, "passt", "the backend passt", "passt" },
};

/*
 * Return whether a program is in one of the directories in which libvirtd searches, as systemd starts
 * it. ret_sure: set to false if the result may be outdated
 */
static vml_tristate find(vml_context *ctx, const char *name, bool *ret_sure)
{
	static const char *const directories[] = { "/usr/bin", "/usr/sbin", "/usr/local/bin",
		"/usr/local/sbin", "/bin", "/sbin" };
	vml_tristate found = VML_NO;

	*ret_sure = true;
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++) {
		const char *path = vml_format(ctx, "%s/%s", directories[i], name);
		bool sure;
		vml_tristate exists = vml_host_file(vml_host_of(ctx), path, &sure);

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

		if (!vml_named(node, it->element) ||
			!vml_one_of(vml_attr(node, it->path), it->among) ||
			(it->unless && vml_has_attr(node, it->unless)) ||
			!has_usual_directories(ctx) || find(ctx, it->name, &sure) != VML_NO)
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
		.why = "libvirt starts further programs beside QEMU, for example to emulate a TPM. "
		       "Packages of libvirt only recommend these programs, so a host may lack them.",
		.remedy = "Install the program on the host, or remove what requires it.",
		.url = "https://libvirt.org/formatdomain.html#tpm-device",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST | VML_WHEN_HOST_GUESTS,
		.unless = VML_WHEN_LIVE,
		.each = "vcpu|numatune/memory|devices/tpm|devices/disk|devices/graphics|"
			"devices/interface",
		.check = missing,
	},
	{ 0 },
};
