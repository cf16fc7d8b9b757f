/* Sizes and addresses of virtio-mem and virtio-pmem that libvirt rejects. */
#include <vmlint/refusal.h>

#define IS_VIRTIO_MEM VML_IS("@model", "virtio-mem")

static uint64_t size_of(const xmlNode *device)
{
	return vml_bytes_at(device, "target/size");
}

static bool is_request_large(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return size_of(device) && vml_bytes_at(device, "target/requested") > size_of(device);
}

static bool is_block_odd(vml_context *ctx, const xmlNode *device)
{
	uint64_t block = vml_bytes_at(device, "target/block");

	(void)ctx;
	return !block || (block & (block - 1));
}

/*
 * Return true if the block size is less than a transparent huge page: 2 MiB on x86, and not less
 * elsewhere.
 */
static bool is_block_small(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return !is_block_odd(ctx, device) &&
		vml_bytes_at(device, "target/block") < (uint64_t)2 << 20;
}

static bool is_request_odd(vml_context *ctx, const xmlNode *device)
{
	return !is_block_odd(ctx, device) &&
		vml_bytes_at(device, "target/requested") % vml_bytes_at(device, "target/block");
}

/*
 * Return true if the address is not aligned: for virtio-mem to the block size, for virtio-pmem to a
 * page.
 */
static bool is_base_odd(vml_context *ctx, const xmlNode *device)
{
	bool is_mem = vml_attr_is(device, "@model", "virtio-mem");
	uint64_t base, step = is_mem ? vml_bytes_at(device, "target/block") : 4096;

	return vml_number(vml_attr(device, "target/address/@base"), &base) && step &&
		!(is_mem && is_block_odd(ctx, device)) && base % step;
}

static const vml_refusal rows[] = {
	{ .since = VML_RELEASE(9, 8),
		.terms = { VML_HAS("target/address/@base"),
			VML_IS("@model", "virtio-mem|virtio-pmem"), VML_CALL(is_base_odd) },
		.at = "target/address/@base",
		.message =
			"the address '{value}' must be a multiple of the block size (virtio-mem) "
			"or of 4096 (virtio-pmem)",
		.remedy = "Remove the address: libvirt assigns one." },
	{ .terms = { IS_VIRTIO_MEM, VML_CALL(is_request_large) },
		.at = "target/requested",
		.message = "the requested memory must not exceed the size of the device",
		.remedy = "Lower <requested>, or raise <size>." },
	{ .terms = { IS_VIRTIO_MEM, VML_CALL(is_block_odd) },
		.at = "target/block",
		.message = "virtio-mem must have a <block> size that is a power of two",
		.remedy =
			"Set <block unit='MiB'>2</block> in <target>. If the guest's huge pages are "
			"larger, set their size." },
	{ .terms = { IS_VIRTIO_MEM, VML_CALL(is_block_small) },
		.at = "target/block",
		.message = "the block size of virtio-mem must be at least 2 MiB",
		.remedy =
			"Set <block unit='MiB'>2</block>. If the guest's huge pages are larger, set "
			"their size." },
	{ .terms = { IS_VIRTIO_MEM, VML_CALL(is_request_odd) },
		.at = "target/requested",
		.message = "the requested memory must be a multiple of the block size",
		.remedy = "Round <requested> to a multiple of <block>." },
	{ 0 },
};

const vml_rule vml_rules_memory_rejected_virtio_mem[] = {
	{
		.id = "memory-virtio-rejected",
		.summary = "size or address of virtio memory that libvirt rejects",
		.why = "virtio-mem consists of blocks of one size, a power of two from 2 MiB on: the requested "
		       "memory and the address must be multiples of it. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the device.",
		.url = "https://libvirt.org/formatdomain.html#memory-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.unless = VML_WHEN_LIVE,
		.each = "devices/memory",
		.refusals = rows,
	},
	{ 0 },
};
