/* Policies of confidential guests that grant the host access to them. */
#include <vmlint/rule.h>

#include <stdlib.h>

/*
 * Bits of @policy by technology. For TDX, @policy contains the attributes of the trust domain; its
 * debug bit is TDX_TD_ATTR_DEBUG_BIT in Linux.
 */
enum { SEV_NO_DEBUG = 1 << 0, SEV_ES = 1 << 2, SNP_DEBUG = 1 << 19, TDX_DEBUG = 1 << 0 };

/* Read a policy as libvirt does: hexadecimal, with or without 0x. */
static bool read_policy(const char *text, unsigned long long *ret)
{
	char *end;

	*ret = strtoull(text, &end, 16);
	return *text && !*end;
}

static vml_finding *allows_debug(vml_context *ctx, const xmlNode *policy)
{
	return vml_report(ctx, policy,
		"policy %s allows debug calls: the host can read the memory of the encrypted "
		"guest",
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
			"Clear bit 19 of the policy, as in 0x30000. The guest's owner verifies "
			"the policy in the attestation: agree on the value first.");
	if (vml_attr_is(launch, "@type", "tdx") && bits & TDX_DEBUG)
		vml_remedy(allows_debug(ctx, policy),
			"Clear bit 0 of the policy, as in 0x10000000. The guest's owner verifies "
			"the policy in the attestation: agree on the value first.");
	if (!vml_attr_is(launch, "@type", "sev"))
		return;
	if (!(bits & SEV_NO_DEBUG)) {
		vml_remedy(allows_debug(ctx, policy),
			"Set bits 0 and 1 of the policy, as in 0x0003, or 0x0007 with SEV-ES. The "
			"guest's owner verifies the policy in the launch measurement: agree on the "
			"value, and renew the launch session with it.");
	} else if (!(bits & SEV_ES)) {
		finding = vml_report(ctx, policy,
			"policy 0x%04llx does not require SEV-ES: the host can read the guest's "
			"registers",
			bits);
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"Set the policy to 0x%04llx, which adds bit 2, if host and guest "
			"support SEV-ES: EPYC 7002 or later, and UEFI with Linux 5.10 or later. "
			"The guest's owner verifies the policy in the launch measurement: agree "
			"on the value first.",
			bits | SEV_ES);
	}
}

const vml_rule vml_rules_security_sev[] = {
	{
		.id = "security-sev-policy",
		.summary = "policy of a confidential guest gives the host access to it",
		.why = "Encryption is meant to protect the guest's memory from the host. The "
		       "policy specifies exceptions: if bit 0 of an SEV policy is clear (or bit "
		       "19 of an SEV-SNP policy or bit 0 of a TDX policy is set), the host may "
		       "decrypt any page by a debug call. The processor enforces the policy for "
		       "the guest's whole life: it cannot be tightened later.",
		.remedy = "SEV: set bit 0, as in 0x0003, or 0x0007 with SEV-ES. SEV-SNP: clear "
			  "bit 19. TDX: clear bit 0. Agree on the value with the guest's owner, "
			  "who verifies it, and for SEV renew the launch session.",
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
