/* QEMU arguments, privileges and scripts that libvirt passes on without checks. */
#include <vmlint/rule.h>

#include <string.h>

static const char qemu_namespace[] = "http://libvirt.org/schemas/domain/qemu/1.0";

/* QEMU options, or parts of arguments, and the elements of libvirt that can replace them. */
static const char *const natives[][2] = {
	{ "-fw_cfg", "<sysinfo type='fwcfg'>" },
	{ "-smbios", "<sysinfo type='smbios'>" },
	{ "-cpu", "<cpu>" },
	{ "-set", "<qemu:override>" },
	{ "-global", "<qemu:override>" },
	{ "input-linux", "<input type='evdev'>" },
	{ "ivshmem", "<shmem>" },
	{ "vfio-pci,", "<hostdev>" },
	{ "usb-host", "<hostdev type='usb'>" },
	{ "usb-kbd", "<input>" },
	{ "usb-mouse", "<input>" },
	{ "usb-tablet", "<input>" },
	{ "-netdev", "<interface>" },
	{ "-drive", "<disk>" },
	{ "-blockdev", "<disk>" },
	{ "-virtfs", "<filesystem>" },
	{ "-fsdev", "<filesystem>" },
	{ "-audiodev", "<audio>" },
	{ "-tpmdev", "<tpm>" },
	{ "-chardev", "<channel>" },
	{ "-serial", "<serial>" },
	{ "-spice", "<graphics>" },
	{ "-vnc", "<graphics>" },
	{ "-display", "<graphics>" },
	{ "-rtc", "<clock>" },
	{ "-acpitable", "<acpi><table>" },
	{ "rng-random", "<rng>" },
	{ "iothread", "<iothreads>" },
};

/* Options that set properties of existing devices, and open no file, socket or device. */
static const char harmless_options[] = "-set|-global|-cpu|-smbios";

/*
 * Return true if <qemu:commandline> has `what`: as a whole argument if it is an option ("-cpu"),
 * else as a part of any argument.
 */
static bool passes(const xmlNode *commandline, const char *what)
{
	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg)) {
		const char *value = vml_attr(arg, "@value");

		if (*what == '-' ? !strcmp(value, what) : strstr(value, what) != NULL)
			return true;
	}
	return false;
}

/*
 * Return the elements that can replace the arguments, such as "<cpu>, <shmem>"; "" if there are
 * none.
 */
static const char *native_elements(vml_context *ctx, const xmlNode *commandline)
{
	const char *list = "";

	for (size_t i = 0; i < sizeof(natives) / sizeof(*natives); i++)
		if (passes(commandline, natives[i][0]) && !strstr(list, natives[i][1]))
			list = vml_format(ctx, "%s%s%s", list, *list ? ", " : "", natives[i][1]);
	return list;
}

/* Return true if all arguments are harmless options or their values. */
static bool is_harmless(const xmlNode *commandline)
{
	if (*vml_attr(vml_first(commandline), "@value") != '-')
		return false;
	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg)) {
		const char *value = vml_attr(arg, "@value");

		if (!*value || (*value == '-' && !vml_one_of(value, harmless_options)))
			return false;
	}
	return true;
}

static void arguments(vml_context *ctx, const xmlNode *commandline)
{
	const char *elements = native_elements(ctx, commandline);
	unsigned int n = 0; /* includes environment variables */
	vml_finding *finding;

	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg))
		n++;
	if (!n)
		return;
	finding = vml_report(ctx, commandline,
		"QEMU gets %u extra argument%s: libvirt can neither check %s nor label %s files", n,
		n == 1 ? "" : "s", n == 1 ? "it" : "them", n == 1 ? "its" : "their");
	if (is_harmless(commandline))
		vml_lower_severity(finding, VML_INFO);
	if (*elements)
		vml_remedy(finding,
			"Use libvirt's elements for them where possible: %s. libvirt then "
			"assigns the addresses, labels the files and adapts to new QEMU "
			"versions. Check the result: the guest may see other addresses.",
			elements);
}

/* Report a child of <domain> in QEMU's namespace that overrides properties or capabilities. */
static void overridden(vml_context *ctx, const xmlNode *element, const char *name)
{
	bool devices = *name == 'o';
	vml_finding *finding = vml_report(ctx, element,
		"qemu:%s overrides %s: the guest may break when QEMU or libvirt changes", name,
		devices ? "device properties that libvirt sets" : "what libvirt knows about QEMU");

	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding,
		devices ? "Check whether libvirt now has an attribute or element for these properties, "
			  "and use it. Explain the remaining ones in a comment."
			: "Check whether the guest still needs this with the current libvirt. Remove it if "
			  "not; otherwise explain in a comment why it is needed.");
}

static void pass_through(vml_context *ctx, const xmlNode *domain)
{
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		const char *name = (const char *)child->name;

		if (!child->ns || strcmp((const char *)child->ns->href, qemu_namespace))
			continue;
		if (!strcmp(name, "commandline"))
			arguments(ctx, child);
		else if (vml_one_of(name, "override|capabilities") && vml_first(child))
			overridden(ctx, child, name);
	}
}

static void raw_io(vml_context *ctx, const xmlNode *device)
{
	vml_finding *finding;

	/* <disk> and SCSI <hostdev> have the attribute rawio */
	if (!vml_attr_is(device, "@rawio", "yes"))
		return;
	finding = vml_report_attr(ctx, device, "rawio",
		"%s gives QEMU CAP_SYS_RAWIO: the guest may send any SCSI command to its disks",
		vml_device_name(ctx, device));
	vml_remedy(finding, "Remove rawio='yes'.%s",
		vml_named(device, "disk")
			? " For the SCSI reservations of a cluster, <reservations managed='yes'/> in the "
			  "<source> of the disk works without the privilege."
			: "");
}

/*
 * Check the scripts of an interface. libvirt runs them only for the type ethernet
 * (qemuBuildHostNetProps()).
 */
static void scripts(vml_context *ctx, xmlNode *iface)
{
	xmlNode *script = vml_child(iface, "script"), *down = vml_child(iface, "downscript");
	bool runs_them = vml_attr_is(iface, "@type", "ethernet");
	vml_finding *finding;

	if (script && *vml_attr(script, "@path") && !runs_them)
		vml_remedy(vml_report_attr(ctx, script, "path",
				   "%s has a <script>, which only interfaces of type ethernet may "
				   "have: libvirt refuses to start the guest",
				   vml_device_name(ctx, iface)),
			"Remove <script>: libvirt itself connects interfaces of this type. For "
			"other actions use libvirt's hook scripts, which run at each start of a "
			"guest.");
	if (!down || !*vml_attr(down, "@path") || !runs_them)
		return;
	finding = vml_report_attr(ctx, down, "path",
		"%s has a <downscript>: libvirt runs a program on the host, usually as root, "
		"when the guest stops",
		vml_device_name(ctx, iface));
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(
		finding, "Make sure that only root can write to the script and its directories.");
}

/*
 * Report a <dtb>, only for virt boards: QEMU generates no device tree for the others, so they need
 * one.
 */
static void device_tree(vml_context *ctx, xmlNode *dtb)
{
	vml_finding *finding;

	if (vml_facts_of(ctx)->board != VML_BOARD_VIRT)
		return;
	finding = vml_report(ctx, dtb,
		"<dtb> replaces the device tree that QEMU generates: the guest does not see "
		"devices that are missing in it");
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding,
		"Remove <dtb>, unless the guest does not work with QEMU's own device "
		"tree.");
}

static void custom(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "interface"))
		scripts(ctx, node);
	else if (vml_named(node, "dtb"))
		device_tree(ctx, node);
	else if (vml_named(node, "disk") || vml_named(node, "hostdev"))
		raw_io(ctx, node);
	else /* <domain>, or <inactiveDomain> in a snapshot */
		pass_through(ctx, node);
}

const vml_rule vml_rules_security_custom[] = {
	{
		.id = "security-custom-code",
		.summary = "arguments, scripts or privileges that bypass libvirt's control",
		.why = "libvirt passes such arguments to QEMU unchanged. It cannot label the "
		       "files that they name for SELinux or AppArmor, does not know their "
		       "addresses and ports, and cannot check whether they can be saved or "
		       "migrated. An update of QEMU may change their meaning, and libvirt marks "
		       "the guest as tainted, so bug reports about it get little help.",
		.remedy = "Check whether libvirt has an element for the same purpose (it has one "
			  "for most arguments of QEMU), and use it. In a comment, explain each "
			  "argument that remains.",
		.url = "https://libvirt.org/kbase/qemu-passthrough-security.html",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".|devices/disk|devices/hostdev|devices/interface|os/dtb",
		.check = custom,
	},
	{ 0 },
};
