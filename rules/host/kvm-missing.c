/* Guests of type kvm on a host without KVM for their architecture. */
#include <vmlint/host.h>

static void missing(vml_context *ctx, xmlNode *domain)
{
	const vml_host *host = vml_host_of(ctx);
	const vml_facts *facts = vml_facts_of(ctx);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(host);
	bool foreign = *vml_host_arch(host) && strcmp(arch, vml_host_arch(host)) != 0;

	if (vml_host_runs(host, "hvm", arch, "kvm") != VML_NO ||
		vml_host_runs(host, "hvm", arch, "") != VML_YES)
		return; /* no emulator at all: host-emulator-missing reports it */
	if (foreign && !(!strcmp(arch, "i686") && !strcmp(vml_host_arch(host), "x86_64")))
		vml_remedy(vml_report_attr(ctx, domain, "type",
				   "domain has type 'kvm', but KVM cannot run %s guests on %s "
				   "processors: the guest does not start",
				   arch, vml_host_arch(host)),
			"Run the guest on a host of its architecture, or change the type to 'qemu', "
			"which emulates the processor: the guest is then 10 to 50 times slower.");
	else
		vml_report_attr(ctx, domain, "type",
			"domain has type 'kvm', but KVM is not available: the guest does not "
			"start");
}

const vml_rule vml_rules_host_kvm_missing[] = {
	{
		.id = "host-kvm-missing",
		.summary = "domain requires KVM, which the host does not offer",
		.why = "libvirt refuses a domain of type 'kvm' if QEMU cannot use KVM: the "
		       "processor lacks virtualization, it is disabled in the firmware setup, "
		       "the module kvm is not loaded, or the host is a VM without nested KVM.",
		.remedy =
			"Run 'virt-host-validate qemu' on the host and enable what fails: on x86, "
			"virtualization in the firmware setup, then 'modprobe kvm_intel' or "
			"'modprobe kvm_amd'. Type 'qemu' runs without KVM, but is 10 to 50 times "
			"slower.",
		.url = "https://libvirt.org/manpages/virt-host-validate.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM | VML_WHEN_HOST_GUESTS,
		.each = ".",
		.check = missing,
	},
	{ 0 },
};
