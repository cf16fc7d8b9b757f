/* Limits of what a guest's QEMU process may use, and of what it may lock in memory. */
#include <vmlint/rule.h>

/*
 * libvirt: VIR_DOMAIN_MEMORY_PARAM_UNLIMITED, in KiB; from there on a limit is none.
 */
static const uint64_t unlimited = 9007199254740988;

/* A limit in force, in bytes. */
static bool limit_of(const xmlNode *limit, uint64_t *ret)
{
	return vml_memory(limit, ret) && *ret / 1024 < unlimited;
}

static bool has_vfio(const vml_context *ctx)
{
	vml_each_device (hostdev, ctx, "hostdev")
		if (vml_one_of(vml_attr(hostdev, "@type"), "pci|mdev"))
			return true;
	/* QEMU's own NVMe driver and vhost-vdpa lock the memory as VFIO does */
	vml_each_device (disk, ctx, "disk")
		if (vml_one_of(vml_attr(disk, "@type"), "nvme|vhostvdpa"))
			return true;
	vml_each_device (iface, ctx, "interface")
		if (vml_one_of(vml_attr(iface, "@type"), "hostdev|vdpa"))
			return true;
	return false;
}

/* Guests whose memory is locked: for them a hard limit is what bounds it. */
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
			"the limit of %llu MiB is not above the guest's %llu MiB of memory: the kernel "
			"kills it",
			(unsigned long long)(bytes / mib), (unsigned long long)(memory / mib));
	else if (!is_locked(ctx))
		finding = vml_report(ctx, limit,
			"a hard limit leaves %llu MiB for QEMU itself: when that is too little, the "
			"kernel kills the guest",
			(unsigned long long)((bytes - memory) / mib));
	else
		return;
	if (bytes > memory)
		vml_lower_severity(finding, VML_WARNING);
	if (is_locked(ctx)) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"This guest's memory is locked, so a limit is wanted; but it has to cover the "
			"guest's memory, its video memory and what QEMU itself needs. Start with the "
			"guest's memory plus 2 GiB.");
		return;
	}
	/* a limit of memory and swap must not stand without one of memory */
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
		"memory is locked without a <hard_limit>: the guest can make QEMU pin all memory of "
		"the host");
	/* libvirt's own guides for such guests set no limit: the host is theirs */
	if (is_realtime(domain) || vml_child(domain, "launchSecurity"))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_memory_limit[] = {
	{
		.id = "memory-hard-limit",
		.summary = "hard limit on the memory of the QEMU process",
		.why = "<hard_limit> is for the whole QEMU process: the guest's memory and what QEMU needs "
		       "for video memory, disk caches, network queues and displays. Nobody can compute "
		       "the latter, and libvirt's manual advises against guessing. When the process "
		       "passes the limit the kernel kills it, which for the guest is a power failure, "
		       "mostly under load and weeks after the limit was set.",
		.remedy =
			"Removes the limit, and with it <swap_hard_limit>, which cannot stand alone. The "
			"guest cannot get more than its <memory> anyway; to favour other guests use "
			"<soft_limit>.",
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
		.why = "<locked/> keeps all memory of the QEMU process from being swapped, and as libvirt "
		       "cannot know how much that is, it takes away the limit on locked memory. A guest "
		       "that makes QEMU allocate memory, say by filling queues or opening displays, then "
		       "takes it from the host for good and can bring down what else runs there.",
		.remedy =
			"Add <memtune><hard_limit unit='GiB'>...</hard_limit></memtune> with the guest's "
			"memory plus a generous 2 GiB or more, or drop <locked/> if nothing depends on "
			"it: huge pages are never swapped anyway.",
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
