/*
 * Sets of vCPUs in <cputune> that libvirt rejects because they overlap:
 * virDomainThreadSchedParseHelper(), virDomainResctrlVcpuMatch(), virDomainCachetuneDefParse(),
 * virDomainResctrlValidateMonitor(), virResctrlAllocSetCacheSize().
 */
#include <vmlint/rule.h>

#include <string.h>

enum { MONITOR_LEVEL = 3 };

static void add(vml_cpuset *to, const vml_cpuset *set)
{
	for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
		to->words[i] |= set->words[i];
}

static void reject(vml_context *ctx, const xmlNode *node, const char *attr, const char *message,
	const char *remedy)
{
	vml_remedy(vml_report_attr(ctx, node, attr, "%s: %s rejects the domain", message,
			   vml_target_libvirt(ctx)),
		"%s", remedy);
}

static void schedulers(vml_context *ctx, const xmlNode *cputune, const char *name, const char *attr)
{
	const char *thread = strcmp(attr, "vcpus") != 0 ? "I/O thread" : "vCPU";
	vml_cpuset taken = { 0 }, set;

	vml_each_child (sched, cputune, name) {
		if (!vml_cpuset_parse(vml_attr(sched, vml_format(ctx, "@%s", attr)), &set))
			continue;
		if (vml_cpuset_meet(&set, &taken))
			reject(ctx, sched, attr,
				vml_format(ctx, "two <%s> set the scheduler of the same %s", name,
					thread),
				vml_format(ctx, "List each %s in one <%s> only.", thread, name));
		add(&taken, &set);
	}
}

/* Parse @vcpus, without vCPUs that do not exist. Returns false if none remains. */
static bool vcpus_of(vml_context *ctx, const xmlNode *node, vml_cpuset *ret)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;

	if (!vml_cpuset_parse(vml_attr(node, "@vcpus"), ret))
		return false;
	for (unsigned int i = vml_cpuset_next(ret, vcpus); i < VML_CPUSET_MAX;
		i = vml_cpuset_next(ret, i + 1))
		ret->words[i / 64] &= ~((uint64_t)1 << i % 64);
	return vml_cpuset_count(ret);
}

static bool is_same(const vml_cpuset *a, const vml_cpuset *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static void monitors(vml_context *ctx, const xmlNode *tune, const vml_cpuset *all)
{
	vml_each_child (monitor, tune, "monitor") {
		vml_cpuset set, outside;
		uint64_t level;

		if (vml_named(tune, "cachetune") &&
			vml_number(vml_attr(monitor, "@level"), &level) && level != MONITOR_LEVEL)
			reject(ctx, monitor, "level", "only the cache of level 3 can be monitored",
				"Set level='3'.");
		if (!vml_cpuset_parse(vml_attr(monitor, "@vcpus"), &set))
			continue;
		vcpus_of(ctx, monitor, &set);
		outside = set;
		for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
			outside.words[i] &= ~all->words[i];
		if (vml_cpuset_count(&outside) || !vml_cpuset_count(&set))
			reject(ctx, monitor, "vcpus",
				vml_format(ctx,
					"the vCPUs of <monitor> are not among those of its <%s>",
					(const char *)tune->name),
				vml_format(ctx,
					"Set vcpus of <monitor> to vCPUs that its <%s> lists.",
					(const char *)tune->name));
	}
}

/*
 * Report caches that are allocated twice. A cache may be allocated once with type 'both', or once
 * each for code and for data.
 */
static void caches(vml_context *ctx, const xmlNode *tune)
{
	vml_each_child (cache, tune, "cache") {
		const char *type = vml_attr(cache, "@type");

		vml_each_child (it, tune, "cache") {
			const char *other = vml_attr(it, "@type");

			if (it == cache)
				break;
			if (!vml_same_number(it, cache, "@level") ||
				!vml_same_number(it, cache, "@id") ||
				(strcmp(type, other) != 0 && strcmp(type, "both") != 0 &&
					strcmp(other, "both") != 0))
				continue;
			reject(ctx, cache, "id", "the same cache is allocated twice",
				"Remove one of the two <cache> elements, or change its id.");
			break;
		}
	}
}

static void bandwidths(vml_context *ctx, const xmlNode *tune)
{
	vml_each_child (node, tune, "node")
		vml_each_child (it, tune, "node") {
			if (it == node)
				break;
			if (!vml_same_number(it, node, "@id"))
				continue;
			reject(ctx, node, "id", "the bandwidth of the same node is set twice",
				"Remove one of the two <node> elements, or change its id.");
			break;
		}
}

static bool has_content(const xmlNode *tune)
{
	return vml_child(tune, vml_named(tune, "cachetune") ? "cache" : "node") ||
		vml_child(tune, "monitor");
}

static void allocations(vml_context *ctx, const xmlNode *cputune)
{
	static const char *const names[] = { "cachetune", "memorytune" };
	vml_cpuset set, other;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		vml_each_child (tune, cputune, names[i]) {
			if (!vcpus_of(ctx, tune, &set))
				continue;
			for (size_t j = 0; j <= i; j++)
				vml_each_child (it, cputune, names[j]) {
					if (it == tune)
						break;
					if (!has_content(it) || !vcpus_of(ctx, it, &other) ||
						!vml_cpuset_meet(&set, &other) ||
						(i && is_same(&set, &other)))
						continue;
					reject(ctx, tune, "vcpus",
						i ? vml_format(ctx,
							    "the vCPUs of <memorytune> and of a <%s> overlap, but are not the same",
							    names[j])
						  : "two <cachetune> have vCPUs in common",
						i ? "List each vCPU in one of the two, or the "
						    "same vCPUs in both."
						  : "List each vCPU in one <cachetune> only.");
					break;
				}
			caches(ctx, tune);
			bandwidths(ctx, tune);
			monitors(ctx, tune, &set);
		}
}

static void overlap(vml_context *ctx, xmlNode *cputune)
{
	schedulers(ctx, cputune, "vcpusched", "vcpus");
	schedulers(ctx, cputune, "iothreadsched", "iothreads");
	if (vml_vcpus_known(ctx) &&
		(vml_child(cputune, "cachetune") || vml_child(cputune, "memorytune")))
		allocations(ctx, cputune);
}

const vml_rule vml_rules_cputune_overlap[] = {
	{
		.id = "cputune-overlap",
		.summary = "scheduler or cache allocations that overlap",
		.why = "A thread has one scheduler, and a vCPU one allocation of cache and memory "
		       "bandwidth. libvirt rejects the whole domain if two <vcpusched>, "
		       "<iothreadsched>, <cachetune> or <memorytune> are for the same thread, or "
		       "if a monitor includes a vCPU that its allocation does not.",
		.remedy = "Assign each vCPU or I/O thread to one of the elements. A <cachetune> "
			  "and a <memorytune> can share an allocation if their vCPUs are the same.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "cputune",
		.check = overlap,
	},
	{ 0 },
};
