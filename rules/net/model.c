/* Network cards that QEMU emulates in full although the guest could use virtio. */
#include <vmlint/rule.h>

#include <string.h>

struct card {
	const char *models;
	const char *what;
};

static const struct card legacy_cards[] = {
	{ "rtl8139", "an rtl8139, a slow 100 Mb/s card of the 1990s" },
	{ "ne2k_pci|ne2k_isa", "an NE2000, a slow 10 Mb/s card of the 1980s" },
	{ "pcnet", "an AMD PCnet, a slow 100 Mb/s card of the 1990s" },
	{ "tulip", "a DEC Tulip, a slow 100 Mb/s card of the 1990s" },
	{ "i82550|i82551|i82557a|i82557b|i82557c|i82558a|i82558b|i82559a|i82559b|i82559c|i82559er|"
	  "i82562|i82801",
		"an Intel PRO/100, a slow 100 Mb/s card of the 1990s" },
	{ 0 },
};

static const struct card modern_cards[] = {
	{ "e1000|e1000-82540em|e1000-82544gc|e1000-82545em|e1000e",
		"an Intel gigabit card, up to three times slower than virtio" },
	{ "igb", "an Intel gigabit card, slower than virtio" },
	{ "vmxnet3", "VMware's card, slower than virtio on this hypervisor" },
	{ "usb-net", "a network adapter on the USB bus, far slower than virtio" },
	{ 0 },
};

/* Return the description of an interface's emulated card from a table; NULL if it is not listed. */
static const char *card_of(vml_context *ctx, const xmlNode *iface, const struct card *cards)
{
	const char *model = vml_nic_model(ctx, iface);

	if (!*model || vml_one_of(vml_attr(iface, "@type"), "hostdev|vdpa|vhostuser"))
		return NULL;
	for (; cards->models; cards++)
		if (vml_one_of(model, cards->models))
			return cards->what;
	return NULL;
}

/*
 * Return true if the admin may have chosen the card deliberately: the guest may lack a virtio
 * driver, or the card is an igb, whose only advantage is virtual functions.
 */
static bool is_chosen(vml_context *ctx, const xmlNode *iface)
{
	return vml_may_lack_virtio(ctx) || !strcmp(vml_nic_model(ctx, iface), "igb");
}

static bool has_pcie(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & (VML_WHEN_Q35 | VML_WHEN_VIRT);
}

/*
 * Return the virtio model for the guest. A guest without virtio 1.0 needs a card in a conventional
 * PCI slot.
 */
static const char *virtio_model(const vml_context *ctx)
{
	bool old = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_NET) == VML_VIRTIO_INBOX &&
		vml_guest_drives(ctx, VML_DRIVER_VIRTIO_1_0) == VML_NO;

	return old && has_pcie(ctx) ? "virtio-transitional" : "virtio";
}

static bool has_virtio(const vml_context *ctx)
{
	vml_virtio virtio = vml_guest_virtio(ctx, VML_DRIVER_VIRTIO_NET);

	return virtio != VML_VIRTIO_OLD && virtio != VML_VIRTIO_NEVER;
}

/* Return the model of the fastest card for which the guest has a driver; NULL if none is known. */
static const char *best_model(const vml_context *ctx)
{
	if (has_virtio(ctx))
		return virtio_model(ctx);
	if (has_pcie(ctx) && vml_guest_drives(ctx, VML_DRIVER_E1000E) == VML_YES)
		return "e1000e";
	return vml_guest_drives(ctx, VML_DRIVER_E1000) == VML_YES ? "e1000" : NULL;
}

/*
 * Return true if a card of the new `model` can use the slot of the old card. On PCI Express boards,
 * libvirt places old cards on a bridge to conventional PCI, which a virtio card should not use.
 */
static bool fits_slot(vml_context *ctx, const xmlNode *iface, const char *model)
{
	bool is_pcie = vml_one_of(vml_nic_model(ctx, iface), "e1000e|igb");

	if (vml_child(iface, "address") && !vml_attr_is(iface, "address/@type", "pci"))
		return false;
	if (!has_pcie(ctx))
		return vml_facts_of(ctx)->gates & (VML_WHEN_PC | VML_WHEN_PSERIES);
	return is_pcie != vml_one_of(model, "e1000|virtio-transitional");
}

static void replace(vml_context *ctx, vml_finding *finding, const xmlNode *iface)
{
	const char *model = best_model(ctx);
	const xmlNode *old = vml_child(iface, "model"), *source = vml_child(iface, "source");

	if (old)
		vml_fix_set(finding, old, "type", model);
	else
		vml_fix_add(finding, iface, source ? source : vml_child(iface, "mac"),
			vml_format(ctx, "<model type='%s'/>", model));
	if (!fits_slot(ctx, iface, model))
		vml_fix_remove(finding, vml_child(iface, "address"));
	/* virt-xml edits the defined domain, in which each card has an address from libvirt */
	vml_command(finding, "--edit %s --network model.type=%s%s", vml_selector(ctx, iface), model,
		fits_slot(ctx, iface, model) ? "" : ",xpath.delete=./address");
}

/* Return true for Windows. If the metadata name no guest, Hyper-V features are a sign of it. */
static bool is_windows(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS ||
		(!*vml_guest_id(ctx) && vml_uses_hyperv(ctx));
}

/* Return the sentence on the drivers that Windows needs for a virtio card. */
static const char *driver_advice(const vml_context *ctx)
{
	return vml_uses_virtio(ctx)
		? "Other virtio devices suggest that virtio-win is installed; check that its "
		  "NetKVM driver is, too."
		: "Install the virtio-win drivers (NetKVM) in the guest first, or it has no "
		  "network afterwards.";
}

/* Set a specific remedy if the rule's own does not fit the guest. */
static void set_remedy(vml_context *ctx, vml_finding *finding)
{
	const char *name = *vml_guest_name(ctx) ? vml_guest_name(ctx) : "the guest";
	const char *model = best_model(ctx);

	if (!has_virtio(ctx))
		vml_remedy(finding,
			"Changes the model to %s, the fastest card that %s has a driver for%s. "
			"The guest sees a new card, whose network settings have to be entered "
			"again.",
			model, name, is_windows(ctx) ? ", from Microsoft or Intel" : "");
	else if (is_windows(ctx))
		vml_remedy(finding,
			"Changes the model to virtio. %s Windows sees a new adapter, so a fixed IP "
			"address has to be entered again.",
			driver_advice(ctx));
	else if (strcmp(model, "virtio"))
		vml_remedy(finding,
			"Changes the model to %s, because %s does not support virtio 1.0. The "
			"guest sees a new card at its next cold start, maybe with a new name: "
			"identify it there by its MAC address.",
			model, name);
}

static bool is_power_of_two(const xmlNode *iface, const char *path)
{
	uint64_t size = 0;

	vml_number(vml_attr(iface, path), &size);
	return !(size & (size - 1));
}

/*
 * Return true if <driver> has no invalid option for virtio: libvirt checks them only for virtio
 * cards.
 */
static bool has_valid_sizes(const xmlNode *iface)
{
	return is_power_of_two(iface, "driver/@rx_queue_size") &&
		is_power_of_two(iface, "driver/@tx_queue_size");
}

static bool has_valid_name(const xmlNode *iface)
{
	return vml_one_of(vml_attr(iface, "driver/@name"), "|qemu|vhost");
}

static void advise(vml_context *ctx, vml_finding *finding, const xmlNode *iface)
{
	if (is_chosen(ctx, iface)) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"If the guest has virtio drivers, set the model to 'virtio' and identify "
			"the new card by its MAC address in the guest. If it has none, keep the "
			"card and name the guest's operating system in <metadata> (libosinfo): "
			"vmlint then recommends only devices for which the guest has drivers.");
		return;
	}
	if (!has_virtio(ctx))
		vml_lower_severity(finding, VML_INFO);
	if (has_virtio(ctx) && !(has_valid_name(iface) && has_valid_sizes(iface))) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set the model to 'virtio', and the %s, which virtio requires.%s%s",
			has_valid_name(iface) ? "queue sizes in <driver> to powers of two"
					      : "name in <driver> to qemu or vhost",
			is_windows(ctx) ? " " : "", is_windows(ctx) ? driver_advice(ctx) : "");
		return;
	}
	set_remedy(ctx, finding);
	replace(ctx, finding, iface);
}

static void legacy(vml_context *ctx, xmlNode *iface)
{
	const char *card = card_of(ctx, iface, legacy_cards), *name;
	vml_finding *finding;

	if (!card || !best_model(ctx))
		return;
	name = vml_device_name(ctx, iface);
	if (*vml_attr(iface, "model/@type"))
		finding = vml_report_attr(
			ctx, vml_child(iface, "model"), "type", "%s emulates %s", name, card);
	else
		finding =
			vml_report(ctx, iface, "%s has no model: libvirt makes it %s", name, card);
	advise(ctx, finding, iface);
}

static void modern(vml_context *ctx, xmlNode *iface)
{
	const char *card = card_of(ctx, iface, modern_cards);

	if (card && has_virtio(ctx))
		advise(ctx,
			vml_report_attr(ctx, vml_child(iface, "model"), "type",
				"%s emulates %s, %s", vml_device_name(ctx, iface),
				vml_nic_model(ctx, iface), card),
			iface);
}

const vml_rule vml_rules_net_model[] = {
	{
		.id = "net-model-legacy",
		.summary = "network card is an emulated 10 or 100 Mb/s model",
		.why = "Each access to a register of the emulated chip stops the guest until "
		       "QEMU has handled it, and QEMU copies every packet itself: the kernel's "
		       "fast path (vhost), large offloads and multiple queues exist for virtio "
		       "only. Proxmox measured up to three times the throughput with virtio even "
		       "against an e1000, which is newer than these. On x86 and ppc64, q35 "
		       "included, libvirt uses an rtl8139 if the XML specifies no model.",
		.remedy = "Changes the model to virtio (Linux since 2008, BSDs; in Windows first "
			  "install the virtio-win driver). The guest sees a new card at its next "
			  "cold start, maybe with a new name: identify it there by its MAC "
			  "address.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_network_device",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.each = "devices/interface",
		.check = legacy,
	},
	{
		.id = "net-model-e1000",
		.summary = "network card is an emulated gigabit model although virtio is faster",
		.why = "The card is emulated in full: each register access stops the guest, and "
		       "every packet passes through the QEMU process instead of the kernel's "
		       "fast path (vhost). Proxmox measured up to three times the throughput "
		       "with virtio. virt-install and virt-manager choose an e1000e for Windows "
		       "because its installation medium has no virtio driver, and it often stays "
		       "after the installation.",
		.remedy = "Changes the model to virtio (Linux since 2008, BSDs; in Windows first "
			  "install the virtio-win driver). The guest sees a new card at its next "
			  "cold start, maybe with a new name: identify it there by its MAC "
			  "address.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_network_device",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_VIRTIO,
		.each = "devices/interface",
		.check = modern,
	},
	{ 0 },
};
