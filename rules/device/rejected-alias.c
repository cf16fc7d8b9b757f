/* Aliases of devices that libvirt rejects: virDomainDeviceDefValidateAliasesIterator(). */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return true if libvirt keeps the alias: it has the form of an alias that users set ("ua-..."),
 * and is not in a <console> that repeats a <serial> with the same alias.
 */
static bool is_read(vml_context *ctx, const xmlNode *alias)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-";
	const char *name = vml_attr(alias, "@name");
	const xmlNode *device = vml_parent(alias);

	return vml_starts_with(name, "ua-") && !name[strspn(name, allowed)] &&
		(!vml_named(device, "console") || vml_reads_source(ctx, device));
}

static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("@name"), VML_CALL(is_read), VML_REPEATED("@name") },
		.at = "@name",
		.message = "{device} has the alias '{value}', which another device has, too",
		.remedy = "Choose another alias, or remove <alias>: libvirt then assigns one." },
	{ 0 },
};

const vml_rule vml_rules_device_rejected_alias[] = {
	{
		.id = "device-rejected-alias",
		.summary = "two devices with the same alias",
		.why = "Programs address a device by its alias, for example to unplug it. libvirt "
		       "rejects a domain if two devices have the same one, which happens if a "
		       "device is copied.",
		.remedy = "Change or remove the alias of one of the devices.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_LIVE,
		.each = "devices/audio/alias|devices/channel/alias|devices/console/alias|"
			"devices/controller/alias|devices/crypto/alias|devices/disk/alias|"
			"devices/filesystem/alias|devices/hostdev/alias|devices/hub/alias|"
			"devices/input/alias|devices/interface/alias|devices/iommu/alias|"
			"devices/memballoon/alias|devices/memory/alias|devices/panic/alias|"
			"devices/parallel/alias|devices/redirdev/alias|devices/rng/alias|"
			"devices/serial/alias|devices/shmem/alias|devices/smartcard/alias|"
			"devices/sound/alias|devices/tpm/alias|devices/video/alias|"
			"devices/vsock/alias|devices/watchdog/alias",
		.refusals = rows,
	},
	{ 0 },
};
