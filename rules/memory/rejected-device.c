/* Memory devices that libvirt rejects: DIMMs, NVDIMMs, virtio-mem, virtio-pmem, SGX. */
#include <vmlint/refusal.h>

#include <string.h>

#define IS_NVDIMM VML_IS("@model", "nvdimm")
#define IS_PMEM VML_IS("@model", "virtio-pmem")

static uint64_t size_of(const xmlNode *device)
{
	return vml_bytes_at(device, "target/size");
}

static bool is_label_small(vml_context *ctx, const xmlNode *device)
{
	uint64_t label = vml_bytes_at(device, "target/label/size");

	(void)ctx;
	return label && label < (uint64_t)128 << 10;
}

static bool is_label_large(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return size_of(device) && vml_bytes_at(device, "target/label/size") >= size_of(device);
}

/*
 * Return true if an NVDIMM is smaller than 256 MiB plus its label, the minimum in libvirt's
 * qemuDomainNVDimmAlignSizePseries().
 */
static bool is_nvdimm_small(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return size_of(device) &&
		size_of(device) < vml_bytes_at(device, "target/label/size") + ((uint64_t)256 << 20);
}

/* Checks of libvirt: virDomainMemoryDefValidate() in src/conf/domain_validate.c. */
static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@model", "nvdimm|virtio-pmem"), VML_IS("source/path/.", "|") },
		.message = "the memory device has no file on the host that keeps its content",
		.remedy = "Name the file: <source><path>...</path></source>." },
	{ .terms = { VML_IS("@model", "nvdimm|virtio-pmem"), VML_IS("@discard", "yes") },
		.at = "@discard",
		.message = "the memory device has discard='yes', but its content is permanent",
		.remedy = "Removes the attribute discard.",
		.fix = "unset @discard" },
	{ .terms = { IS_NVDIMM, VML_CALL(is_label_small) },
		.at = "target/label/size",
		.message = "the label of an NVDIMM must have at least 128 KiB",
		.remedy = "Raise the <size> of <label> to 128 KiB or more." },
	{ .terms = { IS_NVDIMM, VML_HAS("target/label/size"), VML_CALL(is_label_large) },
		.at = "target/label/size",
		.message = "the label of an NVDIMM must be smaller than the NVDIMM",
		.remedy = "Reduce the <size> of <label>, or enlarge the NVDIMM." },
	{ .terms = { IS_NVDIMM, VML_IS("$arch", "ppc64|ppc64le"), VML_LACKS("target/label/size") },
		.at = "target",
		.message = "an NVDIMM must have a label on pseries",
		.remedy = "Add <label> with a size of 128 KiB or more to <target>." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_PSERIES,
		.terms = { IS_NVDIMM, VML_HAS("target/label/size"), VML_CALL(is_nvdimm_small) },
		.at = "target/size",
		.message =
			"an NVDIMM on pseries must have at least 256 MiB in addition to its label",
		.remedy = "Enlarge the <size> of <target>." },
	{ .terms = { IS_NVDIMM, VML_IS_NOT("$arch", "|ppc64|ppc64le"), VML_HAS("uuid") },
		.at = "uuid",
		.message = "only on pseries can an NVDIMM have a UUID",
		.remedy = "Removes <uuid>.",
		.fix = "remove uuid" },
	{ .terms = { IS_PMEM, VML_IS("@access", "private") },
		.at = "@access",
		.message = "virtio-pmem must be shared, because the guest writes to its file",
		.remedy = "Sets access='shared'.",
		.fix = "set @access=shared" },
	{ .terms = { IS_PMEM, VML_HAS("target/node") },
		.at = "target/node",
		.message = "virtio-pmem cannot be in a NUMA node",
		.remedy = "Removes <node>.",
		.fix = "remove target/node" },
	{ .terms = { VML_IS("@model", "sgx-epc"), VML_HAS("address") },
		.at = "address",
		.message = "SGX memory cannot have an address",
		.remedy = "Removes <address>: QEMU places the memory.",
		.fix = "remove address" },
	{ 0 },
};

const vml_rule vml_rules_memory_rejected_device[] = {
	{
		.id = "memory-device-rejected",
		.summary = "memory device that libvirt rejects",
		.why = "Each model of <memory> device has its own options and sizes: an NVDIMM has "
		       "a file and a label, virtio-mem a block size and a requested size. libvirt "
		       "rejects the domain if they do not fit together.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
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
