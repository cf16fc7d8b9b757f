/* Conditions of refusal rows (refusal.h) that rule modules for several kinds of devices use. */
#include "context.h"

#include <vmlint/refusal.h>

#include <string.h>

bool vml_reads_source(vml_context *ctx, const xmlNode *device)
{
	if (vml_named(device, "smartcard"))
		return vml_attr_is(device, "@mode", "passthrough");
	if (vml_named(device, "backend"))
		return vml_attr_is(device, "@model", "egd");
	return !vml_named(device, "console") ||
		vml_one_of(vml_attr(device, "target/@type"), "virtio|xen|sclp|sclplm") ||
		!vml_device(ctx, "serial") || vml_sibling_index(device) > 1;
}

bool vml_needs_path(vml_context *ctx, const xmlNode *device)
{
	return vml_reads_source(ctx, device) &&
		!(vml_named(device, "channel") &&
			vml_one_of(vml_attr(device, "target/@type"), "virtio|xen"));
}

bool vml_lacks_cells(vml_context *ctx, const xmlNode *node)
{
	(void)node;
	return !vml_find(ctx->facts.domain, "cpu/numa/cell");
}

/* RHEL's QEMU is built without SLIRP, so that libvirt uses passt. */
bool vml_has_slirp(vml_context *ctx, const xmlNode *node)
{
	(void)node;
	return !vml_is_rhel_machine(ctx) && strcmp(ctx->facts.target.family, "rhel") != 0;
}

/*
 * Negation of qemuDomainHasBuiltinIDE() in src/qemu/qemu_domain.c; false if the architecture is
 * unknown, or if it has no default board and the domain names no machine type.
 */
bool vml_has_no_ide(vml_context *ctx, const xmlNode *node)
{
	const vml_facts *facts = &ctx->facts;

	(void)node;
	if (facts->board == VML_BOARD_OTHER)
		return *facts->arch && *facts->machine &&
			!vml_one_of(facts->machine, "malta|sun4u|g3beige");
	return facts->board != VML_BOARD_PC;
}

const char *vml_serial_type(vml_context *ctx, const xmlNode *serial)
{
	const char *type = vml_attr(serial, "target/@type");
	const vml_facts *facts = &ctx->facts;

	if (*type && strcmp(type, "isa-serial") != 0)
		return type;
	if (facts->gates & VML_WHEN_X86)
		return "isa-serial";
	if (facts->gates & VML_WHEN_PSERIES)
		return "spapr-vio-serial";
	if (vml_starts_with(facts->arch, "s390"))
		return "sclp-serial";
	return facts->gates & VML_WHEN_VIRT ? "system-serial" : "";
}

bool vml_is_arm_virt(const vml_context *ctx)
{
	return ctx->facts.gates & VML_WHEN_VIRT &&
		(vml_starts_with(ctx->facts.arch, "arm") || !strcmp(ctx->facts.arch, "aarch64"));
}

bool vml_has_passthrough(const vml_context *ctx)
{
	vml_each_device (hostdev, ctx, "hostdev")
		if (vml_one_of(vml_attr(hostdev, "@type"), "pci|mdev"))
			return true;
	return vml_qemu_arg(ctx, "vfio-pci");
}

unsigned int vml_numa_cells(const vml_context *ctx)
{
	return vml_count(vml_find(ctx->facts.domain, "cpu/numa"), "cell");
}

uint64_t vml_cell_id(const xmlNode *cell)
{
	uint64_t id = vml_sibling_index(cell) - 1;

	vml_number(vml_attr(cell, "@id"), &id);
	return id;
}

bool vml_is_no_cell(const vml_context *ctx, const char *id)
{
	uint64_t number;

	return vml_number(id, &number) && number >= vml_numa_cells(ctx);
}

bool vml_repeats(const xmlNode *node, const char *attr)
{
	enum { MANY_SIBLINGS = 64 };
	const char *name = node ? (const char *)node->name : "";
	unsigned int n = 0;

	vml_each_child (other, vml_parent(node), name) {
		if (other == node || ++n > MANY_SIBLINGS)
			return false;
		if (vml_attr_is(other, attr, vml_attr(node, attr)))
			return true;
	}
	return false;
}
