/* Queues of a disk or controller that several I/O threads process. */
#include <vmlint/rule.h>

/* Return the libvirt release that added the mapping; xml-too-new reports it for older targets. */
static unsigned int first_release(const xmlNode *device)
{
	return vml_named(device, "disk") ? VML_RELEASE(10, 0) : VML_RELEASE(11, 2);
}

/* Return the number of I/O threads in <iothreads>; with <iothreadids> there may be more. */
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
	/* at most one thread can process a queue */
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
		.id = "iothread-mapping-missing",
		.summary = "guest has several I/O threads, but its disk uses one",
		.why = "An I/O thread is one host thread: with fast storage it can be the limit "
		       "of a disk whose requests come from many vCPUs. A mapping assigns the "
		       "queues of the device to several threads (disks: libvirt 10.0 and QEMU "
		       "9.0; controllers: 11.2 and 10.0).",
		.remedy = "Replace the attribute iothread of <driver> by a list of all threads "
			  "inside <driver>: <iothreads><iothread id='1'/><iothread "
			  "id='2'/>...</iothreads>. libvirt then distributes the queues evenly. "
			  "Alternative: set <iothreads> of <domain> to 1, remove <iothreadids> if "
			  "there is one, and set iothread='1' in <driver>. The guest notices "
			  "nothing.",
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
