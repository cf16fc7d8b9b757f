/* Domain-wide settings that libvirt refuses to define. */
#include <vmlint/rule.h>

#include <string.h>

static const char actions[] = "destroy|restart|rename-restart|preserve";
static const char crash_actions[] =
	"destroy|restart|rename-restart|preserve|coredump-destroy|coredump-restart";

static void lifecycle(vml_context *ctx, const xmlNode *domain)
{
	xmlNode *poweroff = vml_child(domain, "on_poweroff"),
		*reboot = vml_child(domain, "on_reboot");
	xmlNode *const events[] = { poweroff, reboot, vml_child(domain, "on_crash") };

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		const char *action = vml_text(ctx, events[i]);

		if (events[i] &&
			!vml_one_of(
				action, vml_named(events[i], "on_crash") ? crash_actions : actions))
			vml_report(ctx, events[i],
				"action '%s' for %s is unknown: libvirt "
				"refuses to define the domain",
				action, events[i]->name);
		if (!strcmp(action, "rename-restart") ||
			(!strcmp(action, "preserve") && !vml_named(events[i], "on_crash")))
			vml_report(ctx, events[i],
				"libvirt refuses %s for %s with QEMU: use destroy or restart",
				action, events[i]->name);
	}
	if (vml_text_is(poweroff, "restart") && vml_text_is(reboot, "destroy"))
		vml_report(ctx, reboot,
			"libvirt refuses on_poweroff restart together with on_reboot destroy");
}

static void timers(vml_context *ctx, const xmlNode *clock)
{
	vml_each_child (timer, clock, "timer") {
		const char *policy = vml_attr(timer, "@tickpolicy");

		if (vml_attr_is(timer, "@name", "rtc") && vml_one_of(policy, "merge|discard"))
			vml_report_attr(ctx, timer, "tickpolicy",
				"timer rtc cannot have tickpolicy %s: libvirt refuses it, use "
				"catchup or delay",
				policy);
		else if (vml_attr_is(timer, "@name", "pit") && !strcmp(policy, "merge"))
			vml_report_attr(ctx, timer, "tickpolicy",
				"timer pit cannot have tickpolicy merge: libvirt refuses it, use "
				"delay, catchup or discard");
	}
}

/* Return true if there is a memory module that needs a slot, which virtio-mem does not. */
static bool has_modules(const vml_context *ctx)
{
	vml_each_device (module, ctx, "memory")
		if (vml_one_of(vml_attr(module, "@model"), "dimm|nvdimm"))
			return true;
	return false;
}

static void memory(vml_context *ctx, const xmlNode *domain)
{
	xmlNode *backing = vml_child(domain, "memoryBacking"),
		*most = vml_child(domain, "maxMemory");
	vml_finding *finding;
	uint64_t slots;

	if (!vml_child(domain, "memory") && !vml_find(domain, "cpu/numa/cell"))
		vml_report(ctx, domain, "libvirt refuses a domain without <memory>");
	if (vml_child(backing, "hugepages") && vml_attr_is(backing, "source/@type", "anonymous"))
		vml_report(ctx, backing,
			"libvirt refuses huge pages with the memory source anonymous: use memfd");
	if (vml_child(backing, "hugepages") && vml_attr_is(backing, "allocation/@mode", "ondemand"))
		vml_report(ctx, backing,
			"libvirt refuses huge pages with allocation on demand: they are "
			"allocated at start");
	if (!most || (vml_number(vml_attr(most, "@slots"), &slots) && slots))
		return;
	finding = vml_report(ctx, most,
		"libvirt%s refuses <maxMemory> without slots='...', the number of modules that can "
		"be plugged in",
		has_modules(ctx) ? "" : " before 9.5");
	if (!has_modules(ctx))
		vml_lower_severity(finding, VML_INFO);
}

static void define_domain(vml_context *ctx, xmlNode *domain)
{
	lifecycle(ctx, domain);
	timers(ctx, vml_child(domain, "clock"));
	memory(ctx, domain);
}

const vml_rule vml_rules_xml_define_domain[] = {
	{
		.id = "xml-define-domain",
		.summary = "setting of the domain that libvirt refuses",
		.why = "libvirt checks a domain as a whole when it is defined and refuses "
		       "settings that QEMU does not support or that contradict each other: "
		       "lifecycle actions, timers, memory. In a document that is stored in a "
		       "file or used as a template this is noticed only when it is needed.",
		.remedy = "Change the setting as the message describes. \"virsh define\" on any "
			  "host with libvirt shows whether the rest of the document is accepted.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = ".",
		.check = define_domain,
	},
	{ 0 }
};
