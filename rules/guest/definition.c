/* Guests whose running or saved definition differs from the persistent one. */
#include <vmlint/state.h>

enum { MOST_LISTED = 4 };

/* Return the differences for a message: "memory 1 GiB instead of 2 GiB, os/cmdline and 2 more". */
static const char *list(vml_context *ctx, const vml_difference *all, size_t n)
{
	vml_string_builder text = { 0 };

	for (size_t i = 0; i < n && i < MOST_LISTED; i++)
		vml_append(ctx, &text, "%s%s%s%s%s%s",
			!i		    ? ""
				: i + 1 < n ? ", "
					    : " and ",
			all[i].name, *all[i].current ? " " : "", all[i].current,
			*all[i].current ? " instead of " : "", all[i].persistent);
	if (n > MOST_LISTED)
		vml_append(ctx, &text, " and %zu more", n - MOST_LISTED);
	return text.text;
}

/* Report the differences if there are any. what: first half of the message, before the list. */
static void report_differences(vml_context *ctx, const char *what)
{
	size_t n;
	const vml_difference *all = vml_guest_differences(ctx, &n);

	if (n)
		vml_report(ctx, all->node, "%s: %s", what, list(ctx, all, n));
}

static void restart_pending(vml_context *ctx, xmlNode *domain)
{
	vml_other_kind kind;

	(void)domain;
	vml_guest_other(ctx, &kind);
	if (kind == VML_OTHER_SAVED)
		return;
	vml_report_running_errors(ctx);
	report_differences(ctx,
		"until it is shut off and started again, the running guest differs from its "
		"definition");
}

static void save_stale(vml_context *ctx, xmlNode *domain)
{
	vml_other_kind kind;

	(void)domain;
	vml_guest_other(ctx, &kind);
	if (kind == VML_OTHER_SAVED)
		report_differences(ctx,
			"the next start restores a saved state that differs from the definition");
}

const vml_rule vml_rules_guest_definition[] = {
	{
		.id = "guest-restart-pending",
		.summary = "running guest has other settings than its persistent definition",
		.why = "libvirt changes most settings of a running guest only in its persistent "
		       "definition. The guest keeps the old ones, with their errors, until it is "
		       "shut off and started again: a restart by its own system is not enough.",
		.remedy =
			"Shut the guest off and start it at a convenient time. To compare both: "
			"'virsh dumpxml GUEST' and 'virsh dumpxml --inactive GUEST'. If the change "
			"is a mistake, revert it with 'virsh edit GUEST'.",
		.url = "https://wiki.libvirt.org/VM_lifecycle.html",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_OTHER,
		.each = ".",
		.check = restart_pending,
	},
	{
		.id = "guest-managed-save-stale",
		.summary = "saved state of the guest has other settings than its definition",
		.why = "A guest with a managed save does not boot at its next start: libvirt restores "
		       "the memory, and with it the hardware and settings at the time of the save. "
		       "Later changes of the definition take effect only at the start after that.",
		.remedy = "Start the guest and shut it off from within, or discard the saved state "
			  "with 'virsh managedsave-remove GUEST': the guest then boots as after a "
			  "power failure.",
		.url = "https://libvirt.org/manpages/virsh.html#managedsave",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_OTHER,
		.each = ".",
		.check = save_stale,
	},
	{ 0 }
};
