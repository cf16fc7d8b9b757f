/* Mappings of queues to I/O threads that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

enum { MANY_QUEUES = 1024 };

static uint64_t queues_of(const xmlNode *threads)
{
	uint64_t n = 0;

	vml_number(vml_attr(vml_parent(threads), "@queues"), &n);
	return n;
}

static bool has_thread_twice(vml_context *ctx, const xmlNode *threads)
{
	vml_cpuset seen = { 0 };
	uint64_t id;

	(void)ctx;
	vml_each_child (thread, threads, "iothread") {
		if (!vml_number(vml_attr(thread, "@id"), &id) || id >= VML_CPUSET_MAX)
			continue;
		if (vml_cpuset_has(&seen, (unsigned int)id))
			return true;
		vml_cpuset_add(&seen, (unsigned int)id);
	}
	return false;
}

/* Return true if the first thread has queues: then all threads must have some, otherwise none. */
static bool has_queues(const xmlNode *threads)
{
	return vml_find(threads, "iothread/queue");
}

static bool has_queues_partly(vml_context *ctx, const xmlNode *threads)
{
	bool first = has_queues(threads);

	(void)ctx;
	vml_each_child (thread, threads, "iothread")
		if (!vml_child(thread, "queue") == first)
			return true;
	return false;
}

static bool has_no_queue_count(vml_context *ctx, const xmlNode *threads)
{
	(void)ctx;
	return has_queues(threads) && !queues_of(threads);
}

/* Collect the queues of all threads; returns false if one occurs twice or is not less than `n`. */
static bool collect(const xmlNode *threads, uint64_t n, vml_cpuset *queues)
{
	*queues = (vml_cpuset){ 0 };
	vml_each_child (thread, threads, "iothread") {
		vml_each_child (queue, thread, "queue") {
			uint64_t id;

			if (!vml_number(vml_attr(queue, "@id"), &id))
				continue;
			if (id >= n || id >= VML_CPUSET_MAX ||
				vml_cpuset_has(queues, (unsigned int)id))
				return false;
			vml_cpuset_add(queues, (unsigned int)id);
		}
	}
	return true;
}

static bool has_bad_queue(vml_context *ctx, const xmlNode *threads)
{
	uint64_t n = queues_of(threads);
	vml_cpuset queues;

	(void)ctx;
	return has_queues(threads) && n && n <= MANY_QUEUES && !collect(threads, n, &queues);
}

static bool has_free_queue(vml_context *ctx, const xmlNode *threads)
{
	uint64_t n = queues_of(threads);
	vml_cpuset queues;

	(void)ctx;
	return has_queues(threads) && n && n <= MANY_QUEUES && collect(threads, n, &queues) &&
		vml_cpuset_count(&queues) < n;
}

static const vml_refusal rows[] = {
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.terms = { VML_HAS("iothread"), VML_HAS("../@iothread") },
		.message = "{device} has both the attribute iothread and a list of I/O threads",
		.remedy = "Removes the attribute iothread: the list in <iothreads> applies.",
		.fix = "unset ../@iothread" },
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_thread_twice) },
		.message = "{device} lists an I/O thread twice",
		.remedy = "List each thread once, with all of its queues." },
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_queues_partly) },
		.message = "{device} lists queues for some of its I/O threads only",
		.remedy = "List queues for all threads, or for none." },
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_no_queue_count) },
		.message =
			"{device} maps queues to I/O threads, but the number of queues is not set",
		.remedy = "Set queues of <driver> to the number of its <queue> elements." },
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_bad_queue) },
		.message = "{device} maps a queue twice, or maps a queue that does not exist",
		.remedy =
			"Remove the repeated <queue>, or the one whose id is not below the number of "
			"queues in <driver>." },
	{ .on = "iothreads",
		.since = VML_RELEASE(10, 0),
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_free_queue) },
		.message = "{device} has queues that no I/O thread processes",
		.remedy = "Map each of the queues, which are numbered from 0, to a thread." },
	{ 0 },
};

const vml_rule vml_rules_iothread_rejected_mapping[] = {
	{
		.id = "iothread-mapping-rejected",
		.summary = "mapping of queues to I/O threads that libvirt rejects",
		.why = "A disk or controller can have several I/O threads. If it maps its queues to them, each "
		       "queue belongs to exactly one thread, and each thread has at least one. libvirt rejects "
		       "the domain otherwise.",
		.remedy = "Each finding states how to correct the list. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#iothreads-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/driver/iothreads|devices/controller/driver/iothreads",
		.refusals = rows,
	},
	{ 0 },
};
