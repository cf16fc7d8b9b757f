/* Machine types that the host's QEMU declares deprecated. */
#include <vmlint/host.h>

/* Return true if machine-type-aging or machine-type-deprecated reports the type. */
static bool is_reported(vml_context *ctx)
{
	vml_machine_state state = vml_machine_of(ctx).state;

	return state == VML_MACHINE_AGED || state == VML_MACHINE_LAST;
}

static void deprecated(vml_context *ctx, xmlNode *type)
{
	const vml_host *host = vml_host_of(ctx);
	const vml_facts *facts = vml_facts_of(ctx);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(host);
	const vml_host_machine *machine;

	vml_host_has_machine(host, vml_text(ctx, vml_find(facts->domain, "devices/emulator")), arch,
		facts->type, facts->machine, &machine);
	if (machine && machine->deprecated && !is_reported(ctx))
		vml_report_attr(ctx, type, "machine",
			"machine type %s is deprecated: the guest will not start after an upgrade "
			"of QEMU",
			facts->machine);
}

const vml_rule vml_rules_host_machine_deprecated[] = {
	{
		.id = "host-machine-deprecated",
		.summary = "machine type is deprecated by the host's QEMU",
		.why = "A later QEMU or distribution release removes this machine type. libvirt "
		       "then refuses the guest; until then, it marks the running guest as "
		       "tainted.",
		.remedy = "Before an upgrade, change to the newest version of the same board, or "
			  "to another board if there is no newer version ('virsh capabilities' "
			  "lists them). The guest sees another mainboard, and Windows may search "
			  "for drivers; saved states and memory snapshots keep the old type.",
		.url = "https://www.qemu.org/docs/master/about/deprecated.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.each = "os/type",
		.check = deprecated,
	},
	{ 0 },
};
