/*
 * Features that libvirt rejects: virDomainFeaturesHyperVDefParse(),
 * virDomainFeaturesKVMDefParse(), qemuValidateDomainDefFeatures(), qemuDomainDefTsegPostParse().
 */
#include <vmlint/refusal.h>

#include <string.h>

enum { VENDOR_ID_MAX = 12, RING_MIN = 1024, RING_MAX = 65536 };

static bool is_bad_vendor_id(vml_context *ctx, const xmlNode *vendor)
{
	const char *id = vml_attr(vendor, "@value");

	(void)ctx;
	return strlen(id) > VENDOR_ID_MAX || strchr(id, ',');
}

static bool is_bad_ring(vml_context *ctx, const xmlNode *ring)
{
	uint64_t size;

	(void)ctx;
	return vml_number(vml_attr(ring, "@size"), &size) &&
		(size < RING_MIN || size > RING_MAX || size & (size - 1));
}

/* Return true if an amount, in MiB by default, is not a whole number of MiB. */
static bool is_broken_mib(vml_context *ctx, const xmlNode *amount)
{
	const char *unit = vml_attr(amount, "@unit");
	uint64_t bytes;

	return vml_amount(vml_text(ctx, amount), *unit ? unit : "MiB", &bytes) &&
		bytes % ((uint64_t)1 << 20);
}

static bool is_broken_cache(vml_context *ctx, const xmlNode *cache)
{
	uint64_t bytes;

	(void)ctx;
	return vml_memory(cache, &bytes) && (bytes + 1023) / 1024 % 1024;
}

static bool has_cache(vml_context *ctx, const xmlNode *tcg)
{
	uint64_t bytes;

	(void)ctx;
	return vml_memory(vml_child(tcg, "tb-cache"), &bytes) && bytes;
}

static bool lacks_uefi(vml_context *ctx, const xmlNode *acpi)
{
	const xmlNode *os = vml_child(vml_facts_of(ctx)->domain, "os");

	(void)acpi;
	/* boards other than virt have no ACPI: another row reports them since libvirt 9.2 */
	if (!(vml_facts_of(ctx)->gates & VML_WHEN_VIRT) && vml_libvirt_is(ctx, VML_RELEASE(9, 2)))
		return false;
	return !vml_attr_is(os, "@firmware", "efi") && !vml_attr_is(os, "loader/@type", "pflash");
}

static const vml_refusal rows[] = {
	{ .on = "vendor_id",
		.terms = { VML_IS("@state", "on"), VML_LACKS("@value") },
		.message = "Hyper-V vendor_id is on, but has no value",
		.remedy = "Set value to at most 12 characters without commas." },
	{ .on = "vendor_id",
		.terms = { VML_IS("@state", "on"), VML_CALL(is_bad_vendor_id) },
		.at = "@value",
		.message = "Hyper-V vendor_id '{value}' has more than 12 characters, or a comma",
		.remedy = "Set value to at most 12 characters without commas." },
	{ .on = "dirty-ring",
		.terms = { VML_IS("@state", "on"), VML_CALL(is_bad_ring) },
		.at = "@size",
		.message = "the size {value} of the dirty ring is not a power of two from 1024 to "
			   "65536",
		.remedy = "Set 4096, the usual size." },
	{ .on = "tseg",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_Q35,
		.terms = { VML_IS_NOT("../@state", "off"), VML_IS_NOT("$arch", "|") },
		.message = "only q35 boards can set the size of SMM memory (TSEG)",
		.remedy = "Removes <tseg>. Alternative: use a q35 machine.",
		.fix = "remove ." },
	{ .on = "tseg",
		.when = VML_WHEN_QEMU | VML_WHEN_Q35,
		.terms = { VML_IS_NOT("../@state", "off"), VML_CALL(is_broken_mib) },
		.message = "the size of SMM memory (TSEG) is not a multiple of 1 MiB",
		.remedy = "Set a multiple, such as <tseg unit='MiB'>48</tseg>." },
	{ .on = "tcg",
		.when = VML_WHEN_KVM,
		.terms = { VML_CALL(has_cache) },
		.message = "<tcg> is for emulated guests only, and this is a KVM guest",
		.remedy = "Removes <tcg>.",
		.fix = "remove ." },
	{ .on = "tb-cache",
		.when = VML_WHEN_TCG,
		.terms = { VML_CALL(is_broken_cache) },
		.message = "the size of TCG's cache is not a multiple of 1 MiB",
		.remedy = "Set a multiple, such as <tb-cache unit='MiB'>256</tb-cache>." },
	{ .on = "vmport",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../ps2/@state", "off"), VML_IS_NOT("@state", "off") },
		.since = VML_RELEASE(10, 7),
		.message = "vmport requires the PS/2 controller, which is off",
		.remedy = "Removes vmport. Alternative: set <ps2 state='on'/>.",
		.fix = "remove ." },
	{ .on = "acpi",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("$arch", "aarch64"), VML_CALL(lacks_uefi) },
		.message = "ACPI requires UEFI firmware on aarch64",
		.remedy = "Set <os firmware='efi'>, or remove <acpi/>: the guest then boots with a "
			  "device tree." },
	{ .on = "acpi",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_VIRT,
		.since = VML_RELEASE(9, 2),
		.terms = { VML_IS("$arch", "aarch64"), VML_IS_NOT("$machine", "") },
		.message = "the machine has no ACPI",
		.remedy = "Removes <acpi/>, which has no effect on this machine. Alternative: use "
			  "the machine virt with UEFI.",
		.fix = "remove ." },
	{ .on = "acpi",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(9, 2),
		.terms = { VML_IS("$arch", "s390x") },
		.message = "s390x has no ACPI",
		.remedy = "Removes <acpi/>, which has no effect on s390x.",
		.fix = "remove ." },
	{ .on = "spinlocks",
		.terms = { VML_IS("@state", "on"), VML_LACKS("@retries") },
		.message = "<spinlocks> has no number of retries",
		.remedy = "Add retries='8191', the number that Microsoft recommends." },
	{ 0 },
};

const vml_rule vml_rules_features_rejected[] = {
	{
		.id = "features-rejected",
		.summary = "hypervisor feature that libvirt rejects",
		.why = "libvirt checks the features and their values when a domain is defined, and "
		       "rejects the whole domain if one is invalid or lacks another that it "
		       "requires.",
		.remedy = "Each finding states how to correct the feature. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hypervisor-features",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "features/hyperv/vendor_id|features/hyperv/spinlocks|features/kvm/dirty-ring|features/smm/tseg|"
			"features/tcg|features/tcg/tb-cache|features/vmport|features/acpi",
		.refusals = rows,
	},
	{ 0 },
};
