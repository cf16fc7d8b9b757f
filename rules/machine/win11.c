/* What Windows 11 asks of its machine. */
#include <vmlint/rule.h>

#include <string.h>

static const uint64_t LEAST_MEMORY = 4ULL << 30;

static bool is_x86(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & VML_WHEN_X86;
}

/* QEMU has the one interface for x86 and the other for Arm. */
static const char *tpm_model(const vml_context *ctx)
{
	return is_x86(ctx) ? "tpm-crb" : "tpm-tis";
}

/* Whether the TPM of a domain is one of version 2.0. */
static bool is_tpm_2(const vml_context *ctx, const xmlNode *tpm)
{
	const char *version = vml_attr(tpm, "backend/@version");

	if (!vml_attr_is(tpm, "backend/@type", "emulator"))
		return true; /* the host's or a server's, whatever that is */
	if (*version)
		return !strcmp(version, "2.0");
	/* libvirt takes 1.2 for what an x86 had before */
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
			"TPM is of version 1.2, and Windows 11 wants 2.0: updates may be refused");
		vml_fix_set(finding, tpm, "model", tpm_model(ctx));
		vml_fix_set(finding, vml_child(tpm, "backend"), "version", "2.0");
		vml_command(finding, "--edit %u --tpm model=%s,backend.version=2.0",
			vml_sibling_index(tpm), tpm_model(ctx));
		vml_remedy(finding,
			"Makes it a TPM 2.0. It starts empty: suspend BitLocker first and have its "
			"recovery key at hand, since what the old one sealed cannot be read any more.");
		return;
	}
	finding = vml_report(ctx, devices,
		"there is no TPM, and Windows 11 wants one of version 2.0: updates may be refused");
	vml_fix_add(finding, devices, NULL,
		vml_format(ctx, "<tpm model='%s'><backend type='emulator' version='2.0'/></tpm>",
			tpm_model(ctx)));
	vml_command(finding,
		"--add-device --tpm model=%s,backend.type=emulator,backend.version=2.0",
		tpm_model(ctx));
}

static void check_firmware(vml_context *ctx, const xmlNode *os)
{
	/* in a ROM it may be UEFI as well; and other architectures have no BIOS */
	bool uefi = vml_boots_uefi(ctx) || vml_child(os, "varstore") || !is_x86(ctx) ||
		vml_is_uefi_image(vml_text(ctx, vml_child(os, "loader")));
	vml_finding *finding;

	if (!uefi)
		finding = vml_report(
			ctx, os, "firmware is a BIOS, and Windows 11 wants UEFI with Secure Boot");
	else if (vml_facts_of(ctx)->board == VML_BOARD_PC)
		finding = vml_report(ctx, vml_child(os, "type"),
			"Windows 11 wants Secure Boot, which an i440fx board cannot do");
	else
		return;
	vml_remedy(finding,
		"A new guest: <os firmware='efi'> and machine='q35'. An installed one: convert its disk "
		"with mbr2gpt.exe inside Windows first, then change both here; have a backup.");
}

static void check_size(vml_context *ctx, const xmlNode *domain)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (facts->vcpus < 2)
		vml_remedy(vml_report(ctx, vml_child(domain, "vcpu"),
				   "there is one vCPU, and Windows 11 wants two at least"),
			"Set <vcpu> to 2 or more, and a <topology> of <cpu> to match.");
	if (facts->memory && facts->memory < LEAST_MEMORY)
		vml_remedy(
			vml_report(ctx, vml_child(domain, "memory"),
				"there are %llu MiB of memory, and Windows 11 wants 4096 at least",
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
		.summary = "Windows 11 guest without what Windows 11 requires",
		.why = "Microsoft requires UEFI that can do Secure Boot, a TPM of version 2.0, two "
		       "CPUs and 4 GiB of memory. The installer stops without them. A Windows that "
		       "was installed all the same may be refused feature updates, and BitLocker and "
		       "Windows Hello have nowhere to keep their keys.",
		.remedy =
			"Adds an emulated TPM 2.0 if there is none; the host needs swtpm for it. An "
			"installed Windows moves from BIOS to UEFI with mbr2gpt.exe inside the guest, "
			"followed by <os firmware='efi'> and machine='q35' here.",
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
