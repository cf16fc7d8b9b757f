/* Machine types that the host's QEMU does not have. */
#include <vmlint/host.h>

/*
 * Return true if machine-type-removed or machine-type-unavailable already reports the type for this
 * host.
 */
static bool is_reported(vml_context *ctx)
{
	vml_machine_state state = vml_machine_of(ctx).state;

	return vml_facts_of(ctx)->target.qemu && state != VML_MACHINE_CURRENT &&
		state != VML_MACHINE_AGED && state != VML_MACHINE_LAST;
}

static void unknown(vml_context *ctx, xmlNode *type)
{
	const vml_host *host = vml_host_of(ctx);
	const vml_facts *facts = vml_facts_of(ctx);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(host);
	const char *emulator = vml_text(ctx, vml_find(facts->domain, "devices/emulator"));

	if (!*facts->machine || is_reported(ctx) ||
		vml_host_has_machine(host, emulator, arch, facts->type, facts->machine, NULL) !=
			VML_NO)
		return;
	if (!*emulator)
		emulator = vml_host_default_emulator(host, arch, facts->type);
	vml_report_attr(ctx, type, "machine",
		"machine type %s is unknown to %s: the guest does not start", facts->machine,
		*emulator ? emulator : "QEMU");
}

const vml_rule vml_rules_host_machine_unknown[] = {
	{
		.id = "host-machine-unknown",
		.summary = "machine type does not exist in the host's QEMU",
		.why = "A versioned machine type exists only in QEMU of that version or newer, and "
		       "the types of a distribution (pc-q35-rhel9.4.0, pc-i440fx-focal) only in "
		       "its QEMU. libvirt refuses the domain.",
		.remedy = "List the types of the host with 'virsh capabilities' or the "
			  "emulator's option '-machine help', and choose the newest version "
			  "of the same board, or another board if the host does not have that "
			  "one. The guest sees another mainboard; saved states and memory "
			  "snapshots still need the old type.",
		.url = "https://www.qemu.org/docs/master/system/introduction.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.each = "os/type",
		.check = unknown,
	},
	{ 0 },
};
