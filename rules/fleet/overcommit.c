/* Reports the domains of a host that together use more memory or CPUs than the host has. */
#include <vmlint/fleet.h>
#include <vmlint/host.h>

enum { VCPUS_PER_CPU = 10 };

/*
 * Return the memory that the guest uses at most: currentMemory if its balloon returns the rest to
 * the host, else <memory>.
 */
static uint64_t memory_of(const vml_context *ctx, const xmlNode *domain)
{
	uint64_t memory = vml_facts_of(ctx)->memory;
	uint64_t current = vml_bytes_at(domain, "currentMemory");
	bool fixed = vml_attr_is(vml_device(ctx, "memballoon"), "@model", "none") ||
		vml_find(domain, "memoryBacking/hugepages") ||
		vml_find(domain, "memoryBacking/locked");

	return fixed || !current || current > memory ? memory : current;
}

static void memory(vml_context *ctx, xmlNode *domain)
{
	vml_fleet_amount(ctx, vml_child(domain, "memory"), memory_of(ctx, domain),
		vml_host_memory(vml_host_of(ctx)));
}

static void cpus(vml_context *ctx, xmlNode *domain)
{
	const vml_cpuset *online = vml_host_online_cpus(vml_host_of(ctx));

	vml_fleet_amount(ctx, vml_child(domain, "vcpu"), vml_facts_of(ctx)->vcpus_now,
		online ? vml_cpuset_count(online) : 0);
}

static const vml_joined joined_memory = {
	.messages = { "{host} has {capacity} of memory, and the {domains} guests that run or start "
		      "with it have {sum}: it swaps, or kills guests; the largest are this one "
		      "and {others}" },
	.limit = 1,
	.unit = VML_UNIT_BYTES,
};

static const vml_joined joined_cpus = {
	.messages = { "{host} has {capacity} CPUs, and the {domains} guests that run or start with "
		      "it have {sum} vCPUs, over 10 per CPU: they wait for each other; the largest "
		      "are this one and {others}" },
	.limit = VCPUS_PER_CPU,
};

const vml_rule vml_rules_fleet_overcommit[] = {
	{
		.id = "fleet-memory-overcommit",
		.summary = "guests of a host have more memory than the host",
		.why = "QEMU allocates the memory of a guest as the guest uses it, so that all guests "
		       "start. Once they use more than the host has, the host swaps, which makes "
		       "all of them slow, or the kernel kills the largest one. The sum counts "
		       "<currentMemory> of each guest that runs or starts with the host, without "
		       "the memory of QEMU itself.",
		.remedy =
			"Lower <currentMemory> and <memory>, move guests to another host, or "
			"disable the autostart of guests that do not run at the same time. If the "
			"guests share most pages (KSM), suppress the finding in the largest "
			"guest with that reason.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/7/html/"
		       "virtualization_deployment_and_administration_guide/"
		       "chap-overcommitting_with_kvm",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_FLEET | VML_WHEN_HOST_NODE,
		.each = ".",
		.check = memory,
		.joined = &joined_memory,
	},
	{
		.id = "fleet-cpu-overcommit",
		.summary = "guests of a host have more than 10 vCPUs per CPU of the host",
		.why = "A vCPU is a thread of the host. Several per CPU are usual, because most are "
		       "idle, but Red Hat advises against more than 10: a vCPU that is not "
		       "scheduled may hold a lock for which all others of its guest wait. The sum "
		       "counts the vCPUs of each guest that runs or starts with the host.",
		.remedy =
			"Lower the number of vCPUs to what each guest uses ('virsh domstats --vcpu' "
			"prints their times), or move guests to another host. If the guests are "
			"idle, suppress the finding in the largest guest with that reason.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/7/html/"
		       "virtualization_deployment_and_administration_guide/"
		       "sect-overcommitting_with_kvm-overcommitting_virtualized_cpus",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_FLEET | VML_WHEN_HOST_NODE,
		.each = ".",
		.check = cpus,
		.joined = &joined_cpus,
	},
	{ 0 }
};
