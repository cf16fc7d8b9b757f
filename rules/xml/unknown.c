/* Devices outside of <devices>. */
#include <vmlint/rule.h>

static void misplaced(vml_context *ctx, xmlNode *device)
{
	vml_report(ctx, device,
		"<%s> stands beside <devices>, not in it: libvirt ignores it, so the guest does not "
		"have it",
		device->name);
}

const vml_rule vml_rules_xml_misplaced[] = {
	{
		.id = "xml-element-misplaced",
		.summary = "device outside of <devices>, where libvirt ignores it",
		.why = "libvirt looks for each element only where it belongs and silently ignores it "
		       "elsewhere. A <serial>, <rng> or <disk> directly in <domain> is lost when the "
		       "domain is defined, and the guest runs without its console, its randomness or "
		       "its data until someone notices.",
		.remedy =
			"Move the element into <devices>, or remove it if the guest has done well "
			"without it. \"virsh define --validate\" refuses such documents.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* what libvirt reads in <devices> only */
		.each = "audio|channel|console|controller|crypto|disk|emulator|filesystem|graphics|"
			"hostdev|hub|input|interface|iommu|lease|memballoon|panic|parallel|redirdev|"
			"redirfilter|rng|serial|shmem|smartcard|sound|tpm|video|vsock|watchdog",
		.check = misplaced,
	},
	{ 0 }
};
