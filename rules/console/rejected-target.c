/* Serial ports, consoles and parallel ports that the machine does not have. */
#include <vmlint/refusal.h>

#include <string.h>

static bool is_no_arm_virt(vml_context *ctx, const xmlNode *serial)
{
	return !strcmp(vml_serial_type(ctx, serial), "system-serial") && !vml_is_arm_virt(ctx);
}

static bool is_no_riscv_virt(vml_context *ctx, const xmlNode *serial)
{
	return !strcmp(vml_serial_type(ctx, serial), "system-serial") &&
		(vml_is_arm_virt(ctx) || !(vml_facts_of(ctx)->gates & VML_WHEN_VIRT));
}

/*
 * Checks of libvirt: virDomainDefAddConsoleCompat(), qemuValidateDomainChrDef(),
 * qemuValidateDomainDefConsole().
 */
static const vml_refusal rows[] = {
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("target/model/@name", "pl011"), VML_FILLED("$arch"),
			VML_CALL(is_no_arm_virt) },
		.at = "target/model/@name",
		.message = "only virt machines of Arm have serial ports of model pl011",
		.remedy = "Remove <target>: libvirt then uses a type that the machine has." },
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("target/model/@name", "16550a"), VML_FILLED("$arch"),
			VML_CALL(is_no_riscv_virt) },
		.at = "target/model/@name",
		.message = "only virt machines of RISC-V and LoongArch have serial ports of model "
			   "16550a",
		.remedy = "Remove <target>: libvirt then uses a type that the machine has." },
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PSERIES,
		.terms = { VML_IS("target/@type", "spapr-vio-serial"), VML_FILLED("$arch") },
		.at = "target/@type",
		.message = "only pseries machines have serial ports of type spapr-vio-serial",
		.remedy = "Remove <target>: libvirt then uses a type that the machine has." },
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("target/@type", "sclp-serial"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "s390x|s390") },
		.at = "target/@type",
		.message = "only s390x has serial ports of type sclp-serial",
		.remedy = "Remove <target>: libvirt then uses a type that the machine has." },
	{ .on = "serial",
		.terms = { VML_IS("target/@type", "isa-debug"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "x86_64|i686") },
		.at = "target/@type",
		.message = "only x86 has serial ports of type isa-debug",
		.remedy = "Remove the port, or set another type in <target>, such as pci-serial." },
	{ .on = "console",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("target/@type", "xen|uml|lxc|openvz") },
		.at = "target/@type",
		.message = "QEMU has no console of type {value}",
		.remedy = "Set type='serial' or type='virtio' in <target>." },
	{ .on = "console",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("target/@type", "sclp|sclplm"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "s390x|s390") },
		.at = "target/@type",
		.message = "only s390x has consoles of type {value}",
		.remedy = "Set type='serial' or type='virtio' in <target>." },
	{ .on = "console",
		.when = VML_WHEN_QEMU,
		.terms = { VML_LATER("1"), VML_IS("target/@type", "|serial") },
		.message = "only the first console can be a serial port",
		.remedy = "Use <target type='virtio'/>, or a <serial> for a second serial port." },
	{ .on = "parallel",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("$arch", "s390x|s390|ppc64|ppc64le"),
			VML_IS_NOT("$machine", "mac99|g3beige|powernv8|powernv9|powernv10") },
		.message = "s390x and pseries machines have no parallel port",
		.remedy = "Removes the port.",
		.fix = "remove ." },
	{ .on = "console",
		.terms = { VML_HAS("target/@type"),
			VML_IS_NOT("target/@type",
				"serial|xen|uml|virtio|lxc|openvz|sclp|sclplm|none") },
		.at = "target/@type",
		.message = "a console cannot be connected to a target of type {value}",
		.remedy = "Set type='serial' in <target>, or 'virtio' if the guest has a driver." },
	{ .on = "serial",
		.terms = { VML_HAS("target/@type"),
			VML_IS_NOT("target/@type",
				"isa-serial|usb-serial|pci-serial|spapr-vio-serial|system-serial|"
				"sclp-serial|isa-debug|none") },
		.at = "target/@type",
		.message = "a serial port cannot have the type {value}",
		.remedy = "Removes <target>: libvirt then uses a type that the machine has.",
		.fix = "remove target" },
	{ 0 },
};

const vml_rule vml_rules_console_rejected_target[] = {
	{
		.id = "console-rejected-target",
		.summary = "serial port, console or parallel port that the machine does not have",
		.why = "The architecture and the board limit which serial ports, consoles and "
		       "parallel ports exist. libvirt rejects a domain with others, for example "
		       "after a change of the machine type.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/serial|devices/parallel|devices/console",
		.refusals = rows,
	},
	{ 0 },
};
