/* Traits of a domain: virtio, firmware, Hyper-V, USB, free bus addresses. */
#include <vmlint/addresses.h>

#include "context.h"

#include "repaired.h"

#include <string.h>

/*
 * Return true if a disk, interface or SCSI controller is virtio. Balloon and serial controller do
 * not count, because libvirt and virt-manager add them by default.
 */
static bool has_virtio(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "virtio"))
			return true;
	vml_each_device (iface, ctx, "interface")
		if (vml_is_virtio(vml_attr(iface, "model/@type")))
			return true;
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "scsi") &&
			vml_is_virtio(vml_attr(controller, "@model")))
			return true;
	return false;
}

bool vml_uses_virtio(const vml_context *ctx)
{
	if (ctx->uses_virtio == VML_UNKNOWN) /* cached, because many rules need it */
		((vml_context *)(uintptr_t)ctx)->uses_virtio = has_virtio(ctx) ? VML_YES : VML_NO;
	else if (ctx->uses_virtio == VML_NO)
		vml_note_absent(ctx->facts.domain);
	return ctx->uses_virtio == VML_YES;
}

bool vml_is_uefi_image(const char *path)
{
	return strstr(path, "OVMF") || strstr(path, "AAVMF") || strstr(path, "edk2");
}

bool vml_boots_uefi(const vml_context *ctx)
{
	xmlNode *os = vml_child(ctx->facts.domain, "os");

	return vml_attr_is(os, "@firmware", "efi") || vml_attr_is(os, "loader/@type", "pflash");
}

bool vml_qemu_arg(const vml_context *ctx, const char *text)
{
	for (xmlNode *child = vml_first(ctx->facts.domain); child; child = vml_sibling(child)) {
		if (!child->ns || !xmlStrEqual(child->name, BAD_CAST "commandline"))
			continue;
		for (xmlNode *arg = vml_first(child); arg; arg = vml_sibling(arg))
			if (xmlStrEqual(arg->name, BAD_CAST "arg") &&
				strstr(vml_attr(arg, "@value"), text))
				return true;
	}
	return false;
}

static bool has_usb_none(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "usb") &&
			vml_attr_is(controller, "@model", "none"))
			return true;
	return false;
}

bool vml_usb_is_off(const vml_context *ctx)
{
	return vml_cached(ctx, has_usb_none);
}

bool vml_hyperv_follows_host(const vml_context *ctx)
{
	return vml_one_of(
		vml_attr(ctx->facts.domain, "features/hyperv/@mode"), "passthrough|host-model");
}

bool vml_uses_hyperv(const vml_context *ctx)
{
	xmlNode *hyperv = vml_find(ctx->facts.domain, "features/hyperv");

	if (vml_hyperv_follows_host(ctx))
		return true;
	for (xmlNode *feature = vml_first(hyperv); feature; feature = vml_sibling(feature))
		if (vml_attr_is(feature, "@state", "on"))
			return true;
	return false;
}

bool vml_vcpus_known(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	xmlNode *vcpu = vml_child(facts->domain, "vcpu");

	return facts->vcpus > 1 || !vcpu || vml_text_is(vcpu, "1");
}

bool vml_pci_is_crowded(const vml_context *ctx)
{
	/* 8 slots are enough for several fixes that each add a device */
	return ctx->facts.board == VML_BOARD_PC &&
		vml_pci_free_slots((vml_context *)(uintptr_t)ctx, 0) < 8;
}

bool vml_usb_is_crowded(const vml_context *ctx)
{
	return !vml_usb_free_ports((vml_context *)(uintptr_t)ctx);
}

bool vml_host_is_macos(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *emulator = vml_device(ctx, "emulator");

	return !strcmp(facts->type, "hvf") || vml_qemu_arg(ctx, "accel=hvf") ||
		(emulator && emulator->children && emulator->children->content &&
			(vml_starts_with(
				 (const char *)emulator->children->content, "/opt/homebrew/") ||
				vml_starts_with((const char *)emulator->children->content,
					"/usr/local/Cellar/")));
}
