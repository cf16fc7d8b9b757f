/*
 * Security labels and launch security that libvirt rejects: virSecurityLabelDefParseXML(),
 * virSecurityLabelDefsParseXML(), virSecurityDeviceLabelDefParseXML(),
 * virDomainDefLaunchSecurityValidate(), virDomainKeyWrapCipherDefParseXML().
 */
#include <vmlint/refusal.h>

#include <ctype.h>
#include <string.h>

/* Return the number of bytes to which a base64 string decodes. */
static size_t decoded(const char *text)
{
	size_t digits = 0;

	for (; *text && *text != '='; text++)
		digits += isalnum((unsigned char)*text) || *text == '+' || *text == '/';
	return digits * 3 / 4;
}

static bool is_bad_length(vml_context *ctx, const xmlNode *data)
{
	static const struct {
		const char *name;
		size_t bytes;
	} lengths[] = { { "guestVisibleWorkarounds", 16 }, { "idBlock", 96 }, { "idAuth", 4096 },
		{ "hostData", 32 } };

	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		if (vml_named(data, lengths[i].name))
			return decoded(vml_text(ctx, data)) != lengths[i].bytes;
	return false;
}

static bool is_of_domain(vml_context *ctx, const xmlNode *label)
{
	return vml_parent(label) == vml_facts_of(ctx)->domain;
}

static bool is_of_device(vml_context *ctx, const xmlNode *label)
{
	return !is_of_domain(ctx, label);
}

static bool is_alone(vml_context *ctx, const xmlNode *label)
{
	return is_of_domain(ctx, label) && vml_count(vml_parent(label), "seclabel") == 1;
}

static bool is_same_model(vml_context *ctx, const xmlNode *label)
{
	(void)ctx;
	vml_each_child (it, vml_parent(label), "seclabel") {
		if (it == label)
			return false;
		if (vml_attr_is(it, "@model", vml_attr(label, "@model")))
			return true;
	}
	return false;
}

static const vml_refusal rows[] = {
	{ .on = "seclabel",
		.terms = { VML_IS("@relabel", "no"), VML_IS("@type", "dynamic"),
			VML_CALL(is_of_domain) },
		.at = "@relabel",
		.message = "a dynamic security label requires relabel='yes'",
		.remedy = "Removes the attribute relabel. Alternative: set type='static' and the "
			  "<label>.",
		.fix = "unset @relabel" },
	{ .on = "seclabel",
		.terms = { VML_IS("@relabel", "yes"), VML_IS("@type", "none"),
			VML_CALL(is_of_domain) },
		.at = "@relabel",
		.message = "a security label of type none cannot have relabel='yes'",
		.remedy = "Removes the attribute relabel.",
		.fix = "unset @relabel" },
	{ .on = "seclabel",
		.terms = { VML_IS("@type", "static"), VML_EMPTY("label/."),
			VML_IS_NOT("@model", "none"), VML_CALL(is_of_domain) },
		.message = "a static security label must have a <label>",
		.remedy = "Add <label>, or set type='dynamic': libvirt then generates it." },
	{ .on = "seclabel",
		.terms = { VML_HAS("@model"), VML_LATER("1"), VML_CALL(is_same_model) },
		.at = "@model",
		.message = "there is another security label for {value}",
		.remedy = "Keep one <seclabel> for each model." },
	{ .on = "seclabel",
		.terms = { VML_LACKS("@model"), VML_CALL(is_of_domain),
			VML_MANY("../seclabel", "1") },
		.message = "each of several security labels must have a model",
		.remedy = "Set model='selinux', 'apparmor' or 'dac'." },
	{ .on = "seclabel",
		.terms = { VML_LACKS("@model"), VML_IS("@type", "static"), VML_CALL(is_alone) },
		.message = "a static security label must have a model",
		.remedy = "Set model='selinux', 'apparmor' or 'dac'." },
	{ .on = "seclabel",
		.terms = { VML_LACKS("@model"), VML_IS_NOT("@type", "static|none"),
			VML_IS_NOT("baselabel/.", "|"), VML_CALL(is_alone) },
		.message = "a security label with a <baselabel> must have a model",
		.remedy = "Set model='selinux', 'apparmor' or 'dac'." },
	{ .on = "seclabel",
		.terms = { VML_IS("@relabel", "no"), VML_IS_NOT("label/.", "|"),
			VML_CALL(is_of_device) },
		.message = "a <label> is set, but relabel='no' disables it",
		.remedy = "Set relabel='yes', or remove <label>." },
	{ .on = "seclabel",
		/* libvirt 11.3 checks this, 9.0 does not */
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("@relabel", "yes"), VML_EMPTY("label/."),
			VML_CALL(is_of_device) },
		.at = "@relabel",
		.message = "relabel='yes' requires a <label>",
		.remedy = "Add <label>, or remove the attribute relabel." },
	{ .when = VML_WHEN_QEMU,
		.on = "launchSecurity",
		.terms = { VML_IS("@type", "sev|sev-snp|tdx"), VML_NOT_X86 },
		.at = "@type",
		.message = "only x86 guests can have launch security of type {value}",
		.remedy = "Remove <launchSecurity>." },
	{ .when = VML_WHEN_QEMU,
		.on = "launchSecurity",
		.terms = { VML_IS("@type", "s390-pv"), VML_IS_NOT("$arch", "|s390x") },
		.at = "@type",
		.message = "only s390x guests can have launch security of type s390-pv",
		.remedy = "Remove <launchSecurity>." },
	{ .since = VML_RELEASE(10, 5),
		.terms = { VML_IS("../@type", "sev-snp"), VML_IS_NOT(".", "|"),
			VML_CALL(is_bad_length) },
		.message = "the value of {device} has the wrong length",
		.remedy = "Write the right number of bytes in base64: 16 for "
			  "guestVisibleWorkarounds, 96 for idBlock, 4096 for idAuth, 32 for "
			  "hostData." },
	{ .on = "cipher",
		.terms = { VML_REPEATED("@name") },
		.at = "@name",
		.message = "the cipher {value} of <keywrap> is listed twice",
		.remedy = "Removes the later entry.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_seclabel_rejected[] = {
	{
		.id = "seclabel-rejected",
		.summary = "security label or launch security that libvirt rejects",
		.why = "<seclabel> sets how SELinux, AppArmor and file owners confine the guest, "
		       "<launchSecurity> and <keywrap> protect it from the host. libvirt rejects "
		       "the whole domain if a value is missing, contradicts another, or does not "
		       "match the architecture.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#security-label",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "seclabel|devices/disk/source/seclabel|devices/serial/source/seclabel|"
			"devices/console/source/seclabel|devices/channel/source/seclabel|"
			"devices/parallel/source/seclabel|launchSecurity|"
			"launchSecurity/guestVisibleWorkarounds|launchSecurity/idBlock|"
			"launchSecurity/idAuth|launchSecurity/hostData|keywrap/cipher",
		.refusals = rows,
	},
	{ 0 },
};
