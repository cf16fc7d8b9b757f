/* What happens when the guest stops petting its watchdog. */
#include <vmlint/rule.h>

static void useless_action(vml_context *ctx, xmlNode *watchdog)
{
	const char *action = vml_attr(watchdog, "@action");
	vml_finding *finding;

	/* every q35 has an itco: action='none' is how to have it and not use it */
	if (!vml_one_of(action, "none|shutdown") || vml_attr_is(watchdog, "@model", "itco"))
		return;
	finding = vml_report_attr(ctx, watchdog, "action",
		*action == 'n' ? "watchdog does nothing when it expires: a hung guest stays hung"
			       : "watchdog asks a hung guest to shut down, which it cannot");
	vml_fix_set(finding, watchdog, "action", "reset");
	vml_command(finding, "--edit %u --watchdog action=reset", vml_sibling_index(watchdog));
}

const vml_rule vml_rules_watchdog_action[] = {
	{
		.id = "watchdog-action",
		.summary = "watchdog does nothing that helps when the guest hangs",
		.why = "The watchdog expires when the daemon in the guest stops writing to it, "
		       "because the guest hangs. action='none' then does nothing. action='shutdown' "
		       "sends an ACPI request that a hung guest cannot answer; libvirt's manual "
		       "advises against it.",
		.remedy =
			"Resets the guest, as a hardware watchdog would; data that it had not yet "
			"written to its disks are lost. Other choices: pause keeps it for inspection, "
			"dump writes its memory to a file, inject-nmi makes Windows or Linux write a "
			"crash dump.",
		.url = "https://libvirt.org/formatdomain.html#watchdog-device",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/watchdog",
		.check = useless_action,
	},
	{ 0 }
};
