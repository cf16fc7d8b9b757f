/* Devices outside of <devices>, which libvirt ignores. */
#include <vmlint/rule.h>

static void misplaced(vml_context *ctx, xmlNode *device)
{
	vml_report(ctx, device,
		"<%s> is outside of <devices>: libvirt ignores it, so the guest does not have it",
		device->name);
}

const vml_rule vml_rules_xml_misplaced[] = {
	{
		.id = "xml-element-misplaced",
		.summary = "device outside of <devices>, where libvirt ignores it",
		.why = "libvirt reads each element only in its proper location and silently "
		       "ignores it elsewhere. A <serial>, <rng> or <disk> directly in <domain> "
		       "is lost when the domain is defined, and the guest runs without its "
		       "console, its random numbers or its data.",
		.remedy = "Move the element into <devices>, or remove it if the guest has worked "
			  "without it. \"virsh define --validate\" refuses such documents.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* elements that libvirt reads in <devices> only */
		.each = "audio|channel|console|controller|crypto|disk|emulator|filesystem|graphics|"
			"hostdev|hub|input|interface|iommu|lease|memballoon|panic|parallel|redirdev|"
			"redirfilter|rng|serial|shmem|smartcard|sound|tpm|video|vsock|watchdog",
		.check = misplaced,
	},
	{ 0 }
};
