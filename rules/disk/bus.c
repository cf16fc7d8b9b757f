/* Disks on emulated IDE, SATA or USB buses of guests that could use virtio. */
#include <vmlint/rule.h>

#include <string.h>

struct bus {
	const char *bus;
	const char *name;
	const char *effect;
};

static const struct bus emulated[] = {
	{ "ide", "IDE", "slow, one request at a time" },
	{ "sata", "SATA", "slow, one queue for all vCPUs in QEMU's main loop" },
	{ "usb", "USB", "slow, one request at a time and several USB transfers for each" },
	{ 0 },
};

static const struct bus *bus_of(const xmlNode *disk)
{
	const char *bus = vml_disk_bus(disk);

	for (const struct bus *at = emulated; at->bus; at++)
		if (!strcmp(at->bus, bus))
			return at;
	return NULL;
}

static bool lacks_virtio(const vml_context *ctx)
{
	vml_virtio virtio = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_BLOCK);

	return virtio == VML_VIRTIO_OLD || virtio == VML_VIRTIO_NEVER;
}

/*
 * Return true if machine and guest support SATA, which is faster than IDE: it queues 32 requests.
 */
static bool has_sata(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & VML_WHEN_X86 &&
		vml_guest_drives(ctx, VML_DRIVER_AHCI) == VML_YES;
}

/* Return true for a model that newer libvirt releases add to each USB disk. */
static bool has_usb_model(const xmlNode *disk)
{
	return vml_starts_with(vml_attr(disk, "@model"), "usb-");
}

/* Let the fix remove settings of the old bus that libvirt rejects on the new one. */
static void drop_bus_settings(vml_finding *finding, const xmlNode *disk)
{
	static const char *const elements[] = { "address", "alias", "wwn", "vendor", "product" };

	for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		vml_fix_remove(finding, vml_child(disk, elements[i]));
	if (vml_has_attr(disk, "geometry/@trans"))
		vml_fix_unset(finding, vml_child(disk, "geometry"), "trans");
	if (has_usb_model(disk))
		vml_fix_unset(finding, disk, "model");
}

/*
 * Return the changes of drop_bus_settings() as options for virt-xml. They always delete the
 * address: virt-xml edits the defined domain, in which libvirt has given each disk one.
 */
static const char *drop_options(vml_context *ctx, const xmlNode *disk, bool virtio)
{
	const xmlNode *target = vml_child(disk, "target");

	return vml_format(ctx, "%s%s%s%s,xpath1.delete=./address%s%s%s",
		vml_child(disk, "wwn") ? ",wwn=" : "",
		vml_has_attr(disk, "geometry/@trans") ? ",geometry.trans=" : "",
		virtio && vml_has_attr(target, "@rotation_rate") ? ",target.rotation_rate=" : "",
		virtio && vml_has_attr(target, "@removable") ? ",target.removable=" : "",
		vml_child(disk, "vendor") ? ",xpath2.delete=./vendor" : "",
		vml_child(disk, "product") ? ",xpath3.delete=./product" : "",
		has_usb_model(disk) ? ",xpath5.delete=./@model" : "");
}

static void move(vml_context *ctx, vml_finding *finding, const xmlNode *disk, const char *bus,
	const char *prefix, const char *options)
{
	const xmlNode *target = vml_child(disk, "target");
	const char *dev = vml_attr(target, "@dev");

	if (!vml_starts_with(dev, prefix)) {
		dev = vml_free_target(ctx, prefix);
		vml_fix_set(finding, target, "dev", dev);
		options = vml_format(ctx, ",target.dev=%s%s", dev, options);
	}
	vml_fix_set(finding, target, "bus", bus);
	drop_bus_settings(finding, disk);
	vml_command(
		finding, "--edit %s --disk target.bus=%s%s", vml_selector(ctx, disk), bus, options);
}

static void move_to_virtio(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	const xmlNode *target = vml_child(disk, "target");
	unsigned int gates = vml_facts_of(ctx)->gates;
	const char *options = drop_options(ctx, disk, true);
	/* drivers older than virtio 1.0 find the disk only in a conventional PCI slot */
	bool transitional = gates & (VML_WHEN_Q35 | VML_WHEN_VIRT) &&
		vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_BLOCK) == VML_VIRTIO_INBOX &&
		vml_guest_drives(ctx, VML_DRIVER_VIRTIO_1_0) == VML_NO;

	if (transitional)
		options = vml_format(
			ctx, "%s,xpath4.set=./@model,xpath4.value=virtio-transitional", options);
	move(ctx, finding, disk, "virtio", "vd", options);
	if (vml_has_attr(target, "@rotation_rate"))
		vml_fix_unset(finding, target, "rotation_rate");
	if (vml_has_attr(target, "@removable"))
		vml_fix_unset(finding, target, "removable");
	if (transitional)
		vml_fix_set(finding, disk, "model", "virtio-transitional");
}

static void advise_sata(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	const char *name = vml_guest_name(ctx);

	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding,
		"Moves the disk to the SATA bus, the fastest that %s has a driver for: it queues "
		"32 requests. If Windows was installed on IDE, enable its AHCI driver (msahci) "
		"first, or it stops at boot with error 0x7B.",
		*name ? name : "the guest");
	move(ctx, finding, disk, "sata", "sd", drop_options(ctx, disk, false));
}

static void advise_virtio(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	vml_virtio virtio = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_BLOCK);

	if (vml_may_lack_virtio(ctx)) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"If the guest has a virtio disk driver, set bus='virtio' and a target "
			"such as 'vda', and remove the disk's <address>. If the guest only has a "
			"driver for this bus, keep it.");
		return;
	}
	if (virtio == VML_VIRTIO_INSTALL)
		vml_remedy(finding,
			"Moves the disk to the virtio bus. Install the viostor driver of "
			"virtio-win first and let Windows load it once, through a small second "
			"disk on the virtio bus; without it Windows stops at boot with error "
			"0x7B. virt-v2v does the same offline.%s",
			/* Windows includes the driver stornvme since 8.1 and Server 2012 R2 */
			vml_guest_windows_nt(ctx) >= 63 && vml_libvirt_is(ctx, VML_RELEASE(11, 5))
				? " Windows has a driver of its own for bus='nvme' with a "
				  "<serial> (libvirt 11.5)."
				: "");
	else if (virtio == VML_VIRTIO_INSTALLED)
		vml_remedy(finding,
			"Moves the disk to the virtio bus. Other virtio devices show that "
			"virtio-win is installed; check with a small second disk on the virtio "
			"bus that Windows loads its viostor driver, too. Without it Windows "
			"stops at boot with error 0x7B.");
	else if (virtio == VML_VIRTIO_INBOX)
		vml_remedy(finding,
			"Moves the disk to the virtio bus, without the settings that virtio disks "
			"cannot have. In a Linux guest its device name changes, such as from "
			"/dev/sda to /dev/vda: mount by UUID, and ensure that the initramfs has "
			"virtio_blk (dracut --add-drivers).");
	move_to_virtio(ctx, finding, disk);
}

static void bus_emulated(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *target = vml_child(disk, "target");
	const struct bus *bus = bus_of(disk);
	vml_finding *finding;
	bool old;

	if (!bus || !target || strcmp(vml_disk_device(disk), "disk") ||
		vml_attr_is(target, "@removable", "on"))
		return;
	old = lacks_virtio(ctx);
	if (old && (strcmp(bus->bus, "ide") || !has_sata(ctx)))
		return;
	finding = vml_report_attr(ctx, target, "bus", "%s %s emulated %s bus: %s",
		vml_device_name(ctx, disk),
		vml_has_attr(target, "@bus") ? "is on an" : "has no bus, so libvirt assigns an",
		bus->name, bus->effect);
	/*
	 * not libvirt's default for any machine: the admin chose it, for example for a boot stick
	 */
	if (!strcmp(bus->bus, "usb"))
		vml_lower_severity(finding, VML_INFO);
	if (old)
		advise_sata(ctx, finding, disk);
	else
		advise_virtio(ctx, finding, disk);
	/*
	 * a virtio disk needs a PCI slot of its own, and the controller of the old disk keeps its
	 * slot
	 */
	if (!old && vml_pci_is_crowded(ctx)) {
		vml_remedy(finding,
			"If the guest has a virtio disk driver, set bus='virtio' and a target such as "
			"'vda', and remove the disk's <address>. The disk then needs a PCI slot of "
			"its own, of which few are free.");
		vml_lower_fix(finding, VML_FIX_NONE);
	}
}

const vml_rule vml_rules_disk_bus[] = {
	{
		.id = "disk-bus-emulated",
		.summary = "disk is on an emulated IDE, SATA or USB bus instead of virtio",
		.why = "QEMU emulates the controller's registers, and the guest stops for each "
		       "access to one; a virtio disk accepts a batch of requests at once. IDE "
		       "and USB storage handle one request at a time, SATA has one queue of 32 "
		       "for all vCPUs, and none of them can use an I/O thread. Proxmox measured "
		       "twice the sequential write throughput with virtio compared with IDE.",
		.remedy = "Moves the disk to the virtio bus, without the settings that virtio "
			  "disks cannot have. In a Linux guest its device name changes, such as "
			  "from /dev/sda to /dev/vda: mount by UUID, and ensure that the initramfs "
			  "has virtio_blk (dracut --add-drivers). Windows needs the viostor driver "
			  "of virtio-win before the change, or it does not boot.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_hard_disk",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.each = "devices/disk",
		.check = bus_emulated,
	},
	{ 0 }
};
