/* Machine types that QEMU or a distribution is going to drop. */
#include <vmlint/rule.h>

static void replace(vml_context *ctx, vml_finding *finding, const xmlNode *type, const char *newest)
{
	if (!newest) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(
			finding, "Choose a newer machine type that \"virsh capabilities\" lists.");
		return;
	}
	vml_remedy(finding,
		"Changes the type to %s, which libvirt resolves to the newest version that "
		"the host has. The guest sees a newer mainboard at its next cold start%s; "
		"saved states and memory snapshots keep the old type.",
		newest,
		vml_facts_of(ctx)->gates & VML_WHEN_X86 ? ", and Windows may search for drivers"
							: "");
	vml_fix_set(finding, type, "machine", newest);
	vml_command(finding, "--edit --boot machine=%s", newest);
}

static void ending(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	vml_machine machine = vml_machine_of(ctx);
	vml_finding *finding;

	if (machine.state == VML_MACHINE_LAST) {
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s is six years old: QEMU %u.%u and later do not have it and "
			"cannot start this guest",
			facts->machine, machine.removed / 1000, machine.removed % 1000);
		vml_lower_severity(finding, VML_INFO);
	} else if (machine.state == VML_MACHINE_CURRENT && machine.owner && machine.owner_is_old) {
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s exists only in %s and a few later releases: other hosts "
			"cannot start this guest",
			facts->machine, machine.owner);
		/*
		 * only information: RHEL keeps machine types for a major release, and some longer;
		 * Ubuntu releases since 20.04 have paid support, or can be upgraded to a supported
		 * release
		 */
		if (vml_starts_with(machine.owner, "RHEL 7.") ||
			vml_starts_with(machine.owner, "Ubuntu 2"))
			vml_lower_severity(finding, VML_INFO);
	} else {
		return;
	}
	replace(ctx, finding, type, machine.instead);
}

static void aging(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	vml_machine machine = vml_machine_of(ctx);

	if (machine.state != VML_MACHINE_AGED)
		return;
	replace(ctx,
		vml_report_attr(ctx, type, "machine",
			"machine type %s is over three years old: QEMU marks it as deprecated, and "
			"removes it in %u.%u",
			facts->machine, machine.removed / 1000, machine.removed % 1000),
		type, machine.instead);
}

const vml_rule vml_rules_machine_type_age[] = {
	{
		.id = "machine-type-deprecated",
		.summary = "machine type is about to be removed, or exists on few hosts",
		.why = "QEMU removes a versioned machine type six years after its release, and "
		       "types that a distribution added end with its support. Once the host's "
		       "QEMU no longer has the type, the guest does not start. Old types also "
		       "keep the defaults of their time: no discard on virtio disks before 4.0, "
		       "a single queue for each virtio disk before 5.2.",
		.remedy = "Changes the type to the name of its family, which libvirt "
			  "resolves to the newest version that the host has. Apply it in a "
			  "maintenance window with the guest shut down: it then sees a "
			  "newer mainboard, and Windows may search for drivers; saved "
			  "states and memory snapshots keep the old type.",
		.url = "https://www.qemu.org/docs/master/about/deprecated.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/type",
		.check = ending,
	},
	{
		.id = "machine-type-aging",
		.summary = "machine type is over three years old and marked as deprecated",
		.why = "QEMU marks a versioned machine type as deprecated three years after its "
		       "release and removes it after six. In between QEMU advises to use it only "
		       "to migrate running guests and to restore saved ones. With this rule, "
		       "upgrades of machine types can be planned before they are urgent.",
		.remedy = "Changes the type to the name of its family, which libvirt "
			  "resolves to the newest version that the host has. The guest sees "
			  "a newer mainboard at its next cold start; saved states and "
			  "memory snapshots keep the old type.",
		.url = "https://www.qemu.org/docs/master/about/deprecated.html",
		.severity = VML_INFO,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.optional = true,
		.each = "os/type",
		.check = aging,
	},
	{ 0 }
};
