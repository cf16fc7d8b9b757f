/* I/O threads that do not exist, that a device cannot use, or that no device uses. */
#include <vmlint/rule.h>

#include <string.h>

enum { MANY_THREADS = 64 };

static bool is_virtio_scsi(const xmlNode *controller)
{
	return vml_attr_is(controller, "@type", "scsi") &&
		vml_is_virtio(vml_attr(controller, "@model"));
}

/* Return true if libvirt accepts @iothread for this device. */
static bool may_name_thread(const xmlNode *device)
{
	if (vml_named(device, "controller"))
		return is_virtio_scsi(device);
	return !strcmp(vml_disk_bus(device), "virtio") &&
		strcmp(vml_disk_type(device), "vhostuser");
}

/*
 * Set *ret to the ids of the domain's I/O threads: those in <iothreadids>. While these are fewer
 * than the number in <iothreads>, libvirt adds the lowest free id above 0.
 */
static void threads_of(vml_context *ctx, vml_cpuset *ret)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	uint64_t count = 0, listed = 0, id;

	*ret = (vml_cpuset){ 0 };
	vml_number(vml_text(ctx, vml_child(domain, "iothreads")), &count);
	vml_each_child (thread, vml_child(domain, "iothreadids"), "iothread") {
		listed++;
		if (vml_number(vml_attr(thread, "@id"), &id) && id < VML_CPUSET_MAX)
			vml_cpuset_add(ret, (unsigned int)id);
	}
	for (unsigned int n = 1; listed < count && n < VML_CPUSET_MAX; n++) {
		if (vml_cpuset_has(ret, n))
			continue;
		vml_cpuset_add(ret, n);
		listed++;
	}
}

static void index_threads(vml_context *ctx, vml_index *index)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	vml_cpuset threads;

	threads_of(ctx, &threads);
	for (unsigned int n = vml_cpuset_next(&threads, 0); n < VML_CPUSET_MAX;
		n = vml_cpuset_next(&threads, n + 1))
		vml_index_add(index, n, domain);
}

static bool exists(vml_context *ctx, uint64_t id)
{
	return vml_index_find(ctx, index_threads, id);
}

/* Index the device with the highest id: if <iothreads> is set to it, all lower ids exist, too. */
static void index_highest(vml_context *ctx, vml_index *index)
{
	const xmlNode *highest = NULL;
	uint64_t most = 0, id;

	vml_each_device (device, ctx, NULL) {
		if (!vml_named(device, "disk") && !vml_named(device, "controller"))
			continue;
		if (!vml_number(vml_attr(device, "driver/@iothread"), &id) || id <= most ||
			id > MANY_THREADS || !may_name_thread(device))
			continue;
		most = id;
		highest = device;
	}
	if (highest)
		vml_index_add(index, 1, highest);
}

static uint64_t highest_wanted(vml_context *ctx, uint64_t id)
{
	const vml_entry *entry = vml_index_find(ctx, index_highest, 1);
	uint64_t highest;

	if (entry && vml_number(vml_attr(entry->node, "driver/@iothread"), &highest))
		return highest;
	return id;
}

static void create(vml_context *ctx, vml_finding *finding, uint64_t id)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	const xmlNode *ids = vml_child(domain, "iothreadids");
	const xmlNode *count = vml_child(domain, "iothreads"), *vcpu = vml_child(domain, "vcpu");
	const char *number;

	/*
	 * let the fix create all missing ids: one id per round of fixes would take too many rounds
	 */
	if (!ids && id <= MANY_THREADS) {
		id = highest_wanted(ctx, id);
		vml_remedy(finding,
			"Adds the missing thread, and all with lower numbers. If the number is "
			"wrong, correct it instead.");
	}
	number = vml_format(ctx, "%u", (unsigned int)id);
	if (id > MANY_THREADS) {
		vml_lower_fix(finding, VML_FIX_NONE); /* probably a typo */
		vml_remedy(finding,
			"Set an existing thread, or add this one: list it in <iothreadids> and "
			"count it in <iothreads>.");
	} else if (ids) {
		vml_remedy(finding,
			"Adds the missing thread. If the number is wrong, correct it instead.");
		vml_fix_add(finding, ids, NULL, vml_format(ctx, "<iothread id='%s'/>", number));
	} else if (count)
		vml_fix_text(finding, count, number);
	else
		vml_fix_add(finding, domain, vcpu ? vcpu : vml_child(domain, "name"),
			vml_format(ctx, "<iothreads>%s</iothreads>", number));
}

/*
 * Let the fix remove @iothread of a device that does not support it, or move it to the controller.
 */
static void remove_thread(vml_context *ctx, vml_finding *finding, const xmlNode *device)
{
	const xmlNode *controller =
		vml_named(device, "disk") ? vml_disk_controller(ctx, device) : NULL;

	vml_fix_unset(finding, vml_child(device, "driver"), "iothread");
	vml_remedy(finding, "Removes the attribute iothread.");
	if (!is_virtio_scsi(controller) || vml_has_attr(controller, "driver/@iothread"))
		return;
	vml_remedy(finding,
		"Moves the attribute iothread to the virtio-scsi controller, where it applies to all "
		"disks of the controller.");
	vml_fix_driver(finding, controller, "iothread", vml_attr(device, "driver/@iothread"));
}

/* Check the threads in <driver><iothreads>; libvirt before 10.0 drops that element. */
static void check_mapping(vml_context *ctx, const xmlNode *device)
{
	if (!vml_libvirt_is(ctx, VML_RELEASE(10, 0)))
		return;
	vml_each_child (thread, vml_find(device, "driver/iothreads"), "iothread") {
		vml_finding *finding;
		uint64_t id;

		if (!vml_number(vml_attr(thread, "@id"), &id) || exists(ctx, id))
			continue;
		finding = vml_report_attr(ctx, thread, "id",
			"%s refers to I/O thread %s, which does not exist: libvirt rejects the "
			"domain",
			vml_device_name(ctx, device), vml_attr(thread, "@id"));
		create(ctx, finding, id);
	}
}

static void check_device(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *driver = vml_child(device, "driver");
	vml_finding *finding;
	uint64_t id;

	if (!vml_number(vml_attr(driver, "@iothread"), &id) || !id)
		return;
	if (!may_name_thread(device)) {
		finding = vml_report_attr(ctx, driver, "iothread",
			"%s has an I/O thread, which only virtio-scsi controllers and virtio "
			"disks (except type vhostuser) support: libvirt rejects the domain",
			vml_device_name(ctx, device));
		remove_thread(ctx, finding, device);
	} else if (!exists(ctx, id)) {
		finding = vml_report_attr(ctx, driver, "iothread",
			"%s refers to I/O thread %s, which does not exist: libvirt rejects the "
			"domain",
			vml_device_name(ctx, device), vml_attr(driver, "@iothread"));
		create(ctx, finding, id);
	}
}

static void check_pin(vml_context *ctx, const xmlNode *pin)
{
	bool is_pin = vml_named(pin, "iothreadpin");
	const char *attr = is_pin ? "iothread" : "iothreads";
	const char *numbers = vml_attr(pin, is_pin ? "@iothread" : "@iothreads");
	vml_finding *finding;
	vml_cpuset wanted;
	bool known = true;

	if (!vml_cpuset_parse(numbers, &wanted))
		return;
	for (unsigned int n = vml_cpuset_next(&wanted, 0); n < VML_CPUSET_MAX && known;
		n = vml_cpuset_next(&wanted, n + 1))
		known = exists(ctx, n);
	if (known)
		return;
	finding = vml_report_attr(ctx, pin, attr,
		vml_cpuset_count(&wanted) > 1 ? "<%s> refers to I/O threads %s, of which not all "
						"exist: libvirt rejects the domain"
					      : "<%s> refers to I/O thread %s, which does not "
						"exist: libvirt rejects the domain",
		(const char *)pin->name, numbers);
	if (is_pin) {
		vml_fix_remove(finding, pin);
		vml_remedy(finding,
			"Removes the <iothreadpin>. If you need the thread, list it in "
			"<iothreadids> instead, count it in <iothreads> and let a disk use it.");
	} else {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set existing threads only, or list the missing ones in <iothreadids>, "
			"count them in <iothreads> and let a disk use them.");
	}
}

static bool has_thread(const xmlNode *device)
{
	return vml_has_attr(device, "driver/@iothread") ||
		/* several threads per disk, since libvirt 10.0 */
		vml_find(device, "driver/iothreads");
}

static bool is_any_used(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL)
		if (has_thread(device))
			return true;
	return vml_qemu_arg(ctx, "iothread");
}

/*
 * Let the fix assign the threads to devices in turn. Returns true if at least one device supports
 * them.
 */
static bool assign(vml_context *ctx, vml_finding *finding, const vml_cpuset *ids)
{
	vml_string_builder options = { 0 };
	bool can_tell = true;
	unsigned int id = 0;

	vml_each_device (device, ctx, NULL) {
		if (!vml_takes_iothread(ctx, device))
			continue;
		do
			id = (id + 1) % VML_CPUSET_MAX;
		while (!vml_cpuset_has(ids, id));
		vml_fix_driver(finding, device, "iothread", vml_format(ctx, "%u", id));
		can_tell &= vml_index_is_stable(ctx, device);
		vml_append(ctx, &options, " --xml './devices/%s[%u]/driver/@iothread=%u'",
			(const char *)device->name, vml_sibling_index(device), id);
	}
	if (id && can_tell)
		vml_command(finding, "--edit%s", options.text);
	return id;
}

static void check_idle(vml_context *ctx, const xmlNode *threads)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	bool pinned = vml_find(domain, "cputune/iothreadpin");
	vml_finding *finding;
	vml_cpuset ids;

	threads_of(ctx, &ids);
	if (!vml_cpuset_count(&ids) || is_any_used(ctx))
		return;
	finding = vml_report(ctx, threads,
		"%s are not used by any disk or controller: they have no effect",
		pinned ? "the pinned I/O threads" : "the I/O threads");
	/* a warning if they are pinned: the admin expects them to be used */
	vml_lower_severity(finding, pinned ? VML_WARNING : VML_INFO);
	if (assign(ctx, finding, &ids)) {
		vml_remedy(finding,
			"Assigns the threads in turn to the virtio disks and virtio-scsi "
			"controllers. The guest notices only faster disks.");
	} else {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"No disk of this guest can use an I/O thread. Move one to the virtio bus "
			"or to a virtio-scsi controller (without ioeventfd='off'), or remove the "
			"threads%s.",
			pinned ? " and their pins" : "");
	}
}

static void invalid(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "disk") || vml_named(node, "controller")) {
		check_device(ctx, node);
		check_mapping(ctx, node);
	} else if (vml_named(node, "iothreadpin") || vml_named(node, "iothreadsched"))
		check_pin(ctx, node);
	else if (vml_named(node, "iothreads") || !vml_child(vml_parent(node), "iothreads"))
		check_idle(ctx, node);
}

const vml_rule vml_rules_iothread_invalid[] = {
	{
		.id = "iothread-invalid",
		.summary = "I/O thread does not exist, is unused, or the device does not support "
			   "it",
		.why = "libvirt rejects a domain in which a device or a pin refers to an I/O "
		       "thread that does not exist, or one that the device does not support. "
		       "Threads that no disk uses have no effect, even if they are pinned: the "
		       "disks stay in QEMU's main loop.",
		.remedy = "Adds the missing thread; raising <iothreads> also adds all lower "
			  "numbers. If the number is wrong, correct it instead. Removes iothread "
			  "from a device that does not support it.",
		.url = "https://libvirt.org/formatdomain.html#iothreads-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk|devices/controller|iothreads|iothreadids|cputune/iothreadpin|"
			"cputune/iothreadsched",
		.check = invalid,
	},
	{ 0 }
};
