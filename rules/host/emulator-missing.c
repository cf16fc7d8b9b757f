/* Emulators that do not exist on the host. */
#include <vmlint/host.h>

static const char *arch_of(const vml_context *ctx)
{
	const char *arch = vml_facts_of(ctx)->arch;

	return *arch ? arch : vml_host_arch(vml_host_of(ctx));
}

static void offer_default(vml_finding *finding, const xmlNode *emulator, const char *found)
{
	if (!*found)
		return;
	vml_remedy(finding,
		"Removes <emulator>: libvirt then uses the emulator of the host, here %s. Machine "
		"types and devices of the guest must exist in it.",
		found);
	vml_fix_remove(finding, emulator);
}

/*
 * Return true if `path` is RHEL's path of QEMU, but libvirt found QEMU at the path of other
 * distributions. No distribution installs both, so `path` probably does not exist. It may exist if
 * the administrator has installed both: libvirt looks for qemu-system-<arch> first.
 */
static bool is_of_other_distribution(const char *path, const char *found)
{
	return !strcmp(path, "/usr/libexec/qemu-kvm") &&
		vml_starts_with(found, "/usr/bin/qemu-system-");
}

static void check_path(vml_context *ctx, const xmlNode *emulator, const char *path)
{
	const vml_host *host = vml_host_of(ctx);
	const char *found = vml_host_default_emulator(host, arch_of(ctx), vml_facts_of(ctx)->type);
	vml_tristate exists = vml_host_emulator(host, path);
	vml_finding *finding;

	if (*path != '/' || exists == VML_YES || !strcmp(path, found))
		return;
	if (exists == VML_NO)
		offer_default(vml_report(ctx, emulator,
				      "emulator %s does not exist: the guest does not start", path),
			emulator, found);
	else if (is_of_other_distribution(path, found)) {
		finding = vml_report(ctx, emulator,
			"emulator %s is not the one that libvirt found: the guest may not start",
			path);
		vml_lower_severity(finding, VML_WARNING);
		offer_default(finding, emulator, found);
	}
}

static void missing(vml_context *ctx, xmlNode *domain)
{
	const xmlNode *emulator = vml_find(domain, "devices/emulator");
	const char *path = vml_text(ctx, emulator), *arch = arch_of(ctx);

	if (*path)
		check_path(ctx, emulator, path);
	else if (*arch && vml_host_runs(vml_host_of(ctx), "hvm", arch, "") == VML_NO)
		vml_report_attr(ctx, vml_find(domain, "os/type"), "arch",
			"no emulator for %s guests is installed: libvirt does not define the guest",
			arch);
}

const vml_rule vml_rules_host_emulator_missing[] = {
	{
		.id = "host-emulator-missing",
		.summary = "emulator of the domain does not exist on the host",
		.why = "Without the program in <emulator>, or a QEMU for its architecture, the "
		       "guest does not start. Distributions install QEMU in different places, and "
		       "many install it for the host's architecture only.",
		.remedy = "Removes <emulator> if libvirt found another QEMU, whose machine types "
			  "then apply. Otherwise install QEMU for this architecture (Debian: \"apt "
			  "search qemu-system\", Fedora: \"dnf search qemu-system\"), or run the "
			  "guest on another host.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.each = ".",
		.check = missing,
	},
	{ 0 },
};
