/* I/O threads that libvirt rejects: duplicate ids, and invalid sizes of thread pools. */
#include <vmlint/refusal.h>

#include <string.h>

static bool is_pool_inverted(vml_context *ctx, const xmlNode *thread)
{
	uint64_t min, max;

	(void)ctx;
	return vml_number(vml_attr(thread, "@thread_pool_min"), &min) &&
		vml_number(vml_attr(thread, "@thread_pool_max"), &max) && max && min > max;
}

/*
 * Return true if there is a minimum without a maximum: libvirt treats a missing maximum as -1,
 * which is less than any minimum.
 */
static bool has_only_minimum(vml_context *ctx, const xmlNode *thread)
{
	uint64_t min;

	(void)ctx;
	return vml_number(vml_attr(thread, "@thread_pool_min"), &min) &&
		!vml_has_attr(thread, "@thread_pool_max");
}

/* Checks of libvirt: virDomainDefValidateIOThreads(), qemuDomainValidateIothreadMapping(). */
static const vml_refusal rows[] = {
	{ .on = "iothread",
		.terms = { VML_REPEATED("@id") },
		.at = "@id",
		.message = "another I/O thread has the id {value}, too",
		.remedy = "Removes the later entry.",
		.fix = "remove ." },
	{ .on = "iothreadpin",
		.terms = { VML_REPEATED("@iothread") },
		.at = "@iothread",
		.message = "the I/O thread {value} is pinned twice",
		.remedy = "Keep one <iothreadpin> for this thread." },
	{ .terms = { VML_IS("@thread_pool_max", "0") },
		.at = "@thread_pool_max",
		.message = "an I/O thread must have a thread pool of at least one",
		.remedy = "Set 1 or more, or remove the attribute thread_pool_max." },
	{ .terms = { VML_HAS("@thread_pool_min"), VML_CALL(is_pool_inverted) },
		.at = "@thread_pool_min",
		.message = "the thread pool of an I/O thread has a minimum above its maximum",
		.remedy = "Set thread_pool_min to at most thread_pool_max." },
	{ .terms = { VML_HAS("@thread_pool_min"), VML_CALL(has_only_minimum) },
		.at = "@thread_pool_min",
		.message = "the thread pool of an I/O thread has a minimum, but no maximum",
		.remedy = "Set thread_pool_max, too." },
	{ 0 },
};

const vml_rule vml_rules_iothread_rejected[] = {
	{
		.id = "iothread-rejected",
		.summary = "I/O threads that libvirt rejects",
		.why = "An I/O thread has one id, at most one pin, and a thread_pool_min of at "
		       "most its thread_pool_max. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the list. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#iothreads-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "iothreadids/iothread|defaultiothread|cputune/iothreadpin",
		.refusals = rows,
	},
	{ 0 },
};
