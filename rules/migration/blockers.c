/* What keeps a running guest on its host. */
#include <vmlint/rule.h>

#include <string.h>

/* One more reason for the list. */
static void add(vml_context *ctx, vml_string_builder *list, const char *reason)
{
	vml_append(ctx, list, "%s%s", list->len ? ", " : "", reason);
}

/* The card is unplugged for the journey where a virtio card can stand in for it. */
static bool is_transient(const xmlNode *device)
{
	return vml_attr_is(device, "teaming/@type", "transient");
}

static const char *hostdev(vml_context *ctx, const xmlNode *device)
{
	/* USB devices may be left behind */
	if (vml_attr_is(device, "@type", "usb") || is_transient(device))
		return NULL;
	return vml_device_name(ctx, device);
}

static const char *interface(vml_context *ctx, const xmlNode *device)
{
	if (!vml_one_of(vml_attr(device, "@type"), "hostdev|vdpa") || is_transient(device))
		return NULL;
	return vml_device_name(ctx, device);
}

static const char *filesystem(vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");

	if (*type && strcmp(type, "mount"))
		return NULL;
	return vml_format(ctx, "%s folder %s",
		vml_attr_is(device, "driver/@type", "virtiofs") ? "virtiofs" : "9p",
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
	return vml_attr_is(device, "@type", "nvme")
		? vml_format(ctx, "NVMe %s", vml_device_name(ctx, device))
		: NULL;
}

static const char *video(vml_context *ctx, const xmlNode *device)
{
	(void)ctx;
	return vml_attr_is(device, "model/acceleration/@accel3d", "yes") ? "3D acceleration" : NULL;
}

static void devices(vml_context *ctx, vml_string_builder *list)
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
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		vml_each_device (device, ctx, kinds[i].name) {
			const char *reason = kinds[i].reason(ctx, device);

			if (reason)
				add(ctx, list, reason);
		}
}

/* The invariant TSC ticks at the rate of one host, unless a rate is asked for. */
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

	devices(ctx, &list);
	if (vml_child(domain, "launchSecurity"))
		add(ctx, &list, "encrypted memory");
	if (has_bound_tsc(domain))
		add(ctx, &list, "the CPU feature invtsc without a TSC frequency");
	if (vml_attr_is(cpu, "@migratable", "off"))
		add(ctx, &list, "a CPU with migratable='off'");
	if (vml_attr_is(domain, "features/hyperv/@mode", "passthrough"))
		add(ctx, &list, "hyperv mode='passthrough'");
	if (list.len)
		vml_report(ctx, domain,
			"the running guest may not be able to move to another host: %s", list.text);
	else if (same_cpu)
		vml_report_attr(ctx, cpu, "mode",
			"the running guest can move only to a host with the same CPU: it has %s",
			vml_attr(cpu, "@mode"));
}

const vml_rule vml_rules_migration_blockers[] = {
	{
		.id = "migration-blockers",
		.summary = "guest cannot be migrated while it runs",
		.why = "Live migration carries the memory and the state of emulated devices. What lives "
		       "in hardware or in a daemon of this host cannot be carried along, so libvirt or "
		       "QEMU refuse, unless host and device are new enough to hand their state over "
		       "(some virtual functions, virtiofs since 2024); a guest that was given its host's own CPU (host-passthrough) may "
		       "crash on another one. Until then nobody notices: this rule is for guests that "
		       "have to move when their host is serviced.",
		.remedy =
			"Give a virtual function a virtio card as stand-in (<teaming>), use a named or "
			"host-model CPU, state the TSC frequency, put folders on a network file system. "
			"Or plan to shut the guest down for the move.",
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
