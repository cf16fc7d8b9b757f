/* Limits on the memory that a guest's QEMU process may use or lock. */
#include <vmlint/rule.h>

/*
 * libvirt's VIR_DOMAIN_MEMORY_PARAM_UNLIMITED, in KiB: this value and above mean no limit.
 */
static const uint64_t unlimited = 9007199254740988;

/* Read a limit in bytes. Returns false if there is none, or if it means unlimited. */
static bool limit_of(const xmlNode *limit, uint64_t *ret)
{
	return vml_memory(limit, ret) && *ret / 1024 < unlimited;
}

static bool has_vfio(const vml_context *ctx)
{
	vml_each_device (hostdev, ctx, "hostdev")
		if (vml_one_of(vml_attr(hostdev, "@type"), "pci|mdev"))
			return true;
	/* QEMU's NVMe driver and vhost-vdpa lock the guest's memory, as VFIO does */
	vml_each_device (disk, ctx, "disk")
		if (vml_one_of(vml_attr(disk, "@type"), "nvme|vhostvdpa"))
			return true;
	vml_each_device (iface, ctx, "interface")
		if (vml_one_of(vml_attr(iface, "@type"), "hostdev|vdpa"))
			return true;
	return false;
}

/* Return true if the guest's memory is locked: a hard limit then limits what can be locked. */
static bool is_locked(const vml_context *ctx)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;

	return vml_find(domain, "memoryBacking/locked") || vml_child(domain, "launchSecurity") ||
		has_vfio(ctx);
}

static void hard_limit(vml_context *ctx, xmlNode *limit)
{
	const xmlNode *memtune = vml_parent(limit);
	uint64_t bytes, memory = vml_facts_of(ctx)->memory, mib = (uint64_t)1 << 20;
	vml_finding *finding;

	if (!limit_of(limit, &bytes) || !memory)
		return;
	if (bytes <= memory)
		finding = vml_report(ctx, limit,
			"the hard limit of %llu MiB is not above the guest's %llu MiB of memory: "
			"the kernel kills the guest",
			(unsigned long long)(bytes / mib), (unsigned long long)(memory / mib));
	else if (!is_locked(ctx))
		finding = vml_report(ctx, limit,
			"the hard limit leaves %llu MiB for QEMU itself: if that is too little, "
			"the kernel kills the guest",
			(unsigned long long)((bytes - memory) / mib));
	else
		return;
	if (bytes > memory)
		vml_lower_severity(finding, VML_WARNING);
	if (is_locked(ctx)) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Keep a limit, since this guest's memory is locked, but raise it: it "
			"must cover the guest's memory, its video memory and QEMU's own. Start "
			"with the guest's memory plus 2 GiB.");
		return;
	}
	if (!vml_child(memtune, "swap_hard_limit"))
		vml_remedy(finding,
			"Removes the limit. The guest still cannot get more than its <memory>; to favour "
			"other guests use <soft_limit>.");
	/*
	 * also remove <swap_hard_limit>, which libvirt rejects without <hard_limit>; and an empty
	 * <memtune>
	 */
	if (vml_first(memtune) == limit && !vml_sibling(limit)) {
		vml_fix_remove(finding, memtune);
		vml_command(finding, "--edit --xml xpath.delete=./memtune");
		return;
	}
	vml_fix_remove(finding, limit);
	vml_fix_remove(finding, vml_child(memtune, "swap_hard_limit"));
	vml_command(finding,
		"--edit --memtune xpath1.delete=./hard_limit,xpath2.delete=./swap_hard_limit");
}

static bool is_realtime(const xmlNode *domain)
{
	vml_each_child (sched, vml_child(domain, "cputune"), "vcpusched")
		if (vml_one_of(vml_attr(sched, "@scheduler"), "fifo|rr"))
			return true;
	return false;
}

static void locked(vml_context *ctx, xmlNode *element)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	vml_finding *finding;
	uint64_t ignored;

	if (limit_of(vml_find(domain, "memtune/hard_limit"), &ignored))
		return;
	finding = vml_report(ctx, element,
		"memory is locked without a <hard_limit>: the guest can make QEMU lock all "
		"memory of the host");
	/*
	 * only information: libvirt's guides for such guests set no limit, because they assume a
	 * dedicated host
	 */
	if (is_realtime(domain) || vml_child(domain, "launchSecurity"))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_memory_limit[] = {
	{
		.id = "memory-hard-limit",
		.summary = "hard limit on the memory of the QEMU process",
		.why = "<hard_limit> applies to the whole QEMU process: the guest's memory and "
		       "QEMU's own for video, disk caches, network queues and displays. QEMU's "
		       "own part cannot be computed: set a limit only if the memory is locked. "
		       "If the process exceeds the limit, the kernel kills it, which for the "
		       "guest is a power failure, mostly under load and weeks after the limit "
		       "was set.",
		.remedy = "Removes the limit, and <swap_hard_limit>, which libvirt refuses without "
			  "it. The guest still cannot get more than its <memory>; to favour other "
			  "guests use <soft_limit>.",
		.url = "https://libvirt.org/formatdomain.html#memory-tuning",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "memtune/hard_limit",
		.check = hard_limit,
	},
	{
		.id = "memory-locked-unlimited",
		.summary = "memory is locked without a limit",
		.why = "<locked/> keeps all memory of the QEMU process from being swapped. "
		       "libvirt cannot know how much that is, so it removes the limit on locked "
		       "memory. A guest that makes QEMU allocate memory, for example by filling "
		       "queues, then takes it from the host permanently and can bring down other "
		       "services there.",
		.remedy = "Remove <locked/> if nothing needs it (huge pages are never swapped). "
			  "Otherwise add <memtune> with a <hard_limit> of the guest's memory "
			  "plus 2 GiB or more: beyond it, the kernel kills the guest.",
		.url = "https://libvirt.org/formatdomain.html#memory-backing",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "memoryBacking/locked",
		.check = locked,
	},
	{ 0 },
};
