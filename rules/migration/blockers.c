/* Settings and devices that prevent live migration to another host. */
#include <vmlint/rule.h>

#include <string.h>

/* Append a reason to a list, after a comma. */
static void add(vml_context *ctx, vml_string_builder *list, const char *reason)
{
	vml_append(ctx, list, "%s%s", list->len ? ", " : "", reason);
}

/* Append an advice to the list, unless it is there already. */
static void add_once(vml_context *ctx, vml_string_builder *list, const char *advice)
{
	if (!list->len || !strstr(list->text, advice))
		add(ctx, list, advice);
}

/*
 * Return true for the transient card of a team: it is unplugged during migration, and a virtio card
 * takes over.
 */
static bool is_transient(const xmlNode *device)
{
	return vml_attr_is(device, "teaming/@type", "transient");
}

static const char *hostdev(vml_context *ctx, const xmlNode *device)
{
	/* libvirt allows live migration of USB host devices */
	if (vml_attr_is(device, "@type", "usb") || is_transient(device))
		return NULL;
	return vml_device_name(ctx, device);
}

static const char *interface(vml_context *ctx, const xmlNode *device)
{
	if (vml_attr_is(device, "model/@type", "usb-net"))
		return vml_format(ctx, "usb-net %s", vml_device_name(ctx, device));
	if (!vml_one_of(vml_attr(device, "@type"), "hostdev|vdpa") || is_transient(device))
		return NULL;
	return vml_device_name(ctx, device);
}

static const char *filesystem(vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");

	if (*type && strcmp(type, "mount"))
		return NULL;
	return vml_format(ctx, "%s directory %s",
		vml_attr_is(device, "driver/@type", "virtiofs")	     ? "virtiofs"
			: vml_attr_is(device, "driver/@type", "mtp") ? "usb-mtp"
								     : "9p",
		vml_attr(device, *vml_attr(device, "source/@dir") ? "source/@dir" : "target/@dir"));
}

static const char *shmem(vml_context *ctx, const xmlNode *device)
{
	const char *model = vml_attr(device, "model/@type");

	if (*model && strcmp(model, "ivshmem") && vml_attr_is(device, "@role", "master"))
		return NULL;
	return vml_format(ctx, "shared memory '%s'", vml_attr(device, "@name"));
}

static const char *disk(vml_context *ctx, const xmlNode *device)
{
	if (vml_child(device, "transient"))
		return vml_format(ctx, "transient %s", vml_device_name(ctx, device));
	if (vml_attr_is(device, "@type", "nvme"))
		return vml_format(ctx, "NVMe %s", vml_device_name(ctx, device));
	/*
	 * QEMU 11.1 can migrate its emulated NVMe controller, 10.0 cannot; the releases between
	 * were not tried, and count as unable
	 */
	return !strcmp(vml_disk_bus(device), "nvme") && !vml_qemu_is(ctx, VML_RELEASE(11, 1))
		? vml_format(ctx, "emulated NVMe %s", vml_device_name(ctx, device))
		: NULL;
}

static const char *sound(vml_context *ctx, const xmlNode *device)
{
	const char *model = vml_attr(device, "@model");

	return vml_one_of(model, "virtio|usb") ? vml_format(ctx, "%s sound card", model) : NULL;
}

static const char *crypto(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	(void)device;
	return "crypto device";
}

static const char *iommu(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return vml_attr_is(device, "@model", "amd") ? "AMD IOMMU" : NULL;
}

static const char *video(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return vml_attr_is(device, "model/acceleration/@accel3d", "yes") ? "3D acceleration" : NULL;
}

static bool is_pci_of_host(const xmlNode *device)
{
	return vml_attr_is(device, "@type", vml_named(device, "hostdev") ? "pci" : "hostdev");
}

static void devices(vml_context *ctx, vml_string_builder *list, vml_string_builder *advice)
{
	static const struct {
		const char *name;
		const char *(*reason)(vml_context *ctx, const xmlNode *device);
	} kinds[] = {
		{ "hostdev", hostdev },
		{ "interface", interface },
		{ "filesystem", filesystem },
		{ "shmem", shmem },
		{ "disk", disk },
		{ "video", video },
		{ "sound", sound },
		{ "crypto", crypto },
		{ "iommu", iommu },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		vml_each_device (device, ctx, kinds[i].name) {
			const char *reason = kinds[i].reason(ctx, device);

			if (!reason)
				continue;
			add(ctx, list, reason);
			if (vml_named(device, "filesystem"))
				add_once(ctx, advice, "mount directories over the network");
			else if (vml_one_of(kinds[i].name, "hostdev|interface") &&
				is_pci_of_host(device))
				add_once(ctx, advice,
					"add a virtio card that takes over for a passed-through "
					"virtual function (<teaming>), remove other passed-through "
					"devices");
			else
				add_once(ctx, advice,
					"remove or replace the devices that cannot migrate");
		}
}

/* Return true if the guest has an invariant TSC with the frequency of this host. */
static bool has_bound_tsc(const xmlNode *domain)
{
	vml_each_child (timer, vml_child(domain, "clock"), "timer")
		if (vml_attr_is(timer, "@name", "tsc") && vml_has_attr(timer, "@frequency"))
			return false;
	vml_each_child (feature, vml_child(domain, "cpu"), "feature")
		if (vml_attr_is(feature, "@name", "invtsc") &&
			vml_one_of(vml_attr(feature, "@policy"), "require|force"))
			return true;
	return false;
}

static void blockers(vml_context *ctx, xmlNode *domain)
{
	const xmlNode *cpu = vml_child(domain, "cpu");
	vml_string_builder list = { 0 };
	bool same_cpu = vml_one_of(vml_attr(cpu, "@mode"), "host-passthrough|maximum");
	vml_string_builder advice = { 0 };

	devices(ctx, &list, &advice);
	if (vml_child(domain, "launchSecurity"))
		add(ctx, &list, "encrypted memory");
	if (has_bound_tsc(domain)) {
		add(ctx, &list, "the CPU feature invtsc without a TSC frequency");
		add(ctx, &advice, "set the frequency of the timer tsc");
	}
	if (vml_attr_is(cpu, "@migratable", "off"))
		add(ctx, &list, "a CPU with migratable='off'");
	if (same_cpu || vml_attr_is(cpu, "@migratable", "off"))
		add(ctx, &advice, "use a named or host-model CPU (the guest then sees another)");
	if (vml_attr_is(domain, "features/hyperv/@mode", "passthrough")) {
		add(ctx, &list, "hyperv mode='passthrough'");
		add(ctx, &advice, "set mode='custom' in <hyperv>");
	}
	if (list.len)
		vml_remedy(
			vml_report(ctx, domain,
				"the running guest may not be able to migrate to another host because of %s",
				list.text),
			"Plan to shut the guest down for the move.%s%s%s",
			advice.len ? " To make it migratable: " : "", advice.len ? advice.text : "",
			advice.len ? "." : "");
	else if (same_cpu)
		vml_remedy(
			vml_report_attr(ctx, cpu, "mode",
				"CPU mode is %s: the running guest can migrate only to a host with "
				"the same CPU",
				vml_attr(cpu, "@mode")),
			"Use a named or host-model CPU (the guest then sees another), or migrate "
			"only between hosts with the same CPU.");
}

const vml_rule vml_rules_migration_blockers[] = {
	{
		.id = "migration-blockers",
		.summary = "guest cannot be migrated while it runs",
		.why = "Live migration transfers the memory and the state of emulated devices. "
		       "The state of host hardware and of a daemon on this host cannot be "
		       "transferred, so libvirt or QEMU refuse, unless host and device support "
		       "it (some virtual functions, virtiofs since 2024). A guest with its "
		       "host's own CPU (host-passthrough) may crash on a different one. The "
		       "admin learns of it only when the host has to be serviced: this rule is "
		       "for guests that must be migratable.",
		.remedy = "Add a virtio card that takes over for a virtual function (<teaming>), "
			  "use a named or host-model CPU, set the TSC frequency, put shared "
			  "directories on a network file system. The guest then sees another CPU "
			  "or card. Or plan to shut it down for the move.",
		.url = "https://libvirt.org/migration.html",
		.severity = VML_INFO,
		.category = VML_PORTABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.optional = true,
		.each = ".",
		.check = blockers,
	},
	{ 0 },
};
