/* Guest of the audited domain: accessors for rules. */
#include "context.h"

#include <string.h>

/* Record that the result depends on the missing part of the document, which may name the guest. */
static void note_unknown(const vml_context *ctx)
{
	if (ctx->guest_unknown)
		ctx->doc->beyond = true;
}

static const vml_guest *guest_of(const vml_context *ctx)
{
	/* looked up only if a rule needs it, because this may read files */
	note_unknown(ctx);
	if (!ctx->guest)
		((vml_context *)(uintptr_t)ctx)->guest = vml_guest_lookup(ctx->facts.guest);
	return ctx->guest;
}

vml_tristate vml_guest_drives(const vml_context *ctx, vml_driver driver)
{
	return guest_of(ctx)->drives[driver];
}

const char *vml_guest_id(const vml_context *ctx)
{
	note_unknown(ctx);
	return ctx->facts.guest;
}

const char *vml_guest_name(const vml_context *ctx)
{
	return guest_of(ctx)->name;
}

const char *vml_guest_family(const vml_context *ctx)
{
	return guest_of(ctx)->family;
}

bool vml_guest_windows_server(const vml_context *ctx)
{
	return guest_of(ctx)->windows_server;
}

unsigned int vml_guest_windows_nt(const vml_context *ctx)
{
	return guest_of(ctx)->windows_nt;
}

vml_virtio vml_guest_virtio(const vml_context *ctx, vml_driver driver)
{
	const vml_guest *guest = guest_of(ctx);

	if (guest->drives[driver] == VML_YES)
		return VML_VIRTIO_INBOX;
	/* virtio-win supports NT 6.1 and later; NT 5 was supported up to about version 0.1.102 */
	if (guest->windows_nt >= 61)
		return vml_uses_virtio(ctx) ? VML_VIRTIO_INSTALLED : VML_VIRTIO_INSTALL;
	if (guest->windows_nt >= 50)
		return VML_VIRTIO_OLD;
	return guest->drives[driver] == VML_NO ? VML_VIRTIO_NEVER : VML_VIRTIO_UNKNOWN;
}

const char *vml_guest_called(const vml_context *ctx, const char *otherwise)
{
	const char *name = vml_guest_name(ctx);

	return *name ? name : otherwise;
}
