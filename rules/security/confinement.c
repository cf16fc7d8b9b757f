/* Security labels that leave QEMU without SELinux or AppArmor, or make it run as root. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if a DAC label, "user:group", makes QEMU run as root. */
static bool is_root(const char *label)
{
	size_t n = strcspn(label, ":");

	return (n == 4 && !strncmp(label, "root", n)) || (n == 1 && *label == '0') ||
		(n == 2 && !strncmp(label, "+0", n));
}

static void remove_seclabel(vml_context *ctx, vml_finding *finding, const xmlNode *seclabel)
{
	unsigned int index = vml_sibling_index(seclabel);

	vml_fix_remove(finding, seclabel);
	vml_command(finding, "--edit --xml %s",
		vml_shell(ctx,
			index == 1 ? "xpath.delete=./seclabel"
				   : vml_format(ctx, "xpath.delete=./seclabel[%u]", index)));
}

/*
 * Make a finding an info without a fix, and set a remedy that changes the host: the label of a
 * running domain results from the host's configuration.
 */
static void blame_host(vml_finding *finding, const char *remedy)
{
	vml_lower_severity(finding, VML_INFO);
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding, "%s", remedy);
}

static void without_driver(vml_context *ctx, xmlNode *seclabel)
{
	if (vml_facts_of(ctx)->gates & VML_WHEN_RUNNING)
		blame_host(vml_report(ctx, seclabel,
				   "neither SELinux nor AppArmor confines this guest: an "
				   "attacker who escapes from QEMU can access other guests' disks"),
			"Enable SELinux or AppArmor on the host, and remove "
			"security_driver=\"none\" from /etc/libvirt/qemu.conf if it is set; "
			"restart libvirt and then the guest.");
}

static void as_root(vml_context *ctx, xmlNode *seclabel)
{
	vml_finding *finding = vml_report(ctx, seclabel,
		"QEMU runs as the host's root for this guest: an "
		"attacker who escapes from it controls the host");

	if (vml_attr_is(seclabel, "@type", "static")) {
		vml_remedy(finding,
			"Removes this <seclabel>: QEMU then runs under the account in qemu.conf, "
			"which libvirt makes the owner of the guest's files. Move files out of "
			"directories that this account cannot enter, such as /root.");
		remove_seclabel(ctx, finding, seclabel);
	} else {
		blame_host(finding,
			"Set user and group in /etc/libvirt/qemu.conf, from which this <seclabel> takes "
			"the account, to one without privileges, restart libvirt and then the guest.");
	}
}

static void confinement(vml_context *ctx, xmlNode *seclabel)
{
	bool none = vml_attr_is(seclabel, "@type", "none");
	const char *model = vml_attr(seclabel, "@model");
	const char *driver = !*model	     ? "SELinux or AppArmor"
		: !strcmp(model, "selinux")  ? "SELinux"
		: !strcmp(model, "apparmor") ? "AppArmor"
					     : NULL;

	if (vml_host_is_macos(ctx))
		return;
	if (!strcmp(model, "none") && none)
		without_driver(ctx, seclabel);
	else if (driver && none)
		remove_seclabel(ctx,
			vml_report_attr(ctx, seclabel, "type",
				"confinement by %s is off for this guest: an attacker who "
				"escapes from QEMU can access other guests' disks",
				driver),
			seclabel);
	else if (!strcmp(model, "dac") && is_root(vml_text(ctx, vml_child(seclabel, "label"))))
		as_root(ctx, seclabel);
}

const vml_rule vml_rules_security_confinement[] = {
	{
		.id = "security-confinement-off",
		.summary = "QEMU is not confined by SELinux or AppArmor, or runs as root",
		.why = "A label or profile per guest is the barrier around each QEMU: an "
		       "attacker who escapes from QEMU through a faulty device can then access "
		       "only that guest's disks. Without it the attacker can read and write "
		       "everything that QEMU's user can, including the disks of other guests, "
		       "and as root the whole host.",
		.remedy = "Removes this <seclabel>, so that libvirt labels the guest and its files "
			  "automatically. If the guest then fails to start, the host's policy does "
			  "not let QEMU access one of its files: allow that path, and keep the "
			  "confinement.",
		.url = "https://libvirt.org/kbase/qemu-passthrough-security.html",
		.severity = VML_ERROR,
		.category = VML_SECURITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "seclabel",
		.check = confinement,
	},
	{ 0 },
};
