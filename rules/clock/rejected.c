/*
 * Clocks and timers that libvirt rejects: virDomainDefPostParseTimer(),
 * qemuValidateDomainDefClockTimers().
 */
#include <vmlint/refusal.h>

static bool has_catchup(vml_context *ctx, const xmlNode *timer)
{
	static const char *const limits[] = { "@threshold", "@slew", "@limit" };
	uint64_t number;

	(void)ctx;
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (vml_number(vml_attr(vml_child(timer, "catchup"), limits[i]), &number) && number)
			return true;
	return false;
}

static bool is_arm_virt(vml_context *ctx, const xmlNode *timer)
{
	(void)timer;
	return vml_is_arm_virt(ctx);
}

static bool is_elsewhere(vml_context *ctx, const xmlNode *timer)
{
	return *vml_facts_of(ctx)->arch && !is_arm_virt(ctx, timer);
}

static const vml_refusal rows[] = {
	{ .on = "timer",
		.terms = { VML_HAS("@tickpolicy"), VML_IS("@name", "kvmclock|hypervclock") },
		.at = "@tickpolicy",
		.message = "a paravirtual clock has no ticks, so it cannot have a tickpolicy",
		.remedy = "Removes the attribute tickpolicy.",
		.fix = "unset @tickpolicy" },
	{ .on = "timer",
		.terms = { VML_HAS("catchup"), VML_IS_NOT("@tickpolicy", "catchup"),
			VML_CALL(has_catchup) },
		.at = "catchup",
		.message = "limits for catching up require tickpolicy='catchup'",
		.remedy = "Set tickpolicy='catchup', or remove <catchup>." },
	{ .on = "timer",
		.terms = { VML_ABOVE("@frequency", "0"), VML_IS_NOT("@name", "tsc") },
		.at = "@frequency",
		.message = "only the timer tsc can have a frequency",
		.remedy = "Removes the attribute frequency: the timer keeps its default behaviour.",
		.fix = "unset @frequency" },
	{ .on = "timer",
		.terms = { VML_HAS("@mode"), VML_IS_NOT("@name", "tsc") },
		.at = "@mode",
		.message = "only the timer tsc can have a mode",
		.remedy = "Removes the attribute mode: the timer keeps its default behaviour.",
		.fix = "unset @mode" },
	{ .on = "timer",
		.terms = { VML_HAS("@track"), VML_IS_NOT("@name", "platform|rtc") },
		.at = "@track",
		.message = "only the timers rtc and platform can have track",
		.remedy = "Removes the attribute track: the timer keeps its default behaviour.",
		.fix = "unset @track" },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@name", "platform") },
		.at = "@name",
		.message = "QEMU guests have no timer 'platform'",
		.remedy = "Removes the timer.",
		.fix = "remove ." },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_NOT_X86, VML_IS("@name", "tsc|kvmclock|hypervclock|hpet"),
			VML_IS("@present", "yes") },
		.at = "@name",
		.message = "only x86 guests have the timer {value}",
		.remedy = "Removes the timer.",
		.fix = "remove ." },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@track", "boot"), VML_IS("@name", "rtc") },
		.at = "@track",
		.message = "timer rtc cannot have track='boot' with QEMU",
		.remedy = "Set track to guest, wall or realtime, or remove it." },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@tickpolicy", "merge|discard"), VML_IS("@name", "rtc") },
		.at = "@tickpolicy",
		.message = "timer rtc cannot have tickpolicy='{value}' with QEMU",
		.remedy = "Set tickpolicy to catchup or delay." },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@tickpolicy", "merge"), VML_IS("@name", "pit") },
		.at = "@tickpolicy",
		.message = "timer pit cannot have tickpolicy='merge' with QEMU",
		.remedy = "Set tickpolicy to delay, catchup or discard." },
	{ .on = "timer",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@name", "armvtimer"), VML_CALL(is_elsewhere) },
		.at = "@name",
		.message = "only virt boards of Arm have the timer armvtimer",
		.remedy = "Removes the timer.",
		.fix = "remove ." },
	{ .on = "timer",
		.when = VML_WHEN_TCG,
		.terms = { VML_IS("@name", "armvtimer"), VML_CALL(is_arm_virt) },
		.at = "@name",
		.message = "only KVM guests have the timer armvtimer",
		.remedy = "Removes the timer. Alternative: set <domain type='kvm'>.",
		.fix = "remove ." },
	{ .on = "timer",
		.when = VML_WHEN_KVM,
		.terms = { VML_IS("@name", "armvtimer"), VML_IS("@present", "no"),
			VML_CALL(is_arm_virt) },
		.at = "@present",
		.message = "the timer armvtimer cannot be disabled",
		.remedy = "Removes the attribute present: the timer is always present.",
		.fix = "unset @present" },
	{ .on = "timer",
		.when = VML_WHEN_KVM,
		.terms = { VML_IS("@name", "armvtimer"), VML_IS("@tickpolicy", "catchup|merge"),
			VML_CALL(is_arm_virt) },
		.at = "@tickpolicy",
		.message = "the timer armvtimer cannot have tickpolicy='{value}'",
		.remedy = "Set tickpolicy to delay or discard." },
	{ .on = "clock",
		.terms = { VML_IS("@offset", "timezone"), VML_EMPTY("@timezone") },
		.message = "the clock follows a time zone, but none is set",
		.remedy = "Set timezone, such as timezone='Europe/Berlin'." },
	{ .on = "clock",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@offset", "absolute"), VML_ABOVE("@start", "253402300799") },
		.at = "@start",
		.message = "the clock starts after the year 9999",
		.remedy = "Set the seconds since 1970, at most 253402300799." },
	{ 0 },
};

const vml_rule vml_rules_clock_rejected[] = {
	{
		.id = "clock-rejected",
		.aliases = "xml-define-domain",
		.summary = "clock or timer that libvirt rejects",
		.why = "Which timers a guest has, and which of their settings exist, depends on "
		       "the architecture and on the hypervisor. libvirt rejects the whole domain "
		       "if a timer or a setting is not supported.",
		.remedy = "Removes the setting or the timer that libvirt rejects: the "
			  "timer keeps its default behaviour. The guest loses nothing.",
		.url = "https://libvirt.org/formatdomain.html#time-keeping",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "clock|clock/timer",
		.refusals = rows,
	},
	{ 0 },
};
