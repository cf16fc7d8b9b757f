/* NUMA nodes and overlapping memory of memory devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static const char slotted[] = "dimm|nvdimm";

/*
 * Return true if the device's NUMA cell does not exist. Without cells, libvirt 9.6 and later add
 * cell 0; older releases reject the domain for another reason.
 */
static bool is_node_missing(vml_context *ctx, const xmlNode *device)
{
	unsigned int n = vml_numa_cells(ctx);
	uint64_t node;

	return vml_number(vml_text(ctx, vml_find(device, "target/node")), &node) &&
		node >= (n ? n : 1);
}

/*
 * Set [*start, *end) to the guest-physical addresses of a memory device; returns false if its
 * address is not set.
 */
static bool range_of(const xmlNode *device, uint64_t *start, uint64_t *end)
{
	bool is_slotted = vml_one_of(vml_attr(device, "@model"), slotted);
	const char *base = vml_attr(device, is_slotted ? "address/@base" : "target/address/@base");
	uint64_t size, label = 0, align = 4096;

	if (!vml_number(base, start) || !*start ||
		!vml_memory(vml_find(device, "target/size"), &size))
		return false;
	if (vml_attr_is(device, "@model", "nvdimm")) {
		vml_memory(vml_find(device, "target/label/size"), &label);
		vml_memory(vml_find(device, "source/alignsize"), &align);
		size -= align ? (label + align - 1) / align * align : label;
	}
	*end = *start + size;
	return true;
}

static bool overlaps(vml_context *ctx, const xmlNode *device)
{
	enum { MANY_DEVICES = 256 };
	uint64_t start, end, from, to;
	unsigned int n = 0;

	if (!range_of(device, &start, &end))
		return false;
	vml_each_device (other, ctx, "memory") {
		if (other == device || ++n > MANY_DEVICES)
			return false;
		if (range_of(other, &from, &to) && start < to && from < end)
			return true;
	}
	return false;
}

static const vml_refusal rows[] = {
	{ .on = "memory",
		.terms = { VML_HAS("target/node"), VML_IS_NOT("@model", "virtio-pmem"),
			VML_CALL(is_node_missing) },
		.at = "target/node",
		.message = "a memory device is in a NUMA node that does not exist",
		.remedy = "Set <node> to the id of a <cell> in <numa>, or add the cell." },
	{ .on = "memory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "dimm|nvdimm|virtio-mem"), VML_LACKS("target/node"),
			VML_HAS("/cpu/numa/cell") },
		.at = "target",
		.message = "the NUMA node of a memory device is missing",
		.remedy =
			"Add <node>0</node> to <target>, or the number of another cell of the guest." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.terms = { VML_IS("@model", "virtio-mem"), VML_ABOVE("target/node/.", "0") },
		.at = "target/node",
		.message = "a virtio-mem device of s390x cannot be in a NUMA node",
		.remedy = "Removes <node>.",
		.fix = "remove target/node" },
	{ .on = "memory",
		.since = VML_RELEASE(9, 8),
		.terms = { VML_ANY("address/@base|target/address/@base"), VML_CALL(overlaps) },
		.message = "the addresses of this memory device overlap with those of another",
		.remedy = "Remove the address of one of the devices: libvirt assigns one." },
	{ 0 },
};

const vml_rule vml_rules_memory_rejected_node[] = {
	{
		.id = "memory-node-rejected",
		.summary = "NUMA node or address range of a memory device that libvirt rejects",
		.why = "A memory device must be on an existing NUMA node, at addresses of its "
		       "own. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the value. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#memory-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/memory",
		.refusals = rows,
	},
	{ 0 },
};
