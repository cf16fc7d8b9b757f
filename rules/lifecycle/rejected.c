/*
 * Lifecycle actions that libvirt rejects: virDomainDefLifecycleParse(),
 * virDomainDefLifecycleActionAllowed(), qemuValidateLifecycleAction().
 */
#include <vmlint/refusal.h>

static const char actions[] = "destroy|restart|rename-restart|preserve|";
static const char crash_actions[] =
	"destroy|restart|rename-restart|preserve|coredump-destroy|coredump-restart|";

static const vml_refusal rows[] = {
	{ .on = "on_poweroff",
		.terms = { VML_IS_NOT(".", actions), VML_IS_NOT(".", "|") },
		.at = ".",
		.message = "'{value}' is not an action for on_poweroff" },
	{ .on = "on_reboot",
		.terms = { VML_IS_NOT(".", actions), VML_IS_NOT(".", "|") },
		.at = ".",
		.message = "'{value}' is not an action for on_reboot" },
	{ .on = "on_crash",
		.terms = { VML_IS_NOT(".", crash_actions), VML_IS_NOT(".", "|") },
		.at = ".",
		.message = "'{value}' is not an action for on_crash",
		.remedy = "Use destroy, restart, preserve, coredump-destroy or coredump-restart." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS(".", "rename-restart") },
		.message = "QEMU guests do not support the action rename-restart" },
	{ .on = "on_poweroff",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS(".", "preserve") },
		.message = "QEMU guests do not support the action preserve for on_poweroff" },
	{ .on = "on_reboot",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS(".", "preserve") },
		.message = "QEMU guests do not support the action preserve for on_reboot" },
	{ .on = "on_reboot",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS(".", "destroy"), VML_IS("../on_poweroff/.", "restart") },
		.message = "on_reboot destroy cannot be combined with on_poweroff restart",
		.remedy = "Use restart for both, or destroy for on_poweroff." },
	{ 0 },
};

const vml_rule vml_rules_lifecycle_rejected[] = {
	{
		.id = "lifecycle-rejected",
		.aliases = "xml-define-domain",
		.summary = "lifecycle action that libvirt rejects",
		.why = "<on_poweroff>, <on_reboot> and <on_crash> set what happens "
		       "when the guest stops. libvirt rejects the whole domain if an "
		       "action is unknown, or if the hypervisor does not support it. "
		       "In a stored file or a template, the error is noticed only "
		       "when a guest is defined from it.",
		.remedy = "Set the action destroy or restart in this element.",
		.url = "https://libvirt.org/formatdomain.html#events-configuration",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "on_poweroff|on_reboot|on_crash",
		.refusals = rows,
	},
	{ 0 },
};
