/* Firmware that the host lacks. */
#include <vmlint/host.h>

/* Return the domain capabilities for the guest's own machine type; NULL if there are none. */
static const vml_host_domcaps *exact_domcaps(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *emulator = vml_find(facts->domain, "devices/emulator");
	bool exact;
	const vml_host_domcaps *caps = vml_host_find_domcaps(vml_host_of(ctx),
		vml_text((vml_context *)(uintptr_t)ctx, emulator), facts->arch, facts->type,
		facts->machine, &exact);

	return exact ? caps : NULL;
}

/*
 * Return whether the host has descriptions of firmware images, according to its directories; for
 * profiles without domain capabilities.
 */
static vml_tristate has_descriptors(const vml_host *host)
{
	if (vml_host_file(host, "/usr/share/qemu/firmware", NULL) == VML_NO &&
		vml_host_file(host, "/etc/qemu/firmware", NULL) == VML_NO)
		return VML_NO;
	return VML_UNKNOWN;
}

#define INSTALL                                                                                 \
	"Install the firmware on the host (Debian: ovmf, qemu-efi-aarch64; Fedora: edk2-ovmf, " \
	"edk2-aarch64)."

static void check_automatic(vml_context *ctx, const xmlNode *os, const char *firmware)
{
	const vml_host_domcaps *caps = exact_domcaps(ctx);
	const xmlNode *features = vml_child(os, "firmware");
	bool secure = vml_attr_is(os, "loader/@secure", "yes");

	if (vml_domcaps_value(caps, "os", "firmware", firmware) == VML_NO ||
		(!caps && has_descriptors(vml_host_of(ctx)) == VML_NO)) {
		vml_finding *finding = vml_report_attr(ctx, os, "firmware",
			"no firmware of type '%s' is installed: libvirt rejects the domain",
			firmware);

		if (!strcmp(firmware, "bios") && vml_facts_of(ctx)->gates & VML_WHEN_X86)
			vml_remedy(finding,
				"Remove the attribute firmware: an x86 guest then has QEMU's own BIOS.");
		else
			vml_remedy(finding, INSTALL);
		return;
	}
	vml_each_child (it, features, "feature")
		secure |= vml_attr_is(it, "@name", "secure-boot") &&
			vml_attr_is(it, "@enabled", "yes");
	if (secure && vml_domcaps_value(caps, "os/loader", "secure", "yes") == VML_NO)
		vml_remedy(vml_report_attr(ctx, os, "firmware",
				   "no firmware with Secure Boot is installed for machine type %s: "
				   "libvirt rejects the domain",
				   vml_facts_of(ctx)->machine),
			INSTALL);
}

static void check_file(vml_context *ctx, const xmlNode *node, const char *path, const char *what)
{
	vml_finding *finding;
	bool sure;

	if (*path != '/' || vml_host_image(vml_host_of(ctx), path, NULL, &sure) != VML_NO)
		return;
	finding = vml_report(ctx, node, "%s %s does not exist: the guest %s not start", what, path,
		sure ? "does" : "may");
	/*
	 * the file was missing when the profile was made or when its pool was last refreshed, and
	 * may exist now
	 */
	if (!sure)
		vml_lower_severity(finding, VML_WARNING);
}

static void missing(vml_context *ctx, xmlNode *os)
{
	const xmlNode *loader = vml_child(os, "loader"), *nvram = vml_child(os, "nvram");
	const char *own = vml_text(ctx, nvram);

	if (vml_has_attr(os, "@firmware"))
		check_automatic(ctx, os, vml_attr(os, "@firmware"));
	check_file(ctx, loader, vml_text(ctx, loader), "firmware image");
	/* libvirt reads the template only if the guest's own file does not exist */
	if (!*own || vml_host_image(vml_host_of(ctx), own, NULL, NULL) != VML_YES)
		check_file(ctx, nvram, vml_attr(nvram, "@template"),
			"template of the firmware's "
			"variables");
}

const vml_rule vml_rules_host_firmware[] = {
	{
		.id = "host-firmware",
		.summary = "firmware of the guest is not installed on the host",
		.why = "Without the image, libvirt does not start the guest. Distributions install "
		       "the UEFI images of guests in different directories, in packages of their "
		       "own. libvirt selects one by its features, or uses the path in <loader>.",
		.remedy = INSTALL
		" If the package installs it at another path, set that path in the domain; if no "
		"package contains the file, copy it to the host. Or set <os firmware='efi'> and "
		"remove <loader> and nvram/@template: libvirt then finds the path on each host.",
		.url = "https://libvirt.org/formatdomain.html#bios-bootloader",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "os",
		.check = missing,
	},
	{ 0 },
};
