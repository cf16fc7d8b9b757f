/* Timers of Windows guests: HPET, RTC, PIT and the Hyper-V reference clock. */
#include <vmlint/rule.h>

#include <string.h>

static xmlNode *timer_of(const vml_context *ctx, const char *name)
{
	vml_each_child (timer, vml_find(vml_facts_of(ctx)->domain, "clock"), "timer")
		if (vml_attr_is(timer, "@name", name))
			return timer;
	return NULL;
}

static bool has_hypervclock(const vml_context *ctx)
{
	xmlNode *timer = timer_of(ctx, "hypervclock");

	return (timer && !vml_attr_is(timer, "@present", "no")) || vml_hyperv_follows_host(ctx);
}

/* Return true if Windows gets its ticks from the hypervisor instead of an emulated timer. */
static bool has_synthetic_timer(const vml_context *ctx)
{
	const xmlNode *hyperv = vml_find(vml_facts_of(ctx)->domain, "features/hyperv");

	return has_hypervclock(ctx) &&
		(vml_attr_is(hyperv, "stimer/@state", "on") || vml_hyperv_follows_host(ctx));
}

/*
 * Return the element after which a missing <clock> is inserted, in the order of libvirt's output.
 */
static xmlNode *before_clock(const xmlNode *domain)
{
	static const char *const names[] = { "cpu", "features", "os" };
	xmlNode *node = NULL;

	for (size_t i = 0; !node && i < sizeof(names) / sizeof(*names); i++)
		node = vml_child(domain, names[i]);
	return node;
}

static void add_timers(vml_context *ctx, vml_finding *finding, const char *const *timers, size_t n)
{
	xmlNode *domain = vml_facts_of(ctx)->domain, *clock = vml_child(domain, "clock");
	const char *all = "";

	for (size_t i = 0; i < n; i++)
		if (clock)
			vml_fix_add(finding, clock, NULL, timers[i]);
		else
			all = vml_format(ctx, "%s%s", all, timers[i]);
	if (!clock)
		vml_fix_add(finding, domain, before_clock(domain),
			vml_format(ctx, "<clock offset='utc'>%s</clock>", all));
}

/*
 * Describe how the fix makes up for lost ticks, for the remedy; NULL if it changes neither timer.
 * rtc, pit: the fix changes this timer.
 */
static const char *tick_change(bool rtc, bool pit)
{
	if (rtc && pit)
		return "RTC and PIT make up for lost ticks";
	if (rtc)
		return "the RTC catch up on lost ticks";
	return pit ? "the PIT deliver lost ticks late" : NULL;
}

static void advise(vml_context *ctx, vml_finding *finding, bool has_hpet)
{
	static const char more[] =
		"Alternative: set the timer hypervclock and the Hyper-V enlightenments "
		"synic and stimer; Windows then ignores the emulated timers.";
	const char *change =
		tick_change(!vml_attr_is(timer_of(ctx, "rtc"), "@tickpolicy", "catchup"),
			!timer_of(ctx, "pit"));

	if (has_hpet)
		vml_remedy(finding,
			"Turns the HPET off%s%s. Windows loses the HPET at its next cold "
			"start and needs no change. %s",
			change ? ", and lets " : "", change ? change : "", more);
	else
		vml_remedy(finding, "Lets %s, from the next cold start on. %s", change, more);
}

static void use_good_timers(vml_context *ctx, vml_finding *finding)
{
	xmlNode *rtc = timer_of(ctx, "rtc"), *hpet = timer_of(ctx, "hpet");
	bool has_hpet = !vml_attr_is(hpet, "@present", "no");
	const char *add[3];
	size_t n = 0;

	advise(ctx, finding, has_hpet);
	if (rtc)
		vml_fix_set(finding, rtc, "tickpolicy", "catchup");
	else
		add[n++] = "<timer name='rtc' tickpolicy='catchup'/>";
	if (!timer_of(ctx, "pit"))
		add[n++] = "<timer name='pit' tickpolicy='delay'/>";
	if (hpet && has_hpet)
		vml_fix_set(finding, hpet, "present", "no");
	else if (!hpet)
		add[n++] = "<timer name='hpet' present='no'/>";
	vml_command(finding, "--edit --clock rtc_tickpolicy=catchup,%shpet_present=no",
		timer_of(ctx, "pit") ? "" : "pit_tickpolicy=delay,");
	if (n)
		add_timers(ctx, finding, add, n);
}

static void timers(vml_context *ctx, xmlNode *domain)
{
	xmlNode *clock = vml_child(domain, "clock"), *hpet = timer_of(ctx, "hpet");
	xmlNode *rtc = timer_of(ctx, "rtc");
	vml_finding *finding;

	if (!(vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS) &&
		(*vml_guest_id(ctx) || !vml_uses_hyperv(ctx)))
		return;
	/* with a synthetic timer, Windows does not use the emulated ones */
	if (has_synthetic_timer(ctx))
		return;
	if (!vml_attr_is(hpet, "@present", "no"))
		finding = vml_report(ctx,
			hpet		? hpet
				: clock ? clock
					: domain,
			"the emulated HPET is on: Windows polls it for the time, which uses host "
			"CPU even when the guest is idle");
	else if (!vml_attr_is(rtc, "@tickpolicy", "catchup"))
		finding = vml_report(ctx, rtc ? rtc : clock,
			"the RTC does not catch up on lost ticks: on a busy host the clock of "
			"Windows falls behind");
	else
		return;
	use_good_timers(ctx, finding);
}

static void hypervclock(vml_context *ctx, xmlNode *domain)
{
	static const char *const timer[] = { "<timer name='hypervclock' present='yes'/>" };
	xmlNode *clock = vml_child(domain, "clock");
	vml_finding *finding;

	/* the feature is new in Vista (NT 6.0); present='no' is a decision of the admin */
	if (vml_guest_windows_nt(ctx) < 60 || has_hypervclock(ctx) || timer_of(ctx, "hypervclock"))
		return;
	finding = vml_report(ctx, clock ? clock : domain,
		"the Hyper-V reference clock is off: each time %s reads the time, the vCPU exits "
		"to the host",
		vml_guest_called(ctx, "Windows"));
	vml_command(finding, "--edit --clock hypervclock_present=yes");
	add_timers(ctx, finding, timer, 1);
}

const vml_rule vml_rules_clock_timers[] = {
	{
		.id = "clock-timers",
		.summary = "Windows guest relies on emulated timers",
		.why = "QEMU emulates the HPET in its own process: each of the many accesses by "
		       "Windows stops the vCPU, and an idle guest uses a few percent of a host "
		       "CPU. Without the HPET Windows uses the RTC, which loses ticks on a busy "
		       "host unless it catches up. virt-manager therefore sets hpet off, rtc "
		       "catchup and pit delay for every guest. Linux is unaffected: it uses "
		       "kvmclock.",
		.remedy = "Turns the HPET off and makes RTC and PIT handle lost ticks. "
			  "Windows loses the HPET at its next cold start and needs no change. "
			  "Alternative: set the timer hypervclock and the Hyper-V "
			  "enlightenments synic and stimer; Windows then ignores the emulated "
			  "timers.",
		.url = "https://libvirt.org/formatdomain.html#time-keeping",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = ".",
		.check = timers,
	},
	{
		.id = "clock-hypervclock-missing",
		.summary = "Windows guest without the Hyper-V reference clock",
		.why = "With the timer hypervclock Windows reads the time from a page of memory "
		       "that KVM keeps up to date. Without it each reading accesses an emulated "
		       "timer, which stops the vCPU for some microseconds, and programs read the "
		       "time thousands of times a second. The synthetic timers (stimer) require "
		       "it, too.",
		.remedy = "Adds <timer name='hypervclock' present='yes'/>, as virt-manager does "
			  "for Windows Vista and later. Windows uses it from the next cold start "
			  "on and needs no driver.",
		.url = "https://www.qemu.org/docs/master/system/i386/hyperv.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86 | VML_WHEN_WINDOWS,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = ".",
		.check = hypervclock,
	},
	{ 0 },
};
