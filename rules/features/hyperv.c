/* Hyper-V enlightenments: paravirtual features for Windows on KVM. */
#include <vmlint/rule.h>

#include <string.h>

/* Features that RHEL's guide and virt-manager enable, without those for nesting and debugging. */
static const char *const wanted[] = { "relaxed", "vapic", "spinlocks", "vpindex", "runtime",
	"synic", "stimer", "frequencies", "tlbflush", "ipi" };

enum { WANTED = sizeof(wanted) / sizeof(*wanted), BASIC = 3 };

/*
 * Features that a feature requires: the "Requires" lines in QEMU's docs/system/i386/hyperv.rst.
 * `checked`: libvirt 11.9 and later check it when a domain is defined (tried with 12.8).
 */
static const struct {
	const char *feature, *needs;
	bool checked;
} requirements[] = {
	{ "synic", "vpindex", false },
	{ "stimer", "vpindex", false },
	{ "stimer", "synic", true },
	{ "stimer", "hypervclock", true },
	{ "tlbflush", "vpindex", true },
	{ "tlbflush/direct", "vapic", true },
	{ "ipi", "vpindex", true },
	{ "evmcs", "vapic", true },
};

static xmlNode *hyperv_of(const vml_context *ctx)
{
	return vml_find(vml_facts_of(ctx)->domain, "features/hyperv");
}

static xmlNode *find_clock(const vml_context *ctx)
{
	vml_each_child (timer, vml_find(vml_facts_of(ctx)->domain, "clock"), "timer")
		if (vml_attr_is(timer, "@name", "hypervclock"))
			return timer;
	return NULL;
}

/*
 * Return true if a feature is on: a child of <hyperv>; "tlbflush/direct", which requires tlbflush
 * itself to be on; or "hypervclock", which is a <timer> in <clock>.
 */
static bool is_on(const vml_context *ctx, const char *feature)
{
	if (!strcmp(feature, "hypervclock"))
		return find_clock(ctx) && !vml_attr_is(find_clock(ctx), "@present", "no");
	if (strchr(feature, '/') && !vml_attr_is(hyperv_of(ctx), "tlbflush/@state", "on"))
		return false;
	return vml_attr_is(vml_find(hyperv_of(ctx), feature), "@state", "on");
}

static const char *as_xml(vml_context *ctx, const char *feature)
{
	return vml_format(ctx, "<%s state='on'%s/>", feature,
		strcmp(feature, "spinlocks") != 0 ? "" : " retries='8191'");
}

static void add_clock(vml_context *ctx, vml_finding *finding)
{
	static const char timer[] = "<timer name='hypervclock' present='yes'/>";
	xmlNode *domain = vml_facts_of(ctx)->domain, *clock = vml_child(domain, "clock");
	xmlNode *before = vml_child(domain, "cpu");

	if (find_clock(ctx)) {
		vml_fix_set(finding, find_clock(ctx), "present", "yes");
	} else if (clock) {
		vml_fix_add(finding, clock, NULL, timer);
	} else {
		before = before ? before : vml_child(domain, "features");
		vml_fix_add(finding, domain, before ? before : vml_child(domain, "os"),
			vml_format(ctx, "<clock offset='utc'>%s</clock>", timer));
	}
}

/* Return true if a feature that `feature` requires is explicitly off. */
static bool is_blocked(const vml_context *ctx, const char *feature)
{
	for (size_t i = 0; i < sizeof(requirements) / sizeof(*requirements); i++) {
		const char *needs = requirements[i].needs;

		if (!strcmp(requirements[i].feature, feature) && !is_on(ctx, needs) &&
			(vml_child(hyperv_of(ctx), needs) ||
				(!strcmp(needs, "hypervclock") && find_clock(ctx))))
			return true;
	}
	return false;
}

/* Return true if the feature is useful for the guest, not listed, and not blocked. */
static bool is_missing(const vml_context *ctx, const char *feature)
{
	if (vml_facts_of(ctx)->vcpus < 2 && vml_one_of(feature, "spinlocks|tlbflush|ipi"))
		return false;
	return !vml_child(hyperv_of(ctx), feature) && !is_blocked(ctx, feature);
}

/*
 * Return a feature as an option for virt-xml: --xml, because only the oldest features have options
 * of their own.
 */
static const char *as_option(vml_context *ctx, const char *feature)
{
	if (!strcmp(feature, "hypervclock"))
		return " --xml \"./clock/timer[@name='hypervclock']/@present=yes\"";
	return vml_format(ctx, " --xml ./features/hyperv/%s/@state=on%s", feature,
		strcmp(feature, "spinlocks") != 0
			? ""
			: " --xml ./features/hyperv/spinlocks/@retries=8191");
}

/* Return the part of the remedy on features that the fix cannot enable; "" if there are none. */
static const char *list_blocked(vml_context *ctx)
{
	const char *list = "";

	for (size_t i = 0; i < WANTED; i++)
		if (!vml_child(hyperv_of(ctx), wanted[i]) && is_blocked(ctx, wanted[i]))
			list = vml_format(ctx, "%s%s%s", list, *list ? ", " : "", wanted[i]);
	return *list ? vml_format(ctx,
			       ", except for %s, because a required feature or timer is off", list)
		     : "";
}

/* Set the remedy. what: the features that the fix enables; clock: the fix also adds hypervclock. */
static void advise(vml_context *ctx, vml_finding *finding, const char *what, bool clock)
{
	vml_remedy(finding,
		"Enables %s%s%s. RHEL 10's guide also enables reenlightenment, reset, "
		"vendor_id, <direct> of stimer and, on Intel, evmcs. Also left out: "
		"xmm_input and emsr_bitmap (libvirt 10.7), <direct> and <extended> of "
		"tlbflush (11.0). mode='host-model' (11.9) enables all that the host has. "
		"Windows needs no driver and sees the set at its next cold start; saved "
		"states and memory snapshots keep the old set.",
		what, clock ? ", and the clock that stimer requires" : "", list_blocked(ctx));
}

static void none(vml_context *ctx, xmlNode *domain)
{
	xmlNode *features = vml_child(domain, "features"), *hyperv = hyperv_of(ctx);
	/* Vista and 2008 support only the first BASIC features, later versions all of them */
	size_t n = vml_guest_windows_nt(ctx) && vml_guest_windows_nt(ctx) < 61 ? BASIC : WANTED;
	const vml_guess *guess = vml_guest_guess(ctx);
	bool guessed = *guess->name;
	const char *block = "", *options = "";
	vml_finding *finding = vml_report(ctx, features ? features : domain,
		"no Hyper-V enlightenment is on: %s spends CPU time on emulated timers and "
		"interrupts",
		guessed ? vml_format(ctx, "the guest, which seems to run %s,", guess->name)
			: vml_guest_called(ctx, "Windows"));

	if (guessed)
		vml_lower_severity(finding, VML_INFO);
	for (size_t i = 0; i < n; i++) {
		if (is_blocked(ctx, wanted[i]))
			continue;
		options = vml_format(ctx, "%s%s", options, as_option(ctx, wanted[i]));
		if (hyperv)
			vml_fix_add(finding, hyperv, NULL, as_xml(ctx, wanted[i]));
		else
			block = vml_format(ctx, "%s%s", block, as_xml(ctx, wanted[i]));
	}
	if (!hyperv)
		block = vml_format(ctx, "<hyperv mode='custom'>%s</hyperv>", block);
	if (!hyperv && features)
		vml_fix_add(finding, features, NULL, block);
	else if (!hyperv)
		vml_fix_add(finding, domain, vml_child(domain, "os"),
			vml_format(ctx, "<features>%s</features>", block));
	if (n == BASIC)
		vml_remedy(finding,
			"Enables the enlightenments that this Windows supports: relaxed, "
			"vapic and spinlocks. Windows needs no driver and sees them at its "
			"next cold start; saved states and memory snapshots keep the old "
			"set.");
	else
		advise(ctx, finding, "the set that suits all hosts", !find_clock(ctx));
	if (n == WANTED && !find_clock(ctx)) {
		add_clock(ctx, finding);
		options = vml_format(ctx, "%s%s", options, as_option(ctx, "hypervclock"));
	}
	vml_command(finding, "--edit%s", options);
}

static void incomplete(vml_context *ctx, xmlNode *hyperv)
{
	const char *list = "", *options = "";
	vml_finding *finding;
	size_t n = 0;

	for (size_t i = 0; i < WANTED; i++)
		if (is_missing(ctx, wanted[i]))
			list = vml_format(ctx, "%s%s%s", list, n++ ? ", " : "", wanted[i]);
	if (!n)
		return;
	finding = vml_report(ctx, hyperv,
		"some Hyper-V enlightenments are off: %s runs slower without %s",
		vml_guest_called(ctx, "Windows"), list);
	/*
	 * a warning only for Windows 10 and later without synic or stimer: even if idle, such a
	 * guest wakes up for each timer tick
	 */
	if (vml_guest_windows_nt(ctx) < 100 ||
		(!is_missing(ctx, "synic") && !is_missing(ctx, "stimer")))
		vml_lower_severity(finding, VML_INFO);
	for (size_t i = 0; i < WANTED; i++) {
		if (!is_missing(ctx, wanted[i]))
			continue;
		options = vml_format(ctx, "%s%s", options, as_option(ctx, wanted[i]));
		vml_fix_add(finding, hyperv, NULL, as_xml(ctx, wanted[i]));
	}
	advise(ctx, finding, "the missing ones of the set that suits all hosts",
		is_missing(ctx, "stimer") && !is_on(ctx, "hypervclock"));
	if (is_missing(ctx, "stimer") && !is_on(ctx, "hypervclock")) {
		add_clock(ctx, finding);
		options = vml_format(ctx, "%s%s", options, as_option(ctx, "hypervclock"));
	}
	vml_command(finding, "--edit%s", options);
}

/*
 * Return true if the guest's OS is unknown, but <hyperv> suggests a Windows version that supports
 * all features in `wanted`.
 */
static bool is_likely_windows(vml_context *ctx)
{
	return !*vml_guest_id(ctx) && vml_uses_hyperv(ctx) && !vml_guest_is_old(ctx) &&
		!vml_may_lack_virtio(ctx);
}

static void missing(vml_context *ctx, xmlNode *domain)
{
	xmlNode *hyperv = hyperv_of(ctx);
	unsigned int nt = vml_guest_windows_nt(ctx);

	if (vml_hyperv_follows_host(ctx))
		return;
	if ((nt >= 60 || !strcmp(vml_guest_guess(ctx)->family, "winnt")) && !vml_first(hyperv))
		none(ctx, domain);
	else if ((nt >= 61 && vml_uses_hyperv(ctx)) || is_likely_windows(ctx))
		incomplete(ctx, hyperv);
}

/*
 * Return true if `feature` does not require `needs`: machine types up to 3.0 have an older synic,
 * which works without vpindex.
 */
static bool is_not_required(const vml_context *ctx, const char *needs, const char *feature)
{
	const vml_facts *facts = vml_facts_of(ctx);

	return !strcmp(feature, "synic") && !strcmp(needs, "vpindex") &&
		((facts->version && facts->version <= 3000) || strstr(facts->machine, "rhel7"));
}

/*
 * Let the fix enable features. missing: '|'-separated list; a feature that occurs several times is
 * added once.
 */
static void add_missing(vml_context *ctx, vml_finding *finding, const char *missing)
{
	static const char *const order[] = { "vapic", "vpindex", "synic" };
	xmlNode *hyperv = hyperv_of(ctx);
	const char *options = "";

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if (!vml_one_of(order[i], missing))
			continue;
		options = vml_format(ctx, "%s%s", options, as_option(ctx, order[i]));
		if (vml_child(hyperv, order[i]))
			vml_fix_set(finding, vml_child(hyperv, order[i]), "state", "on");
		else
			vml_fix_add(finding, hyperv, NULL, as_xml(ctx, order[i]));
	}
	if (vml_one_of("hypervclock", missing)) {
		add_clock(ctx, finding);
		options = vml_format(ctx, "%s%s", options, as_option(ctx, "hypervclock"));
	}
	vml_command(finding, "--edit%s", options);
}

/* Describe what happens to a guest that lacks a required feature. checked: libvirt verifies it. */
static const char *reaction_to(vml_context *ctx, bool checked)
{
	if (!checked || !vml_libvirt_is(ctx, VML_RELEASE(11, 9)))
		return "the guest does not start";
	return vml_facts_of(ctx)->target.libvirt
		? vml_format(ctx, "%s rejects the domain", vml_target_libvirt(ctx))
		: "the guest does not start, and libvirt 11.9 and later reject the domain";
}

static void deps(vml_context *ctx, xmlNode *hyperv)
{
	const char *list = "", *missing = "";
	xmlNode *spinlocks = vml_child(hyperv, "spinlocks");
	vml_finding *finding;
	uint64_t retries;
	size_t n = 0;
	bool stated, checked = false;

	/* libvirt reads only the first <hyperv> */
	if (hyperv != hyperv_of(ctx) || vml_hyperv_follows_host(ctx))
		return;
	for (size_t i = 0; i < sizeof(requirements) / sizeof(*requirements); i++) {
		const char *feature = requirements[i].feature, *needs = requirements[i].needs;

		if (!is_on(ctx, feature) || is_on(ctx, needs) ||
			is_not_required(ctx, needs, feature))
			continue;
		list = vml_format(ctx, "%s%s%s needs %s", list, n++ ? ", " : "", feature, needs);
		missing = vml_format(ctx, "%s|%s", missing, needs);
		checked |= requirements[i].checked;
	}
	if (n)
		add_missing(ctx,
			vml_report(ctx, hyperv, "Hyper-V enlightenments are incomplete (%s): %s",
				list, reaction_to(ctx, checked)),
			missing);
	if (!is_on(ctx, "spinlocks") ||
		(vml_number(vml_attr(spinlocks, "@retries"), &retries) && retries >= 4095))
		return;
	stated = vml_has_attr(spinlocks, "@retries");
	finding = vml_report_attr(ctx, spinlocks, "retries",
		stated ? "retries of spinlocks must be 4095 or more: libvirt rejects the domain"
		       : "spinlocks has no retries: libvirt before 11.9 rejects the domain");
	if (!stated)
		vml_lower_severity(finding, VML_WARNING);
	vml_remedy(finding, "Sets retries='8191', the number that Microsoft recommends.");
	vml_fix_set(finding, spinlocks, "retries", "8191");
}

static void passthrough(vml_context *ctx, xmlNode *hyperv)
{
	if (vml_attr_is(hyperv, "@mode", "passthrough"))
		vml_report_attr(ctx, hyperv, "mode",
			"the guest gets all enlightenments of its host: migration fails, and host "
			"upgrades change them");
}

const vml_rule vml_rules_features_hyperv[] = {
	{
		.id = "features-hyperv-missing",
		.summary = "Windows guest with no or few Hyper-V enlightenments",
		.why = "KVM can offer Windows the interfaces of Hyper-V, and Windows has drivers "
		       "for them: interrupts, timers, lock waits and TLB flushes become cheaper. "
		       "None of them is on by default. Without relaxed Windows may stop with a "
		       "blue screen on a busy host; without synic and stimer an idle guest uses "
		       "several percent of a host CPU per vCPU.",
		.remedy = "Enables the set that suits all hosts, and the clock that stimer "
			  "requires. RHEL 10's guide also enables reenlightenment, reset, "
			  "vendor_id, <direct> of stimer and, on Intel, evmcs. Also left out: "
			  "xmm_input and emsr_bitmap (libvirt 10.7), <direct> and <extended> "
			  "of tlbflush (11.0). mode='host-model' (11.9) enables all that the "
			  "host has. Windows needs no driver and sees the set at its next "
			  "cold start; saved states and memory snapshots keep the old set.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/10/html/"
		       "configuring_and_managing_windows_virtual_machines/"
		       "enabling-hyper-v-enlightenments",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = ".",
		.check = missing,
	},
	{
		.id = "features-hyperv-deps",
		.summary = "Hyper-V enlightenment without another that it requires",
		.why = "Some enlightenments depend on others: synic, tlbflush and ipi on "
		       "vpindex, stimer on synic and on the timer hypervclock, evmcs and "
		       "<direct> of tlbflush on vapic. libvirt 11.9 and later reject most "
		       "such definitions; older ones accept them, but QEMU 4.1 and later does not "
		       "start the guest: \"Hyper-V synthetic timers (requested by 'hv-stimer' cpu flag) "
		       "requires Hyper-V clocksources ('hv-time')\".",
		.remedy = "Enables the enlightenments that are required. This affects no running "
			  "guest, since none can start without them. Windows needs no driver for "
			  "them.",
		.url = "https://www.qemu.org/docs/master/system/i386/hyperv.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		/* QEMU has already checked the features of a running guest */
		.unless = VML_WHEN_FOREIGN_CPU | VML_WHEN_LIVE,
		.each = "features/hyperv",
		.check = deps,
	},
	{
		.id = "features-hyperv-passthrough",
		.summary = "Hyper-V enlightenments depend on the host (mode='passthrough')",
		.why = "mode='passthrough' enables every enlightenment that this kernel and this "
		       "QEMU support, including those for nesting and, before QEMU 9.2, for "
		       "debugging (hv-syndbg). The guest's "
		       "features thus depend on the host's versions: QEMU refuses to migrate it, "
		       "and after an upgrade the guest sees another hypervisor. QEMU intends the "
		       "mode for debugging and development.",
		.remedy = "Set mode='custom' and add the usual set, each with state='on': "
			  "relaxed, vapic, spinlocks (with retries='8191'), vpindex, "
			  "runtime, synic, stimer (with the timer hypervclock in <clock>), "
			  "frequencies, tlbflush and ipi. The guest loses the others at its "
			  "next cold start.",
		.url = "https://libvirt.org/formatdomain.html#hypervisor-features",
		.severity = VML_INFO,
		.category = VML_PORTABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.each = "features/hyperv",
		.check = passthrough,
	},
	{ 0 },
};
