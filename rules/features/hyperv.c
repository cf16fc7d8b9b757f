/* Hyper-V enlightenments: what makes a Windows at home on KVM. */
#include <vmlint/rule.h>

#include <string.h>

/* What RHEL's guide and virt-manager switch on; what is for nesting or debugging is left out. */
static const char *const wanted[] = { "relaxed", "vapic", "spinlocks", "vpindex", "runtime",
	"synic", "stimer", "frequencies", "tlbflush", "ipi" };

enum { WANTED = sizeof(wanted) / sizeof(*wanted), BASIC = 3 };

/* QEMU, docs/system/i386/hyperv.rst: its "Requires" lines */
static const struct {
	const char *feature, *needs;
} requirements[] = {
	{ "synic", "vpindex" },
	{ "stimer", "vpindex" },
	{ "stimer", "synic" },
	{ "stimer", "hypervclock" },
	{ "tlbflush", "vpindex" },
	{ "ipi", "vpindex" },
	{ "evmcs", "vapic" },
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

/* Whether a feature is on; the clock among them stands elsewhere. */
static bool is_on(const vml_context *ctx, const char *feature)
{
	if (!strcmp(feature, "hypervclock"))
		return find_clock(ctx) && !vml_attr_is(find_clock(ctx), "@present", "no");
	return vml_attr_is(vml_child(hyperv_of(ctx), feature), "@state", "on");
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

/* Whether somebody has switched off what the feature needs, and thereby the feature. */
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

/* Whether the feature is worth having here, and nobody has decided against it. */
static bool is_missing(const vml_context *ctx, const char *feature)
{
	if (vml_facts_of(ctx)->vcpus < 2 && vml_one_of(feature, "spinlocks|tlbflush|ipi"))
		return false;
	return !vml_child(hyperv_of(ctx), feature) && !is_blocked(ctx, feature);
}

/* virt-xml has options of its own for the oldest of them only. */
static const char *as_option(vml_context *ctx, const char *feature)
{
	if (!strcmp(feature, "hypervclock"))
		return " --xml \"./clock/timer[@name='hypervclock']/@present=yes\"";
	return vml_format(ctx, " --xml ./features/hyperv/%s/@state=on%s", feature,
		strcmp(feature, "spinlocks") != 0
			? ""
			: " --xml ./features/hyperv/spinlocks/@retries=8191");
}

static void none(vml_context *ctx, xmlNode *domain)
{
	xmlNode *features = vml_child(domain, "features"), *hyperv = hyperv_of(ctx);
	/* Vista and 2008 know the first three; the others came with later versions */
	size_t n = vml_guest_windows_nt(ctx) < 61 ? BASIC : WANTED;
	const char *block = "", *options = "";
	vml_finding *finding = vml_report(ctx, features ? features : domain,
		"no Hyper-V enlightenment is on: %s runs as on bare metal and loses CPU time to "
		"emulated timers and interrupts",
		vml_guest_called(ctx, "Windows"));

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
	finding = vml_report(ctx, hyperv, "Hyper-V enlightenments that %s could use are not on: %s",
		vml_guest_called(ctx, "Windows"), list);
	vml_lower_severity(finding, VML_INFO);
	for (size_t i = 0; i < WANTED; i++) {
		if (!is_missing(ctx, wanted[i]))
			continue;
		options = vml_format(ctx, "%s%s", options, as_option(ctx, wanted[i]));
		vml_fix_add(finding, hyperv, NULL, as_xml(ctx, wanted[i]));
	}
	if (is_missing(ctx, "stimer") && !is_on(ctx, "hypervclock")) {
		add_clock(ctx, finding);
		options = vml_format(ctx, "%s%s", options, as_option(ctx, "hypervclock"));
	}
	vml_command(finding, "--edit%s", options);
}

/* Whether the features that are on tell of a Windows that knows the rest, too. */
static bool is_some_windows(vml_context *ctx)
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
	if (nt >= 60 && !vml_first(hyperv))
		none(ctx, domain);
	else if ((nt >= 61 && vml_uses_hyperv(ctx)) || is_some_windows(ctx))
		incomplete(ctx, hyperv);
}

/* Machine types up to 3.0 have the synic of before it knew numbers of virtual CPUs. */
static bool is_from_before(const vml_context *ctx, const char *needs, const char *feature)
{
	const vml_facts *facts = vml_facts_of(ctx);

	return !strcmp(feature, "synic") && !strcmp(needs, "vpindex") &&
		((facts->version && facts->version <= 3000) || strstr(facts->machine, "rhel7"));
}

/* Make up for what is missing, each once, though several features may need it. */
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

static void deps(vml_context *ctx, xmlNode *hyperv)
{
	const char *list = "", *missing = "";
	xmlNode *spinlocks = vml_child(hyperv, "spinlocks");
	vml_finding *finding;
	uint64_t retries;
	size_t n = 0;
	bool stated;

	/* libvirt reads the first */
	if (hyperv != hyperv_of(ctx) || vml_hyperv_follows_host(ctx))
		return;
	for (size_t i = 0; i < sizeof(requirements) / sizeof(*requirements); i++) {
		const char *feature = requirements[i].feature, *needs = requirements[i].needs;

		if (!is_on(ctx, feature) || is_on(ctx, needs) ||
			is_from_before(ctx, needs, feature))
			continue;
		list = vml_format(ctx, "%s%s%s needs %s", list, n++ ? ", " : "", feature, needs);
		missing = vml_format(ctx, "%s|%s", missing, needs);
	}
	if (n)
		add_missing(ctx,
			vml_report(ctx, hyperv,
				"Hyper-V enlightenments are incomplete (%s): QEMU refuses to start the "
				"guest",
				list),
			missing);
	if (!is_on(ctx, "spinlocks") ||
		(vml_number(vml_attr(spinlocks, "@retries"), &retries) && retries >= 4095))
		return;
	stated = vml_has_attr(spinlocks, "@retries");
	finding = vml_report_attr(ctx, spinlocks, "retries",
		stated ? "spinlocks needs retries of 4095 or more: libvirt refuses to define the "
			 "guest"
		       : "spinlocks states no retries: libvirt before 11.9 refuses to define the "
			 "guest");
	if (!stated)
		vml_lower_severity(finding, VML_WARNING);
	vml_fix_set(finding, spinlocks, "retries", "8191");
}

static void passthrough(vml_context *ctx, xmlNode *hyperv)
{
	if (vml_attr_is(hyperv, "@mode", "passthrough"))
		vml_report_attr(ctx, hyperv, "mode",
			"the guest gets whatever enlightenments this host has: it cannot migrate, and "
			"an upgrade of the host changes it");
}

const vml_rule vml_rules_features_hyperv[] = {
	{
		.id = "features-hyperv-missing",
		.summary = "Windows guest without Hyper-V enlightenments, or with few of them",
		.why = "KVM can offer Windows what Hyper-V offers it, and Windows has the drivers: "
		       "interrupts, timers, waiting for locks and flushing of address tables then go by "
		       "short cuts. Nothing of it is on by default. Without relaxed a busy host can "
		       "bring Windows to a blue screen, without synic and stimer an idle guest uses "
		       "several percent of a host CPU for each of its own.",
		.remedy =
			"Switches on the set of Red Hat's guide, and the clock that stimer needs. Windows "
			"needs no driver; it takes them up at its next cold start. Saved states and "
			"snapshots with memory become unusable. QEMU of before 4.0 does not know all of "
			"them.",
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
		.summary = "Hyper-V enlightenment without another one that it needs",
		.why = "Some enlightenments build on others: synic, tlbflush and ipi on vpindex, stimer on "
		       "synic and on the timer hypervclock, evmcs on vapic. libvirt accepts the definition "
		       "all the same, and QEMU since 4.1 then refuses at start: \"Hyper-V synthetic "
		       "timers (requested by 'hv-stimer' cpu flag) requires Hyper-V clocksources "
		       "('hv-time')\".",
		.remedy =
			"Switches on what is missing. The guest does not start as it is, so nothing that "
			"runs changes; Windows takes the additions up without a driver.",
		.url = "https://www.qemu.org/docs/master/system/i386/hyperv.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		/* what runs was not refused */
		.unless = VML_WHEN_FOREIGN_CPU | VML_WHEN_RUNNING,
		.each = "features/hyperv",
		.check = deps,
	},
	{
		.id = "features-hyperv-passthrough",
		.summary = "Hyper-V enlightenments are passed through as the host has them",
		.why = "mode='passthrough' switches on every enlightenment that this kernel and this QEMU "
		       "know, ones for debugging and nesting included. What the guest sees depends on "
		       "the host's versions: QEMU therefore refuses to migrate it, and after an upgrade "
		       "the guest meets another hypervisor. QEMU calls the mode one for debugging and "
		       "development.",
		.remedy =
			"List the enlightenments instead: relaxed, vapic, spinlocks, vpindex, runtime, "
			"synic, stimer, frequencies, tlbflush and ipi are the usual set.",
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
