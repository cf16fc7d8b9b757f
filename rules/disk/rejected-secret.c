/* Authentication and encryption of disks that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static const xmlNode *disk_of(const xmlNode *part)
{
	while (part && !vml_named(part, "disk"))
		part = vml_parent(part);
	return part;
}

static bool has_two(const xmlNode *part)
{
	const xmlNode *disk = disk_of(part), *source = vml_child(disk, "source");

	return vml_parent(part) == disk && vml_child(source, (const char *)part->name);
}

static bool is_second(vml_context *ctx, const xmlNode *part)
{
	(void)ctx;
	return has_two(part);
}

static bool is_protocol(const xmlNode *auth, const char *protocols)
{
	const xmlNode *disk = disk_of(auth);

	return vml_attr_is(disk, "@type", "network") &&
		vml_one_of(vml_attr(disk, "source/@protocol"), protocols);
}

static bool has_no_auth(vml_context *ctx, const xmlNode *auth)
{
	(void)ctx;
	return is_protocol(auth, "nbd|sheepdog|gluster|tftp|vxhs|nfs");
}

/* The secret of iscsi is of type iscsi, that of rbd of type ceph. */
static bool has_other_secret(vml_context *ctx, const xmlNode *auth)
{
	const char *type = vml_attr(auth, "secret/@type");

	(void)ctx;
	return (is_protocol(auth, "iscsi") && strcmp(type, "iscsi") != 0) ||
		(is_protocol(auth, "rbd") && strcmp(type, "ceph") != 0);
}

/* virSecretUsageTypeFromString() */
static bool has_unknown_secret(vml_context *ctx, const xmlNode *auth)
{
	(void)ctx;
	return is_protocol(auth, "http|https|ftp|ftps|ssh") &&
		!vml_one_of(vml_attr(auth, "secret/@type"), "none|volume|ceph|iscsi|tls|vtpm");
}

static bool is_local(vml_context *ctx, const xmlNode *encryption)
{
	(void)ctx;
	return !vml_one_of(vml_attr(disk_of(encryption), "@type"), "network|volume");
}

static bool has_unfit_format(vml_context *ctx, const xmlNode *encryption)
{
	const char *format = vml_attr(disk_of(encryption), "driver/@type");

	(void)ctx;
	return !vml_one_of(format, "|raw|qcow2");
}

/* virDomainDiskDefValidateSourceChainOne(), qemuDomainValidateStorageSource() */
static const vml_refusal rows[] = {
	{ .terms = { VML_CALL(is_second) },
		.message = "{device} has a second element of this name in its <source>",
		.remedy = "Keep the one in <source>, where current libvirt writes it.",
		.fix = "remove ." },
	{ .on = "auth",
		.terms = { VML_CALL(has_no_auth) },
		.message = "{device} has a login, which its network protocol does not have",
		.fix = "remove ." },
	{ .on = "auth",
		.terms = { VML_HAS("secret"), VML_CALL(has_other_secret) },
		.at = "secret/@type",
		.message = "the login of {device} has a secret of the wrong type",
		.remedy = "Set the type iscsi for iSCSI, and ceph for RBD." },
	{ .on = "auth",
		.terms = { VML_HAS("secret"), VML_CALL(has_unknown_secret) },
		.at = "secret/@type",
		.message = "the login of {device} has a secret of an unknown type",
		.remedy = "Set the type of the secret, such as iscsi." },
	{ .terms = { VML_HAS("secret"), VML_LACKS("secret/@uuid"), VML_LACKS("secret/@usage") },
		.at = "secret",
		.message = "{device} has a secret without a uuid or usage that identifies it",
		.remedy = "Set the uuid that \"virsh secret-list\" prints." },
	{ .terms = { VML_HAS("secret/@uuid"), VML_HAS("secret/@usage") },
		.at = "secret/@usage",
		.message = "{device} has a secret with both a uuid and a usage",
		.fix = "unset secret/@usage" },
	{ .on = "encryption",
		.terms = { VML_IS("@format", "luks"), VML_HAS("cipher") },
		.at = "cipher",
		.message = "{device} has a cipher, which LUKS stores in the image",
		.fix = "remove cipher" },
	{ .on = "encryption",
		.terms = { VML_IS("@format", "luks"), VML_HAS("ivgen"), VML_LACKS("cipher") },
		.at = "ivgen",
		.message = "{device} has an <ivgen>, which LUKS stores in the image",
		.fix = "remove ivgen" },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "default") },
		.at = "@format",
		.message = "{device} has the old encryption of qcow",
		.remedy = "Convert the image to LUKS with \"qemu-img convert\", and set "
			  "format='luks'." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "luks2|luks-any"), VML_IS_NOT("@engine", "librbd") },
		.at = "@format",
		.message = "{device} has encryption of the format {value}, which QEMU itself does "
			   "not support",
		.remedy = "Set format='luks', or engine='librbd' for an RBD image." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "luks"), VML_IS_NOT("@engine", "librbd"),
			VML_CALL(has_unfit_format) },
		.message = "{device} is encrypted, which only raw and qcow2 images can be",
		.remedy = "Convert the image to qcow2." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(9, 3),
		.terms = { VML_IS_NOT("@engine", "librbd"), VML_MANY("secret", "1") },
		.message = "{device} has several secrets, but QEMU itself uses one",
		.remedy = "Keep the secret of the image." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@engine", "librbd"), VML_IS("@format", "luks|luks2|luks-any"),
			VML_CALL(is_local) },
		.at = "@engine",
		.message = "{device} is encrypted by librbd, but is not an RBD image",
		.fix = "unset @engine" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_secret[] = {
	{
		.id = "disk-rejected-secret",
		.summary = "login or encryption of a disk that libvirt rejects",
		.why = "The login of a network disk must fit its protocol, and the encryption of a "
		       "disk its image and the program that decrypts it. libvirt rejects the "
		       "domain otherwise.",
		.remedy = "Change the element as the message describes.",
		.url = "https://libvirt.org/formatstorageencryption.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk/auth|devices/disk/source/auth|devices/disk/encryption|"
			"devices/disk/source/encryption",
		.refusals = rows,
	},
	{ 0 },
};
