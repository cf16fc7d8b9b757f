/* Number of queues and other <driver> settings of network cards. */
#include <vmlint/rule.h>

enum {
	MANY_VCPUS = 4, /* with this many vCPUs or more, one queue may slow down a busy guest */
	MOST_QUEUES = 8 /* few guests benefit from more queues */
};

static uint64_t queues_of(const xmlNode *iface)
{
	uint64_t queues = 1;

	vml_number(vml_attr(iface, "driver/@queues"), &queues);
	return queues;
}

/*
 * Return true for Windows other than Server: a desktop has few connections at a time, so that
 * queues would only use memory.
 */
static bool is_desktop(const vml_context *ctx)
{
	return vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS && !vml_guest_windows_server(ctx);
}

/* Return true if the interface's backend supports several queues. */
static bool may_have_queues(const xmlNode *iface)
{
	/*
	 * an unmanaged tap device has the number of queues that its creator chose; passt has one
	 * queue
	 */
	if (vml_attr_is(iface, "target/@managed", "no") ||
		vml_attr_is(iface, "backend/@type", "passt"))
		return false;
	return !vml_attr_is(iface, "driver/@name", "qemu") &&
		(vml_is_tap(iface) || vml_attr_is(iface, "@type", "vhostuser"));
}

/* Return true if the guest has more cards than vCPUs: one queue per card is then enough. */
static bool has_many_cards(const vml_context *ctx)
{
	unsigned int n = 0;

	vml_each_device (iface, ctx, "interface")
		if (++n > vml_facts_of(ctx)->vcpus_now)
			return true;
	return false;
}

static void multiqueue(vml_context *ctx, xmlNode *iface)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus_now;
	const char *queues = vml_format(ctx, "%u", vcpus < MOST_QUEUES ? vcpus : MOST_QUEUES);
	xmlNode *driver = vml_child(iface, "driver");
	vml_finding *finding;

	if (vcpus < MANY_VCPUS || is_desktop(ctx) || !may_have_queues(iface) ||
		!vml_is_virtio(vml_nic_model(ctx, iface)) || queues_of(iface) > 1 ||
		vml_cached(ctx, has_many_cards))
		return;
	finding = vml_report(ctx, iface,
		"%s has one queue for %u vCPUs: a single vCPU handles "
		"all its packets",
		vml_device_name(ctx, iface), vcpus);
	if (vml_attr_is(iface, "@type", "vhostuser")) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"If the guest serves many connections at once, set the same number of "
			"queues in the port of the virtual switch (n_rxq in Open vSwitch) and in "
			"the <driver> element (queues='%s').",
			queues);
		return;
	}
	if (driver)
		vml_fix_set(finding, driver, "queues", queues);
	else
		vml_fix_add(finding, iface, vml_child(iface, "model"),
			vml_format(ctx, "<driver queues='%s'/>", queues));
	vml_command(
		finding, "--edit %s --network driver.queues=%s", vml_selector(ctx, iface), queues);
}

static void too_many(vml_context *ctx, const xmlNode *iface)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus;
	unsigned long long queues = queues_of(iface);
	const xmlNode *driver = vml_child(iface, "driver");
	vml_finding *finding;

	if (queues <= vcpus)
		return;
	finding = vml_report_attr(ctx, driver, "queues",
		"%s has %llu queues for %u vCPU%s: the extra queues carry no packets",
		vml_device_name(ctx, iface), queues, vcpus, vcpus == 1 ? "" : "s");
	if (vcpus > 1) {
		vml_fix_set(finding, driver, "queues", vml_format(ctx, "%u", vcpus));
	} else {
		vml_fix_unset(finding, driver, "queues");
		vml_remedy(finding,
			"Removes the number of queues: a card has one by default. Saved "
			"states and memory snapshots keep the old number.");
	}
	vml_command(finding, "--edit %s --network driver.queues=%s", vml_selector(ctx, iface),
		vcpus > 1 ? vml_format(ctx, "%u", vcpus) : "");
}

/* Return the first setting that libvirt reads for virtio cards only; NULL if there is none. */
static const char *virtio_setting(const xmlNode *driver)
{
	static const char *const attrs[] = { "queues", "name", "rx_queue_size", "tx_queue_size",
		"txmode", "ioeventfd", "event_idx", "rss" };

	for (size_t i = 0; i < sizeof(attrs) / sizeof(*attrs); i++)
		for (const xmlAttr *attr = driver ? driver->properties : NULL; attr;
			attr = attr->next)
			if (xmlStrEqual(attr->name, BAD_CAST attrs[i]))
				return attrs[i];
	return vml_child(driver, "host") ? "host" : vml_child(driver, "guest") ? "guest" : NULL;
}

static void ignored_setting(vml_context *ctx, const xmlNode *iface, const char *model)
{
	const xmlNode *driver = vml_child(iface, "driver");
	const char *setting = virtio_setting(driver);
	vml_finding *finding;

	if (!setting)
		return;
	finding = vml_report_attr(ctx, driver, setting,
		"%s has the setting '%s' in <driver>, which is for virtio only: libvirt ignores "
		"it for %s",
		vml_device_name(ctx, iface), setting, model);
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		"Change the model to virtio if the guest has a driver for it: the settings then "
		"take effect. Otherwise delete the <driver> element; the guest notices nothing.");
}

static void queues_invalid(vml_context *ctx, xmlNode *iface)
{
	const char *model = vml_nic_model(ctx, iface);

	if (*model && !vml_is_virtio(model))
		ignored_setting(ctx, iface, model);
	else if (*model && vml_is_tap(iface))
		too_many(ctx, iface);
}

const vml_rule vml_rules_net_queues[] = {
	{
		.id = "net-multiqueue",
		.summary = "virtio network card of a guest with many vCPUs has a single queue",
		.why = "A virtio card has one queue to send and one to receive by default, so a "
		       "single vCPU and a single thread of the host handle all packets. A guest "
		       "that serves many connections at once gains from as many queues as it has "
		       "vCPUs. A few large streams gain nothing and may even become slower, so "
		       "it depends on the workload.",
		.remedy = "Gives the card one queue per vCPU, up to 8. Each queue needs interrupt "
			  "vectors, a kernel thread and some memory of the host. Linux guests with "
			  "old kernels need 'ethtool -L eth0 combined N' to use them.",
		.url = "https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_network_device",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM,
		.each = "devices/interface",
		.check = multiqueue,
	},
	{
		.id = "net-queues-invalid",
		.summary = "network card has more queues than vCPUs, or settings that are ignored",
		.why = "Queues beyond the number of vCPUs never carry a packet: they only use "
		       "interrupt vectors, kernel threads and memory. libvirt reads the settings "
		       "of <driver> for virtio cards only: on an emulated card it ignores them "
		       "without a warning, so the intended tuning never takes effect.",
		.remedy = "Lowers the number of queues to the number of vCPUs. Remove settings "
			  "that are ignored. The change takes effect at the next start; saved "
			  "states and memory snapshots keep the old number.",
		.url = "https://libvirt.org/formatdomain.html#setting-nic-driver-specific-options",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/interface",
		.check = queues_invalid,
	},
	{ 0 },
};
