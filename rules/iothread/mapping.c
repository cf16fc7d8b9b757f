/* Queues of a disk or controller that several I/O threads process. */
#include <vmlint/rule.h>

static unsigned int first_release(const xmlNode *device)
{
	return vml_named(device, "disk") ? VML_RELEASE(10, 0) : VML_RELEASE(11, 2);
}

static void ignored(vml_context *ctx, xmlNode *device)
{
	unsigned int first = first_release(device);

	if (!vml_find(device, "driver/iothreads") || vml_libvirt_is(ctx, first))
		return;
	vml_report(ctx, vml_find(device, "driver/iothreads"),
		"%s maps I/O threads to queues, which needs libvirt %u.%u: %s drops the mapping, "
		"and no I/O thread serves the device",
		vml_device_name(ctx, device), first / 1000, first % 1000, vml_target_libvirt(ctx));
}

/* Count I/O threads by <iothreads>; with <iothreadids> the number is at least as great. */
static uint64_t count_threads(vml_context *ctx)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	uint64_t n = 0;

	vml_number(vml_text(ctx, vml_child(domain, "iothreads")), &n);
	return n;
}

static unsigned int count_users(vml_context *ctx)
{
	unsigned int n = 0;

	vml_each_device (device, ctx, NULL)
		n += vml_takes_iothread(ctx, device);
	return n;
}

static void single(vml_context *ctx, xmlNode *device)
{
	uint64_t threads = count_threads(ctx), queues;
	unsigned int first = first_release(device);

	if (!vml_takes_iothread(ctx, device) || !vml_has_attr(device, "driver/@iothread") ||
		!vml_libvirt_is(ctx, first) || threads < 2 || count_users(ctx) != 1)
		return;
	/* one queue has one thread */
	if (vml_number(vml_attr(device, "driver/@queues"), &queues)
			? queues < 2
			: vml_facts_of(ctx)->vcpus_now < 2)
		return;
	vml_report_attr(ctx, vml_child(device, "driver"), "iothread",
		"%s uses one of the guest's %llu I/O threads: libvirt %u.%u and later can spread "
		"its queues over all of them",
		vml_device_name(ctx, device), (unsigned long long)threads, first / 1000,
		first % 1000);
}

const vml_rule vml_rules_iothread_mapping[] = {
	{
		.id = "iothread-mapping-ignored",
		.summary = "mapping of I/O threads to queues that the target's libvirt drops",
		.why = "<iothreads> inside <driver> assigns the queues of one device to several "
		       "I/O threads. libvirt supports it for virtio disks since 10.0 and for "
		       "virtio-scsi controllers since 11.2; older releases drop the elements "
		       "silently, and QEMU's main loop processes all requests.",
		.remedy = "Set iothread='N' in <driver> instead, which all releases support: one "
			  "I/O thread then processes all queues of the device.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk|devices/controller",
		.check = ignored,
	},
	{
		.id = "iothread-mapping-missing",
		.summary = "only disk of a guest uses one of several I/O threads",
		.why = "An I/O thread is one host thread: with fast storage it can be the limit "
		       "of a disk whose requests come from many vCPUs. A mapping assigns the "
		       "queues of the disk to several threads. The other threads that this "
		       "guest has do nothing.",
		.remedy = "Replace iothread='N' by <iothreads><iothread id='1'/><iothread "
			  "id='2'/></iothreads> inside <driver>, which distributes the queues "
			  "evenly, or lower <iothreads> to 1. The guest sees the same disk.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "devices/disk|devices/controller",
		.check = single,
	},
	{ 0 }
};
