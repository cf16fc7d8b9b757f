/* UEFI images: how the code is attached, and which file has the guest's variables. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if the image belongs to a package of the host and is shared by all guests. */
static bool is_shared_path(const char *path)
{
	static const char *const roots[] = { "/usr/", "/nix/store/", "/run/libvirt/nix-ovmf/" };

	/* libvirt built with the prefix /usr/local stores the files of its guests there */
	if (vml_starts_with(path, "/usr/local/var/"))
		return false;
	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (vml_starts_with(path, roots[i]))
			return true;
	return false;
}

/*
 * Return true if the firmware has no variables, so that it may be loaded as a ROM: with
 * stateless='yes', and for confidential guests, whose firmware builds (amdsev, tdx) have none.
 */
static bool is_stateless(const vml_context *ctx, const xmlNode *loader, const char *path)
{
	return vml_attr_is(loader, "@stateless", "yes") ||
		vml_child(vml_facts_of(ctx)->domain, "launchSecurity") || strstr(path, "amdsev") ||
		strstr(path, "tdx");
}

/*
 * Return the path of the template for variables in the directory of a CODE image; NULL if the file
 * name does not contain _CODE. Several CODE images have the same template: OVMF_VARS_4M.fd belongs
 * to OVMF_CODE_4M.secboot.fd and to OVMF_CODE_4M.fd.
 */
static const char *vars_template(vml_context *ctx, const char *code)
{
	const char *at = strstr(code, "_CODE"), *rest = at ? at + strlen("_CODE") : NULL;
	const char *secboot = rest ? strstr(rest, ".secboot") : NULL;

	if (!at || strchr(at, '/'))
		return NULL;
	if (!secboot)
		return vml_format(ctx, "%.*s_VARS%s", (int)(at - code), code, rest);
	return vml_format(ctx, "%.*s_VARS%.*s%s", (int)(at - code), code, (int)(secboot - rest),
		rest, secboot + strlen(".secboot"));
}

/* Return a remedy if the image cannot simply be attached as flash; NULL if it can. */
static const char *obstacle(const vml_context *ctx, const xmlNode *os, const char *vars)
{
	if (vml_facts_of(ctx)->gates & VML_WHEN_X86 && !vml_find(vml_parent(os), "features/acpi"))
		return "Add <acpi/> to <features>, because libvirt refuses UEFI without ACPI on "
		       "x86. Then use <os firmware='efi'> with neither <loader> nor <nvram>.";
	if (!vml_child(os, "nvram") && !vars && !vml_attr_is(os, "loader/@type", "pflash"))
		return "Use <os firmware='efi'> with neither <loader> nor <nvram>.";
	if (!vml_child(os, "nvram") && !vars)
		return "Use <os firmware='efi'> with neither <loader> nor <nvram>. An image that "
		       "combines code and variables can stay writable if it is this guest's own "
		       "copy, but then it does not get the host's firmware updates.";
	return NULL;
}

static void attach_as_pflash(
	vml_context *ctx, vml_finding *finding, const xmlNode *loader, const char *path)
{
	xmlNode *os = vml_parent(loader);
	const char *vars = vars_template(ctx, path), *why_not = obstacle(ctx, os, vars);

	if (why_not) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding, "%s", why_not);
		return;
	}
	vml_remedy(finding,
		"Attaches the image as read-only flash%s. Portable alternative: <os "
		"firmware='efi'> with neither <loader> nor <nvram>.",
		vml_child(os, "nvram") ? ""
				       : ", and gives the guest its own copy of the variables, "
					 "without boot entries and keys");
	if (!vml_attr_is(loader, "@readonly", "yes"))
		vml_fix_set(finding, loader, "readonly", "yes");
	if (!vml_attr_is(loader, "@type", "pflash"))
		vml_fix_set(finding, loader, "type", "pflash");
	if (!vml_child(os, "nvram"))
		vml_fix_add(finding, os, loader,
			vml_format(ctx, "<nvram template='%s'/>", vml_in_quotes(ctx, vars)));
	if (vml_child(os, "nvram"))
		vml_command(finding, "--edit --boot loader.readonly=yes,loader.type=pflash");
	/* no command if the path contains special characters of virt-xml options */
	else if (!strpbrk(vars, ",'\"\\"))
		vml_command(finding, "--edit --boot %s",
			vml_shell(ctx,
				vml_format(ctx,
					"loader.readonly=yes,loader.type=pflash,nvram.template=%s",
					vars)));
}

static void firmware_writable(vml_context *ctx, xmlNode *loader)
{
	const char *path = vml_text(ctx, loader);
	bool pflash = vml_attr_is(loader, "@type", "pflash");
	/* qemuFirmwareFillDomain() adds readonly='yes', but does not change readonly='no' */
	bool may_be_added = is_shared_path(path) && !vml_has_attr(loader, "@readonly") &&
		vml_libvirt_is(ctx, VML_RELEASE(9, 2));
	vml_finding *finding;

	/*
	 * skip <varstore> (libvirt 12.1 and later): it stores the variables of an image that is
	 * loaded as a ROM
	 */
	if (!*path || vml_has_attr(vml_parent(loader), "@firmware") ||
		vml_child(vml_parent(loader), "varstore") || is_stateless(ctx, loader, path))
		return;
	if (pflash && !vml_attr_is(loader, "@readonly", "yes")) {
		finding = vml_report(ctx, loader,
			may_be_added
				? "UEFI image %s is not marked read-only: the guest can change "
				  "it, unless a firmware descriptor or qemu.conf lists the image "
				  "(libvirt 9.2 and later)"
				: "UEFI image %s is writable: the guest may change the firmware code",
			path);
		/*
		 * only information for a file outside of packages: it may be the guest's own copy
		 * of code and variables, so no other guest is affected
		 */
		if (!is_shared_path(path))
			vml_lower_severity(finding, VML_INFO);
		else if (may_be_added)
			vml_lower_severity(finding, VML_WARNING);
	} else if (!pflash && vml_is_uefi_image(path)) {
		finding = vml_report(ctx, loader,
			"UEFI image %s is loaded as a ROM: boot entries and other UEFI variables "
			"are lost at power-off",
			path);
		vml_lower_severity(finding, VML_WARNING);
	} else {
		return;
	}
	attach_as_pflash(ctx, finding, loader, path);
}

static void nvram_shared(vml_context *ctx, xmlNode *nvram)
{
	const char *path = vml_text(ctx, nvram);
	xmlNode *loader = vml_child(vml_parent(nvram), "loader");

	if (!*path)
		path = vml_attr(nvram, "source/@file");
	if (!*path)
		return;
	if (is_shared_path(path))
		vml_report(ctx, nvram,
			"UEFI variables are stored in %s, a file of the firmware package: guests "
			"overwrite each other's variables, or do not start",
			path);
	else if (vml_text_is(loader, path))
		vml_remedy(vml_report(ctx, nvram,
				   "UEFI variables are stored in %s, the image of the firmware "
				   "code: the guest overwrites the code",
				   path),
			"Remove the path from <nvram> (or its <source> and attribute type), and set "
			"template='...' to the variables image of this firmware: at the next start "
			"libvirt copies it to /var/lib/libvirt/qemu/nvram/NAME_VARS.fd. The guest "
			"starts without boot entries: if it does not boot, create the entry "
			"again.");
	else if (vml_attr_is(nvram, "@template", path))
		vml_report(ctx, nvram,
			"UEFI variables are stored in %s, which is also their template: the guest "
			"changes the template",
			path);
}

const vml_rule vml_rules_machine_firmware[] = {
	{
		.id = "machine-firmware-writable",
		.summary = "UEFI image is writable, or loaded as a ROM that loses its variables",
		.why = "A UEFI image has two parts: code, which all guests share, and variables, "
		       "of which each guest needs its own copy. Without readonly='yes' the guest "
		       "can change the code, or does not start if QEMU may not write to the file. "
		       "If the attribute is absent, libvirt 9.2 and later add it to images that a "
		       "firmware descriptor or qemu.conf lists. Without type='pflash' libvirt "
		       "loads the image as a ROM, which cannot store variables: boot entries and "
		       "Secure Boot keys are lost at each power-off.",
		.remedy = "Attaches the image as read-only flash, and gives the guest its own copy "
			  "of the variables if it has none. That copy starts without boot entries "
			  "and keys. Portable alternative: <os firmware='efi'> with neither "
			  "<loader> nor <nvram>.",
		.url = "https://libvirt.org/formatdomain.html#guest-firmware",
		.severity = VML_ERROR,
		.category = VML_SECURITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/loader",
		.check = firmware_writable,
	},
	{
		.id = "machine-nvram-shared",
		.summary = "UEFI variables are stored in a file that is not the guest's own",
		.why = "This file should contain the boot entries and Secure Boot keys of one "
		       "guest. If it is a package's template and QEMU may not write it, the "
		       "guest does not start. If QEMU may, guests overwrite each other's "
		       "entries, and the next package update deletes them.",
		.remedy = "Remove the path from <nvram> (or its <source> and attribute type): at "
			  "the next start libvirt copies the template to "
			  "/var/lib/libvirt/qemu/nvram/NAME_VARS.fd. The guest starts without boot "
			  "entries: if it does not boot, create the entry again.",
		.url = "https://libvirt.org/formatdomain.html#guest-firmware",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "os/nvram",
		.check = nvram_shared,
	},
	{ 0 }
};
