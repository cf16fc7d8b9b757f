/* Options in <qemu:commandline> with which QEMU does not start. */
#include <vmlint/rule.h>

#include <string.h>

/* An option that QEMU has removed. name: without dashes. */
struct removed {
	const char *name;
	unsigned int since; /* first QEMU release without it (VML_RELEASE) */
	const char *instead;
};

/*
 * From docs/about/removed-features.rst of QEMU 11; tried with 7.2, 10.0 and 11.1. Options that were
 * removed before 2.12 are not listed: they have not worked since 2018.
 */
static const struct removed removed[] = {
	{ "soundhw", VML_RELEASE(7, 1), "use <sound>" },
	{ "no-hpet", VML_RELEASE(9, 0), "use <timer name='hpet' present='no'/> in <clock>" },
	{ "no-acpi", VML_RELEASE(9, 0), "leave out <acpi/> in <features>" },
	{ "chroot", VML_RELEASE(9, 0), "libvirt confines QEMU" },
	{ "singlestep", VML_RELEASE(9, 0),
		"use the monitor command one-insn-per-tb (\"virsh qemu-monitor-command --hmp\")" },
	{ "async-teardown", VML_RELEASE(9, 0),
		"use <async-teardown enabled='yes'/> in <features>" },
	{ "portrait", VML_RELEASE(9, 2), "no replacement is needed" },
	{ "runas", VML_RELEASE(10, 0), "libvirt sets the user" },
	{ "watchdog", VML_RELEASE(7, 2), "use <watchdog>" },
	{ "writeconfig", VML_RELEASE(6, 0), "no replacement is needed" },
	{ "alt-grab", VML_RELEASE(7, 1), "use -display sdl,grab-mod=lshift-lctrl-lalt" },
	{ "ctrl-grab", VML_RELEASE(7, 1), "use -display sdl,grab-mod=rctrl" },
	{ "no-quit", VML_RELEASE(7, 1), "use -display with window-close=off (sdl or gtk)" },
	{ "no-frame", VML_RELEASE(4, 0), "no replacement is needed" },
	{ "show-cursor", VML_RELEASE(6, 0), "use -display with show-cursor=on (sdl or gtk)" },
	{ "tb-size", VML_RELEASE(6, 0), "use <tb-cache> of <tcg> in <features>" },
	{ "realtime", VML_RELEASE(6, 0),
		"use <locked/> in <memoryBacking>, unless -realtime has mlock=off" },
	{ "balloon", VML_RELEASE(4, 0), "use <memballoon>" },
	{ "localtime", VML_RELEASE(3, 1), "use <clock offset='localtime'>" },
	{ "startdate", VML_RELEASE(3, 1), "use <clock offset='absolute'>" },
	{ "tdf", VML_RELEASE(3, 1), "no replacement is needed" },
	{ "no-kvm-irqchip", VML_RELEASE(3, 1), "no replacement is needed" },
	{ "no-kvm-pit", VML_RELEASE(3, 1), "no replacement is needed" },
	{ "no-kvm", VML_RELEASE(5, 2), "use type='qemu' of <domain>" },
	{ "hdachs", VML_RELEASE(3, 1), "use <geometry> of the disk" },
	{ "redir", VML_RELEASE(3, 1), "use <portForward> of the interface" },
	{ "bt", VML_RELEASE(5, 1), "pass a USB Bluetooth adapter through" },
	{ "virtfs_synth", VML_RELEASE(6, 0), "no replacement is needed" },
};

/* Return the row of an option, written with one or two dashes; NULL if QEMU has the option. */
static const struct removed *find_removed(const vml_context *ctx, const char *arg)
{
	if (*arg != '-')
		return NULL;
	arg += arg[1] == '-' ? 2 : 1;
	for (size_t i = 0; i < sizeof(removed) / sizeof(*removed); i++)
		if (!strcmp(arg, removed[i].name))
			return vml_qemu_is(ctx, removed[i].since) ? &removed[i] : NULL;
	return NULL;
}

/* Return the first <qemu:arg>, or the next one after `arg`; NULL if there is none. */
static xmlNode *next_arg(const xmlNode *domain, xmlNode *arg)
{
	if (arg)
		return vml_sibling(arg);
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child))
		if (child->ns && !strcmp((const char *)child->name, "commandline"))
			return vml_first(child);
	return NULL;
}

/* Return true for the value of the option before it: QEMU's options start with a dash. */
static bool is_value(const xmlNode *arg)
{
	const char *value = arg ? vml_attr(arg, "@value") : "";

	return *value && *value != '-';
}

static void arg_removed(vml_context *ctx, xmlNode *domain)
{
	for (xmlNode *arg = next_arg(domain, NULL); arg; arg = next_arg(domain, arg)) {
		const char *value = vml_attr(arg, "@value");
		const struct removed *option = find_removed(ctx, value);

		if (option)
			vml_remedy(
				vml_report_attr(ctx, arg, "value",
					"QEMU %u.%u and later have no option %s: the guest does not "
					"start",
					option->since / 1000, option->since % 1000, value),
				"Remove this <qemu:arg>%s; %s.",
				is_value(next_arg(domain, arg)) ? " and the next one, its value"
								: "",
				option->instead);
	}
}

/*
 * Return the accelerator that an argument selects ("kvm", "hvf", "tcg"); NULL if it selects none.
 * before: the argument before it, "" if there is none
 */
static const char *accelerator(vml_context *ctx, const char *before, const char *value)
{
	const char *accel = strstr(value, "accel=");

	if (!strcmp(value, "-enable-kvm") || !strcmp(value, "--enable-kvm"))
		return "kvm";
	if (accel && (accel == value || accel[-1] == ',') &&
		vml_one_of(before, "-machine|--machine|-M|--M"))
		return vml_format(ctx, "%.*s", (int)strcspn(accel + 6, ",:"), accel + 6);
	return NULL;
}

static void accel(vml_context *ctx, xmlNode *domain)
{
	const char *before = "";

	for (xmlNode *arg = next_arg(domain, NULL); arg; arg = next_arg(domain, arg)) {
		const char *value = vml_attr(arg, "@value");
		const char *name = accelerator(ctx, before, value);

		before = value;
		if (!name || !vml_libvirt_is(ctx, VML_RELEASE(7, 10)))
			continue;
		vml_report_attr(ctx, arg, "value",
			"'%s' conflicts with the -accel option that libvirt itself passes: QEMU does "
			"not start",
			value);
	}
}

const vml_rule vml_rules_machine_qemu_arg[] = {
	{
		.id = "machine-qemu-arg-removed",
		.summary = "argument for QEMU that QEMU no longer has",
		.why = "libvirt passes the arguments of <qemu:commandline> to QEMU unchecked. QEMU "
		       "exits at start if it does not know an option, so the guest stops working "
		       "with an upgrade of the host.",
		.remedy = "Remove the argument and use the element of libvirt that does the same.",
		.url = "https://www.qemu.org/docs/master/about/removed-features.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = arg_removed,
	},
	{
		.id = "machine-qemu-arg-accel",
		.summary =
			"argument for QEMU selects an accelerator, which libvirt selects as well",
		.why = "libvirt selects the accelerator by the type of <domain> and passes it to "
		       "QEMU as -accel (since 7.10). QEMU refuses -machine accel=... and "
		       "-enable-kvm next to it, so the guest does not start.",
		.remedy = "Remove this selection (-enable-kvm, or accel=... of -machine), and set "
			  "the type of <domain>: kvm on Linux, hvf on macOS, qemu for emulation.",
		.url = "https://libvirt.org/formatdomain.html#element-and-attribute-overview",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = accel,
	},
	{ 0 },
};
