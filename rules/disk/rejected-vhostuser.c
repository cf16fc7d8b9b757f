/*
 * Disks served by another process or a vDPA device, which support few of the options of other
 * disks.
 */
#include <vmlint/refusal.h>

#define IS_VHOSTUSER VML_IS("@type", "vhostuser")

/* Checks of libvirt: virDomainDiskVhostUserValidate(), qemuValidateDomainDeviceDefDisk(). */
static const vml_refusal rows[] = {
	{ .terms = { IS_VHOSTUSER, VML_IS_NOT("$bus", "virtio") },
		.message = "{device} is a vhost-user disk and must be on the bus virtio",
		.remedy = "Set bus='virtio' and a target name such as vda." },
	{ .terms = { IS_VHOSTUSER, VML_IS_NOT("source/@type", "unix") },
		.at = "source/@type",
		.message = "{device} is a vhost-user disk and must be reached over a UNIX socket",
		.remedy = "Set type='unix' and the path of the socket in <source>." },
	{ .terms = { IS_VHOSTUSER, VML_HAS("source"), VML_LACKS("source/@path") },
		.at = "source",
		.message = "{device} is a vhost-user disk without the path of its socket",
		.remedy = "Set the path of the socket in <source>." },
	{ .terms = { IS_VHOSTUSER, VML_IS_NOT("@snapshot", "|no") },
		.at = "@snapshot",
		.message = "{device} is a vhost-user disk, of which libvirt makes no snapshots",
		.remedy = "Removes the attribute snapshot.",
		.fix = "unset @snapshot" },
	{ .terms = { IS_VHOSTUSER, VML_IS_NOT("driver/@cache", "|default") },
		.at = "driver/@cache",
		.message = "{device} is a vhost-user disk, whose server determines the cache mode",
		.remedy = "Removes the attribute cache. Set the cache mode in the configuration of "
			  "the server.",
		.fix = "unset driver/@cache" },
	{ .terms = { IS_VHOSTUSER,
		  VML_ANY("driver/@error_policy|driver/@rerror_policy|driver/@io|"
			  "driver/@ioeventfd|driver/@copy_on_read|driver/@discard|"
			  "driver/@detect_zeroes|driver/metadata_cache|iotune|backingStore|"
			  "encryption|source/encryption|readonly|shareable|transient|serial|wwn|"
			  "vendor|product|auth|source/auth|geometry|blockio") },
		.message = "{device} is a vhost-user disk, which does not support the setting "
			   "{name}",
		.remedy = "Removes the setting {name}. Configure it in the server of the disk "
			  "instead, if possible.",
		.fix = "drop" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "vhostvdpa"),
			VML_IS_NOT("driver/@cache", "none|directsync") },
		.at = "driver/@cache",
		.message = "{device} is a vDPA disk, which requires cache='none' or 'directsync'",
		.remedy = "Set cache='none' in <driver>." },
	{ .terms = { VML_IS("@type", "vhostvdpa"), VML_HAS("source"), VML_LACKS("source/@dev") },
		.at = "source",
		.message = "{device} has no vDPA device",
		.remedy = "Set dev in <source> to the device node, such as /dev/vhost-vdpa-0." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_vhostuser[] = {
	{
		.id = "disk-rejected-vhostuser",
		.summary = "vhost-user or vDPA disk that libvirt rejects",
		.why = "A vhost-user disk is served by another process, a vDPA disk "
		       "by a device of the host. QEMU cannot cache, throttle or "
		       "encrypt such disks or give them a backing image, and libvirt "
		       "rejects a domain that requests it.",
		.remedy = "Each finding states how to correct the disk. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.refusals = rows,
	},
	{ 0 },
};
