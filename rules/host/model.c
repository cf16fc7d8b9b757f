/*
 * Devices that the host's QEMU lacks, according to domain capabilities, and numbers of vCPUs above
 * its limit.
 */
#include <vmlint/host.h>

/*
 * Attributes (`value`, in a `device`) whose supported values libvirt lists in the domain
 * capabilities, in the <enum> called `name` at `path`, from the capabilities of QEMU. Other <enum>
 * elements are incomplete or do not depend on QEMU (channel/type, hostdev/subsysType).
 */
static const struct {
	const char *device, *value;
	const char *path, *name;
	const char *what;
} models[] = {
	{ "video", "model/@type", "devices/video", "modelType", "video model" },
	{ "graphics", "@type", "devices/graphics", "type", "display type" },
	{ "tpm", "@model", "devices/tpm", "model", "TPM model" },
	{ "tpm", "backend/@type", "devices/tpm", "backendModel", "TPM backend" },
	{ "tpm", "backend/@version", "devices/tpm", "backendVersion", "TPM version" },
	{ "rng", "@model", "devices/rng", "model", "RNG model" },
	{ "rng", "backend/@model", "devices/rng", "backendModel", "RNG backend" },
	{ "disk", "@model", "devices/disk", "model", "disk model" },
	{ "filesystem", "driver/@type", "devices/filesystem", "driverType", "file system driver" },
	{ "redirdev", "@bus", "devices/redirdev", "bus", "redirection of bus" },
	{ "crypto", "@model", "devices/crypto", "model", "crypto device model" },
	{ "crypto", "backend/@model", "devices/crypto", "backendModel", "crypto backend" },
	{ "panic", "@model", "devices/panic", "model", "panic device model" },
	{ "interface", "backend/@type", "devices/interface", "backendType", "network backend" },
};

static void absent(vml_context *ctx, xmlNode *device)
{
	const vml_host_domcaps *caps = vml_host_domcaps_for(ctx);

	for (size_t i = 0; i < sizeof(models) / sizeof(*models); i++) {
		const char *value, *values;
		vml_finding *finding;

		if (!vml_named(device, models[i].device))
			continue;
		value = vml_attr(device, models[i].value);
		if (!*value || !strcmp(value, "default") ||
			vml_domcaps_value(caps, models[i].path, models[i].name, value) != VML_NO)
			continue;
		finding = vml_report(ctx, device,
			"QEMU on the host does not support %s '%s': the guest does not start",
			models[i].what, value);
		values = vml_domcaps_values(ctx, caps, models[i].path, models[i].name);
		if (*values)
			vml_remedy(finding,
				"Choose what this QEMU supports (%s): the guest may see another "
				"device. If a package adds the missing one, install it instead: "
				"many distributions package devices, displays and swtpm "
				"separately.",
				values);
	}
}

static void vcpus(vml_context *ctx, xmlNode *vcpu)
{
	const vml_host *host = vml_host_of(ctx);
	const vml_facts *facts = vml_facts_of(ctx);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(host);
	const char *emulator = vml_text(ctx, vml_find(facts->domain, "devices/emulator"));
	const vml_host_machine *machine;

	/* skip QEMU's own machine types of x86: the rule cpu-count-limit reports them */
	if (facts->board == VML_BOARD_PC ||
		(facts->board == VML_BOARD_Q35 && !facts->distro_machine) || !vml_vcpus_known(ctx))
		return;
	vml_host_has_machine(host, emulator, arch, facts->type, facts->machine, &machine);
	if (machine && machine->max_cpus && facts->vcpus > machine->max_cpus)
		vml_report(ctx, vcpu,
			"the guest has %u vCPUs, but machine type %s of the host's QEMU supports at "
			"most %u: the guest does not start",
			facts->vcpus, facts->machine, machine->max_cpus);
}

const vml_rule vml_rules_host_model[] = {
	{
		.id = "host-device-model",
		.summary = "host's QEMU does not support a device of the domain",
		.why = "Distributions build QEMU with different devices, and package some of them "
		       "separately. libvirt refuses to start a guest with a device that its QEMU "
		       "lacks.",
		.remedy = "Choose a value that 'virsh domcapabilities' lists (the guest may see "
			  "another device), install the QEMU package that has the missing one, or "
			  "remove the device.",
		.url = "https://libvirt.org/formatdomaincaps.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_DOMCAPS,
		.unless = VML_WHEN_LIVE,
		.each = "devices/video|devices/graphics|devices/tpm|devices/rng|devices/disk|"
			"devices/filesystem|devices/redirdev|devices/crypto|devices/panic|"
			"devices/interface",
		.check = absent,
	},
	{
		.id = "host-vcpus",
		.summary = "more vCPUs than the machine type of the host's QEMU supports",
		.why = "Each machine type has a maximum, which depends on the version and the build "
		       "of QEMU. libvirt rejects domains that exceed it.",
		.remedy = "Lower <vcpu>, or choose a machine type with a greater maxCpus in 'virsh "
			  "capabilities': the guest sees another board.",
		.url = "https://libvirt.org/formatcaps.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.unless = VML_WHEN_LIVE,
		.each = "vcpu",
		.check = vcpus,
	},
	{ 0 },
};
