/* What a definition hands to QEMU or to a shell behind libvirt's back. */
#include <vmlint/rule.h>

#include <string.h>

static const char qemu_namespace[] = "http://libvirt.org/schemas/domain/qemu/1.0";

/* The elements that libvirt has for what people pass by hand. */
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

/* Options that set properties of what libvirt made, and open no file, socket or device. */
static const char harmless_options[] = "-set|-global|-cpu|-smbios";

/* Whether an argument is that option, or has that word in it. */
static bool passes(const xmlNode *commandline, const char *what)
{
	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg)) {
		const char *value = vml_attr(arg, "@value");

		if (*what == '-' ? !strcmp(value, what) : strstr(value, what) != NULL)
			return true;
	}
	return false;
}

/* The elements that could stand in place of the arguments: "<cpu>, <shmem>"; or "". */
static const char *native_elements(vml_context *ctx, const xmlNode *commandline)
{
	const char *list = "";

	for (size_t i = 0; i < sizeof(natives) / sizeof(*natives); i++)
		if (passes(commandline, natives[i][0]) && !strstr(list, natives[i][1]))
			list = vml_format(ctx, "%s%s%s", list, *list ? ", " : "", natives[i][1]);
	return list;
}

/* Whether all that is passed are options of those that reach nothing new, and their values. */
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
	unsigned int n = 0; /* environment variables are arguments, too */
	vml_finding *finding;

	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg))
		n++;
	if (!n)
		return;
	finding = vml_report(ctx, commandline,
		"%u %s to QEMU past libvirt, which can neither check nor confine nor migrate what "
		"comes of %s",
		n, n == 1 ? "argument goes" : "arguments go", n == 1 ? "it" : "them");
	if (is_harmless(commandline))
		vml_lower_severity(finding, VML_INFO);
	if (*elements)
		vml_remedy(finding,
			"libvirt has elements for such things: %s. Move there what they can express, and "
			"libvirt gives out the addresses, labels the files and follows QEMU's changes.",
			elements);
}

/* The children of <domain> in QEMU's namespace; in any other libvirt drops them. */
static void pass_through(vml_context *ctx, const xmlNode *domain)
{
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		const char *name = (const char *)child->name;

		if (!child->ns || strcmp((const char *)child->ns->href, qemu_namespace))
			continue;
		if (!strcmp(name, "commandline"))
			arguments(ctx, child);
		else if (vml_one_of(name, "override|capabilities") && vml_first(child))
			vml_lower_severity(
				vml_report(ctx, child, "qemu:%s overrules what libvirt knows of %s",
					name, *name == 'o' ? "its devices" : "this QEMU"),
				VML_INFO);
	}
}

static void raw_io(vml_context *ctx, const xmlNode *device)
{
	vml_finding *finding;

	/* of a host device only the SCSI ones have it, at the same place */
	if (!vml_attr_is(device, "@rawio", "yes"))
		return;
	finding = vml_report_attr(ctx, device, "rawio",
		"%s gives QEMU CAP_SYS_RAWIO: the guest may send any SCSI command to its disks",
		vml_device_name(ctx, device));
	vml_remedy(finding,
		"Take rawio='yes' away. For the SCSI reservations of a cluster <reservations "
		"managed='yes'/> in the <source> of the disk does the job without the privilege.");
}

/* Type ethernet is made for scripts; for the others see qemuBuildHostNetProps() of libvirt. */
static void scripts(vml_context *ctx, xmlNode *iface)
{
	xmlNode *script = vml_child(iface, "script"), *down = vml_child(iface, "downscript");
	bool runs_them = vml_attr_is(iface, "@type", "ethernet");
	vml_finding *finding;

	if (script && *vml_attr(script, "@path") && !runs_them)
		vml_remedy(
			vml_report_attr(ctx, script, "path",
				"%s names a script, which QEMU guests have for interfaces of type "
				"ethernet only: libvirt refuses to start this one",
				vml_device_name(ctx, iface)),
			"Take <script> away: libvirt itself attaches other interfaces to their bridge "
			"or network, and its hook scripts see each start of a guest.");
	if (!down || !*vml_attr(down, "@path") || !runs_them)
		return;
	finding = vml_report_attr(ctx, down, "path",
		"%s has libvirt run a program on the host, as root on most, when the guest stops",
		vml_device_name(ctx, iface));
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding, "See that nobody but root can write to that file or its directories.");
}

/* Boards of other kinds have no device tree but the one that is given. */
static void device_tree(vml_context *ctx, xmlNode *dtb)
{
	vml_finding *finding;

	if (vml_facts_of(ctx)->board != VML_BOARD_VIRT)
		return;
	finding = vml_report(ctx, dtb,
		"the device tree takes the place of the one that QEMU makes of this definition: "
		"what it lacks the guest does not see");
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding, "Take <dtb> away, unless the guest cannot do with QEMU's own.");
}

static void custom(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "interface"))
		scripts(ctx, node);
	else if (vml_named(node, "dtb"))
		device_tree(ctx, node);
	else if (vml_named(node, "disk") || vml_named(node, "hostdev"))
		raw_io(ctx, node);
	else /* the domain, which a snapshot calls <inactiveDomain> */
		pass_through(ctx, node);
}

const vml_rule vml_rules_security_custom[] = {
	{
		.id = "security-custom-code",
		.summary = "arguments or privileges are handed to QEMU past libvirt",
		.why = "libvirt passes such arguments on as they are. It cannot label the files that "
		       "they name for SELinux or AppArmor, does not know the addresses and ports that "
		       "they take, and can neither save nor migrate what they add. An update of QEMU "
		       "may change their meaning, and libvirt marks the guest as tainted, so bug reports "
		       "about it find little love.",
		.remedy =
			"See whether libvirt has an element for it by now, which for most things it "
			"does, and use that. What is left deserves a comment that says why.",
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
