/* Panic devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return the model of a panic device, by default that of qemuDomainDefaultPanicModel(); "" if there
 * is none.
 */
static const char *model_of(vml_context *ctx, const xmlNode *panic)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const char *model = vml_attr(panic, "@model");

	if (*model)
		return model;
	if (facts->gates & VML_WHEN_PSERIES)
		return "pseries";
	if (vml_starts_with(facts->arch, "s390"))
		return "s390";
	return facts->gates & VML_WHEN_X86 ? "isa" : "";
}

/* Return true if libvirt has a default model for the machine: qemuDomainDefaultPanicModel(). */
static bool has_default(vml_context *ctx, const xmlNode *panic)
{
	const vml_facts *facts = vml_facts_of(ctx);

	(void)panic;
	return facts->gates & (VML_WHEN_X86 | VML_WHEN_PSERIES) ||
		vml_starts_with(facts->arch, "s390") || vml_is_arm_virt(ctx);
}

static bool has_no_default(vml_context *ctx, const xmlNode *panic)
{
	return !has_default(ctx, panic);
}

static bool is_repeated(vml_context *ctx, const xmlNode *panic)
{
	vml_each_device (other, ctx, "panic") {
		if (other == panic)
			return false;
		if (*model_of(ctx, other) && !strcmp(model_of(ctx, other), model_of(ctx, panic)))
			return true;
	}
	return false;
}

static bool has_virtual_model(vml_context *ctx, const xmlNode *panic)
{
	return vml_one_of(model_of(ctx, panic), "s390|hyperv|pseries");
}

static bool is_isa(vml_context *ctx, const xmlNode *panic)
{
	return !strcmp(model_of(ctx, panic), "isa");
}

/* Checks of libvirt: virDomainDefRejectDuplicatePanics(), qemuValidateDomainDefPanic(). */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_LATER("1"), VML_CALL(is_repeated) },
		.message = "the domain must have at most one panic device of each model",
		.remedy = "Removes the second device.",
		.fix = "remove ." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "s390"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "s390x|s390"), VML_CALL(has_default) },
		.at = "@model",
		.message = "only s390x guests have a panic device of model s390",
		.remedy = "Removes the attribute model: the machine's default applies.",
		.fix = "unset @model" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "hyperv"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "x86_64|i686") },
		.at = "@model",
		.message = "only x86 guests have a panic device of model hyperv",
		.remedy = "Set model='pvpanic' on a board with PCI, such as virt. On s390x and "
			  "pseries, remove the attribute model." },
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_IS("@model", "pseries"), VML_FILLED("$arch"),
			VML_CALL(has_default) },
		.at = "@model",
		.message = "only pseries machines have a panic device of model pseries",
		.remedy = "Removes the attribute model: the machine's default applies.",
		.fix = "unset @model" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "s390|pseries"), VML_FILLED("$arch"),
			VML_CALL(has_no_default) },
		.at = "@model",
		.message = "this machine has no panic device of model {value}",
		.remedy =
			"Remove the device. On a board with PCI, such as virt, set model='pvpanic' "
			"instead." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("address/@type"), VML_IS_NOT("address/@type", "none"),
			VML_CALL(has_virtual_model) },
		.at = "address",
		.message = "a panic device of this model cannot have an address",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("address/@type"), VML_IS_NOT("address/@type", "isa|none"),
			VML_CALL(is_isa) },
		.at = "address/@type",
		.message = "a panic device of model isa must have an ISA address",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "pvpanic"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "pci|none") },
		.at = "address/@type",
		.message = "a panic device of model pvpanic must have a PCI address",
		.remedy = "Removes the address; libvirt assigns a PCI address.",
		.fix = "remove address" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_LACKS("@model"), VML_IS("$arch", "riscv32|riscv64|loongarch64") },
		.message =
			"the panic device must have a model, because this architecture has no default",
		.remedy = "Set model='pvpanic'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "isa"),
			VML_IS("$arch", "aarch64|armv7l|s390x|riscv32|riscv64|loongarch64") },
		.at = "@model",
		.message = "this architecture has no ISA bus and no panic device of model isa",
		.remedy = "Set model='pvpanic'; on s390x, remove the attribute model." },
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_VIRT,
		.terms = { VML_LACKS("@model"), VML_IS("$arch", "aarch64|armv7l|armv6l") },
		.message = "the panic device must have a model, because this board has no default",
		.remedy =
			"Remove the device. On a board with PCI, such as virt, set model='pvpanic' "
			"instead." },
	{ 0 },
};

const vml_rule vml_rules_panic_rejected[] = {
	{
		.id = "panic-rejected",
		.summary = "panic device that libvirt rejects",
		.why = "Which panic devices exist depends on the machine, and a domain may have "
		       "one of each model. libvirt rejects others, for example after a change of "
		       "the machine type.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#panic-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/panic",
		.refusals = rows,
	},
	{ 0 },
};
