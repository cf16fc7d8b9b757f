/* Memory hotplug that libvirt rejects: sizes and numbers of slots. */
#include <vmlint/refusal.h>

#include <string.h>

static const char slotted[] = "dimm|nvdimm";

static uint64_t sum_devices(vml_context *ctx)
{
	uint64_t sum = 0, bytes;

	vml_each_device (device, ctx, "memory")
		if (vml_memory(vml_find(device, "target/size"), &bytes))
			sum += bytes;
	return sum;
}

/*
 * Return the memory that the guest starts with. With NUMA cells, this is the sum of cells and
 * memory devices. Without cells it is <memory>, which includes the devices
 * (virDomainDefPostParseMemory()).
 */
static uint64_t total_memory(vml_context *ctx)
{
	uint64_t sum = 0, bytes;

	vml_each_child (cell, vml_find(vml_facts_of(ctx)->domain, "cpu/numa"), "cell")
		if (vml_amount(vml_attr(cell, "@memory"), vml_attr(cell, "@unit"), &bytes))
			sum += bytes;
	return sum ? sum + sum_devices(ctx) : vml_facts_of(ctx)->memory;
}

static bool is_max_small(vml_context *ctx, const xmlNode *max)
{
	uint64_t bytes;

	return vml_memory(max, &bytes) && bytes && bytes < total_memory(ctx);
}

static bool is_max_zero(vml_context *ctx, const xmlNode *max)
{
	uint64_t bytes;

	(void)ctx;
	return vml_memory(max, &bytes) && !bytes;
}

static bool has_few_slots(vml_context *ctx, const xmlNode *max)
{
	uint64_t slots = 0;
	unsigned int n = 0;

	vml_each_device (device, ctx, "memory")
		n += vml_one_of(vml_attr(device, "@model"), slotted);
	return vml_number(vml_attr(max, "@slots"), &slots) && n > slots;
}

static bool has_fewer_slots_than_devices(vml_context *ctx, const xmlNode *max)
{
	uint64_t slots = 0;
	unsigned int n = 0;

	vml_each_device (device, ctx, "memory")
		n++;
	return vml_number(vml_attr(max, "@slots"), &slots) && n > slots && !has_few_slots(ctx, max);
}

/*
 * Return true if the devices have more memory than the domain. Reported once: on the first device.
 */
static bool devices_exceed_memory(vml_context *ctx, const xmlNode *device)
{
	return device == vml_device(ctx, "memory") && !vml_numa_cells(ctx) &&
		sum_devices(ctx) > vml_facts_of(ctx)->memory;
}

/* Checks of libvirt: virDomainDefPostParseMemory(), qemuDomainDefValidateMemoryHotplug(). */
static const vml_refusal rows[] = {
	{ .on = "maxMemory",
		.terms = { VML_CALL(is_max_small) },
		.message = "the maximum memory is below the memory that the guest has",
		.remedy = "Raise <maxMemory> to at least <memory> or, with NUMA cells, to at least "
			  "the sizes of all cells plus those of all memory devices." },
	{ .on = "maxMemory",
		.terms = { VML_ABOVE("@slots", "0"), VML_CALL(is_max_zero) },
		.message = "there are memory slots, but the maximum memory is 0",
		.remedy =
			"Set <maxMemory> to the memory that the guest can grow to, or remove it." },
	{ .on = "maxMemory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_few_slots) },
		.at = "@slots",
		.message = "there are more DIMMs and NVDIMMs than memory slots ({value})",
		.remedy = "Raise slots to the number of devices." },
	{ .on = "maxMemory",
		.when = VML_WHEN_QEMU,
		.until = VML_RELEASE(9, 5),
		.terms = { VML_CALL(has_fewer_slots_than_devices) },
		.at = "@slots",
		.message = "there are more memory devices than memory slots ({value})",
		.remedy = "Raise slots to the number of devices." },
	{ .on = "memory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("target"), VML_LACKS("/maxMemory") },
		.message = "the guest has a memory device, but no <maxMemory>",
		.remedy =
			"Add <maxMemory slots='...'> with one slot per memory device, and set it to "
			"at least <memory> or, with NUMA cells, to at least the sizes of all "
			"cells plus those of all memory devices." },
	{ .on = "memory",
		.terms = { VML_HAS("target"), VML_CALL(devices_exceed_memory) },
		.at = "/memory",
		.message =
			"the memory devices are larger than <memory>, which must include their sizes",
		.remedy = "Raise <memory> by the sizes of the devices." },
	{ 0 },
};

const vml_rule vml_rules_memory_rejected_hotplug[] = {
	{
		.id = "memory-hotplug-rejected",
		.summary = "memory hotplug that libvirt rejects",
		.why = "<maxMemory> limits the guest's memory, and its attribute slots the number "
		       "of DIMMs. libvirt rejects devices beyond these limits.",
		.remedy = "Each finding states how to correct the value.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.unless = VML_WHEN_LIVE,
		.each = "maxMemory|devices/memory",
		.refusals = rows,
	},
	{ 0 },
};
