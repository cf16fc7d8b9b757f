/*
 * CPU tuning that libvirt rejects: virDomainDefTunablesParse(), virDomainDefCputuneValidate(),
 * virDomainDefValidateIOThreads(), virDomainDefParseIOThreads().
 */
#include <vmlint/refusal.h>

static bool exists(vml_context *ctx, const xmlNode *pin)
{
	uint64_t vcpu;

	return !vml_vcpus_known(ctx) ||
		(vml_number(vml_attr(pin, "@vcpu"), &vcpu) && vcpu < vml_facts_of(ctx)->vcpus);
}

static bool is_no_set(vml_context *ctx, const xmlNode *pin)
{
	vml_cpuset set;

	(void)ctx;
	return !vml_cpuset_parse(vml_attr(pin, "@cpuset"), &set);
}

static bool is_no_vcpu_set(vml_context *ctx, const xmlNode *sched)
{
	vml_cpuset set;

	(void)ctx;
	return !vml_cpuset_parse(vml_attr(sched, "@vcpus"), &set);
}

static bool has_no_vcpus(vml_context *ctx, const xmlNode *sched)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;
	vml_cpuset set;

	return vml_vcpus_known(ctx) && vml_cpuset_parse(vml_attr(sched, "@vcpus"), &set) &&
		vml_cpuset_next(&set, vcpus) < VML_CPUSET_MAX;
}

static bool is_min_above_max(vml_context *ctx, const xmlNode *thread)
{
	uint64_t min, max;

	(void)ctx;
	return vml_number(vml_attr(thread, "@thread_pool_min"), &min) &&
		vml_number(vml_attr(thread, "@thread_pool_max"), &max) && max && min > max;
}

#define PERIODS "period|global_period|emulator_period|iothread_period"
#define QUOTAS "quota|global_quota|emulator_quota|iothread_quota"

static bool has_allocation(vml_context *ctx, const xmlNode *tune)
{
	(void)ctx;
	return vml_child(tune, "cache") || vml_child(tune, "node") || vml_child(tune, "monitor");
}

static const vml_refusal rows[] = {
	{ .on = PERIODS,
		.terms = { VML_ABOVE(".", "1000000") },
		.message = "the CPU period is above 1000000 microseconds",
		.remedy = "Set a number from 1000 to 1000000, or 0 for the default of 100000." },
	{ .on = PERIODS,
		.terms = { VML_BELOW(".", "1000"), VML_ABOVE(".", "0") },
		.message = "the CPU period is below 1000 microseconds",
		.remedy = "Set a number from 1000 to 1000000, or 0 for the default of 100000." },
	{ .on = QUOTAS,
		.terms = { VML_ABOVE(".", "17592186044415") },
		.message = "the CPU quota is above 17592186044415 microseconds",
		.remedy = "Set the quota to -1: the CPU time is then not limited." },
	{ .on = QUOTAS,
		.terms = { VML_BELOW(".", "1000"), VML_ABOVE(".", "0") },
		.message = "the CPU quota is below 1000 microseconds",
		.remedy = "Set 1000 microseconds or more, or -1 for no limit." },
	{ .on = "vcpupin",
		.terms = { VML_CALL(exists), VML_REPEATED("@vcpu") },
		.at = "@vcpu",
		.message = "vCPU {value} is pinned twice",
		.remedy = "Keep one <vcpupin> that lists the host CPUs of both." },
	{ .on = "vcpupin",
		.terms = { VML_HAS("@cpuset"), VML_CALL(exists), VML_CALL(is_no_set) },
		.at = "@cpuset",
		.message = "'{value}' is not a valid list of host CPUs",
		.remedy = "List at least one CPU by numbers and ranges, such as '0-3,^2,8'." },
	{ .on = "vcpu",
		.terms = { VML_HAS("@cpuset"), VML_IS_NOT("@placement", "auto"),
			VML_CALL(is_no_set) },
		.at = "@cpuset",
		.message = "'{value}' is not a valid list of host CPUs",
		.remedy = "List at least one CPU by numbers and ranges, such as '0-3,^2,8'." },
	{ .on = "emulatorpin",
		.terms = { VML_HAS("@cpuset"), VML_CALL(is_no_set) },
		.at = "@cpuset",
		.message = "'{value}' is not a valid list of host CPUs",
		.remedy = "List at least one CPU by numbers and ranges, such as '0-3,^2,8'." },
	{ .on = "iothreadpin",
		.terms = { VML_HAS("@cpuset"), VML_CALL(is_no_set) },
		.at = "@cpuset",
		.message = "'{value}' is not a valid list of host CPUs",
		.remedy = "List at least one CPU by numbers and ranges, such as '0-3,^2,8'." },
	{ .on = "emulatorpin",
		.terms = { VML_LATER("1") },
		.message = "the emulator threads are pinned twice",
		.remedy = "Keep one <emulatorpin> that lists the host CPUs of both." },
	{ .on = "iothreadpin",
		.terms = { VML_REPEATED("@iothread") },
		.at = "@iothread",
		.message = "I/O thread {value} is pinned twice",
		.remedy = "Keep one <iothreadpin> that lists the host CPUs of both." },
	{ .on = "vcpusched",
		.terms = { VML_LACKS("@vcpus") },
		.message = "a scheduler is set without its vCPUs",
		.remedy = "Add vcpus='...' with the list of the vCPUs, such as '0-3'." },
	{ .on = "iothreadsched",
		.terms = { VML_LACKS("@iothreads") },
		.message = "a scheduler is set without its I/O threads",
		.remedy = "Add iothreads='...' with the list of the I/O threads, such as '1-2'." },
	{ .on = "vcpusched",
		.terms = { VML_HAS("@vcpus"), VML_CALL(is_no_vcpu_set) },
		.at = "@vcpus",
		.message = "'{value}' is not a valid list of vCPUs",
		.remedy = "List at least one vCPU by numbers and ranges, such as '0-3,^2,8'." },
	{ .on = "cachetune",
		.terms = { VML_LACKS("@vcpus") },
		.message = "<cachetune> does not specify its vCPUs",
		.remedy = "Add vcpus='...' with the vCPUs that share the cache." },
	{ .on = "memorytune",
		.terms = { VML_LACKS("@vcpus") },
		.message = "<memorytune> does not specify its vCPUs",
		.remedy = "Add vcpus='...' with the vCPUs that share the bandwidth." },
	{ .on = "vcpusched",
		.terms = { VML_HAS("@vcpus"), VML_CALL(has_no_vcpus) },
		.at = "@vcpus",
		.message = "a scheduler is set for vCPUs {value}, not all of which exist",
		.remedy =
			"Set vcpus to numbers that the guest has: from 0 to one less than <vcpu>." },
	{ .on = "emulatorsched",
		.terms = { VML_LATER("1") },
		.message = "the emulator's scheduler is set twice",
		.remedy = "Removes the later <emulatorsched>.",
		.fix = "remove ." },
	{ .terms = { VML_IS("@scheduler", "fifo|rr"), VML_LACKS("@priority") },
		.message = "a real-time scheduler requires a priority",
		.remedy = "Set priority to a number from 1 (lowest) to 99." },
	{ .terms = { VML_IS("@thread_pool_max", "0") },
		.at = "@thread_pool_max",
		.message = "a thread pool must have at least one thread",
		.remedy = "Set thread_pool_max to 1 or more, or remove it." },
	{ .terms = { VML_HAS("@thread_pool_min"), VML_CALL(is_min_above_max) },
		.at = "@thread_pool_min",
		.message = "the minimum of the thread pool is above its maximum",
		.remedy = "Set thread_pool_min to at most thread_pool_max." },
	{ .on = "iothread",
		.terms = { VML_REPEATED("@id") },
		.at = "@id",
		.message = "I/O thread {value} is listed twice",
		.remedy = "Remove one of the two <iothread> elements, or change its id." },
	{ .when = VML_WHEN_TCG,
		.terms = { VML_CALL(has_allocation) },
		.message = "only KVM guests can have an allocation of cache or memory bandwidth",
		.remedy = "Set <domain type='kvm'>, or remove the allocation." },
	{ 0 },
};

const vml_rule vml_rules_cputune_rejected[] = {
	{
		.id = "cputune-rejected",
		.summary = "CPU tuning that libvirt rejects",
		.why = "<cputune> and <iothreadids> bind the guest's threads to host CPUs and set "
		       "their schedulers and limits. libvirt rejects the whole domain if a value "
		       "is out of range or if a thread is set twice.",
		.remedy = "Each finding states how to correct the value. The fix removes or "
			  "changes only what libvirt rejects. "
			  "Write lists of CPUs as in '0-3,^2,8'.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "vcpu|cputune/period|cputune/global_period|cputune/emulator_period|"
			"cputune/iothread_period|cputune/quota|cputune/global_quota|"
			"cputune/emulator_quota|cputune/iothread_quota|cputune/vcpupin|"
			"cputune/emulatorpin|cputune/iothreadpin|cputune/vcpusched|"
			"cputune/emulatorsched|cputune/iothreadsched|cputune/cachetune|"
			"cputune/memorytune|iothreadids/iothread|defaultiothread",
		.refusals = rows,
	},
	{ 0 },
};
