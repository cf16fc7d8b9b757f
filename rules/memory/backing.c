/* Host memory that backs the guest's: huge pages, and sharing with other processes. */
#include <vmlint/rule.h>

#include <string.h>

static void hugepages(vml_context *ctx, xmlNode *memory)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *backing = vml_child(facts->domain, "memoryBacking");
	const uint64_t worth_it = (uint64_t)16 << 30, slack = (uint64_t)1 << 20;
	uint64_t now;

	if (facts->memory < worth_it || facts->board == VML_BOARD_CCW ||
		vml_child(backing, "hugepages") || vml_child(backing, "source") ||
		vml_child(facts->domain, "launchSecurity") ||
		vml_attr_is(vml_device(ctx, "memballoon"), "@freePageReporting", "on"))
		return;
	/* skip guests that use a balloon: it cannot return huge pages to the host */
	if (vml_memory(vml_child(facts->domain, "currentMemory"), &now) &&
		now + slack < facts->memory)
		return;
	vml_report(ctx, memory,
		"%llu GiB of memory are in small pages: the CPU spends time on address lookups "
		"that huge pages avoid",
		(unsigned long long)(facts->memory >> 30));
}

/*
 * Return the first device that a process other than QEMU emulates: the process needs access to the
 * guest's memory.
 */
static const xmlNode *find_sharer(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL) {
		if (vml_named(device, "interface") && vml_attr_is(device, "@type", "vhostuser"))
			return device;
		if (vml_named(device, "disk") &&
			vml_one_of(vml_attr(device, "@type"), "vhostuser|vhostvdpa"))
			return device;
		if (vml_named(device, "filesystem") &&
			(vml_attr_is(device, "@type", "vhostuser") ||
				vml_attr_is(device, "driver/@type", "virtiofs")))
			return device;
		if (vml_named(device, "video") && vml_attr_is(device, "driver/@name", "vhostuser"))
			return device;
	}
	return NULL;
}

/*
 * Suggest a virt-xml command that shares all memory; none if a NUMA cell has a memAccess other than
 * 'shared', which overrides <memoryBacking>: one command cannot change both.
 */
static void suggest_command(const vml_context *ctx, vml_finding *finding)
{
	const xmlNode *backing = vml_child(vml_facts_of(ctx)->domain, "memoryBacking");
	bool shareable = vml_one_of(vml_attr(backing, "source/@type"), "file|memfd") ||
		vml_child(backing, "hugepages");

	if (!vml_cells_refuse_sharing(ctx))
		vml_command(finding, "--edit --memorybacking %saccess.mode=shared",
			shareable ? "" : "source.type=memfd,");
}

/*
 * Describe what happens if the memory is not shared: libvirt rejects the device
 * (qemuValidateDomainDeviceDefFS(), ...DiskVhost(), and since 11.2 ...Network()), except for video
 * cards, which it does not check.
 */
static const char *without_sharing(vml_context *ctx, const xmlNode *sharer)
{
	if (vml_named(sharer, "video") ||
		(vml_named(sharer, "interface") && !vml_libvirt_is(ctx, VML_RELEASE(11, 2))))
		return "the device cannot work";
	if (vml_named(sharer, "interface") && !vml_facts_of(ctx)->target.libvirt)
		return "libvirt 11.2 and later reject the domain";
	return vml_format(ctx, "%s rejects the domain", vml_target_libvirt(ctx));
}

static void shared_required(vml_context *ctx, xmlNode *devices)
{
	const xmlNode *sharer = find_sharer(ctx);
	const bool backend = vml_qemu_arg(ctx, "memory-backend");
	vml_finding *finding;

	(void)devices;
	if (!sharer || vml_memory_is_shared(ctx))
		return;
	finding = vml_report(ctx, sharer,
		"%s is served by another process, but the guest's memory is not shared: %s",
		vml_device_name(ctx, sharer),
		backend ? "the device cannot work" : without_sharing(ctx, sharer));
	if (backend) {
		vml_remedy(finding,
			"Add share=on to the memory backend in <qemu:commandline>. Alternative: replace "
			"this backend by <memoryBacking> with <source type='memfd'/> and <access "
			"mode='shared'/>.");
		vml_lower_severity(finding, VML_WARNING);
		vml_lower_fix(finding, VML_FIX_NONE);
		return;
	}
	vml_fix_share_memory(ctx, finding);
	suggest_command(ctx, finding);
}

const vml_rule vml_rules_memory_backing[] = {
	{
		.id = "memory-hugepages",
		.summary = "large guest without huge pages",
		.why = "A guest of 16 GiB has four million pages of 4 KiB, and each miss of the "
		       "CPU's translation cache walks two sets of page tables, the guest's and "
		       "the host's. With pages of 2 MiB or 1 GiB misses are rare, which "
		       "databases and Java benefit from most, and the memory is neither swapped "
		       "nor merged. The kernel's transparent huge pages give part of this "
		       "without configuration.",
		.remedy = "Reserve huge pages on the host first (virsh allocpages 2M N --add, or "
			  "hugepages=N on the kernel's command line), then add "
			  "<memoryBacking><hugepages/></memoryBacking>. The host cannot use them "
			  "for anything else, and a guest does not start if too few are free.",
		.url = "https://libvirt.org/formatdomain.html#memory-backing",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "memory",
		.check = hugepages,
	},
	{
		.id = "memory-shared-required",
		.summary = "device of another process without shared guest memory",
		.why = "virtiofs and vhost-user devices are served by a process other than QEMU, "
		       "such as virtiofsd, Open vSwitch or SPDK, that reads and writes the "
		       "guest's memory directly. This memory must be shared. libvirt refuses "
		       "such a file system or disk without it, but before 11.2 accepts a network "
		       "card: the guest starts and not one packet gets through.",
		.remedy = "Makes the guest's memory shared. The guest notices "
			  "nothing; the host accounts the memory as shared, and cannot merge it "
			  "with that of other guests (KSM).",
		.url = "https://libvirt.org/kbase/virtiofs.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices",
		.check = shared_required,
	},
	{ 0 },
};
