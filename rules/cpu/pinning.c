/* Pinning of vCPU and emulator threads to host CPUs, and real-time priorities. */
#include <vmlint/rule.h>

#include <string.h>

/* Summary of the vCPU pins in <cputune>. */
struct pins {
	vml_cpuset pinned; /* vCPUs that have a pin */
	vml_cpuset alone;  /* vCPUs that are pinned to a single host CPU */
	vml_cpuset hosts;  /* host CPUs to which vCPUs are pinned */
	/* each pin allows at most two host CPUs, such as the threads of a core */
	bool tight;
	bool complete; /* all vCPUs present at boot have a pin */
};

static void read_pins(const vml_context *ctx, struct pins *ret)
{
	const vml_facts *facts = vml_facts_of(ctx);

	*ret = (struct pins){ .tight = true };
	vml_each_child (pin, vml_child(facts->domain, "cputune"), "vcpupin") {
		vml_cpuset set;
		uint64_t vcpu;

		if (!vml_number(vml_attr(pin, "@vcpu"), &vcpu) || vcpu >= facts->vcpus ||
			!vml_cpuset_parse(vml_attr(pin, "@cpuset"), &set))
			continue;
		vml_cpuset_add(&ret->pinned, (unsigned int)vcpu);
		if (vml_cpuset_count(&set) == 1)
			vml_cpuset_add(&ret->alone, (unsigned int)vcpu);
		ret->tight &= vml_cpuset_count(&set) <= 2;
		for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
			ret->hosts.words[i] |= set.words[i];
	}
	ret->complete = vml_cpuset_count(&ret->pinned) >= facts->vcpus_now;
}

static bool is_realtime(const xmlNode *sched)
{
	return vml_one_of(vml_attr(sched, "@scheduler"), "fifo|rr");
}

static bool has_realtime(const xmlNode *cputune)
{
	vml_each_child (sched, cputune, "vcpusched")
		if (is_realtime(sched))
			return true;
	return false;
}

/*
 * Report host CPUs that are the only host CPU of two vCPUs, and pins of vCPUs that do not exist.
 */
static void check_pins(vml_context *ctx, const xmlNode *cputune)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;
	vml_cpuset taken = { 0 };

	vml_each_child (pin, cputune, "vcpupin") {
		vml_cpuset set;
		uint64_t vcpu;

		if (!vml_number(vml_attr(pin, "@vcpu"), &vcpu))
			continue;
		if (vcpu >= vcpus)
			vml_remedy(vml_report_attr(ctx, pin, "vcpu",
					   "vCPU %s is pinned, but the guest's %u vCPUs are "
					   "numbered 0 to %u: libvirt ignores the entry",
					   vml_attr(pin, "@vcpu"), vcpus, vcpus - 1),
				"Set vcpu to a number from 0 to %u, raise the number in <vcpu>, or "
				"remove the entry.",
				vcpus - 1);
		else if (!vml_cpuset_parse(vml_attr(pin, "@cpuset"), &set) ||
			vml_cpuset_count(&set) != 1)
			continue;
		else if (vml_cpuset_meet(&set, &taken))
			vml_remedy(vml_report_attr(ctx, pin, "cpuset",
					   "vCPU %s is pinned to host CPU %s, and so is another "
					   "vCPU: each gets half of it",
					   vml_attr(pin, "@vcpu"), vml_attr(pin, "@cpuset")),
				"Pin this vCPU to another host CPU (\"virsh capabilities\" lists their "
				"numbers), or remove the pin.");
		else
			for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
				taken.words[i] |= set.words[i];
	}
}

/* Report vCPUs with real-time priority that are not pinned to a single host CPU. */
static void check_realtime(vml_context *ctx, const xmlNode *cputune, const struct pins *pins)
{
	vml_each_child (sched, cputune, "vcpusched") {
		unsigned int vcpu = 0, vcpus = vml_facts_of(ctx)->vcpus_now;
		vml_cpuset set;

		if (!is_realtime(sched) || !vml_cpuset_parse(vml_attr(sched, "@vcpus"), &set))
			continue;
		while (vcpu < vcpus &&
			(!vml_cpuset_has(&set, vcpu) || vml_cpuset_has(&pins->alone, vcpu)))
			vcpu++;
		if (vcpu < vcpus)
			vml_remedy(vml_report_attr(ctx, sched, "vcpus",
					   "vCPU %u runs with real-time priority but is not pinned "
					   "to one host CPU: other threads may not get to run on "
					   "the host CPU that it uses",
					   vcpu),
				"Add a <vcpupin> that pins the vCPU to a host CPU of its own, or remove "
				"<vcpusched>.");
	}
}

static void pinning(vml_context *ctx, xmlNode *domain)
{
	xmlNode *cputune = vml_child(domain, "cputune");
	xmlNode *hint = vml_find(domain, "features/kvm/hint-dedicated");
	struct pins pins;

	if ((!cputune && !hint) || !vml_vcpus_known(ctx))
		return;
	read_pins(ctx, &pins);
	check_pins(ctx, cputune);
	check_realtime(ctx, cputune, &pins);
	if (vml_attr_is(hint, "@state", "on") &&
		vml_cpuset_count(&pins.alone) < vml_facts_of(ctx)->vcpus_now)
		vml_remedy(
			vml_report(ctx, hint,
				"hint-dedicated is on, but not every vCPU is pinned to a host CPU "
				"of its own: vCPUs waste time spinning"),
			"Add a <vcpupin> with a host CPU of its own for each vCPU, or remove "
			"<hint-dedicated>.");
}

/* Return true if the XML restricts the emulator threads to certain host CPUs. */
static bool is_emulator_placed(const xmlNode *domain)
{
	return *vml_attr(domain, "cputune/emulatorpin/@cpuset") ||
		*vml_attr(domain, "vcpu/@cpuset") || vml_attr_is(domain, "vcpu/@placement", "auto");
}

static void emulator_pin(vml_context *ctx, xmlNode *cputune)
{
	struct pins pins;

	/* cpu-realtime-emulator reports real-time vCPUs, with a higher severity */
	if (is_emulator_placed(vml_facts_of(ctx)->domain) || has_realtime(cputune))
		return;
	read_pins(ctx, &pins);
	if (pins.complete && pins.tight)
		vml_report(ctx, cputune,
			"vCPUs are pinned, but without <emulatorpin> QEMU's other threads may "
			"run on the same host CPUs: the guest sees jitter");
}

static void realtime_emulator(vml_context *ctx, xmlNode *cputune)
{
	const char *pin = vml_attr(cputune, "emulatorpin/@cpuset");
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	struct pins pins;
	vml_cpuset set;

	if (!has_realtime(cputune))
		return;
	read_pins(ctx, &pins);
	if (!*pin)
		pin = vml_attr(domain, "vcpu/@cpuset");
	if (*pin && vml_cpuset_parse(pin, &set) && !vml_cpuset_meet(&set, &pins.hosts))
		return;
	vml_each_child (sched, cputune, "vcpusched") {
		if (!is_realtime(sched))
			continue;
		vml_report_attr(ctx, sched, "scheduler",
			"vCPUs run with real-time priority on host CPUs that QEMU's own threads "
			"may use: those threads may never get to run");
		return;
	}
}

const vml_rule vml_rules_cpu_pinning[] = {
	{
		.id = "cpu-pinning-invalid",
		.summary = "vCPU pinning contradicts itself",
		.why = "libvirt accepts almost any pinning at define time. It silently drops a "
		       "<vcpupin> for a vCPU that does not exist. Two vCPUs on one host CPU run "
		       "at half speed. With hint-dedicated the guest assumes that its host CPUs "
		       "are not shared: if they are, it spins instead of yielding. A real-time "
		       "vCPU that may run anywhere keeps other threads on its host CPU from "
		       "running.",
		.remedy = "Give each vCPU, from 0 to the number in <vcpu> minus one, a <vcpupin> "
			  "with its own host CPU; \"virsh capabilities\" lists the CPU numbers, "
			  "which may have gaps. Or remove hint-dedicated or the real-time "
			  "scheduler.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = pinning,
	},
	{
		.id = "cpu-emulatorpin-missing",
		.summary = "vCPUs are pinned but QEMU's other threads are not",
		.why = "QEMU has threads of its own for device emulation, disks and the monitor, "
		       "and the kernel's vhost threads handle network traffic. Without "
		       "<emulatorpin> they may run on every host CPU, those of the pinned vCPUs "
		       "included, and a pinned vCPU cannot move elsewhere meanwhile. The guest "
		       "sees jitter of up to some milliseconds.",
		.remedy = "Add <emulatorpin cpuset='...'/> to <cputune>, with host CPUs that no "
			  "vCPU uses, and an <iothreadpin> for each I/O thread. One or two host "
			  "CPUs are enough for several guests.",
		.url = "https://libvirt.org/kbase/kvm-realtime.html",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "cputune",
		.check = emulator_pin,
	},
	{
		.id = "cpu-realtime-emulator",
		.summary = "real-time vCPUs share host CPUs with QEMU's own threads",
		.why = "A vCPU with the scheduler fifo or rr preempts all ordinary threads "
		       "of its host CPU and, while busy, leaves them 5% of the time at most "
		       "(the kernel's default). The QEMU thread that serves disks, network "
		       "and console is an ordinary one: on such a host CPU, it and kernel "
		       "threads hardly run until the guest is idle. If all vCPUs are busy, "
		       "the guest hangs on its own I/O, and the host may hang with it.",
		.remedy = "Move QEMU's threads away: set <emulatorpin cpuset='...'/> to host "
			  "CPUs that no vCPU is pinned to, and isolate the vCPUs' host CPUs with "
			  "the kernel option isolcpus. For a desktop or a game pinning alone is "
			  "enough: remove <vcpusched>.",
		.url = "https://libvirt.org/kbase/kvm-realtime.html",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "cputune",
		.check = realtime_emulator,
	},
	{ 0 },
};
