/* Machine types that QEMU has removed or is going to remove. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Newest versioned machine types that QEMU 10.2 (December 2025) and QEMU 11.1 (August
 * 2026) no longer have, as major * 1000 + minor. QEMU marks a versioned machine type
 * deprecated after three years and removes it after six.
 */
enum { LAST_GONE_FROM_10 = 4002, LAST_GONE_FROM_11 = 5001 };

struct removed {
	const char *machine;
	const char *since;   /* first QEMU version without it */
	const char *instead; /* successor; NULL if there is none */
};

/* QEMU, docs/about/removed-features.rst, "System emulator machines" */
static const struct removed removed_machines[] = {
	{ "s390-virtio", "2.6", "s390-ccw-virtio" },
	{ "xlnx-ep108", "3.0", "xlnx-zcu102" },
	{ "r4k", "5.2", "malta" },
	{ "fulong2e", "6.0", "fuloong2e" },
	{ "raspi2", "6.2", "raspi2b" },
	{ "raspi3", "6.2", "raspi3b" },
	{ "swift-bmc", "7.0", "witherspoon-bmc" },
	{ "taihu", "7.2", NULL },
	{ "shix", "9.2", NULL },
	{ "n800", "9.2", NULL },
	{ "n810", "9.2", NULL },
	{ "spitz", "9.2", NULL },
	{ "tosa", "9.2", NULL },
	{ "connex", "9.2", NULL },
	{ "verdex", "9.2", NULL },
	{ "mainstone", "9.2", NULL },
	{ "ref405ep", "10.0", NULL },
	{ "mipssim", "10.2", NULL },
};

static const struct removed *find_removed(const vml_facts *facts)
{
	static const struct removed pc = { "pc", "6.0", "pc" };

	if (facts->board == VML_BOARD_PC &&
		(vml_starts_with(facts->machine, "pc-0.") ||
			vml_starts_with(facts->machine, "pc-1.")))
		return &pc;
	for (size_t i = 0; i < sizeof(removed_machines) / sizeof(*removed_machines); i++)
		if (*facts->machine == *removed_machines[i].machine &&
			!strcmp(facts->machine, removed_machines[i].machine))
			return &removed_machines[i];
	return NULL;
}

static void gone(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const struct removed *removed = find_removed(facts);
	vml_finding *finding;

	if (!removed)
		return;
	finding = vml_report_attr(ctx, type, "machine",
		"machine type %s was removed in QEMU %s: later hosts neither define nor start "
		"this guest",
		facts->machine, removed->since);
	if (removed->instead) {
		vml_fix_set(finding, type, "machine", removed->instead);
		vml_command(finding, "--edit --boot machine=%s", removed->instead);
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		"This board has no successor. Keep a host with an older QEMU for this guest, or "
		"install it again on a board that QEMU still has (virsh capabilities lists them).");
}

/* Return the alias of the newest version in a family of machine types, or NULL. */
static const char *newest_of(vml_board board)
{
	static const char *const names[] = { [VML_BOARD_PC] = "pc",
		[VML_BOARD_Q35] = "q35",
		[VML_BOARD_VIRT] = "virt",
		[VML_BOARD_PSERIES] = "pseries",
		[VML_BOARD_CCW] = "s390-ccw-virtio" };

	return (size_t)board < sizeof(names) / sizeof(*names) ? names[board] : NULL;
}

/* Return the unsupported distribution release that a machine type comes from, or NULL. */
static const char *past_release(const vml_facts *facts)
{
	static const struct {
		const char *suffix, *release;
	} past[] = { { "precise", "Ubuntu 12.04" }, { "saucy", "Ubuntu 13.10" },
		{ "trusty", "Ubuntu 14.04" }, { "utopic", "Ubuntu 14.10" },
		{ "vivid", "Ubuntu 15.04" }, { "wily", "Ubuntu 15.10" },
		{ "xenial", "Ubuntu 16.04" }, { "yakkety", "Ubuntu 16.10" },
		{ "zesty", "Ubuntu 17.04" }, { "artful", "Ubuntu 17.10" },
		{ "bionic", "Ubuntu 18.04" }, { "cosmic", "Ubuntu 18.10" },
		{ "disco", "Ubuntu 19.04" }, { "eoan", "Ubuntu 19.10" },
		{ "focal", "Ubuntu 20.04" }, { "groovy", "Ubuntu 20.10" },
		{ "rhel7.0.", "RHEL 7.0" }, { "rhel7.1.", "RHEL 7.1" }, { "rhel7.2.", "RHEL 7.2" },
		{ "rhel7.3.", "RHEL 7.3" }, { "rhel7.4.", "RHEL 7.4" },
		{ "rhel7.5.", "RHEL 7.5" } };

	if (vml_starts_with(facts->machine, "rhel5."))
		return "RHEL 5";
	if (vml_starts_with(facts->machine, "rhel6."))
		return "RHEL 6";
	for (size_t i = 0; facts->distro_machine && i < sizeof(past) / sizeof(*past); i++) {
		const char *at = strstr(facts->machine, past[i].suffix);

		if (at && at > facts->machine && at[-1] == '-')
			return past[i].release;
	}
	return NULL;
}

static void aged(vml_context *ctx, xmlNode *type)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const char *newest = newest_of(facts->board), *release = past_release(facts);
	vml_finding *finding;

	if (!newest || find_removed(facts))
		return;
	if (release)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s exists only in %s and a few later releases: other hosts "
			"cannot start this guest",
			facts->machine, release);
	else if (facts->version && facts->version <= LAST_GONE_FROM_11)
		finding = vml_report_attr(ctx, type, "machine",
			"machine type %s is over six years old: QEMU %s and later cannot start "
			"this guest",
			facts->machine, facts->version <= LAST_GONE_FROM_10 ? "10.2" : "11.1");
	else
		return;
	/* RHEL keeps its machine types for a whole major release, and some longer; Ubuntu 20.04
	 * is out of standard support, but still has paid support */
	if (strstr(facts->machine, "rhel7.") ||
		(release && vml_starts_with(release, "Ubuntu 20.")) ||
		(!release && facts->version > LAST_GONE_FROM_10))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_set(finding, type, "machine", newest);
	vml_command(finding, "--edit --boot machine=%s", newest);
}

const vml_rule vml_rules_machine_type[] = {
	{
		.id = "machine-type-removed",
		.summary = "machine type that current QEMU no longer has",
		.why = "The machine type is the virtual mainboard. libvirt refuses to define a "
		       "domain whose machine type its QEMU does not have, and a guest that was "
		       "defined before a host upgrade no longer starts after it. QEMU removed "
		       "pc-0.10 to pc-1.3 in versions 4.0 to 6.0, and several boards of other "
		       "architectures since.",
		.remedy = "Changes the type to its successor; \"pc\" is an alias for the newest "
			  "i440fx version. The guest sees a newer mainboard: saved states and "
			  "snapshots with memory can no longer be used, and Windows may search for "
			  "drivers or ask to be activated.",
		.url = "https://www.qemu.org/docs/master/about/removed-features.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/type",
		.check = gone,
	},
	{
		.id = "machine-type-deprecated",
		.summary = "machine type is older than the six years that QEMU supports it",
		.why = "QEMU marks a versioned machine type deprecated after three years and "
		       "removes it after six. Once the host's QEMU no longer has it, the guest "
		       "does not start. Old types also keep the defaults of their time: no "
		       "discard on virtio disks before 4.0, a single queue for each virtio disk "
		       "before 5.2.",
		.remedy = "Changes the type to the name of its family, which libvirt resolves to "
			  "the newest version that the host has. Apply it in a maintenance window "
			  "with the guest shut down: saved states and snapshots with memory can no "
			  "longer be used, and Windows may search for drivers.",
		.url = "https://www.qemu.org/docs/master/about/deprecated.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "os/type",
		.check = aged,
	},
	{ 0 }
};
