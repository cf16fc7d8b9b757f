/* Arm guests with too little memory for UEFI. */
#include <vmlint/rule.h>

#include <string.h>

static void uefi_memory(vml_context *ctx, xmlNode *memory)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const uint64_t needed = (uint64_t)256 << 20;

	if (strcmp(facts->arch, "aarch64") != 0 || !facts->memory || facts->memory >= needed ||
		!vml_boots_uefi(ctx))
		return;
	vml_report(ctx, memory,
		"%llu MiB of memory are too little for UEFI on aarch64: the guest stops before its "
		"kernel starts",
		(unsigned long long)(facts->memory >> 20));
}

const vml_rule vml_rules_memory_uefi_arm[] = {
	{
		.id = "memory-uefi-arm",
		.summary = "aarch64 guest has too little memory for UEFI",
		.why = "EDK2 for aarch64 needs some 100 MiB for itself, and the EFI stub of the Linux "
		       "kernel needs room to unpack the kernel. With less than 256 MiB the boot stops "
		       "there, often without a message.",
		.remedy =
			"Set at least 256 MiB, better 512 MiB. The guest sees it at its next start.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_VIRT,
		.each = "memory",
		.check = uefi_memory,
	},
	{ 0 },
};
