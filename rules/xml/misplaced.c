/* Devices outside of <devices>. */
#include <vmlint/rule.h>

static const char devices_only[] =
	"audio|channel|console|controller|crypto|disk|emulator|filesystem|graphics|hostdev|hub|input|"
	"interface|iommu|lease|memballoon|panic|parallel|redirdev|redirfilter|rng|serial|shmem|"
	"smartcard|sound|tpm|video|vsock|watchdog";

static void misplaced(vml_run *run, xmlNode *domain)
{
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child))
		if (!child->ns && vml_one_of((const char *)child->name, devices_only))
			vml_report(run, child,
				"<%s> stands beside <devices>, not in it: libvirt ignores it, so the "
				"guest does not have it",
				child->name);
}

const vml_rule vml_rules_xml_misplaced[] = {
	{
		.id = "xml-element-misplaced",
		.summary = "device outside of <devices>, where libvirt ignores it",
		.why = "libvirt reads each element only where it expects it and says nothing about the "
		       "others. A <serial>, <rng> or <disk> directly in <domain> is lost when the domain "
		       "is defined, and the guest runs without its console, its randomness or its data "
		       "until somebody misses them.",
		.remedy =
			"Move the element into <devices>, or remove it if the guest ran well without. "
			"\"virsh define --validate\" refuses such documents from then on.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = ".",
		.check = misplaced,
	},
	{ 0 }
};
