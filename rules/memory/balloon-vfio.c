/* Memory balloons of guests with passed-through PCI devices. */
#include <vmlint/rule.h>

static void balloon_vfio(vml_context *ctx, xmlNode *balloon)
{
	if (vml_attr_is(balloon, "@model", "none"))
		return;
	vml_each_device (hostdev, ctx, "hostdev") {
		if (!vml_attr_is(hostdev, "@type", "pci"))
			continue;
		vml_report(ctx, balloon,
			"the memory balloon returns no memory to the host: %s keeps all guest memory "
			"pinned",
			vml_device_name(ctx, hostdev));
		return;
	}
}

const vml_rule vml_rules_memory_balloon_vfio[] = {
	{
		.id = "memory-balloon-vfio",
		.summary = "memory balloon has no effect with a passed-through PCI device",
		.why = "A passed-through PCI device may access all guest memory at any time, so VFIO "
		       "pins all of it. QEMU ignores the balloon as long as such a device is "
		       "attached: no memory returns to the host, and overcommitment plans that rely "
		       "on it fail.",
		.remedy =
			"Set model='none', which frees a PCI slot, and plan with the full memory of "
			"the guest. Keep the balloon if the guest reports memory statistics with it.",
		.url = "https://www.qemu.org/docs/master/interop/virtio-balloon-stats.html",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/memballoon",
		.check = balloon_vfio,
	},
	{ 0 },
};
