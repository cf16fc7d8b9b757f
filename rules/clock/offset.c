/* Offset of the hardware clock: UTC or local time, as the guest expects it. */
#include <vmlint/rule.h>

#include <string.h>

static void set_offset(vml_context *ctx, vml_finding *finding, const char *offset)
{
	xmlNode *domain = vml_facts_of(ctx)->domain, *clock = vml_child(domain, "clock");
	xmlNode *before = vml_child(domain, "cpu");

	vml_command(finding, "--edit --clock offset=%s", offset);
	if (clock) {
		vml_fix_set(finding, clock, "offset", offset);
		return;
	}
	if (!before)
		before = vml_child(domain, "features");
	vml_fix_add(finding, domain, before ? before : vml_child(domain, "os"),
		vml_format(ctx, "<clock offset='%s'/>", offset));
}

static bool expects_utc(vml_context *ctx)
{
	return vml_one_of(vml_guest_family(ctx), "linux|freebsd|openbsd|netbsd|dragonflybsd") ||
		vml_one_of(vml_guest_guess(ctx)->family, "linux|bsd");
}

static void offset(vml_context *ctx, xmlNode *domain)
{
	xmlNode *clock = vml_child(domain, "clock");
	const char *set = vml_attr(clock, "@offset");
	bool windows = vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS;
	vml_finding *finding;

	if (vml_qemu_arg(ctx, "base=localtime"))
		return;
	if (windows && (!*set || !strcmp(set, "utc"))) {
		finding = vml_report_attr(ctx, clock, "offset",
			"the hardware clock runs on UTC, but %s reads it as local time: after "
			"boot the time is off by the time zone",
			vml_guest_called(ctx, "Windows"));
		set_offset(ctx, finding, "localtime");
	} else if (!strcmp(set, "localtime") && !vml_uses_hyperv(ctx) && expects_utc(ctx)) {
		const vml_guess *guess = vml_guest_guess(ctx);

		finding = vml_report_attr(ctx, clock, "offset",
			"the hardware clock runs on local time, but %s%s reads it as UTC: after "
			"boot the time is off by the time zone",
			*guess->name ? "the guest, which seems to run " : "",
			*guess->name ? guess->name : vml_guest_called(ctx, "the guest"));
		vml_remedy(finding,
			"Sets the hardware clock to UTC. If the guest is set up for local time, "
			"for example because it dual-boots with Windows, switch it to UTC as "
			"well (with systemd: timedatectl set-local-rtc 0).");
		set_offset(ctx, finding, "utc");
	}
}

const vml_rule vml_rules_clock_offset[] = {
	{
		.id = "clock-windows-offset",
		.summary = "hardware clock offset is not the one that the guest expects",
		.why = "Windows reads the hardware clock as local time, other systems read it as "
		       "UTC. With the wrong offset the guest's clock is off by the time zone "
		       "from each boot until it synchronizes with a time server. Until then logs "
		       "have wrong times, certificates may be invalid, and Windows domain "
		       "members cannot log on: Kerberos tolerates 5 minutes.",
		.remedy = "Sets offset='localtime', as virt-manager does for Windows. The change "
			  "takes effect at the next cold start. If the guest's registry sets "
			  "RealTimeIsUniversal, as in cloud images, keep utc.",
		.url = "https://libvirt.org/formatdomain.html#time-keeping",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = offset,
	},
	{ 0 },
};
