/* Logins and secrets of disks that libvirt rejects. */
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

/* Return true if the secret has the wrong type: it must be iscsi for iscsi, and ceph for rbd. */
static bool has_other_secret(vml_context *ctx, const xmlNode *auth)
{
	const char *type = vml_attr(auth, "secret/@type");

	(void)ctx;
	return (is_protocol(auth, "iscsi") && strcmp(type, "iscsi") != 0) ||
		(is_protocol(auth, "rbd") && strcmp(type, "ceph") != 0);
}

/*
 * Return true if the secret's type is not in the list of libvirt's virSecretUsageTypeFromString().
 */
static bool has_unknown_secret(vml_context *ctx, const xmlNode *auth)
{
	(void)ctx;
	return is_protocol(auth, "http|https|ftp|ftps|ssh") &&
		!vml_one_of(vml_attr(auth, "secret/@type"), "none|volume|ceph|iscsi|tls|vtpm");
}

/*
 * Checks of libvirt: virDomainDiskDefValidateSourceChainOne(), qemuDomainValidateStorageSource().
 */
static const vml_refusal rows[] = {
	{ .terms = { VML_CALL(is_second) },
		.message =
			"{device} has <auth> or <encryption> both inside and outside of <source>",
		.remedy = "Removes the element outside of <source> and keeps the one inside, which "
			  "is the current form.",
		.fix = "remove ." },
	{ .on = "auth",
		.terms = { VML_CALL(has_no_auth) },
		.message = "{device} has a login, which its network protocol does not support",
		.remedy = "Removes <auth>.",
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
		.remedy =
			"Set type='iscsi', which libvirt uses for the secrets of this protocol." },
	{ .terms = { VML_HAS("secret"), VML_LACKS("secret/@uuid"), VML_LACKS("secret/@usage") },
		.at = "secret",
		.message = "{device} has a secret without a uuid or usage that identifies it",
		.remedy = "Set the uuid that \"virsh secret-list\" prints." },
	{ .terms = { VML_HAS("secret/@uuid"), VML_HAS("secret/@usage") },
		.at = "secret/@usage",
		.message = "{device} has a secret with both a uuid and a usage",
		.remedy = "Removes usage: the uuid identifies the secret.",
		.fix = "unset secret/@usage" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_secret[] = {
	{
		.id = "disk-rejected-secret",
		.summary = "login or secret of a disk that libvirt rejects",
		.why = "The login of a network disk must fit its protocol, and each secret is identified by "
		       "a uuid or a usage. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatstorageencryption.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/auth|devices/disk/source/auth|devices/disk/encryption|"
			"devices/disk/source/encryption",
		.refusals = rows,
	},
	{ 0 },
};
