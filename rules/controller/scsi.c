/* Emulated SCSI controllers of guests that could use virtio-scsi. */
#include <vmlint/rule.h>

#include <string.h>

struct model {
	const char *models;
	const char *what;
};

static const struct model emulated[] = {
	{ "lsilogic", "an LSI 53C895A, a parallel SCSI card" },
	{ "am53c974|dc390", "an AMD 53C974 card of the 1990s" },
	{ "lsisas1068|lsisas1078", "an LSI SAS card" },
	{ "vmpvscsi", "VMware's paravirtual card" },
	{ 0 },
};

/*
 * Return the index of a disk's controller. libvirt assigns SCSI disks without an address by their
 * target name, seven per controller.
 */
static uint64_t controller_of(const xmlNode *disk)
{
	const char *dev = vml_attr(disk, "target/@dev");
	uint64_t index = 0, n = 0;

	if (vml_number(vml_attr(disk, "address/@controller"), &index))
		return index;
	if (!vml_starts_with(dev, "sd"))
		return 0;
	for (dev += 2; *dev >= 'a' && *dev <= 'z' && n < 26 * 26; dev++)
		n = n * 26 + (uint64_t)(*dev - 'a') + 1;
	return n ? (n - 1) / 7 : 0;
}

static bool is_scsi_disk(const xmlNode *disk)
{
	return vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "scsi");
}

static uint64_t disk_key(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return is_scsi_disk(disk) ? vml_hash_number(1, controller_of(disk)) : 0;
}

static void index_disks(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", disk_key);
}

/* Return the first data disk on the controller with this index; NULL if there is none. */
static const xmlNode *disk_on(vml_context *ctx, uint64_t index)
{
	const vml_entry *it = vml_index_find(ctx, index_disks, vml_hash_number(1, index));

	while (it && controller_of(it->node) != index)
		it = it->next;
	return it ? it->node : NULL;
}

/* Return the model of the controller; if it is uncertain, lsilogic, the slower one. */
static const char *model_of(const vml_context *ctx, const xmlNode *controller)
{
	return vml_scsi_model_is_certain(ctx, controller) ? vml_scsi_model(ctx, controller)
							  : "lsilogic";
}

static const char *card_of(const vml_context *ctx, const xmlNode *controller)
{
	const char *model = model_of(ctx, controller);

	for (const struct model *at = emulated; at->models; at++)
		if (vml_one_of(model, at->models))
			return at->what;
	return NULL;
}

/*
 * Return the controller model for virtio-scsi. On PCI Express boards, guest drivers older than
 * virtio 1.0 need virtio-transitional, which libvirt places in a conventional PCI slot.
 */
static const char *virtio_model(const vml_context *ctx)
{
	bool has_pcie = vml_facts_of(ctx)->gates & (VML_WHEN_Q35 | VML_WHEN_VIRT);

	return has_pcie && vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_SCSI) == VML_VIRTIO_INBOX &&
			vml_guest_drives(ctx, VML_DRIVER_VIRTIO_1_0) == VML_NO
		? "virtio-transitional"
		: "virtio-scsi";
}

static void replace(
	vml_context *ctx, vml_finding *finding, const xmlNode *controller, const xmlNode *disk)
{
	if (!controller) {
		vml_fix_add(finding, vml_parent(disk), disk,
			vml_format(ctx, "<controller type='scsi' index='%u' model='%s'/>",
				(unsigned int)controller_of(disk), virtio_model(ctx)));
		return;
	}
	vml_fix_set(finding, controller, "model", virtio_model(ctx));
	/*
	 * the old address is on a bridge to conventional PCI, but virtio-scsi is a PCI Express
	 * device
	 */
	if (vml_facts_of(ctx)->gates & (VML_WHEN_Q35 | VML_WHEN_VIRT))
		vml_fix_remove(finding, vml_child(controller, "address"));
	vml_command(finding, "--edit type=scsi,index=%u --controller model=%s%s",
		(unsigned int)controller_of(disk), virtio_model(ctx),
		vml_facts_of(ctx)->gates & (VML_WHEN_Q35 | VML_WHEN_VIRT)
			? ",xpath.delete=./address"
			: "");
}

/*
 * Return true if the model may be intended. There are two such cases: the domain looks like that of
 * a guest without virtio; or nothing is known about virtio-scsi in the guest, no other device uses
 * virtio, and the model is not libvirt's default (lsilogic).
 */
static bool is_chosen(vml_context *ctx, const xmlNode *controller)
{
	return vml_may_lack_virtio(ctx) ||
		(vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_SCSI) == VML_VIRTIO_UNKNOWN &&
			!vml_uses_virtio(ctx) && strcmp(model_of(ctx, controller), "lsilogic"));
}

static void advise(
	vml_context *ctx, vml_finding *finding, const xmlNode *controller, const xmlNode *disk)
{
	vml_virtio virtio = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_SCSI);

	if (is_chosen(ctx, controller)) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"If the guest has a virtio-scsi driver, %s model='virtio-scsi'. If the guest "
			"only has a driver for this card, keep it.",
			controller ? "set the controller's"
				   : "add a <controller type='scsi'> with");
		return;
	}
	if (virtio == VML_VIRTIO_INSTALL || virtio == VML_VIRTIO_INSTALLED)
		vml_remedy(finding,
			"%s virtio-scsi, with the same disks at the same addresses. Install the "
			"vioscsi driver of virtio-win first and let Windows load it once, through "
			"a second controller of that model; without it Windows stops at boot with "
			"error 0x7B.",
			controller ? "Changes the controller to"
				   : "Adds a controller of the model");
	else
		vml_remedy(finding,
			"%s Disks keep their names and addresses. Before the change, Linux needs "
			"virtio_scsi in its initramfs, and Windows the vioscsi driver of "
			"virtio-win.",
			controller ? "Changes the controller, with all its devices, to virtio-scsi."
				   : "Adds a virtio-scsi controller.");
	replace(ctx, finding, controller, disk);
}

static void check_controller(vml_context *ctx, const xmlNode *controller, const xmlNode *disk)
{
	const char *card = card_of(ctx, controller), *name = vml_device_name(ctx, disk);
	vml_virtio virtio = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_SCSI);
	bool by_age = !vml_scsi_model_is_certain(ctx, controller);
	vml_finding *finding;

	if (!card || virtio == VML_VIRTIO_OLD || virtio == VML_VIRTIO_NEVER)
		return;
	if (!controller)
		finding = vml_report(ctx, disk,
			"%s is on the SCSI bus, for which libvirt%s adds %s: the disk is slow, with "
			"one queue for all vCPUs in QEMU's main loop",
			name, by_age ? " before 11.6" : "", card);
	else if (!vml_has_attr(controller, "@model"))
		finding = vml_report(ctx, controller,
			"%s has no model, so libvirt%s makes it %s: %s is slow, with one queue for all "
			"vCPUs in QEMU's main loop",
			vml_device_name(ctx, controller), by_age ? " before 11.6" : "", card, name);
	else
		finding = vml_report_attr(ctx, controller, "model",
			"%s emulates %s: %s is slow, with one queue for all vCPUs in QEMU's main "
			"loop",
			vml_device_name(ctx, controller), card, name);
	if (by_age)
		vml_lower_severity(finding, VML_INFO);
	advise(ctx, finding, controller, disk);
}

static void scsi_emulated(vml_context *ctx, xmlNode *disk)
{
	uint64_t index = controller_of(disk);

	/* one finding per controller: for its first disk */
	if (is_scsi_disk(disk) && disk_on(ctx, index) == disk)
		check_controller(ctx, vml_controller(ctx, "scsi", index), disk);
}

const vml_rule vml_rules_controller_scsi[] = {
	{
		.id = "controller-scsi-emulated",
		.summary = "disks are on an emulated SCSI controller instead of virtio-scsi",
		.why = "On x86, a SCSI disk is on an emulated LSI 53C895A unless the XML sets "
		       "another model; so is a target 'sda' without a bus. QEMU emulates each "
		       "register of the card: the guest stops several times per request, all "
		       "vCPUs share one queue, and the card cannot use an I/O thread. Newer "
		       "guests no longer include drivers for these cards.",
		.remedy = "Changes the controller, with all its devices, to virtio-scsi, or adds "
			  "a virtio-scsi controller. Disks keep their names and addresses. Before "
			  "the change, Linux needs virtio_scsi in its initramfs, and Windows the "
			  "vioscsi driver of virtio-win.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_hard_disk",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_PSERIES | VML_WHEN_CCW,
		.each = "devices/disk",
		.check = scsi_emulated,
	},
	{ 0 }
};
