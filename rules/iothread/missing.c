/* Virtio disks without an I/O thread. */
#include <vmlint/rule.h>

enum { MANY_VCPUS = 4, MANY_DISKS = 2, MOST_THREADS = 16 };

static unsigned int count_data_disks(const vml_context *ctx)
{
	unsigned int n = 0;

	vml_each_device (disk, ctx, "disk")
		n += vml_is_data_disk(disk);
	return n;
}

/* Return the first device that supports an I/O thread, from `device` on; NULL if there is none. */
static const xmlNode *next_device(const vml_context *ctx, const xmlNode *device)
{
	while (device && !vml_takes_iothread(ctx, device))
		device = vml_next_device(device, NULL);
	return device;
}

/*
 * Return how many I/O threads to add: one per device, but not more than vCPUs, which submit the
 * requests.
 */
static unsigned int threads_for(const vml_context *ctx, const xmlNode *first)
{
	unsigned int n = 0, most = vml_facts_of(ctx)->vcpus_now;

	for (const xmlNode *at = first; at; at = next_device(ctx, vml_next_device(at, NULL)))
		n++;
	most = most > MOST_THREADS ? MOST_THREADS : most;
	return n > most ? most : n;
}

static void suggest_command(
	vml_context *ctx, vml_finding *finding, const xmlNode *first, unsigned int threads)
{
	vml_string_builder options = { 0 };
	unsigned int n = 0;

	for (const xmlNode *at = first; at; at = next_device(ctx, vml_next_device(at, NULL))) {
		if (!vml_index_is_stable(ctx, at))
			return;
		vml_append(ctx, &options, " --xml './devices/%s[%u]/driver/@iothread=%u'",
			(const char *)at->name, vml_sibling_index(at), n++ % threads + 1);
	}
	vml_command(finding, "--edit --xml ./iothreads=%u%s", threads, options.text);
}

static void missing(vml_context *ctx, xmlNode *devices)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *domain = facts->domain, *first = next_device(ctx, vml_device(ctx, NULL));
	const xmlNode *vcpu = vml_child(domain, "vcpu");
	vml_finding *finding;
	unsigned int threads, n = 0;

	(void)devices;
	if (vml_child(domain, "iothreads") || vml_child(domain, "iothreadids") ||
		vml_qemu_arg(ctx, "iothread"))
		return;
	/* if vCPUs are pinned, the admin must decide on which CPUs another thread may run */
	if (!first || vml_find(domain, "cputune/vcpupin") ||
		(facts->vcpus_now < MANY_VCPUS && count_data_disks(ctx) < MANY_DISKS))
		return;
	finding = vml_report(ctx, first,
		"%s has no I/O thread: its requests share QEMU's main loop with all other devices",
		vml_device_name(ctx, first));
	threads = threads_for(ctx, first);
	vml_fix_add(finding, domain, vcpu ? vcpu : vml_child(domain, "name"),
		vml_format(ctx, "<iothreads>%u</iothreads>", threads));
	for (const xmlNode *at = first; at; at = next_device(ctx, vml_next_device(at, NULL)))
		vml_fix_driver(finding, at, "iothread", vml_format(ctx, "%u", n++ % threads + 1));
	suggest_command(ctx, finding, first, threads);
}

const vml_rule vml_rules_iothread_missing[] = {
	{
		.id = "iothread-missing",
		.summary = "virtio disks share QEMU's main loop instead of having an I/O thread",
		.why = "Without an I/O thread QEMU handles the requests of all disks in its main "
		       "loop, which also serves the display, the monitor and every emulated "
		       "device, one after the other. Under load requests wait there although the "
		       "storage is idle. Proxmox gives its new Linux guests one I/O thread per "
		       "disk by default.",
		.remedy = "Adds one I/O thread for each virtio disk and virtio-scsi controller, at "
			  "most one per vCPU. Each is a host thread that may use a full host CPU "
			  "under load; lower the number if the host has few to spare. The guest "
			  "notices only faster disks.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines"
		       "#qm_hard_disk_iothread",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.each = "devices",
		.check = missing,
	},
	{ 0 }
};
