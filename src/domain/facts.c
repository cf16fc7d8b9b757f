/* Facts of a domain, gathered before any rule runs: hypervisor, architecture, board, gates. */
#include "context.h"

#include "repaired.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Return the last component of the path in an element's text. */
static const char *base_name(vml_context *ctx, const xmlNode *element)
{
	const char *path = vml_text(ctx, element), *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool vml_is_old_rhel(const char *machine)
{
	return vml_starts_with(machine, "rhel5.") || vml_starts_with(machine, "rhel6.");
}

/*
 * Return the architecture that the machine type or the name of the emulator implies; "" if unknown.
 */
static const char *implied_arch(vml_context *ctx, const vml_facts *facts)
{
	const char *base = base_name(ctx, vml_device(ctx, "emulator")), *machine = facts->machine;

	if (vml_starts_with(machine, "pc-") || vml_is_old_rhel(machine) ||
		vml_one_of(machine, "pc|q35|isapc|microvm|ubuntu|ubuntu-q35"))
		return "x86_64";
	if (vml_starts_with(machine, "s390-ccw-virtio"))
		return "s390x";
	if (vml_starts_with(machine, "pseries"))
		return "ppc64";
	if (vml_starts_with(base, "qemu-system-"))
		return base + strlen("qemu-system-");
	return "";
}

static bool is_versioned(const char *machine, const char *family)
{
	size_t n = strlen(family);

	return !strncmp(machine, family, n) && (!machine[n] || machine[n] == '-');
}

static vml_board board_of(const char *machine, const char *arch)
{
	bool x86 = vml_one_of(arch, "x86_64|i686");

	if (x86) {
		/* "ubuntu" and "ubuntu-q35" are Ubuntu's aliases of its newest machine types */
		if (!*machine || is_versioned(machine, "pc-i440fx") ||
			vml_one_of(machine, "pc|ubuntu") || vml_starts_with(machine, "pc-0.") ||
			vml_starts_with(machine, "pc-1.") || vml_is_old_rhel(machine))
			return VML_BOARD_PC;
		if (vml_one_of(machine, "q35|ubuntu-q35") || is_versioned(machine, "pc-q35"))
			return VML_BOARD_Q35;
		if (!strcmp(machine, "isapc"))
			return VML_BOARD_ISAPC;
		return !strcmp(machine, "microvm") ? VML_BOARD_MICROVM : VML_BOARD_OTHER;
	}
	if (vml_one_of(arch, "aarch64|armv7l|armv6l|riscv64|riscv32|loongarch64"))
		return is_versioned(machine, "virt") ||
				(!*machine && !vml_starts_with(arch, "armv"))
			? VML_BOARD_VIRT
			: VML_BOARD_OTHER;
	if (vml_starts_with(arch, "ppc64"))
		return !*machine || is_versioned(machine, "pseries") ? VML_BOARD_PSERIES
								     : VML_BOARD_OTHER;
	if (!strcmp(arch, "s390x"))
		return !*machine || is_versioned(machine, "s390-ccw-virtio") ? VML_BOARD_CCW
									     : VML_BOARD_OTHER;
	return VML_BOARD_OTHER;
}

/*
 * Return the version at the end of a machine type as major * 1000 + minor: 2012 for
 * "pc-i440fx-2.12"; 0 if there is none.
 */
static unsigned int machine_version(const char *machine)
{
	const char *dash = strrchr(machine, '-');
	unsigned long major, minor;
	char *end;

	if (!dash || dash[1] < '0' || dash[1] > '9')
		return 0;
	major = strtoul(dash + 1, &end, 10);
	if (*end != '.' || end[1] < '0' || end[1] > '9')
		return 0;
	minor = strtoul(end + 1, &end, 10);
	return *end || major > 1000 || minor >= 1000 ? 0 : (unsigned int)(major * 1000 + minor);
}

/*
 * Return true if the machine type is one of a distribution: its suffix is not a version of QEMU, as
 * in "pc-i440fx-focal".
 */
static bool is_distro_machine(const char *machine)
{
	static const char *const families[] = { "pc-i440fx-", "pc-q35-", "virt-", "pseries-",
		"s390-ccw-virtio-" };

	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (vml_starts_with(machine, families[i]))
			return !machine_version(machine);
	return vml_starts_with(machine, "rhel");
}

/*
 * Return true for domains of Cloud Hypervisor. Like QEMU's, they have type='kvm' and
 * <type>hvm</type>, but their defaults and devices differ.
 */
static bool is_cloud_hypervisor(vml_context *ctx, const xmlNode *domain)
{
	const char *kernel = base_name(ctx, vml_find(domain, "os/kernel"));

	return vml_starts_with(base_name(ctx, vml_device(ctx, "emulator")), "cloud-hypervisor") ||
		vml_starts_with(kernel, "hypervisor-fw") || vml_starts_with(kernel, "CLOUDHV");
}

static unsigned int gates_of(const vml_facts *facts, bool qemu)
{
	static const unsigned int boards[] = { [VML_BOARD_PC] = VML_WHEN_PC | VML_WHEN_VIRTIO,
		[VML_BOARD_Q35] = VML_WHEN_Q35 | VML_WHEN_VIRTIO,
		[VML_BOARD_ISAPC] = VML_WHEN_MINIMAL,
		[VML_BOARD_MICROVM] = VML_WHEN_MINIMAL,
		[VML_BOARD_VIRT] = VML_WHEN_VIRT | VML_WHEN_VIRTIO,
		[VML_BOARD_PSERIES] = VML_WHEN_PSERIES | VML_WHEN_VIRTIO,
		[VML_BOARD_CCW] = VML_WHEN_CCW | VML_WHEN_VIRTIO };
	unsigned int gates = 0;

	if (vml_has_attr(facts->domain, "@id"))
		gates |= facts->target.name && *facts->target.name
			? VML_WHEN_RUNNING | VML_WHEN_LIVE
			: VML_WHEN_RUNNING;
	if (!qemu || !vml_one_of(facts->type, "kvm|qemu|hvf"))
		return gates;
	gates |= VML_WHEN_QEMU;
	if (!strcmp(facts->type, "kvm"))
		gates |= VML_WHEN_KVM;
	else if (!strcmp(facts->type, "qemu"))
		gates |= VML_WHEN_TCG;
	if (vml_one_of(facts->arch, "x86_64|i686"))
		gates |= VML_WHEN_X86;
	return facts->board ? gates | boards[facts->board] : gates;
}

/* Return true if <qemu:commandline> has a -cpu argument, which overrides <cpu>. */
static bool overrides_cpu(const xmlNode *domain)
{
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		if (!child->ns || strcmp((const char *)child->name, "commandline"))
			continue;
		for (xmlNode *arg = vml_first(child); arg; arg = vml_sibling(arg))
			if (vml_attr_is(arg, "@value", "-cpu"))
				return true;
	}
	return false;
}

static bool has_addresses(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL)
		if (vml_child(device, "address") || vml_child(device, "alias"))
			return true;
	return false;
}

static unsigned int cpu_count(const char *text, unsigned int otherwise)
{
	uint64_t value;

	return vml_number(text, &value) && value > 0 && value < 1 << 20 ? (unsigned int)value
									: otherwise;
}

static const char *metadata_guest(const xmlNode *node, unsigned int depth)
{
	static const char ns[] = "http://libosinfo.org/xmlns/libvirt/domain/1.0";

	for (xmlNode *child = vml_first(node); child; child = vml_sibling(child)) {
		const char *id;

		if (child->ns && !strcmp((const char *)child->name, "os") &&
			!strcmp((const char *)child->ns->href, ns) && *vml_attr(child, "@id"))
			return vml_attr(child, "@id");
		id = depth < 4 ? metadata_guest(child, depth + 1) : NULL;
		if (id)
			return id;
	}
	return NULL;
}

/* Return true for the ids that virt-install writes for systems that it does not recognize. */
static bool is_generic(const char *id)
{
	return vml_starts_with(id, "http://libosinfo.org/");
}

/*
 * Set ctx->uncertain to the gates of a repaired document that depend on a missing or uncertain
 * part.
 */
static void note_uncertain(vml_context *ctx, const xmlNode *type)
{
	const vml_facts *facts = &ctx->facts;

	if (ctx->doc->doubted)
		ctx->uncertain = UINT_MAX;
	if (!vml_is_truncated(ctx->doc))
		return;
	ctx->uncertain |= VML_WHEN_FOREIGN_CPU & ~facts->gates;
	if (ctx->guest_unknown)
		ctx->uncertain |= VML_WHEN_WINDOWS;
	ctx->doc->beyond = false;
	if (!type || !*facts->arch || !*vml_text(ctx, type) || ctx->doc->beyond)
		ctx->uncertain = UINT_MAX;
}

void vml_facts_gather(vml_context *ctx, vml_doc *doc, xmlNode *domain, const char *guest)
{
	xmlNode *type, *vcpu = vml_child(domain, "vcpu");
	vml_facts *facts = &ctx->facts;

	*ctx = (vml_context){ .doc = doc };
	ctx->last = &ctx->findings;
	*facts = (vml_facts){ .domain = domain,
		.target = doc->target,
		.name = vml_text(ctx, vml_child(domain, "name")),
		.uuid = vml_text(ctx, vml_child(domain, "uuid")) };
	if (!facts->target.name)
		facts->target = (vml_target){ .name = "", .family = "" };
	/* no gate depends on name and UUID: ignore that their values may be uncertain */
	doc->doubted = false;
	type = vml_find(domain, "os/type");
	facts->type = vml_attr(domain, "@type");
	facts->arch = vml_attr(type, "@arch");
	facts->machine = vml_attr(type, "@machine");
	facts->id = *facts->uuid ? vml_lower_case(ctx, facts->uuid) : facts->name;
	if (!*facts->arch)
		facts->arch = implied_arch(ctx, facts);
	facts->board = board_of(facts->machine, facts->arch);
	facts->version = machine_version(facts->machine);
	facts->distro_machine = is_distro_machine(facts->machine);
	facts->vcpus = cpu_count(vml_text(ctx, vcpu), 1);
	facts->vcpus_now = cpu_count(vml_attr(vcpu, "@current"), facts->vcpus);
	if (facts->vcpus_now > facts->vcpus)
		facts->vcpus_now = facts->vcpus;
	if (!vml_memory(vml_child(domain, "memory"), &facts->memory))
		facts->memory = 0;
	facts->printed_by_libvirt = has_addresses(ctx);
	facts->gates =
		gates_of(facts, vml_text_is(type, "hvm") && !is_cloud_hypervisor(ctx, domain)) |
		vml_state_gates(doc);
	if (overrides_cpu(domain))
		facts->gates |= VML_WHEN_FOREIGN_CPU;
	doc->beyond = false;
	facts->guest = metadata_guest(vml_child(domain, "metadata"), 0);
	/*
	 * a system without virtio that the domain is named after ("esxi") is more specific than a
	 * generic id ("some Linux")
	 */
	if (facts->guest && is_generic(facts->guest) && vml_is_named_after_old_system(ctx))
		facts->guest = "";
	if (!facts->guest) {
		facts->guest = guest ? guest : "";
		ctx->guest_unknown = doc->beyond;
	}
	/* rules compare full ids */
	if (*facts->guest && !strchr(facts->guest, ':'))
		facts->guest = vml_guest_lookup(facts->guest)->full_id;
	/* a short id that is still unknown may have the family of an earlier version in osinfo-db */
	if (vml_starts_with(facts->guest, "http://microsoft.com/win") ||
		(*facts->guest && !strchr(facts->guest, ':') &&
			!strcmp(vml_guest_lookup(facts->guest)->family, "winnt")))
		facts->gates |= VML_WHEN_WINDOWS;
	note_uncertain(ctx, type);
}

const vml_facts *vml_facts_of(const vml_context *ctx)
{
	return &ctx->facts;
}
