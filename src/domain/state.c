/* Accessors for rules: the state of the guest as its connection reported it. */
#include "context.h"

bool vml_guest_is_transient(const vml_context *ctx)
{
	const vml_guest_state *guest = &ctx->doc->guest;

	return guest->known && guest->active && !guest->persistent;
}

bool vml_guest_is_shut_off(const vml_context *ctx)
{
	const vml_guest_state *guest = &ctx->doc->guest;

	return guest->known && !guest->active;
}

const char *const *vml_guest_taints(const vml_context *ctx)
{
	static const char *const none[] = { NULL };

	return ctx->doc->guest.taints ? ctx->doc->guest.taints : none;
}

const xmlNode *vml_guest_other(const vml_context *ctx, vml_other_kind *ret_kind)
{
	*ret_kind = ctx->doc->other_kind;
	return ctx->doc->other ? xmlDocGetRootElement(ctx->doc->other->tree) : NULL;
}

unsigned int vml_state_gates(const vml_doc *doc)
{
	return (doc->guest.known ? VML_WHEN_LISTED : 0U) |
		(doc->guest.taints ? VML_WHEN_TAINTS : 0U) | (doc->other ? VML_WHEN_OTHER : 0U);
}
