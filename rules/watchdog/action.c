/* Watchdog actions that do not help a hung guest. */
#include <vmlint/rule.h>

/* Let the fix change all watchdogs: since 9.1 libvirt rejects watchdogs with different actions. */
static void set_reset(vml_context *ctx, vml_finding *finding, const xmlNode *watchdog)
{
	if (vml_is_only_device(watchdog)) {
		vml_remedy(finding,
			"Sets action='reset', as in a hardware watchdog; data that the guest has "
			"not yet written to its disks are lost. Alternatives: pause stops the "
			"guest for inspection, dump writes its memory to a file, inject-nmi makes "
			"Windows or Linux write a crash dump.");
		vml_fix_set(finding, watchdog, "action", "reset");
		vml_command(
			finding, "--edit %u --watchdog action=reset", vml_sibling_index(watchdog));
		return;
	}
	vml_each_device (other, ctx, "watchdog")
		if (vml_has_attr(other, "@action") && !vml_attr_is(other, "@action", "reset"))
			vml_fix_set(finding, other, "action", "reset");
	vml_command(finding, "--edit all --watchdog action=reset");
}

static void useless_action(vml_context *ctx, xmlNode *watchdog)
{
	const char *action = vml_attr(watchdog, "@action");
	vml_finding *finding;

	/* skip itco, which every q35 has: action='none' is the way not to use it */
	if (!vml_one_of(action, "none|shutdown") || vml_attr_is(watchdog, "@model", "itco"))
		return;
	finding = vml_report_attr(ctx, watchdog, "action",
		*action == 'n' ? "watchdog action is none: a hung guest stays hung"
			       : "watchdog action is shutdown: a hung guest does not respond to "
				 "it and stays hung");
	set_reset(ctx, finding, watchdog);
}

const vml_rule vml_rules_watchdog_action[] = {
	{
		.id = "watchdog-action",
		.summary = "watchdog action does not help if the guest hangs",
		.why = "The watchdog expires when the daemon in the guest stops writing to it, "
		       "because the guest hangs. action='none' then does nothing. action='shutdown' "
		       "sends an ACPI request that a hung guest cannot answer; libvirt's manual "
		       "advises against it.",
		.remedy = "Sets the action of all watchdogs to reset, as in a hardware watchdog; "
			  "data that the guest has not yet written to its disks are lost. "
			  "Alternatives: pause stops the guest for inspection, dump saves its "
			  "memory, inject-nmi makes Windows or Linux write a crash dump.",
		.url = "https://libvirt.org/formatdomain.html#watchdog-devices",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/watchdog",
		.check = useless_action,
	},
	{ 0 }
};
