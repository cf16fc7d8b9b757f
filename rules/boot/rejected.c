/*
 * Boot order, boot menu and BIOS settings that libvirt rejects: virDomainDefBootOrderPostParse(),
 * virDomainDefBootValidate(), virDomainDeviceBootParseXML(), qemuValidateDomainDef().
 */
#include <vmlint/refusal.h>

#include <stdlib.h>
#include <string.h>

enum { LOADPARM_MAX = 8 };

static bool has_order(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL)
		if (vml_has_attr(device, "boot/@order"))
			return true;
	return false;
}

static bool is_device_ordered(vml_context *ctx, const xmlNode *os)
{
	(void)os;
	return vml_cached(ctx, has_order);
}

static bool is_no_order(vml_context *ctx, const xmlNode *boot)
{
	uint64_t order;

	(void)ctx;
	return !vml_number(vml_attr(boot, "@order"), &order) || !order;
}

static bool is_below_minus_one(vml_context *ctx, const xmlNode *bios)
{
	(void)ctx;
	return strtol(vml_attr(bios, "@rebootTimeout"), NULL, 10) < -1;
}

static bool is_bad_loadparm(vml_context *ctx, const xmlNode *boot)
{
	const char *text = vml_attr(boot, "@loadparm");
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789. ");

	(void)ctx;
	return !n || text[n] || n > LOADPARM_MAX;
}

/*
 * Return true if there is neither a <serial> nor a first <console> that libvirt turns into a serial
 * port.
 */
static bool has_no_serial(vml_context *ctx, const xmlNode *bios)
{
	const xmlNode *console = vml_device(ctx, "console");

	(void)bios;
	return !vml_device(ctx, "serial") &&
		(!console ||
			(vml_has_attr(console, "target/@type") &&
				!vml_attr_is(console, "target/@type", "serial")));
}

static const vml_refusal rows[] = {
	{ .on = "os",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("boot"), VML_CALL(is_device_ordered) },
		.at = "boot",
		.message = "boot devices are set in <os> and in <devices>",
		.remedy = "Removes the <boot> elements from <os> and keeps the order in the "
			  "devices, which is more precise.",
		.fix = "remove boot*" },
	{ .on = "boot",
		.terms = { VML_HAS("@order"), VML_CALL(is_no_order) },
		.at = "@order",
		.message = "boot order '{value}' of {device} is not a number above 0",
		.remedy = "Set a number above 0 that no other device has." },
	{ .on = "boot",
		.when = VML_WHEN_QEMU,
		.terms = { VML_REPEATED("@order") },
		.at = "@order",
		.message = "{device} has the same boot order {value} as {other}",
		.remedy = "Give each device its own number, from 1." },
	{ .on = "boot",
		.terms = { VML_HAS("@loadparm"), VML_CALL(is_bad_loadparm) },
		.at = "@loadparm",
		.message = "loadparm '{value}' of {device} is not 1 to 8 letters, digits, dots or "
			   "spaces",
		.remedy = "Set the number or name of the boot entry, such as loadparm='2'." },
	{ .on = "bootmenu",
		.terms = { VML_IS("@enable", "yes"), VML_ABOVE("@timeout", "65535") },
		.at = "@timeout",
		.message = "the timeout of the boot menu is above 65535 milliseconds",
		.remedy = "Set at most 65535, a little over a minute." },
	{ .on = "bios",
		.terms = { VML_ABOVE("@rebootTimeout", "65535") },
		.at = "@rebootTimeout",
		.message = "rebootTimeout is above 65535 milliseconds",
		.remedy = "Set at most 65535, or -1 to disable the reboot." },
	{ .on = "bios",
		.terms = { VML_HAS("@rebootTimeout"), VML_CALL(is_below_minus_one) },
		.at = "@rebootTimeout",
		.message = "rebootTimeout is below -1",
		.remedy = "Set -1 to disable the reboot, or a number of milliseconds." },
	{ .on = "bios",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@useserial", "yes"), VML_NOT_X86 },
		.at = "@useserial",
		.message = "only x86 guests have a BIOS with serial console",
		.remedy = "Removes the attribute useserial.",
		.fix = "unset @useserial" },
	{ .on = "bios",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@useserial", "yes"), VML_CALL(has_no_serial) },
		.at = "@useserial",
		.message = "the BIOS uses a serial console, but the guest has no serial port",
		.remedy = "Add <serial type='pty'/>, or remove the attribute useserial." },
	{ 0 },
};

const vml_rule vml_rules_boot_rejected[] = {
	{
		.id = "boot-rejected",
		.aliases = "xml-define-boot",
		.summary = "boot order, boot menu or BIOS setting that libvirt rejects",
		.why = "The boot devices can be set in two ways: <boot dev='...'/> in <os> for "
		       "kinds of devices, or <boot order='...'/> in the devices themselves. "
		       "libvirt rejects the whole domain if it uses both ways, or if two devices "
		       "have the same order.",
		.remedy = "Each finding states how to correct the setting. If both ways are "
			  "used, the fix keeps the order in the devices and removes <boot> "
			  "from <os>. Otherwise it only removes what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#operating-system-booting",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "os|os/bootmenu|os/bios|devices/disk/boot|devices/interface/boot|"
			"devices/hostdev/boot|devices/redirdev/boot|devices/filesystem/boot",
		.refusals = rows,
	},
	{ 0 },
};
