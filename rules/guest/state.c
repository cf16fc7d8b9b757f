/* Guests that are transient or tainted, as their connection reports. */
#include <vmlint/state.h>

static void transient(vml_context *ctx, xmlNode *domain)
{
	if (vml_guest_is_transient(ctx))
		vml_report(ctx, domain,
			"the guest is transient: its definition is lost when it is shut off");
}

/*
 * Taints of libvirt, found by a part of the message (virDomainTaintMessage in
 * src/conf/domain_conf.c). Those that result from a documented setting, or that another rule
 * reports, have severity 0.
 */
static const struct taint {
	const char *part;
	vml_severity severity; /* 0: the taint is not reported */
	const char *consequence;
	const char *remedy;
} taints[] = {
	{ "monitor control commands", VML_WARNING,
		"QEMU was changed without libvirt (qemu-monitor-command), so its state may differ "
		"from the definition",
		"Make such changes with other commands of virsh or in the definition." },
	{ "elevated privileges", VML_WARNING,
		"QEMU runs as user or group root or with rawio='yes', so a guest that escapes from "
		"QEMU may control the host",
		"Set 'user' and 'group' in /etc/libvirt/qemu.conf to an account other than root, "
		"and remove rawio='yes'." },
	{ "disk format probing", VML_WARNING,
		"a guest that writes the header of another format to its raw disk can read files of "
		"the host",
		"Set the format of each disk, such as <driver name='qemu' type='qcow2'/>." },
	{ "host CPU passthrough", 0, "", "" },
	/* security-custom-code reports these two */
	{ "custom configuration parameters", 0, "", "" },
	{ "custom device configuration", 0, "", "" },
	{ "externally launched", VML_INFO, "QEMU was not started by libvirt",
		"Define the guest in libvirt and start it there." },
	{ "opaque shell scripts", VML_INFO, "a script configures the guest's network",
		"Replace the <script> of the interface by a network or bridge of libvirt." },
	{ "hook script", VML_INFO, "a hook may have changed the guest's definition",
		"Check the scripts in /etc/libvirt/hooks on the host." },
	{ "cdrom passthrough", VML_INFO, "the guest can send any command to the drive of the host",
		"Give the guest an ISO image instead of the drive." },
	{ "device tree", VML_INFO, "the guest's devices may differ from the definition",
		"Remove <dtb> if the guest starts without it." },
	{ "guest agent control commands", VML_INFO,
		"the guest's agent was sent commands (qemu-agent-command) that libvirt does not "
		"know",
		"Use other commands of virsh instead, such as 'virsh domfsinfo'." },
	{ "feature autodetection", VML_INFO,
		"a feature of QEMU is enabled or disabled in the definition or by the host",
		"Remove <qemu:capabilities> or, in /etc/libvirt/qemu.conf, capability_filters if "
		"the guest starts without it." },
	{ "deprecated configuration", VML_INFO,
		"the guest uses settings that a later QEMU does not have",
		"Replace these settings: 'virsh dominfo GUEST' prints them." },
	{ "nbdkit restart failed", VML_WARNING,
		"the nbdkit process of a network disk has exited and could not be restarted, so the "
		"guest cannot use the disk",
		"Correct the cause, which libvirt's log states, and start the guest again." },
};

static const struct taint *taint_of(const char *message)
{
	for (size_t i = 0; i < sizeof(taints) / sizeof(*taints); i++)
		if (strstr(message, taints[i].part))
			return &taints[i];
	return NULL;
}

/* Return true if the definition has arguments for QEMU or overrides properties of its devices. */
static bool has_custom_code(const xmlNode *domain)
{
	for (const xmlNode *it = vml_first(domain); it; it = vml_sibling(it))
		if (it->ns && vml_one_of((const char *)it->name, "commandline|override"))
			return true;
	return false;
}

static void tainted(vml_context *ctx, xmlNode *domain)
{
	const char *const *messages = vml_guest_taints(ctx);
	/*
	 * True if the domain has a setting that causes a taint with severity 0 in the table, which
	 * is not reported. The daemon may have translated the message of that taint, so messages
	 * that are not in the table are then skipped, too.
	 */
	bool expected = vml_attr_is(vml_child(domain, "cpu"), "@mode", "host-passthrough") ||
		has_custom_code(domain);

	for (; *messages; messages++) {
		const struct taint *taint = taint_of(*messages);
		const char *colon = strstr(*messages, ": ");
		const char *text = colon ? colon + 2 : *messages;
		vml_finding *finding;

		if (taint ? !taint->severity : expected)
			continue;
		finding = vml_report(ctx, domain,
			"libvirt marks the running guest as tainted (%s): %s", text,
			taint ? taint->consequence : "distributions may not support such guests");
		vml_lower_severity(finding, taint ? taint->severity : VML_INFO);
		vml_remedy(finding, "%s A taint remains until the guest is shut off.",
			taint ? taint->remedy
			      : "Remove the cause that the text in parentheses names, unless "
				"the guest needs it.");
	}
}

const vml_rule vml_rules_guest_state[] = {
	{
		.id = "guest-transient",
		.summary = "guest runs without a persistent definition",
		.why = "libvirt forgets a transient guest when it is shut off, crashes, or when the "
		       "host restarts. It cannot start with the host, and its settings cannot be "
		       "changed for the next start.",
		.remedy = "If no other program manages the guest, make it persistent: 'virsh "
			  "dumpxml --inactive --security-info GUEST > guest.xml' and 'virsh "
			  "define guest.xml' while it runs. If one does (KubeVirt starts "
			  "transient guests), disable the rule.",
		.url = "https://wiki.libvirt.org/VM_lifecycle.html",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_LISTED,
		.each = ".",
		.check = transient,
	},
	{
		.id = "guest-tainted",
		.summary = "libvirt reports the running guest as tainted",
		.why = "libvirt marks guests whose configuration or operation is outside of what it "
		       "controls: 'virsh dominfo' prints the reasons. Their state may differ from "
		       "the definition, they may be less confined, and distributions do not "
		       "support them. Passthrough of the host's CPU, and arguments and overrides "
		       "for QEMU, which libvirt also marks, are not reported.",
		.remedy = "Remove the cause: use other commands of virsh instead of "
			  "qemu-monitor-command, or, if QEMU runs as root, set 'user' and "
			  "'group' in /etc/libvirt/qemu.conf to another account. A taint "
			  "remains until the guest is shut off.",
		.url = "https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetMessages",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_TAINTS,
		.each = ".",
		.check = tainted,
	},
	{ 0 }
};
