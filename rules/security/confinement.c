/* Security labels that leave QEMU without SELinux or AppArmor, or make it run as root. */
#include <vmlint/rule.h>

#include <string.h>

/* Whether a label of the DAC driver, "user:group", gives the process to root. */
static bool is_root(const char *label)
{
	size_t n = strcspn(label, ":");

	return (n == 4 && !strncmp(label, "root", n)) || (n == 1 && *label == '0') ||
		(n == 2 && !strncmp(label, "+0", n));
}

static void take_away(vml_context *ctx, vml_finding *finding, const xmlNode *seclabel)
{
	unsigned int place = vml_sibling_index(seclabel);

	vml_fix_remove(finding, seclabel);
	vml_command(finding, "--edit --xml %s",
		vml_shell(ctx,
			place == 1 ? "xpath.delete=./seclabel"
				   : vml_format(ctx, "xpath.delete=./seclabel[%u]", place)));
}

/* What a running domain shows is the host's doing: its definition has nothing to fix. */
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
				   "neither SELinux nor AppArmor of the host confines this guest"),
			"Switch SELinux or AppArmor on in the host, or set security_driver in "
			"/etc/libvirt/qemu.conf, restart libvirt and then the guest.");
}

static void as_root(vml_context *ctx, xmlNode *seclabel)
{
	vml_finding *finding =
		vml_report(ctx, seclabel, "this guest's QEMU runs as root of the host");

	if (vml_attr_is(seclabel, "@type", "static")) {
		vml_remedy(finding,
			"Removes the element: QEMU then runs under the account of qemu.conf, and libvirt "
			"hands it the guest's files. Files in places that this account cannot enter, "
			"such as /root, have to move.");
		take_away(ctx, finding, seclabel);
	} else {
		blame_host(finding,
			"Set user and group in /etc/libvirt/qemu.conf to an account without "
			"privileges, restart libvirt and then the guest.");
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

	if (!strcmp(model, "none") && none)
		without_driver(ctx, seclabel);
	else if (driver && none)
		take_away(ctx,
			vml_report_attr(ctx, seclabel, "type",
				"confinement by %s is switched off for this guest", driver),
			seclabel);
	else if (!strcmp(model, "dac") && is_root(vml_text(ctx, vml_child(seclabel, "label"))))
		as_root(ctx, seclabel);
}

const vml_rule vml_rules_security_confinement[] = {
	{
		.id = "security-confinement-off",
		.summary = "QEMU is not confined by SELinux or AppArmor, or runs as root",
		.why = "A label or profile of its own is the barrier behind each guest: whoever breaks "
		       "out of QEMU through a faulty device can then touch that guest's disks and "
		       "nothing else. Without it the intruder reads and writes whatever QEMU's user "
		       "may, the disks of the other guests included, and as root the whole host.",
		.remedy =
			"Removes the element, so that libvirt labels the guest and its files by itself "
			"again. Should the guest then fail to start, one of its files lies where the "
			"host's policy does not let QEMU in: allow that path, and keep the confinement.",
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
