/* Guests without a random number generator. */
#include <vmlint/rule.h>

/*
 * Return true if the guest has a driver for a virtio generator. If the guest OS is unknown, return true
 * if the domain uses virtio but no Hyper-V features, which are a sign of Windows.
 */
static bool has_rng_driver(const vml_context *ctx)
{
	vml_tristate drives = vml_guest_drives(ctx, VML_DRIVER_VIRTIO_RNG);

	if (drives != VML_UNKNOWN)
		return drives == VML_YES;
	return vml_uses_virtio(ctx) && !vml_uses_hyperv(ctx);
}

static void rng_missing(vml_context *ctx, xmlNode *devices)
{
	vml_finding *finding;

	if (vml_device(ctx, "rng") || vml_qemu_arg(ctx, "virtio-rng") || !has_rng_driver(ctx))
		return;
	finding = vml_report(ctx, devices,
		"no random number generator: keys that the guest creates at its first boot are "
		"delayed or easier to guess");
	vml_command(finding, "--add-device --rng /dev/urandom,model=virtio");
	if (vml_pci_is_crowded(ctx)) {
		vml_remedy(finding,
			"Add <rng model='virtio'> with <backend model='random'>/dev/urandom</backend>. "
			"It needs a PCI slot, of which few are free.");
		vml_lower_fix(finding, VML_FIX_NONE);
	}
	vml_fix_add(finding, devices, NULL,
		"<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>");
}

const vml_rule vml_rules_rng_missing[] = {
	{
		.id = "rng-missing",
		.summary = "guest has no virtio random number generator",
		.why = "A virtual machine has few sources of randomness of its own: no spinning "
		       "disk, hardly any interrupts while it boots. SSH host keys, TLS keys and "
		       "UUIDs created at the first boot are delayed, or easier to guess. A "
		       "virtio generator supplies the guest with random bytes from the host as "
		       "soon as it boots.",
		.remedy = "Adds the device with the host's /dev/urandom, which never blocks, as "
			  "its source. Linux, FreeBSD and OpenBSD use the device without setup. If "
			  "the virtual CPU has RDRAND, as with host-passthrough, the device is of "
			  "little use.",
		.url = "https://libvirt.org/formatdomain.html#random-number-generator-device",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_WINDOWS,
		.each = "devices",
		.check = rng_missing,
	},
	{ 0 }
};
