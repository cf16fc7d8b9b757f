/*
 * Firmware and boot settings that the hypervisor's driver rejects: qemuValidateDomainDefBoot(),
 * qemuValidateDomainDefNvram(), libxlDomainDefValidate().
 */
#include <vmlint/refusal.h>

static const char other_nvram[] = "dir|volume|nvme|vhostuser|vhostvdpa";

static const vml_refusal rows[] = {
	{ .on = "loader",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@secure", "yes"), VML_NOT_X86 },
		.at = "@secure",
		.message = "only x86_64 guests can have a loader with secure='yes'",
		.remedy = "Remove the attribute {name}." },
	{ .on = "nvram",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", other_nvram), VML_HAS("source") },
		.at = "@type",
		.message = "<nvram> cannot be of type {value}, only of type file, block or network",
		.remedy = "Store the variables in a file: type='file'." },
	{ .on = "nvram",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/slices") },
		.at = "source/slices",
		.message = "<nvram> cannot be a slice of its source",
		.remedy = "Removes <slices>.",
		.fix = "remove source/slices" },
	{ .on = "nvram",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/reservations") },
		.at = "source/reservations",
		.message = "<nvram> cannot have persistent reservations",
		.remedy = "Removes <reservations>.",
		.fix = "remove source/reservations" },
	{ .on = "table",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 2),
		.terms = { VML_IS("@type", "rawset") },
		.at = "@type",
		.message = "only Xen supports ACPI tables of type rawset",
		.remedy = "Set type='raw', and write one <table> for each ACPI table." },
	{ .on = "table",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_IS("@type", "raw|msdm"), VML_IS("$type", "xen") },
		.at = "@type",
		.message = "Xen does not support ACPI tables of type {value}",
		.remedy = "Set type='rawset', with one file that contains all tables." },
	{ .on = "table",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_LATER("1"), VML_IS("$type", "xen") },
		.message = "Xen supports one ACPI <table> only",
		.remedy = "Keep one <table type='rawset'> with a file that contains all tables." },
	{ .on = "bootloader",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS_NOT(".", "|") },
		.message = "only Xen and bhyve guests have a <bootloader>",
		.remedy = "Remove <bootloader>. A guest of QEMU boots from its disks, or from "
			  "<kernel>." },
	{ .on = "loader",
		.terms = { VML_IS("$type", "xen"), VML_IS("@secure", "yes"),
			VML_IS("@type", "pflash") },
		.at = "@secure",
		.message = "Xen does not support Secure Boot",
		.remedy = "Remove the attribute {name}." },
	{ 0 },
};

const vml_rule vml_rules_os_unsupported[] = {
	{
		.id = "os-unsupported",
		.summary = "firmware or boot setting that the hypervisor does not support",
		.why = "Hypervisors differ in the firmware, boot loaders and ACPI "
		       "tables that they support. libvirt's driver rejects the whole "
		       "domain if a setting is meant for another hypervisor or "
		       "architecture.",
		.remedy = "Each finding states how to correct the setting. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#operating-system-booting",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "os/loader|os/nvram|os/acpi/table|bootloader",
		.refusals = rows,
	},
	{ 0 },
};
