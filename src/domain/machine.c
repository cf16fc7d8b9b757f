/* Machine types: which releases of QEMU and which distributions have them. */
#include "context.h"
#include "target.h"

#include <string.h>

/* Newest release of QEMU that the tables know (August 2026); assumed if there is no target. */
enum { NEWEST_QEMU = VML_RELEASE(11, 1) };

/*
 * Since QEMU 10.1 each versioned type is removed six years after its release: by the release with
 * the same minor version and a major version greater by KEPT. Since 9.1 it is deprecated after half
 * that time, CURRENT (docs/about/deprecated.rst).
 */
enum { FIRST_BY_AGE = VML_RELEASE(10, 1), KEPT = VML_RELEASE(6, 0) };
enum { FIRST_DEPRECATION = VML_RELEASE(9, 1), CURRENT = VML_RELEASE(3, 0) };

/*
 * A family of versioned machine types. Some rows list versions that were removed before
 * FIRST_BY_AGE.
 */
struct family {
	const char *prefix; /* name without the version */
	const char *archs;
	const char *newest; /* alias of the newest type */
	/* range of the versions that QEMU removed; 0: the row is for the other versions */
	unsigned int first, last;
	unsigned int removed; /* VML_RELEASE of the QEMU that removed them; 0: none */
};

#define X86 "x86_64|i686"
#define ARM "aarch64|armv7l|armv6l|arm"
#define POWER "ppc64|ppc64le"
/*
 * Architectures whose families are all in families[]. If the domain has one of them, a machine type
 * of a family that lacks it in `archs` is an error.
 */
#define KNOWN_ARCHS X86 "|aarch64|armv7l|armv6l|" POWER "|s390x|riscv64|riscv32|loongarch64"

/*
 * Source of `removed`: docs/about/removed-features.rst, and QEMU's machine types in libvirt's
 * tests/qemucapabilitiesdata (4.2 to 10.0). Versions in no row with `removed` are removed after six
 * years.
 */
static const struct family families[] = {
	{ "pc-", X86, "pc", VML_RELEASE(0, 10), VML_RELEASE(0, 11), VML_RELEASE(4, 0) },
	{ "pc-", X86, "pc", VML_RELEASE(0, 12), VML_RELEASE(0, 15), VML_RELEASE(5, 0) },
	{ "pc-", X86, "pc", VML_RELEASE(1, 0), VML_RELEASE(1, 3), VML_RELEASE(6, 0) },
	{ "pc-i440fx-", X86, "pc", VML_RELEASE(1, 4), VML_RELEASE(1, 7), VML_RELEASE(8, 2) },
	{ "pc-i440fx-", X86, "pc", VML_RELEASE(2, 0), VML_RELEASE(2, 3), VML_RELEASE(9, 1) },
	{ "pc-i440fx-", X86, "pc", 0, 0, 0 },
	{ "pc-q35-", X86, "q35", VML_RELEASE(1, 4), VML_RELEASE(2, 3), VML_RELEASE(2, 6) },
	{ "pc-q35-", X86, "q35", 0, 0, 0 },
	{ "virt-", ARM "|m68k|loongarch64|riscv64|riscv32|or1k|xtensa|xtensaeb", "virt", 0, 0, 0 },
	{ "pseries-", POWER, "pseries", VML_RELEASE(2, 1), VML_RELEASE(2, 12), VML_RELEASE(10, 0) },
	{ "pseries-", POWER, "pseries", 0, 0, 0 },
	{ "s390-ccw-virtio-", "s390x", "s390-ccw-virtio", VML_RELEASE(2, 4), VML_RELEASE(2, 8),
		VML_RELEASE(10, 0) },
	{ "s390-ccw-virtio-", "s390x", "s390-ccw-virtio", 0, 0, 0 },
};

/*
 * Names of unversioned machine types that QEMU removed or renamed: docs/about/removed-features.rst.
 */
static const struct board {
	const char *names;    /* separated by '|' */
	unsigned int removed; /* VML_RELEASE of the QEMU that removed the names */
	const char *instead;  /* new name or successor; NULL if there is none */
} boards[] = {
	{ "s390-virtio", VML_RELEASE(2, 6), "s390-ccw-virtio" },
	{ "xlnx-ep108", VML_RELEASE(3, 0), "xlnx-zcu102" },
	{ "spike_v1.9.1|spike_v1.10", VML_RELEASE(5, 1), "spike" },
	{ "r4k", VML_RELEASE(5, 2), "malta" },
	{ "fulong2e", VML_RELEASE(6, 0), "fuloong2e" },
	{ "raspi2", VML_RELEASE(6, 2), "raspi2b" },
	{ "raspi3", VML_RELEASE(6, 2), "raspi3b" },
	{ "swift-bmc", VML_RELEASE(7, 0), "witherspoon-bmc" },
	{ "taihu", VML_RELEASE(7, 2), NULL },
	{ "10m50-ghrd|nios2-generic-nommu", VML_RELEASE(9, 1), NULL },
	{ "shix|akita|borzoi|cheetah|connex|mainstone|n800|n810|spitz|terrier|tosa|verdex|z2",
		VML_RELEASE(9, 2), NULL },
	{ "tacoma-bmc", VML_RELEASE(10, 0), "rainier-bmc" },
	{ "ref405ep", VML_RELEASE(10, 0), NULL },
	{ "mipssim", VML_RELEASE(10, 2), NULL },
	{ "ast2700a0-evb", VML_RELEASE(11, 0), "ast2700a1-evb" },
	/* deprecated in 10.1 and 10.2, and not in the machine list of 11.1 */
	{ "highbank|midway|sonorapass-bmc|fp5280g2-bmc|qcom-dc-scm-v1-bmc|qcom-firework-bmc|fby35",
		VML_RELEASE(11, 1), NULL },
	/* removed 0: QEMU never had these names, which users write for pc and q35 */
	{ "pc-i440fx", 0, "pc" },
	{ "pc-q35", 0, "q35" },
};

/* Releases of Ubuntu with machine types named after them: pc-i440fx-focal, pc-q35-xenial-hpb. */
static const struct codename {
	const char *name, *owner;
	unsigned int version;
	bool old; /* out of standard support in 2026 */
} codenames[] = {
	{ "precise", "Ubuntu 12.04", VML_RELEASE(12, 4), true },
	{ "saucy", "Ubuntu 13.10", VML_RELEASE(13, 10), true },
	{ "trusty", "Ubuntu 14.04", VML_RELEASE(14, 4), true },
	{ "utopic", "Ubuntu 14.10", VML_RELEASE(14, 10), true },
	{ "vivid", "Ubuntu 15.04", VML_RELEASE(15, 4), true },
	{ "wily", "Ubuntu 15.10", VML_RELEASE(15, 10), true },
	{ "xenial", "Ubuntu 16.04", VML_RELEASE(16, 4), true },
	{ "yakkety", "Ubuntu 16.10", VML_RELEASE(16, 10), true },
	{ "zesty", "Ubuntu 17.04", VML_RELEASE(17, 4), true },
	{ "artful", "Ubuntu 17.10", VML_RELEASE(17, 10), true },
	{ "bionic", "Ubuntu 18.04", VML_RELEASE(18, 4), true },
	{ "cosmic", "Ubuntu 18.10", VML_RELEASE(18, 10), true },
	{ "disco", "Ubuntu 19.04", VML_RELEASE(19, 4), true },
	{ "eoan", "Ubuntu 19.10", VML_RELEASE(19, 10), true },
	{ "focal", "Ubuntu 20.04", VML_RELEASE(20, 4), true },
	{ "groovy", "Ubuntu 20.10", VML_RELEASE(20, 10), true },
	{ "hirsute", "Ubuntu 21.04", VML_RELEASE(21, 4), true },
	{ "impish", "Ubuntu 21.10", VML_RELEASE(21, 10), true },
	{ "jammy", "Ubuntu 22.04", VML_RELEASE(22, 4), false },
	{ "kinetic", "Ubuntu 22.10", VML_RELEASE(22, 10), true },
	{ "lunar", "Ubuntu 23.04", VML_RELEASE(23, 4), true },
	{ "mantic", "Ubuntu 23.10", VML_RELEASE(23, 10), true },
	{ "noble", "Ubuntu 24.04", VML_RELEASE(24, 4), false },
	{ "oracular", "Ubuntu 24.10", VML_RELEASE(24, 10), true },
	{ "plucky", "Ubuntu 25.04", VML_RELEASE(25, 4), true },
	{ "questing", "Ubuntu 25.10", VML_RELEASE(25, 10), false },
	{ "resolute", "Ubuntu 26.04", VML_RELEASE(26, 4), false },
};

/*
 * Return the version at the start of a string as major * 1000 + minor: 2012 for "2.12"; 0 if there
 * is none.
 */
static unsigned int read_version(const char *text)
{
	unsigned int part[2] = { 0 };

	for (size_t i = 0; i < 2; i++) {
		if (*text < '0' || *text > '9')
			return 0;
		for (; *text >= '0' && *text <= '9'; text++)
			part[i] = part[i] < 100 ? part[i] * 10 + (unsigned int)(*text - '0') : 999;
		if (*text == '.')
			text++;
	}
	return VML_RELEASE(part[0], part[1]);
}

/*
 * Return the row of `families` for a machine type and its version, and set *ret_version to this
 * version; NULL if there is no such row.
 */
static const struct family *find_family(const char *machine, unsigned int *ret_version)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const struct family *family = &families[i];

		if (!vml_starts_with(machine, family->prefix))
			continue;
		*ret_version = read_version(machine + strlen(family->prefix));
		if (!family->last ||
			(*ret_version >= family->first && *ret_version <= family->last))
			return family;
	}
	return NULL;
}

static unsigned int next_release(unsigned int qemu)
{
	return qemu % 1000 < 2 ? qemu + 1 : VML_RELEASE(qemu / 1000 + 1, 0);
}

/* Set the state of a type of upstream QEMU. version: version of the type; 0 if it has none. */
static void set_upstream(const vml_target *target, unsigned int version, vml_machine *ret)
{
	unsigned int qemu = target->qemu ? target->qemu : NEWEST_QEMU;

	if (ret->removed && ret->removed <= qemu)
		ret->state = VML_MACHINE_REMOVED;
	else if (version > qemu && target->qemu)
		ret->state = VML_MACHINE_TOO_NEW;
	else if (!strcmp(target->family, "rhel"))
		ret->state = VML_MACHINE_FOREIGN;
	else if (ret->removed && ret->removed <= next_release(qemu))
		ret->state = VML_MACHINE_LAST;
	else if (version && version + CURRENT <= qemu && qemu >= FIRST_DEPRECATION)
		ret->state = VML_MACHINE_AGED;
}

/*
 * Set the state of a machine type of RHEL, such as pc-q35-rhel9.4.0. text: part of its name from
 * the version on. RHEL 9 has types from 7.6 on (list of machine types of Rocky 9).
 */
static void set_rhel(vml_context *ctx, const char *text, vml_machine *ret)
{
	const vml_target *target = &ctx->facts.target;
	unsigned int host = strcmp(target->family, "rhel") ? 0 : vml_target_version(target);
	unsigned int version = read_version(text), major = version / 1000;

	ret->owner = major > 6 ? vml_format(ctx, "RHEL %u.%u", major, version % 1000)
			       : vml_format(ctx, "RHEL %u", major);
	ret->owner_is_old = version < VML_RELEASE(7, 6);
	if (host && host < version)
		ret->state = VML_MACHINE_TOO_NEW;
	else if (host >= VML_RELEASE(9, 0) && ret->owner_is_old &&
		vml_starts_with(ctx->facts.machine, "pc-"))
		ret->state = VML_MACHINE_REMOVED;
	else if (*target->family && !host)
		ret->state = VML_MACHINE_FOREIGN;
}

/* Set the state of a machine type of Ubuntu; does nothing if it is not named after a release. */
static void set_ubuntu(const vml_target *target, const char *machine, vml_machine *ret)
{
	bool ubuntu = !strcmp(target->family, "ubuntu");

	for (size_t i = 0; i < sizeof(codenames) / sizeof(*codenames); i++) {
		const char *at = strstr(machine, codenames[i].name);

		if (!at || at == machine || at[-1] != '-')
			continue;
		ret->owner = codenames[i].owner;
		ret->owner_is_old = codenames[i].old;
		if (ubuntu && vml_target_version(target) < codenames[i].version)
			ret->state = VML_MACHINE_TOO_NEW;
		else if (!ubuntu && *target->family)
			ret->state = VML_MACHINE_FOREIGN;
		return;
	}
}

/*
 * Return true if the name is the alias of a family's newest type, such as "q35". No row of
 * the table of boards has such a name.
 */
static bool is_newest(const char *machine)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (*machine == *families[i].newest && !strcmp(machine, families[i].newest))
			return true;
	return false;
}

static bool find_board(const vml_facts *facts, vml_machine *ret)
{
	/* shortcut for most domains: saves comparing with the names of all boards */
	if (is_newest(facts->machine))
		return false;
	for (size_t i = 0; i < sizeof(boards) / sizeof(*boards); i++) {
		if (!vml_one_of(facts->machine, boards[i].names))
			continue;
		ret->removed = boards[i].removed;
		ret->instead = boards[i].instead;
		if (ret->removed)
			set_upstream(&facts->target, 0, ret);
		else
			ret->state = VML_MACHINE_NEVER;
		return true;
	}
	return false;
}

/* Return true if the type belongs to a family of other architectures than the domain's. */
static bool is_of_another_arch(const vml_facts *facts)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (!strcmp(facts->machine, families[i].newest) ||
			vml_starts_with(facts->machine, families[i].prefix))
			return vml_one_of(facts->arch, KNOWN_ARCHS) &&
				!vml_one_of(facts->arch, families[i].archs);
	return false;
}

static vml_machine find_machine(vml_context *ctx)
{
	const vml_facts *facts = &ctx->facts;
	const char *machine = facts->machine, *rhel = strstr(machine, "rhel");
	const struct family *family;
	unsigned int version = 0;
	vml_machine ret = { 0 };

	if (!*machine || find_board(facts, &ret))
		return ret;
	if (vml_is_old_rhel(machine)) {
		ret.instead = "pc";
		set_rhel(ctx, machine + strlen("rhel"), &ret);
		return ret;
	}
	if (is_of_another_arch(facts)) {
		ret.state = VML_MACHINE_NEVER;
		return ret;
	}
	family = find_family(machine, &version);
	if (!family || !vml_one_of(facts->arch, family->archs))
		return ret;
	ret.instead = family->newest;
	ret.removed = family->last ? family->removed : 0;
	if (rhel && rhel > machine && rhel[-1] == '-') {
		set_rhel(ctx, rhel + strlen("rhel"), &ret);
	} else if (version) {
		if (!ret.removed)
			ret.removed = version + KEPT < FIRST_BY_AGE ? FIRST_BY_AGE : version + KEPT;
		set_upstream(&facts->target, version, &ret);
	} else {
		set_ubuntu(&facts->target, machine, &ret);
	}
	return ret;
}

vml_machine vml_machine_of(vml_context *ctx)
{
	if (!ctx->machine) {
		vml_machine machine = find_machine(ctx);

		ctx->machine = vml_arena_alloc(ctx->doc->arena, sizeof(machine));
		*ctx->machine = machine;
	}
	return *ctx->machine;
}
