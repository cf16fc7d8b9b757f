/* I/O threads that no device uses, in domains whose devices use other I/O threads. */
#include <vmlint/rule.h>

static void add_number(vml_cpuset *set, const char *number)
{
	uint64_t id;

	if (vml_number(number, &id) && id < VML_CPUSET_MAX)
		vml_cpuset_add(set, (unsigned int)id);
}

static void collect_used(const vml_context *ctx, vml_cpuset *ret)
{
	*ret = (vml_cpuset){ 0 };
	vml_each_device (device, ctx, NULL) {
		const xmlNode *driver = vml_child(device, "driver");

		add_number(ret, vml_attr(driver, "@iothread"));
		vml_each_child (thread, vml_child(driver, "iothreads"), "iothread")
			add_number(ret, vml_attr(thread, "@id"));
	}
}

/*
 * Set *ret to the ids of the domain's I/O threads: those in <iothreadids>. While these are fewer
 * than the number in <iothreads>, libvirt adds the lowest free id above 0.
 */
static void collect_existing(vml_context *ctx, vml_cpuset *ret)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	uint64_t count = 0;

	*ret = (vml_cpuset){ 0 };
	vml_each_child (thread, vml_child(domain, "iothreadids"), "iothread")
		add_number(ret, vml_attr(thread, "@id"));
	vml_number(vml_text(ctx, vml_child(domain, "iothreads")), &count);
	for (unsigned int id = 1; id < VML_CPUSET_MAX && vml_cpuset_count(ret) < count; id++)
		vml_cpuset_add(ret, id);
}

static void idle(vml_context *ctx, xmlNode *threads)
{
	vml_cpuset used, existing;

	collect_used(ctx, &used);
	/* if no thread is used, iothread-invalid reports it */
	if (!vml_cpuset_count(&used) || vml_qemu_arg(ctx, "iothread"))
		return;
	collect_existing(ctx, &existing);
	for (unsigned int id = vml_cpuset_next(&existing, 0); id < VML_CPUSET_MAX;
		id = vml_cpuset_next(&existing, id + 1)) {
		if (vml_cpuset_has(&used, id))
			continue;
		vml_report(ctx, threads, "I/O thread %u is idle: no disk and no controller uses it",
			id);
		return;
	}
}

const vml_rule vml_rules_iothread_idle[] = {
	{
		.id = "iothread-idle",
		.summary = "an I/O thread is not used by any device",
		.why = "An I/O thread serves only the disks and controllers that name it. A thread "
		       "that none names costs little, but usually shows that a disk was meant to have "
		       "it: the disks that share another thread wait for each other.",
		.remedy = "Assign the thread to a busy disk with iothread='...' in the disk's "
			  "<driver>, or lower <iothreads> and remove the thread's <iothread> "
			  "element. If it has none, the last thread without <iothread> is "
			  "removed: first assign the disks of that one to this one. Keep the "
			  "thread if disks are attached later.",
		.url = "https://libvirt.org/formatdomain.html#iothreads-allocation",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "iothreads",
		.check = idle,
	},
	{ 0 },
};
