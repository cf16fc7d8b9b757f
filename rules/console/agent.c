/* The channel through which host and guest talk. */
#include <vmlint/rule.h>

#include <string.h>

/* Any agent will do: QEMU's own, oVirt's and the one that oVirt's grew out of. */
static bool has_agent(const vml_context *ctx)
{
	vml_each_device (channel, ctx, "channel") {
		const char *name = vml_attr(channel, "target/@name");

		if (strstr(name, "guest_agent") || strstr(name, "guest-agent") ||
			!strcmp(name, "com.redhat.rhevm.vdsm"))
			return true;
	}
	return vml_qemu_arg(ctx, "guest_agent");
}

/* Whether this guest can have an agent: it is of a known kind, or shows that it has virtio. */
static bool takes_agent(vml_context *ctx)
{
	switch (vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_CONSOLE)) {
	case VML_VIRTIO_INBOX:
	case VML_VIRTIO_INSTALL:
	case VML_VIRTIO_INSTALLED: return true;
	case VML_VIRTIO_UNKNOWN:
		/* Hyper-V features are switched on for a Windows */
		return vml_uses_virtio(ctx) || (vml_uses_hyperv(ctx) && !vml_may_lack_virtio(ctx));
	default: return false;
	}
}

static void agent_missing(vml_context *ctx, xmlNode *devices)
{
	vml_finding *finding;

	if (has_agent(ctx) || !takes_agent(ctx))
		return;
	finding = vml_report(ctx, devices,
		"no channel to a guest agent: snapshots cannot freeze its file systems, and the "
		"host cannot ask for its addresses");
	if (vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS)
		vml_remedy(finding,
			"Adds the channel. In the guest install the agent and the virtio serial driver, "
			"both of which virtio-win-guest-tools.exe brings; until then the channel lies idle.");
	if (vml_pci_is_crowded(ctx))
		vml_lower_fix(finding, VML_FIX_NONE);
	vml_fix_add(finding, devices, NULL,
		"<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>");
	vml_command(finding,
		"--add-device --channel unix,target.type=virtio,target.name=org.qemu.guest_agent.0");
}

const vml_rule vml_rules_console_agent[] = {
	{
		.id = "console-agent-missing",
		.summary = "no channel for the guest agent",
		.why = "The channel lets the host talk to qemu-guest-agent in the guest: to freeze "
		       "its file systems for a consistent snapshot or backup, to shut it down when "
		       "it ignores ACPI, to set its clock after a resume and to learn its IP "
		       "addresses. virt-install and virt-v2v give it to every guest.",
		.remedy =
			"Adds the channel; libvirt creates the socket and the serial controller by "
			"itself. Install the package qemu-guest-agent in the guest; until then the "
			"channel does nothing.",
		.url = "https://libvirt.org/formatdomain.html#channel",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.each = "devices",
		.check = agent_missing,
	},
	{ 0 }
};
