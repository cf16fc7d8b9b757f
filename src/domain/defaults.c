/*
 * Defaults of libvirt and QEMU for unset attributes; all rules use these functions.
 *
 * Sources: libvirt's src/qemu/qemu_domain.c (qemuDomainDefaultNetModel,
 * qemuDomainGetSCSIControllerModel, qemuDomainDefaultVideoDevice) and
 * src/conf/domain_postparse.c, libvirt 9.0; each was verified by defining a domain.
 */
#include "context.h"
#include "repaired.h"

#include <stdio.h>
#include <string.h>

bool vml_is_rhel_machine(const vml_context *ctx)
{
	return strstr(ctx->facts.machine, "rhel");
}

bool vml_is_virtio(const char *model)
{
	return vml_starts_with(model, "virtio");
}

bool vml_is_tap(const xmlNode *iface)
{
	return vml_one_of(vml_attr(iface, "@type"), "bridge|network|direct|ethernet");
}

static const char *default_nic(const vml_facts *facts)
{
	if (!(facts->gates & VML_WHEN_QEMU))
		return "";
	if (facts->board == VML_BOARD_VIRT || !strcmp(facts->arch, "s390x"))
		return "virtio";
	if (facts->gates & VML_WHEN_X86 || vml_starts_with(facts->arch, "ppc"))
		return "rtl8139"; /* on q35 too */
	return "";
}

const char *vml_nic_model(vml_context *ctx, const xmlNode *iface)
{
	const char *type = vml_attr(iface, "@type"), *model = vml_attr(iface, "model/@type");

	if (!strcmp(type, "hostdev"))
		return "";
	if (*model)
		return vml_lower_case(ctx, model);
	if (vml_one_of(type, "vdpa|vhostuser"))
		return "virtio";
	/*
	 * libvirt always prints a model, except for a <network> that assigns host devices: its
	 * interfaces have no emulated card
	 */
	if (ctx->facts.printed_by_libvirt && !strcmp(type, "network"))
		return "";
	if (!ctx->facts.printed_by_libvirt)
		/*
		 * in a truncated document, the missing part may contain the addresses by which XML
		 * from libvirt is recognized
		 */
		vml_note_absent(ctx->facts.domain);
	return default_nic(&ctx->facts);
}

const char *vml_disk_device(const xmlNode *disk)
{
	const char *device = vml_attr(disk, "@device");

	return *device ? device : "disk";
}

const char *vml_disk_bus(const xmlNode *disk)
{
	static const char *const buses[][2] = { { "hd", "ide" }, { "sd", "scsi" },
		{ "vd", "virtio" }, { "xvd", "xen" }, { "ubd", "uml" }, { "fd", "fdc" },
		{ "nvme", "nvme" } };
	const xmlNode *target = vml_child(disk, "target");
	const char *bus = vml_attr(target, "@bus"), *dev;

	if (*bus)
		return bus;
	if (!strcmp(vml_disk_device(disk), "floppy"))
		return "fdc";
	dev = vml_attr(target, "@dev");
	for (size_t i = 0; i < sizeof(buses) / sizeof(*buses); i++)
		if (vml_starts_with(dev, buses[i][0]))
			return buses[i][1];
	return "ide";
}

/* Return the index of a controller; 0 if it is not set. */
static uint64_t index_of(const xmlNode *controller)
{
	uint64_t index = 0;

	vml_number(vml_attr(controller, "@index"), &index);
	return index;
}

static uint64_t controller_key(vml_context *ctx, const xmlNode *controller)
{
	(void)ctx;
	return vml_hash_number(vml_hash(0, vml_attr(controller, "@type")), index_of(controller));
}

static void index_controllers(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "controller", controller_key);
}

xmlNode *vml_controller(const vml_context *ctx, const char *type, uint64_t index)
{
	const vml_entry *it = vml_index_find((vml_context *)(uintptr_t)ctx, index_controllers,
		vml_hash_number(vml_hash(0, type), index));

	for (; it; it = it->next)
		if (vml_attr_is(it->node, "@type", type) && index_of(it->node) == index)
			return (xmlNode *)(uintptr_t)it->node;
	return NULL;
}

xmlNode *vml_disk_controller(const vml_context *ctx, const xmlNode *disk)
{
	uint64_t wanted = 0;

	vml_number(vml_attr(disk, "address/@controller"), &wanted);
	return vml_controller(ctx, vml_disk_bus(disk), wanted);
}

/* Return true if the domain gives the controller a model. */
static bool has_scsi_model(const xmlNode *controller)
{
	return !vml_one_of(vml_attr(controller, "@model"), "|auto");
}

/* Return true if libvirt's default model is lsilogic before libvirt 11.6, and virtio-scsi since. */
static bool is_default_by_release(const vml_context *ctx)
{
	return ctx->facts.board == VML_BOARD_VIRT && strcmp(ctx->facts.arch, "loongarch64") != 0 &&
		!vml_is_rhel_machine(ctx);
}

bool vml_scsi_model_is_certain(const vml_context *ctx, const xmlNode *controller)
{
	return has_scsi_model(controller) || ctx->facts.target.libvirt ||
		!is_default_by_release(ctx);
}

const char *vml_scsi_model(const vml_context *ctx, const xmlNode *controller)
{
	if (has_scsi_model(controller))
		return vml_attr(controller, "@model");
	if (!(ctx->facts.gates & VML_WHEN_QEMU))
		return "";
	/* on RHEL, QEMU has no emulated SCSI controllers */
	if (vml_is_rhel_machine(ctx))
		return "virtio-scsi";
	if (ctx->facts.gates & VML_WHEN_X86)
		return "lsilogic";
	if (is_default_by_release(ctx))
		return vml_libvirt_is(ctx, VML_RELEASE(11, 6)) ? "virtio-scsi" : "lsilogic";
	if (ctx->facts.board == VML_BOARD_VIRT || ctx->facts.board == VML_BOARD_CCW)
		return "virtio-scsi";
	return ctx->facts.board == VML_BOARD_PSERIES ? "ibmvscsi" : "";
}

static uint64_t display_key(vml_context *ctx, const xmlNode *graphics)
{
	(void)ctx;
	return vml_hash(0, vml_attr(graphics, "@type"));
}

static void index_displays(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "graphics", display_key);
}

bool vml_has_graphics(const vml_context *ctx, const char *types)
{
	while (*types) {
		size_t n = strcspn(types, "|");
		char type[32] = ""; /* long enough for all types that rules ask for */

		memcpy(type, types, n < sizeof(type) ? n : sizeof(type) - 1);
		if (vml_index_find(
			    (vml_context *)(uintptr_t)ctx, index_displays, vml_hash(0, type)))
			return true;
		types += n + (types[n] == '|');
	}
	return false;
}
