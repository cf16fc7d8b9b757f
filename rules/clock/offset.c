/* Whether the guest's hardware clock shows what the guest takes it to show. */
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
			"the hardware clock runs on UTC, but %s takes it for local time: at boot the "
			"time is off by the time zone",
			vml_guest_called(ctx, "Windows"));
		set_offset(ctx, finding, "localtime");
	} else if (!strcmp(set, "localtime") && !vml_uses_hyperv(ctx) &&
		vml_one_of(vml_guest_family(ctx), "linux|freebsd|openbsd|netbsd|dragonflybsd")) {
		finding = vml_report_attr(ctx, clock, "offset",
			"the hardware clock runs on local time, but %s takes it for UTC: at boot the "
			"time is off by the time zone",
			vml_guest_called(ctx, "the guest"));
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"Sets the clock to UTC. A guest that is set up for local time, say because it "
			"shares its disk with a Windows, is to be told otherwise (timedatectl "
			"set-local-rtc 0).");
		set_offset(ctx, finding, "utc");
	}
}

const vml_rule vml_rules_clock_offset[] = {
	{
		.id = "clock-windows-offset",
		.summary = "hardware clock is not in the time zone that the guest expects",
		.why = "Windows reads the hardware clock as local time, every other system as UTC. With "
		       "the wrong offset the guest's clock is wrong by the whole time zone from each "
		       "boot until it has asked a time server. Until then logs are misdated, "
		       "certificates not valid yet, and a member of a domain cannot log on, for "
		       "Kerberos allows five minutes.",
		.remedy =
			"Sets offset='localtime', which virt-manager does for every Windows. If this "
			"Windows has RealTimeIsUniversal set in its registry, as images for clouds do, "
			"leave it at utc.",
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
