/* Boot orders that libvirt refuses to define. */
#include <vmlint/rule.h>

#include <string.h>

static bool has_order(const xmlNode *device)
{
	return vml_has_attr(device, "boot/@order");
}

static bool is_any_ordered(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL)
		if (has_order(device))
			return true;
	return false;
}

static void two_styles(vml_context *ctx, const xmlNode *os)
{
	xmlNode *boot = vml_child(os, "boot");
	vml_finding *finding;

	if (!boot || !is_any_ordered(ctx))
		return;
	finding = vml_report(ctx, boot,
		"boot devices are set in <os> and in <devices>: libvirt refuses this combination");
	vml_each_child (each, os, "boot")
		vml_fix_remove(finding, each);
}

static uint64_t order_key(vml_context *ctx, const xmlNode *device)
{
	uint64_t order;

	(void)ctx;
	return vml_number(vml_attr(device, "boot/@order"), &order) ? vml_hash_number(1, order) : 0;
}

static void index_orders(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, NULL, order_key);
}

static void check_order(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *boot = vml_child(device, "boot");
	const char *text = vml_attr(boot, "@order");
	uint64_t order, other;
	const vml_entry *it;

	if (!vml_number(text, &order) || !order) {
		vml_lower_fix(
			vml_report_attr(ctx, boot, "order",
				"boot order '%s' of %s is not a number above 0: libvirt refuses "
				"it",
				text, vml_device_name(ctx, device)),
			VML_FIX_NONE);
		return;
	}
	it = vml_index_find(ctx, index_orders, vml_hash_number(1, order));
	while (it && !(vml_number(vml_attr(it->node, "boot/@order"), &other) && other == order))
		it = it->next;
	if (it && it->node != device)
		vml_lower_fix(
			vml_report_attr(ctx, boot, "order",
				"%s has the same boot order %s as %s: libvirt refuses duplicates",
				vml_device_name(ctx, device), text, vml_device_name(ctx, it->node)),
			VML_FIX_NONE);
}

static void boot(vml_context *ctx, xmlNode *domain)
{
	two_styles(ctx, vml_child(domain, "os"));
	vml_each_device (device, ctx, NULL)
		if (has_order(device))
			check_order(ctx, device);
}

const vml_rule vml_rules_xml_define_boot[] = {
	{
		.id = "xml-define-boot",
		.summary = "boot order that libvirt refuses",
		.why = "The boot devices can be set in two ways: <boot dev='...'/> in <os> for "
		       "kinds of devices, or <boot order='...'/> in the devices themselves. "
		       "libvirt accepts only one of them, and each order only once; otherwise it "
		       "refuses to define the domain.",
		.remedy = "Removes the <boot> elements from <os> and keeps the order in the "
			  "devices, which is more precise. If two devices have the same order, "
			  "give each its own number.",
		.url = "https://libvirt.org/formatdomain.html#operating-system-booting",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = ".",
		.check = boot,
	},
	{ 0 }
};
