/* What the policy of a confidential guest lets the host do to it. */
#include <vmlint/rule.h>

#include <stdlib.h>

/* For TDX the attributes of the TD: Linux, TDX_TD_ATTR_DEBUG_BIT. */
enum { SEV_NO_DEBUG = 1 << 0, SEV_ES = 1 << 2, SNP_DEBUG = 1 << 19, TDX_DEBUG = 1 << 0 };

/* libvirt reads the policy as hexadecimal, be there a 0x in front or not. */
static bool read_policy(const char *text, unsigned long long *ret)
{
	char *end;

	*ret = strtoull(text, &end, 16);
	return *text && !*end;
}

static vml_finding *allows_debug(vml_context *ctx, const xmlNode *policy)
{
	return vml_report(ctx, policy,
		"the policy %s lets the host read the encrypted guest through its debug calls",
		vml_text(ctx, policy));
}

static void sev_policy(vml_context *ctx, xmlNode *launch)
{
	const xmlNode *policy = vml_child(launch, "policy");
	vml_finding *finding;
	unsigned long long bits;

	if (!read_policy(vml_text(ctx, policy), &bits))
		return;
	if (vml_attr_is(launch, "@type", "sev-snp") && bits & SNP_DEBUG)
		vml_remedy(allows_debug(ctx, policy),
			"Clear bit 19 of the policy, such as 0x30000. It is part of what the guest's "
			"owner has attested: agree on the value.");
	if (vml_attr_is(launch, "@type", "tdx") && bits & TDX_DEBUG)
		vml_remedy(allows_debug(ctx, policy),
			"Clear bit 0 of the policy, such as 0x10000000. The guest's owner sees it in "
			"the attestation: agree on the value.");
	if (!vml_attr_is(launch, "@type", "sev"))
		return;
	if (!(bits & SEV_NO_DEBUG)) {
		allows_debug(ctx, policy);
	} else if (!(bits & SEV_ES)) {
		finding = vml_report(ctx, policy,
			"the policy %s does without SEV-ES: the host sees the guest's registers",
			vml_text(ctx, policy));
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"Set bit 2 (value 4) of the policy, such as 0x0007, if host and guest can "
			"do SEV-ES: an EPYC 7002 or later, and a Linux 5.10 guest with UEFI. The "
			"policy is part of what the guest's owner measures, so it has to be agreed on.");
	}
}

const vml_rule vml_rules_security_sev[] = {
	{
		.id = "security-sev-policy",
		.summary = "policy of a confidential guest leaves it open to its host",
		.why = "An encrypted guest is meant to keep its memory from the host. The policy says "
		       "what the host may do all the same: with bit 0 of an SEV policy clear (bit 19 "
		       "of an SEV-SNP policy or bit 0 of a TDX policy set) it may have any page "
		       "decrypted by a debug call. The processor enforces the policy for the guest's whole life, so it "
		       "cannot be tightened later.",
		.remedy =
			"Set bits 0 and 1 of the policy, such as 0x0003. It is part of what the guest's "
			"owner measures: agree on the value and renew the launch session with it.",
		.url = "https://libvirt.org/formatdomain.html#launch-security",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "launchSecurity",
		.check = sev_policy,
	},
	{ 0 },
};
