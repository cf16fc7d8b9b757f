/* Hardware requirements of Windows 11. */
#include <vmlint/rule.h>

#include <string.h>

static const uint64_t LEAST_MEMORY = 4ULL << 30;

static bool is_x86(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & VML_WHEN_X86;
}

/* Return a TPM model: QEMU has tpm-crb only for x86, tpm-tis also for Arm. */
static const char *tpm_model(const vml_context *ctx)
{
	return is_x86(ctx) ? "tpm-crb" : "tpm-tis";
}

/* Return true if the TPM has version 2.0 or an unknown version. */
static bool is_tpm_2(const vml_context *ctx, const xmlNode *tpm)
{
	const char *version = vml_attr(tpm, "backend/@version");

	if (!vml_attr_is(tpm, "backend/@type", "emulator"))
		/* unknown: a TPM of the host (passthrough), or a swtpm of the admin (external) */
		return true;
	if (*version)
		return !strcmp(version, "2.0");
	/* libvirt's default is 1.2 for tpm-tis on x86, else 2.0 */
	return !is_x86(ctx) || vml_attr_is(tpm, "@model", "tpm-crb");
}

static void check_tpm(vml_context *ctx, const xmlNode *devices)
{
	xmlNode *tpm = vml_device(ctx, "tpm");
	vml_finding *finding;

	if (!devices || (tpm && is_tpm_2(ctx, tpm)))
		return;
	if (tpm) {
		finding = vml_report(ctx, tpm,
			"TPM has version 1.2%s, but Windows 11 requires 2.0: it may refuse updates",
			vml_has_attr(tpm, "backend/@version") ? "" : " by default");
		vml_fix_set(finding, tpm, "model", tpm_model(ctx));
		vml_fix_set(finding, vml_child(tpm, "backend"), "version", "2.0");
		vml_command(finding, "--edit %u --tpm model=%s,backend.version=2.0",
			vml_sibling_index(tpm), tpm_model(ctx));
		vml_remedy(finding,
			"Changes it to a TPM 2.0. The new TPM is empty, and keys that the old one sealed "
			"are lost: if the guest uses BitLocker, suspend BitLocker first and have its recovery "
			"key ready.");
		return;
	}
	finding = vml_report(ctx, devices,
		"the guest has no TPM, but Windows 11 requires a TPM 2.0: it may refuse updates");
	vml_remedy(finding, "Adds an emulated TPM 2.0; the host needs swtpm for it.");
	vml_fix_add(finding, devices, NULL,
		vml_format(ctx, "<tpm model='%s'><backend type='emulator' version='2.0'/></tpm>",
			tpm_model(ctx)));
	vml_command(finding,
		"--add-device --tpm model=%s,backend.type=emulator,backend.version=2.0",
		tpm_model(ctx));
}

static void check_firmware(vml_context *ctx, const xmlNode *os)
{
	/*
	 * vml_boots_uefi() misses a <varstore>, and a UEFI image that is loaded as a ROM. Only x86
	 * has a BIOS: other architectures always boot by UEFI.
	 */
	bool uefi = vml_boots_uefi(ctx) || vml_child(os, "varstore") || !is_x86(ctx) ||
		vml_is_uefi_image(vml_text(ctx, vml_child(os, "loader")));
	if (!uefi)
		vml_remedy(vml_report(ctx, os,
				   "firmware is a BIOS, but Windows 11 requires UEFI with Secure "
				   "Boot: it may refuse updates"),
			"For a new guest, set <os firmware='efi'> and machine='q35'. For an installed "
			"one, make a backup and convert its disk with mbr2gpt.exe inside Windows "
			"first, then set both. q35 has no IDE bus: set bus='sata' for IDE disks.");
	else if (vml_facts_of(ctx)->board == VML_BOARD_PC)
		vml_remedy(
			vml_report(ctx, vml_child(os, "type"),
				"machine is an i440fx board without Secure Boot, which Windows 11 "
				"requires: it may refuse updates"),
			"Set machine='q35' and <os firmware='efi'>, and remove <loader> and <nvram>. "
			"Set bus='sata' for IDE disks: q35 has no IDE bus. Make a backup first: the "
			"guest sees a different mainboard, and its UEFI variables are new.");
}

static void check_size(vml_context *ctx, const xmlNode *domain)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (facts->vcpus < 2)
		vml_remedy(vml_report(ctx, vml_child(domain, "vcpu"),
				   "the guest has one vCPU, but Windows 11 requires at least "
				   "two: it may refuse updates"),
			"Set <vcpu> to 2 or more, and adapt <topology> in <cpu> if there is one.");
	if (facts->memory && facts->memory < LEAST_MEMORY)
		vml_remedy(vml_report(ctx, vml_child(domain, "memory"),
				   "the guest has %llu MiB of memory, but Windows 11 requires at "
				   "least 4096 MiB: it may refuse updates",
				   (unsigned long long)(facts->memory >> 20)),
			"Set <memory> and <currentMemory> to 4 GiB or more.");
}

static void win11(vml_context *ctx, xmlNode *domain)
{
	if (strcmp(vml_guest_id(ctx), "http://microsoft.com/win/11"))
		return;
	check_firmware(ctx, vml_child(domain, "os"));
	check_tpm(ctx, vml_child(domain, "devices"));
	check_size(ctx, domain);
}

const vml_rule vml_rules_machine_win11[] = {
	{
		.id = "machine-win11",
		.summary = "Windows 11 guest does not meet the requirements of Windows 11",
		.why = "Microsoft requires UEFI that supports Secure Boot, a TPM 2.0, two CPUs "
		       "and 4 GiB of memory. Without them the installer stops. If installed "
		       "nevertheless, Windows 11 may get no feature updates, and BitLocker and "
		       "Windows Hello cannot protect their keys with a TPM.",
		.remedy = "Adds an emulated TPM 2.0 if there is none; the host needs swtpm for it. "
			  "To move an installed Windows to UEFI, back it up, run mbr2gpt.exe in "
			  "it, and set <os firmware='efi'> and machine='q35' (IDE disks: "
			  "bus='sata').",
		.url = "https://www.microsoft.com/en-us/windows/windows-11-specifications",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_WINDOWS,
		.each = ".",
		.check = win11,
	},
	{ 0 }
};
