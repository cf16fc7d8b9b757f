/*
 * Amounts and backings of memory that libvirt rejects: virDomainDefPostParseMemory(),
 * qemuValidateDomainDefMemory(), qemuDomainDefValidateMemoryHotplug().
 */
#include <vmlint/refusal.h>

static bool lacks_slots(vml_context *ctx, const xmlNode *max)
{
	uint64_t slots;

	(void)ctx;
	return !vml_number(vml_attr(max, "@slots"), &slots) || !slots;
}

/* Return true if there is a memory device that needs a slot: a DIMM or NVDIMM. */
static bool has_modules(const vml_context *ctx)
{
	vml_each_device (module, ctx, "memory")
		if (vml_one_of(vml_attr(module, "@model"), "dimm|nvdimm"))
			return true;
	return false;
}

static bool lacks_slots_for_modules(vml_context *ctx, const xmlNode *max)
{
	return has_modules(ctx) && lacks_slots(ctx, max);
}

static bool lacks_unused_slots(vml_context *ctx, const xmlNode *max)
{
	return !has_modules(ctx) && lacks_slots(ctx, max);
}

/*
 * Return true if <memory> is missing or 0, and there are no NUMA cells, whose sum would replace it.
 */
static bool lacks_memory(vml_context *ctx, const xmlNode *domain)
{
	const xmlNode *memory;
	uint64_t bytes;

	if (vml_facts_of(ctx)->memory)
		return false;
	memory = vml_child(domain, "memory");
	return (!memory || (vml_memory(memory, &bytes) && !bytes)) && vml_lacks_cells(ctx, domain);
}

static const vml_refusal rows[] = {
	{ .on = "domain",
		.terms = { VML_CALL(lacks_memory) },
		.at = "memory",
		.message = "the domain has no memory",
		.remedy = "Add <memory unit='GiB'>2</memory>." },
	{ .on = "memoryBacking",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("hugepages"), VML_IS("source/@type", "anonymous") },
		.at = "source",
		.message = "huge pages cannot be combined with the memory source anonymous",
		.remedy = "Set <source type='memfd'/>, or remove <source>." },
	{ .on = "memoryBacking",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("hugepages"), VML_IS("allocation/@mode", "ondemand") },
		.at = "allocation",
		.message = "huge pages, which are allocated at start, cannot have <allocation "
			   "mode='ondemand'/>",
		.remedy = "Set <allocation mode='immediate'/>, or remove <allocation>." },
	{ .on = "maxMemory",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(lacks_slots_for_modules) },
		.message = "<maxMemory> has no slots for the memory modules",
		.remedy = "Set slots='16', or the number of modules that can be plugged "
			  "in." },
	{ .on = "maxMemory",
		.until = VML_RELEASE(9, 5),
		.terms = { VML_CALL(lacks_unused_slots) },
		.message = "<maxMemory> has no slots",
		.remedy = "Set slots='16', or the number of modules that can be plugged "
			  "in." },
	{ .on = "min_guarantee",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE(".", "0") },
		.message = "QEMU guests cannot have <min_guarantee>",
		.remedy = "Removes <min_guarantee>. To reserve memory for the guest, use huge "
			  "pages.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_memory_rejected[] = {
	{
		.id = "memory-rejected",
		.aliases = "xml-define-domain",
		.summary = "amount or backing of memory that libvirt rejects",
		.why = "libvirt checks the amounts of memory, the slots for modules and the huge "
		       "pages when a domain is defined, and rejects the whole domain if they "
		       "contradict each other.",
		.remedy = "Each finding states how to correct the amount or the backing. "
			  "The fix removes or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = ".|maxMemory|memoryBacking|memtune/min_guarantee",
		.refusals = rows,
	},
	{ 0 },
};
