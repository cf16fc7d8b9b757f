/* Machine types that the target's QEMU no longer has, does not have yet, or never had. */
#include <vmlint/rule.h>

static const char *release(vml_context *ctx, unsigned int release)
{
	return vml_format(ctx, "%u.%u", release / 1000, release % 1000);
}

/* Let the fix replace the type by its successor; without one there is no automatic fix. */
static void replace(vml_context *ctx, vml_finding *finding, const xmlNode *type)
{
	vml_machine machine = vml_machine_of(ctx);
	bool is_family = machine.instead &&
		vml_one_of(machine.instead, "pc|q35|virt|pseries|s390-ccw-virtio");

	if (machine.instead) {
		if (machine.state == VML_MACHINE_NEVER)
			vml_remedy(finding, "Changes the type to %s.", machine.instead);
		else
			vml_remedy(finding,
				"Changes the type to %s%s. The guest sees another "
				"%smainboard%s; saved states and memory snapshots still "
				"need the old type.",
				machine.instead,
				is_family
					? ", which every host resolves to the newest version that it "
					  "has"
					: "",
				is_family ? "version of the " : "",
				vml_facts_of(ctx)->gates & VML_WHEN_X86
					? ", and Windows may search for drivers or ask to be activated"
					: "");
		vml_fix_set(finding, type, "machine", machine.instead);
		vml_command(finding, "--edit --boot machine=%s", machine.instead);
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
	if (machine.state == VML_MACHINE_REMOVED)
		vml_remedy(finding,
			"This machine type has no successor. Run the guest on a host with an older "
			"QEMU, or install it again with a machine type that \"virsh capabilities\" "
			"lists.");
	else
		vml_remedy(finding,
			"Use a machine type of the guest's architecture: pc or q35 on x86, virt "
			"on Arm, RISC-V and LoongArch, pseries on POWER, s390-ccw-virtio on Z.");
}

static void gone(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	vml_machine machine = vml_machine_of(ctx);
	bool targeted = facts->target.qemu;
	vml_finding *finding;

	if (machine.state != VML_MACHINE_REMOVED)
		return;
	if (machine.owner)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s of %s is not in %s: libvirt rejects the domain",
			facts->machine, machine.owner, vml_target_qemu(ctx));
	else if (targeted)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s was removed in QEMU %s: libvirt with %s rejects the "
			"domain",
			facts->machine, release(ctx, machine.removed), vml_target_qemu(ctx));
	else
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s was removed in QEMU %s: libvirt rejects the domain on "
			"hosts with this release or a later one",
			facts->machine, release(ctx, machine.removed));
	/* without a target, the host's QEMU may be older and still have the type */
	if (!targeted && machine.removed >= VML_RELEASE(11, 0))
		vml_lower_severity(finding, VML_INFO);
	else if (!targeted && machine.removed >= VML_RELEASE(8, 2))
		vml_lower_severity(finding, VML_WARNING);
	replace(ctx, finding, type);
}

static void unavailable(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	vml_machine machine = vml_machine_of(ctx);
	vml_finding *finding;

	if (machine.state == VML_MACHINE_TOO_NEW)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s is too new for %s: libvirt rejects the domain",
			facts->machine, vml_target_qemu(ctx));
	else if (machine.state == VML_MACHINE_FOREIGN && machine.owner)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s comes from %s and is not in %s: libvirt rejects the "
			"domain",
			facts->machine, machine.owner, vml_target_qemu(ctx));
	else if (machine.state == VML_MACHINE_FOREIGN)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s is not in RHEL's QEMU, which only has types of its own: "
			"%s rejects the domain",
			facts->machine, vml_target_libvirt(ctx));
	else if (machine.state == VML_MACHINE_NEVER && machine.instead)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s does not exist, only %s and %s-N.N with a version: libvirt "
			"rejects the domain",
			facts->machine, machine.instead, facts->machine);
	else if (machine.state == VML_MACHINE_NEVER)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s does not exist on %s: libvirt rejects the domain",
			facts->machine, facts->arch);
	else
		return;
	replace(ctx, finding, type);
}

const vml_rule vml_rules_machine_type[] = {
	{
		.id = "machine-type-removed",
		.summary = "machine type that current QEMU no longer has",
		.why = "The machine type is the virtual mainboard. libvirt rejects a domain whose "
		       "machine type its QEMU does not have, and after a host upgrade a guest "
		       "with a removed type no longer starts. QEMU removes each versioned type "
		       "six years after its release: 4.2 and older are gone from QEMU 10.2, 5.0 "
		       "from 11.0, 5.1 from 11.1. Without --target, the age of the removal sets "
		       "the severity.",
		.remedy = "Changes the type to its successor, mostly the name of the family, "
			  "such as pc, which every host resolves to the newest version that "
			  "it has. The guest sees a newer mainboard, and Windows may search "
			  "for drivers or ask to be activated; saved states and memory "
			  "snapshots still need the old type.",
		.url = "https://www.qemu.org/docs/master/about/removed-features.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/type",
		.check = gone,
	},
	{
		.id = "machine-type-unavailable",
		.summary = "machine type that the target's QEMU does not have",
		.why = "A versioned machine type exists from the QEMU release of that version on. "
		       "RHEL and Ubuntu add types of their own, and RHEL's QEMU has no others. "
		       "libvirt rejects a domain whose type its QEMU does not have, which "
		       "happens when a definition moves to an older host or to another "
		       "distribution. Name the host's release with --target.",
		.remedy = "Changes the type to the name of its family, which every host "
			  "resolves to the newest version that it has. The guest sees "
			  "another mainboard version; saved states and memory snapshots "
			  "still need the old type.",
		.url = "https://libvirt.org/formatdomain.html#operating-system-booting",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		/* the host of a running guest has the type */
		.unless = VML_WHEN_RUNNING,
		.each = "os/type",
		.check = unavailable,
	},
	{ 0 }
};
