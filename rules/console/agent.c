/* Channel for the guest agent. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if there is a channel for any agent: QEMU's, oVirt's or RHEV's (vdsm). */
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

/* Return true if the guest can run an agent: its OS has a driver, or it uses virtio. */
static bool supports_agent(vml_context *ctx)
{
	switch (vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_CONSOLE)) {
	case VML_VIRTIO_INBOX:
	case VML_VIRTIO_INSTALL:
	case VML_VIRTIO_INSTALLED: return true;
	case VML_VIRTIO_UNKNOWN:
		/* Hyper-V features are a sign of Windows */
		return vml_uses_virtio(ctx) || (vml_uses_hyperv(ctx) && !vml_may_lack_virtio(ctx));
	default: return false;
	}
}

static void agent_missing(vml_context *ctx, xmlNode *devices)
{
	vml_finding *finding;

	if (has_agent(ctx) || !supports_agent(ctx))
		return;
	finding = vml_report(ctx, devices,
		"the guest has no agent channel: snapshots cannot freeze its file systems, and "
		"the host cannot query its IP addresses");
	if (vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS)
		vml_remedy(finding,
			"Adds the channel. In the guest, install the agent and the virtio serial "
			"driver, both part of virtio-win-guest-tools.exe; until then the channel "
			"has no effect.");
	if (vml_pci_is_crowded(ctx)) {
		vml_remedy(finding,
			"Add <channel type='unix'> with <target type='virtio' "
			"name='org.qemu.guest_agent.0'/>, and install the agent in the guest. The "
			"channel's controller needs a PCI slot, of which few are free.");
		vml_lower_fix(finding, VML_FIX_NONE);
	}
	vml_fix_add(finding, devices, NULL,
		"<channel type='unix'><target type='virtio' "
		"name='org.qemu.guest_agent.0'/></channel>");
	vml_command(finding,
		"--add-device --channel "
		"unix,target.type=virtio,target.name=org.qemu.guest_agent.0");
}

const vml_rule vml_rules_console_agent[] = {
	{
		.id = "console-agent-missing",
		.summary = "no channel for the guest agent",
		.why = "Through this channel the host reaches qemu-guest-agent in the guest: to "
		       "freeze file systems for a consistent snapshot or backup, to shut the "
		       "guest down when it ignores ACPI, to set its clock after a resume, to "
		       "query its addresses. virt-install and virt-v2v add it to every guest.",
		.remedy = "Adds the channel; libvirt creates the socket and the serial "
			  "controller. Install the package qemu-guest-agent in the guest; until "
			  "then the channel has no effect.",
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
