/* Shared memory devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static bool has_path_name(vml_context *ctx, const xmlNode *shmem)
{
	const char *name = vml_attr(shmem, "@name");

	(void)ctx;
	return strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, "..");
}

/*
 * Return true if the size is invalid. Its default unit is bytes, unlike that of other amounts of
 * memory.
 */
static bool is_size_invalid(vml_context *ctx, const xmlNode *shmem)
{
	const xmlNode *size = vml_child(shmem, "size");
	const char *unit = vml_attr(size, "@unit");
	uint64_t bytes;

	return vml_amount(vml_text(ctx, size), *unit ? unit : "b", &bytes) && bytes &&
		(bytes < (uint64_t)1 << 20 || (bytes & (bytes - 1)));
}

/* Checks of libvirt: virDomainShmemDefValidate(), qemuDomainShmemDefPostParse(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("@name"), VML_CALL(has_path_name) },
		.at = "@name",
		.message = "the name '{value}' of the shared memory is a path",
		.remedy = "Use a plain name, such as 'shared', which becomes a file in /dev/shm." },
	{ .terms = { VML_HAS("msi"), VML_LACKS("server") },
		.at = "msi",
		.message =
			"the shared memory has interrupts (<msi>), but no server that sends them",
		.remedy = "Add the <server>, or remove <msi>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("model/@type", "|ivshmem") },
		.at = "model",
		.message =
			"the shared memory has the default model ivshmem, which QEMU no longer has",
		.remedy = "Set the model ivshmem-plain, or ivshmem-doorbell with a server." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("model/@type", "ivshmem-doorbell"), VML_LACKS("server") },
		.at = "model",
		.message = "the shared memory has the model ivshmem-doorbell, which requires a "
			   "server",
		.remedy = "Add the <server>, or set the model ivshmem-plain." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("model/@type", "ivshmem-doorbell"), VML_HAS("server"),
			VML_ABOVE("size/.", "0") },
		.at = "size",
		.message = "the shared memory has a server, which determines the size",
		.remedy = "Removes <size>.",
		.fix = "remove size" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("model/@type", "ivshmem-plain"), VML_HAS("server") },
		.at = "server",
		.message = "the shared memory has a server, which the model ivshmem-plain cannot "
			   "use",
		.remedy = "Set the model ivshmem-doorbell, or remove <server>." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_HAS("size"), VML_CALL(is_size_invalid) },
		.at = "size",
		.message =
			"the size of the shared memory must be a power of two and at least 1 MiB",
		.remedy =
			"Set a power of two with a unit, as in <size unit='M'>4</size>: without a "
			"unit, the size is in bytes." },
	{ 0 },
};

const vml_rule vml_rules_shmem_rejected[] = {
	{
		.id = "shmem-rejected",
		.summary = "shared memory device that libvirt rejects",
		.why = "A <shmem> device is plain memory (ivshmem-plain), or memory with interrupts "
		       "that a server sends (ivshmem-doorbell). libvirt rejects the domain if the "
		       "parts of the two are mixed.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#shared-memory-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/shmem",
		.refusals = rows,
	},
	{ 0 },
};
