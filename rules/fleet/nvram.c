/* Files with UEFI variables that several domains use. */
#include <vmlint/fleet.h>

static void nvram_shared(vml_context *ctx, xmlNode *nvram)
{
	const xmlNode *source = vml_child(nvram, "source");

	if (vml_one_of(vml_attr(nvram, "@type"), "network|volume"))
		return;
	if (vml_has_attr(source, "@file") || vml_has_attr(source, "@dev")) {
		const char *attr = vml_has_attr(source, "@file") ? "file" : "dev";

		vml_fleet_key(ctx, source, attr, VML_SCOPE_STORAGE, 0,
			vml_attr(source, *attr == 'f' ? "@file" : "@dev"));
		return;
	}
	vml_fleet_key(ctx, nvram, NULL, VML_SCOPE_STORAGE, 0, vml_text(ctx, nvram));
}

static const vml_joined joined = {
	.conflicts = { 1 << 0 },
	.messages = { "domain stores its UEFI variables in {value}, which is also used by {others}: "
		      "only one of the guests can run, or the variables are mixed up" },
};

const vml_rule vml_rules_fleet_nvram[] = {
	{
		.id = "fleet-nvram-shared",
		.summary = "two domains store their UEFI variables in the same file",
		.why = "The firmware writes boot entries and Secure Boot keys to this file. "
		       "The entries of one guest refer to disks that the other lacks: it "
		       "stops in the UEFI shell or boots another system. If both run, QEMU "
		       "refuses to start the second one or the variables are corrupted. The "
		       "usual cause is a copied definition.",
		.remedy = "Give each guest a file of its own. To keep the boot entries, copy the "
			  "file and set the new path in <nvram>. Otherwise remove the path from "
			  "<nvram> (or its <source> and attribute type): at the next start libvirt "
			  "creates a file from the template of the firmware.",
		.url = "https://libvirt.org/formatdomain.html#bios-bootloader",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "os/nvram",
		.check = nvram_shared,
		.joined = &joined,
	},
	{ 0 }
};
