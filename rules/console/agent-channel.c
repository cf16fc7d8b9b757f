/* Channels of the QEMU guest agent that neither libvirt nor the agent can use. */
#include <vmlint/rule.h>

#include <string.h>

static const char agent[] = "org.qemu.guest_agent.0";

/* Return true if the name ends in a dot and digits, as the names that libvirt generates do. */
static bool is_numbered(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot[1] && !dot[1 + strspn(dot + 1, "0123456789")];
}

static void agent_channel(vml_context *ctx, xmlNode *channel)
{
	const char *name = vml_attr(channel, "target/@name"), *type = vml_attr(channel, "@type");
	vml_finding *finding;

	if (!vml_starts_with(name, "org.qemu.guest_agent"))
		return;
	/* not wrong: an admin may have added ".1" for another program */
	if (strcmp(name, agent) != 0 && is_numbered(name))
		return;
	if (strcmp(name, agent) != 0) {
		finding = vml_report_attr(ctx, vml_child(channel, "target"), "name",
			"the agent's channel is named '%s', not '%s': libvirt and the agent do not find it",
			name, agent);
		vml_fix_set(finding, vml_child(channel, "target"), "name", agent);
	} else if (strcmp(type, "unix") != 0) {
		finding = vml_report_attr(ctx, channel, "type",
			"the agent's channel has type='%s': libvirt talks to the agent only over "
			"type='unix'",
			type);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set type='unix' and remove <source>: libvirt then creates the socket. Keep "
			"the channel as it is only if a program of your own talks to the agent.");
	}
}

const vml_rule vml_rules_console_agent_channel[] = {
	{
		.id = "console-agent-channel",
		.summary = "guest agent's channel that libvirt cannot use",
		.why = "libvirt talks to the QEMU guest agent through a virtio channel of "
		       "type unix with the name org.qemu.guest_agent.0, and the agent opens "
		       "the port of that name in the guest. With another name or type, "
		       "libvirt cannot reach the agent: no consistent snapshots, no "
		       "addresses, shutdown by ACPI only.",
		.remedy = "Sets the name that libvirt and the agent use. The agent in the "
			  "guest needs no change; the guest sees the new port at its next "
			  "start. For a wrong type, set type='unix' and remove <source>.",
		.url = "https://libvirt.org/formatdomain.html#channel",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/channel",
		.check = agent_channel,
	},
	{ 0 },
};
