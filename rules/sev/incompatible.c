/* Devices and features that guests with encrypted memory cannot use. */
#include <vmlint/rule.h>

#include <string.h>

static const xmlNode *launch_of(const vml_context *ctx)
{
	return vml_child(vml_facts_of(ctx)->domain, "launchSecurity");
}

/*
 * Return the name of the technology for messages; NULL for those to which these rules do not apply
 * (s390-pv).
 */
static const char *technology(const vml_context *ctx)
{
	const char *type = vml_attr(launch_of(ctx), "@type");

	if (!strcmp(type, "tdx"))
		return "TDX";
	if (!strcmp(type, "sev-snp"))
		return "SEV-SNP";
	return !strcmp(type, "sev") ? "SEV" : NULL;
}

static void balloon(vml_context *ctx, const xmlNode *device, const char *name)
{
	vml_finding *finding;

	if (vml_attr_is(device, "@model", "none"))
		return;
	finding = vml_report(ctx, device,
		"guest with %s has a balloon, but its memory is locked: the balloon frees no host "
		"memory",
		name);
	vml_remedy(finding, "Set <memballoon model='none'/>.");
	vml_lower_severity(finding, VML_INFO);
	vml_lower_fix(finding, VML_FIX_NONE);
}

static void device(vml_context *ctx, xmlNode *device)
{
	const char *name = technology(ctx);

	if (!name)
		return;
	if (vml_named(device, "memballoon"))
		balloon(ctx, device, name);
	else if (!strcmp(name, "TDX"))
		return;
	else if ((vml_named(device, "hostdev") &&
			 vml_one_of(vml_attr(device, "@type"), "pci|mdev")) ||
		(vml_named(device, "interface") && vml_attr_is(device, "@type", "hostdev")))
		vml_remedy(
			vml_report(ctx, device,
				"%s is passed through to a guest with %s, whose memory the device "
				"cannot read: it may not work",
				vml_device_name(ctx, device), name),
			"Use an emulated or virtio device instead: the guest sees another device.");
	else if (vml_named(device, "video") && vml_attr_is(device, "model/@type", "virtio"))
		vml_remedy(
			vml_report(ctx, device,
				"video card is a virtio-gpu, which reads its pictures from "
				"encrypted memory of the guest with %s: the display may stay empty",
				name),
			"Set the video model vga or bochs, or use only a serial console.");
}

static bool is_on(const xmlNode *feature)
{
	return feature && !vml_attr_is(feature, "@state", "off");
}

static void feature(vml_context *ctx, xmlNode *launch)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *domain = facts->domain, *loader = vml_find(domain, "os/loader");
	const xmlNode *smm = vml_find(domain, "features/smm");
	const xmlNode *hugepages = vml_find(domain, "memoryBacking/hugepages");
	const char *name = technology(ctx);
	vml_finding *finding;

	if (!name || launch != launch_of(ctx))
		return;
	if (!strcmp(name, "SEV"))
		return;
	if (hugepages) {
		finding = vml_report(ctx, hugepages,
			"guest with %s is backed by huge pages, but its private memory does not "
			"use them: the host needs the same amount of normal memory in addition",
			name);
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding, "Remove <hugepages>.");
	}
	if (is_on(smm)) {
		finding = vml_report(ctx, smm,
			"System Management Mode is on, but %s does not support it: the guest does "
			"not start",
			name);
		vml_remedy(finding,
			"Remove <smm>. If <loader> has secure='yes', which requires <smm>, remove "
			"the attribute, too, and use an image without Secure Boot.");
	}
	if (vml_attr_is(loader, "@type", "pflash")) {
		finding = vml_report_attr(ctx, loader, "type",
			"firmware is in flash, which KVM cannot write-protect in a guest with %s: "
			"the guest may not start",
			name);
		vml_lower_severity(finding, VML_WARNING);
		vml_remedy(finding,
			"Use <os firmware='efi'> with <loader stateless='yes'/>, or <loader "
			"type='rom'> with an image for confidential guests: it then keeps no boot "
			"entries or keys.");
	}
	if (!strcmp(name, "SEV-SNP") && facts->vcpus > 255) {
		finding = vml_report(ctx, vml_child(domain, "vcpu"),
			"guest with SEV-SNP has %u vCPUs, but only 255 are supported: the guest may "
			"not start",
			facts->vcpus);
		vml_lower_severity(finding, VML_WARNING);
		vml_remedy(finding, "Set <vcpu> to at most 255.");
	}
}

const vml_rule vml_rules_sev_incompatible[] = {
	{
		.id = "sev-incompatible-device",
		.summary = "device that does not work with encrypted guest memory",
		.why = "The memory of a guest with SEV or TDX is encrypted with a key that the "
		       "host does not have. Devices of the host can only read the parts that the "
		       "guest shares: a passed-through PCI device may fail, and virtio-gpu may "
		       "show nothing because its picture is in guest memory. The host locks all "
		       "memory of the guest, so a balloon cannot give any back.",
		.remedy = "Use emulated or virtio devices (before QEMU 6.0, virtio needs <driver "
			  "iommu='on'/>), video model vga or bochs, and <memballoon "
			  "model='none'/>. The guest sees other devices.",
		.url = "https://libvirt.org/kbase/launch_security_sev.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.each = "devices/memballoon|devices/hostdev|devices/interface|devices/video",
		.check = device,
	},
	{
		.id = "sev-incompatible-feature",
		.summary = "feature that a guest with encrypted memory cannot have",
		.why = "QEMU refuses to start an SEV-SNP or TDX guest with System Management "
		       "Mode, because the host must not switch the guest's CPU mode. Flash needs "
		       "memory that the guest can read but not write, which these guests do not "
		       "have. Private memory comes from guest_memfd and not from the pool of "
		       "huge pages.",
		.remedy = "Remove the setting that the message names. Load firmware with "
			  "type='rom' in <loader>: it then keeps no boot entries or keys.",
		.url = "https://www.qemu.org/docs/master/system/i386/amd-memory-encryption.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_LIVE,
		.each = "launchSecurity",
		.check = feature,
	},
	{ 0 }
};
