/* Watchdogs that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static const char *action_of(const xmlNode *watchdog)
{
	const char *action = vml_attr(watchdog, "@action");

	return *action ? action : "reset";
}

static bool differs_from_first(vml_context *ctx, const xmlNode *watchdog)
{
	return strcmp(action_of(watchdog), action_of(vml_device(ctx, "watchdog"))) != 0;
}

/* Checks of libvirt: qemuValidateDomainWatchdogDef(), qemuValidateDomainDefWatchdogs(). */
static const vml_refusal rows[] = {
	/*
	 * libvirt before 9.1 accepts one watchdog only. Later releases accept several: they add the
	 * watchdog of the q35 board to the XML.
	 */
	{ .until = VML_RELEASE(9, 1),
		.with_target = true,
		.terms = { VML_LATER("1") },
		.message = "the domain has several watchdogs",
		.remedy = "Keep one watchdog and remove the others." },
	{ .since = VML_RELEASE(9, 1),
		.terms = { VML_LATER("1"), VML_CALL(differs_from_first) },
		.at = "@action",
		.message = "all watchdogs of a domain must have the same action",
		.remedy = "Set the same action for all watchdogs, including the itco that libvirt "
			  "adds to q35 guests. The default is reset." },
	{ .since = VML_RELEASE(9, 3),
		.terms = { VML_IS_NOT("@model", "i6300esb"), VML_REPEATED("@model") },
		.message = "two watchdogs have the same model, which only i6300esb allows",
		.remedy = "Removes this watchdog.",
		.fix = "remove ." },
	{ .unless = VML_WHEN_PC | VML_WHEN_MINIMAL,
		.since = VML_RELEASE(9, 3),
		.terms = { VML_IS("@model", "ib700"), VML_FILLED("$arch") },
		.at = "@model",
		.message = "only i440fx machines have a watchdog of model ib700",
		.remedy = "Sets model='i6300esb', a PCI card. The guest needs its driver, which "
			  "Linux and BSD have.",
		.fix = "set @model=i6300esb" },
	{ .when = VML_WHEN_MINIMAL,
		.since = VML_RELEASE(9, 3),
		.terms = { VML_IS("@model", "ib700") },
		.at = "@model",
		.message = "only i440fx machines have a watchdog of model ib700",
		.remedy = "Removes the watchdog.",
		.fix = "remove ." },
	{ .unless = VML_WHEN_Q35,
		.terms = { VML_IS("@model", "itco"), VML_FILLED("$arch") },
		.at = "@model",
		.message = "the watchdog itco is part of q35 machines; this board has none",
		.remedy = "Removes the watchdog. Alternative: a watchdog of model i6300esb.",
		.fix = "remove ." },
	{ .terms = { VML_IS("@model", "diag288"), VML_FILLED("$arch"),
		  VML_IS_NOT("$arch", "s390x|s390") },
		.at = "@model",
		.message = "only s390x has the watchdog diag288",
		.remedy = "Set model='i6300esb', a PCI card." },
	{ .terms = { VML_IS("@model", "ib700|itco|diag288"), VML_HAS("address/@type") },
		.at = "address/@type",
		.message = "a watchdog of this model has no configurable address",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .terms = { VML_IS("@model", "i6300esb"), VML_HAS("address/@type"),
		  VML_IS_NOT("address/@type", "pci|none") },
		.at = "address/@type",
		.message = "a watchdog of model i6300esb must have a PCI address",
		.remedy = "Removes the address; libvirt assigns a PCI address.",
		.fix = "remove address" },
	{ 0 },
};

const vml_rule vml_rules_watchdog_rejected[] = {
	{
		.id = "watchdog-rejected",
		.summary = "watchdog that libvirt rejects",
		.why = "libvirt checks watchdogs when a domain is defined: the model must exist "
		       "on the board, and since 9.1 a domain may have several that share one "
		       "action. A single invalid watchdog makes it reject the whole domain.",
		.remedy = "Each finding states how to correct the watchdog. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#watchdog-devices",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/watchdog",
		.refusals = rows,
	},
	{ 0 },
};
