/* UEFI images: how they are attached, where the guest's variables live, Secure Boot. */
#include <vmlint/rule.h>

#include <string.h>

/* Whether a path is that of an image which the host's packages own and all guests share. */
static bool is_shared_path(const char *path)
{
	static const char *const roots[] = { "/usr/", "/nix/store/", "/run/libvirt/nix-ovmf/" };

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (vml_begins(path, roots[i]))
			return true;
	return false;
}

static bool is_uefi_image(const char *path)
{
	return strstr(path, "OVMF") || strstr(path, "AAVMF") || strstr(path, "edk2");
}

/* Builds for confidential guests hold no variables and are meant to be loaded as a ROM. */
static bool is_stateless(const vml_run *run, const xmlNode *loader, const char *path)
{
	return vml_attr_is(loader, "@stateless", "yes") ||
		vml_child(vml_facts_of(run)->domain, "launchSecurity") || strstr(path, "amdsev") ||
		strstr(path, "tdx");
}

/* The image of variables that lies beside a CODE image; NULL where the name tells none. */
static const char *vars_beside(vml_run *run, const char *code)
{
	const char *at = strstr(code, "_CODE");

	if (!at || strchr(at, '/'))
		return NULL;
	return vml_format(run, "%.*s_VARS%s", (int)(at - code), code, at + strlen("_CODE"));
}

static void attach_as_pflash(
	vml_run *run, vml_finding *finding, const xmlNode *loader, const char *path)
{
	xmlNode *os = vml_parent(loader);
	const char *vars = vars_beside(run, path);
	bool x86 = vml_facts_of(run)->gates & VML_WHEN_X86;

	/* on x86 libvirt refuses UEFI without ACPI, which a ROM did without */
	if ((!vml_child(os, "nvram") && !vars) ||
		(x86 && !vml_find(vml_parent(os), "features/acpi"))) {
		vml_lower_fix(finding, VML_FIX_NONE);
		return;
	}
	if (!vml_attr_is(loader, "@readonly", "yes"))
		vml_fix_set(finding, loader, "readonly", "yes");
	if (!vml_attr_is(loader, "@type", "pflash"))
		vml_fix_set(finding, loader, "type", "pflash");
	if (!vml_child(os, "nvram"))
		vml_fix_add(finding, os, loader, vml_format(run, "<nvram template='%s'/>", vars));
}

static void firmware_writable(vml_run *run, xmlNode *loader)
{
	const char *path = vml_text(run, loader);
	bool pflash = vml_attr_is(loader, "@type", "pflash");
	vml_finding *finding;

	if (!*path || vml_has_attr(vml_parent(loader), "@firmware") ||
		is_stateless(run, loader, path))
		return;
	if (pflash && !vml_attr_is(loader, "@readonly", "yes")) {
		finding = vml_report(run, loader,
			"UEFI image %s is attached writable: the guest may change the firmware itself",
			path);
		/* an image of its own with code and variables in one: it harms no other guest */
		if (!is_shared_path(path))
			vml_lower(finding, VML_INFO);
	} else if (!pflash && is_uefi_image(path)) {
		finding = vml_report(run, loader,
			"UEFI image %s is loaded as a ROM: boot entries and other UEFI variables are "
			"lost at power-off",
			path);
		vml_lower(finding, VML_WARNING);
	} else {
		return;
	}
	attach_as_pflash(run, finding, loader, path);
}

static void nvram_shared(vml_run *run, xmlNode *nvram)
{
	const char *path = vml_text(run, nvram);
	xmlNode *loader = vml_child(vml_parent(nvram), "loader");

	if (!*path)
		path = vml_attr(nvram, "source/@file");
	if (!*path)
		return;
	if (is_shared_path(path))
		vml_report(run, nvram,
			"UEFI variables are kept in %s, which belongs to the host and not to this guest",
			path);
	else if (vml_attr_is(nvram, "@template", path) || vml_text_is(loader, path))
		vml_report(run, nvram,
			"UEFI variables are kept in %s, the very image that they should be copied from",
			path);
}

const vml_rule vml_rules_machine_firmware[] = {
	{
		.id = "machine-firmware-writable",
		.summary = "UEFI image is writable, or loaded as a ROM that forgets its variables",
		.why = "A UEFI image consists of code, which is the same for all guests, and variables, "
		       "which each guest needs for itself. Without readonly='yes' the guest can write to "
		       "the code, or does not start because QEMU may not open the file for writing. "
		       "Without type='pflash' libvirt loads the image as a ROM: there is no place for "
		       "variables, so boot entries and Secure Boot keys are gone at each power-off.",
		.remedy =
			"Attaches the image as read-only flash and lets libvirt copy the variables "
			"beside it for this guest. Shorter, and good on every host: <os firmware='efi'> "
			"without <loader> and <nvram>.",
		.url = "https://libvirt.org/formatdomain.html#bios-bootloader",
		.severity = VML_ERROR,
		.category = VML_SECURITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/loader",
		.check = firmware_writable,
	},
	{
		.id = "machine-nvram-shared",
		.summary = "UEFI variables of the guest lie in a file that is not its own",
		.why = "The file holds the boot entries and Secure Boot keys of one guest. Where it is the "
		       "template that the host's packages bring, the guest does not start for want of "
		       "the right to write, or every guest writes over the entries of the others and the "
		       "next package update takes them all.",
		.remedy =
			"Leave the path out: libvirt then copies the template to "
			"/var/lib/libvirt/qemu/nvram/NAME_VARS.fd at the next start. The boot entries "
			"begin anew, and a guest that does not use the fallback loader may need its "
			"entry again.",
		.url = "https://libvirt.org/formatdomain.html#bios-bootloader",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "os/nvram",
		.check = nvram_shared,
	},
	{ 0 }
};
