/* Compares two definitions of one guest: finds differences that only a restart removes. */
#include "differences.h"

#include <string.h>

enum {
	/* limit on the elements of one name that are compared, because the time is quadratic */
	MOST_SIBLINGS = 256,
	MOST_VALUES = 12
};

/*
 * How libvirt treats a setting when the guest starts (measured with 9.0), which determines how it
 * is compared.
 */
enum filling {
	KEPT, /* libvirt keeps it: the values must be equal, or both absent */
	/* libvirt may set it if it is absent: compared if the persistent definition has a value */
	FILLED,
	BOTH /* libvirt may set or remove it: compared if both definitions have a value */
};

/*
 * A value below an element: "a/@b" is an attribute, "a" the text of a child, "" the element's own
 * text, "a?" whether the child exists.
 */
struct setting {
	const char *path;
	enum filling filling;
	bool hidden; /* messages do not show the values: they are long, or may contain secrets */
};

/* A kind of elements, and the settings in them that are compared. */
struct group {
	const char *path; /* path of the elements below <domain>; "": <domain> itself */
	/*
	 * attributes that identify an element in both definitions, separated by spaces; NULL: its
	 * index does
	 */
	const char *keys;
	struct setting settings[MOST_VALUES];
};

static const struct group groups[] = {
	{ "", NULL,
		{ { "vcpu", BOTH, false }, { "os/type/@machine", BOTH, false },
			{ "os/kernel", KEPT, false }, { "os/initrd", KEPT, false },
			{ "os/cmdline", KEPT, true }, { "os/bootmenu/@enable", FILLED, false },
			{ "os/smbios/@mode", KEPT, false }, { "clock/@offset", BOTH, false },
			{ "launchSecurity/@type", KEPT, false },
			{ "maxMemory/@slots", KEPT, false },
			{ "devices/emulator", BOTH, false } } },
	{ "", NULL,
		{ { "memoryBacking/hugepages?", KEPT, false },
			{ "memoryBacking/locked?", KEPT, false },
			{ "memoryBacking/nosharepages?", KEPT, false },
			{ "memoryBacking/source/@type", KEPT, false },
			{ "memoryBacking/access/@mode", KEPT, false },
			{ "memoryBacking/allocation/@mode", KEPT, false },
			{ "features/acpi?", KEPT, false }, { "features/apic?", KEPT, false },
			{ "features/pae?", KEPT, false } } },
	{ "cpu/topology", NULL,
		{ { "@sockets", FILLED, false }, { "@dies", FILLED, false },
			{ "@cores", FILLED, false }, { "@threads", FILLED, false } } },
	{ "cpu/numa/cell", "@id",
		{ { "@cpus", KEPT, false }, { "@memory", KEPT, false },
			{ "@memAccess", KEPT, false } } },
	{ "clock/timer", "@name",
		{ { "@present", FILLED, false }, { "@tickpolicy", FILLED, false },
			{ "@mode", FILLED, false } } },
	{ "sysinfo/system/entry", "@name", { { "", BOTH, false } } },
	{ "devices/disk", "target/@dev",
		{ { "@device", BOTH, false }, { "target/@bus", BOTH, false },
			{ "driver/@cache", KEPT, false }, { "driver/@io", KEPT, false },
			{ "driver/@discard", KEPT, false },
			{ "driver/@detect_zeroes", KEPT, false }, { "driver/@queues", KEPT, false },
			{ "driver/@iothread", KEPT, false },
			{ "driver/@error_policy", KEPT, false } } },
	{ "devices/interface", "mac/@address",
		{ { "model/@type", BOTH, false }, { "driver/@name", FILLED, false },
			{ "driver/@queues", KEPT, false },
			{ "driver/@rx_queue_size", FILLED, false },
			{ "driver/@tx_queue_size", FILLED, false },
			{ "mtu/@size", FILLED, false } } },
	{ "devices/controller", "@type @index",
		{ { "@model", BOTH, false }, { "driver/@queues", KEPT, false },
			{ "driver/@iothread", KEPT, false } } },
	{ "devices/video", NULL,
		{ { "model/@type", BOTH, false }, { "model/@vram", FILLED, false },
			{ "model/@ram", FILLED, false }, { "model/@vgamem", FILLED, false },
			{ "model/@heads", FILLED, false },
			{ "model/acceleration/@accel3d", FILLED, false } } },
	{ "devices/graphics", "@type",
		{ { "@port", FILLED, false }, { "@listen", FILLED, false },
			{ "gl/@enable", FILLED, false } } },
	{ "devices/tpm", NULL,
		{ { "@model", BOTH, false }, { "backend/@type", BOTH, false },
			{ "backend/@version", FILLED, false } } },
	{ "devices/memballoon", NULL,
		{ { "@model", BOTH, false }, { "@autodeflate", FILLED, false },
			{ "@freePageReporting", FILLED, false } } },
	{ "devices/sound", NULL, { { "@model", BOTH, false } } },
	{ "devices/watchdog", NULL, { { "@model", BOTH, false }, { "@action", BOTH, false } } },
	{ "devices/iommu", NULL, { { "@model", BOTH, false } } },
	{ "devices/panic", NULL, { { "@model", BOTH, false } } },
	{ "devices/filesystem", "target/@dir",
		{ { "source/@dir", BOTH, false }, { "driver/@type", BOTH, false },
			{ "@accessmode", BOTH, false } } },
};

/* Devices that libvirt cannot plug into a running guest: only how many there are is compared. */
static const char *const fixed_devices[] = { "video", "graphics", "sound", "tpm", "iommu" };

static const char *value_of(vml_context *ctx, const xmlNode *node, const char *path)
{
	size_t len = strlen(path);
	const char *at = strrchr(path, '@');

	if (at)
		return vml_attr(node, path);
	if (!len || path[len - 1] != '?')
		return vml_text(ctx, len ? vml_find(node, path) : node);
	return vml_find(node, vml_arena_strndup(ctx->doc->arena, path, len - 1)) ? "present" : "";
}

void vml_differ(vml_comparison *all, const xmlNode *persistent, const xmlNode *current,
	vml_difference difference)
{
	difference.node = all->audits_persistent ? persistent : current;
	if (all->n < MOST_DIFFERENCES)
		all->list[all->n++] = difference;
}

const char *vml_shown_value(vml_context *ctx, const char *value)
{
	return !*value ? "unset" : vml_format(ctx, "'%s'", value);
}

/*
 * Return the name of a setting for messages: "disk 'vda' driver/@cache"; if it is in no device, its
 * path. path, last: paths of the element and of the setting in it
 */
static const char *name_of(
	vml_context *ctx, const char *path, const xmlNode *node, const char *last)
{
	const char *space = *path && *last ? "/" : "";

	if (!strncmp(path, "devices/", strlen("devices/")))
		return vml_format(ctx, "%s %s", vml_device_name(ctx, node), last);
	return vml_format(ctx, "%s%s%.*s", path, space, (int)strcspn(last, "?"), last);
}

static void compare_values(vml_comparison *all, const struct group *group,
	const struct setting *setting, const xmlNode *persistent, const xmlNode *current)
{
	vml_context *ctx = all->ctx;
	const char *defined = value_of(ctx, persistent, setting->path);
	const char *running = value_of(ctx, current, setting->path);

	/* libvirt itself chooses the port at the start: the definition has port='-1' */
	if (!strcmp(setting->path, "@port") && vml_attr_is(persistent, "@autoport", "yes"))
		return;
	if (!strcmp(defined, running) || (setting->filling != KEPT && !*defined) ||
		(setting->filling == BOTH && !*running))
		return;
	vml_differ(all, persistent, current,
		(vml_difference){ .name = name_of(ctx, group->path, persistent, setting->path),
			.current = setting->hidden ? "" : vml_shown_value(ctx, running),
			.persistent = setting->hidden ? "" : vml_shown_value(ctx, defined) });
}

/*
 * Return true if two elements have equal values in each attribute of the space-separated list
 * `keys`.
 */
static bool same_keys(vml_context *ctx, const xmlNode *a, const xmlNode *b, const char *keys)
{
	while (*keys) {
		size_t n = strcspn(keys, " ");
		const char *key = vml_arena_strndup(ctx->doc->arena, keys, n);

		if (strcmp(vml_attr(a, key), vml_attr(b, key)) != 0)
			return false;
		keys += n + (keys[n] == ' ');
	}
	return true;
}

/*
 * Return the element of the running or saved guest that corresponds to `element`, the index-th one
 * of its name in the persistent definition; NULL if there is none. first: first element of that
 * name of the running or saved guest
 */
static const xmlNode *find_counterpart(vml_comparison *all, const struct group *group,
	const xmlNode *element, unsigned int index, const xmlNode *first)
{
	const xmlNode *it = first;

	for (unsigned int i = 0; it && i < MOST_SIBLINGS; i++, it = vml_next(it))
		if (group->keys ? same_keys(all->ctx, element, it, group->keys) : i == index)
			return it;
	return NULL;
}

static void compare_group(vml_comparison *all, const struct group *group)
{
	const xmlNode *element = all->persistent, *first = all->current;

	if (*group->path) {
		element = vml_find(element, group->path);
		first = vml_find(first, group->path);
	}
	for (unsigned int i = 0; element && i < MOST_SIBLINGS; i++) {
		const xmlNode *current = find_counterpart(all, group, element, i, first);

		for (const struct setting *it = group->settings; current && it->path; it++)
			compare_values(all, group, it, element, current);
		element = *group->path ? vml_next(element) : NULL;
	}
}

static void compare_numbers(vml_comparison *all, const char *path, const char *name)
{
	vml_context *ctx = all->ctx;
	unsigned int persistent = vml_count(vml_find(all->persistent, path), name);
	unsigned int current = vml_count(vml_find(all->current, path), name);

	if (persistent == current)
		return;
	vml_differ(all, NULL, NULL,
		(vml_difference){ .name = vml_format(ctx, "number of <%s>", name),
			.current = vml_format(ctx, "%u", current),
			.persistent = vml_format(ctx, "%u", persistent) });
}

static const char *amount(vml_context *ctx, uint64_t bytes)
{
	static const char *const units[] = { "KiB", "MiB", "GiB" };
	size_t unit = 0;

	for (bytes >>= 10; bytes && !(bytes & 1023) && unit + 1 < sizeof(units) / sizeof(*units);
		unit++)
		bytes >>= 10;
	return vml_format(ctx, "%llu %s", (unsigned long long)bytes, units[unit]);
}

/*
 * Compare an amount of memory, unless there are memory devices: devices that were plugged in later
 * count in <memory>.
 */
static void compare_memory(vml_comparison *all, const char *name)
{
	uint64_t persistent = vml_bytes_at(all->persistent, name);
	uint64_t current = vml_bytes_at(all->current, name);

	if (persistent == current || vml_find(all->persistent, "devices/memory") ||
		vml_find(all->current, "devices/memory"))
		return;
	vml_differ(all, vml_child(all->persistent, name), vml_child(all->current, name),
		(vml_difference){ .name = name,
			.current = amount(all->ctx, current),
			.persistent = amount(all->ctx, persistent) });
}

/*
 * Compare the images of disks, but not removable media, which may be changed while the guest runs.
 */
static void compare_images(vml_comparison *all)
{
	static const struct group image = { "devices/disk", "target/@dev",
		{ { "source/@file", BOTH, false }, { "source/@dev", BOTH, false },
			{ "source/@name", BOTH, false } } };
	size_t n = all->n, kept = n;

	compare_group(all, &image);
	for (; n < all->n; n++) {
		const xmlNode *disk = all->list[n].node;

		if (vml_one_of(vml_disk_device(disk), "disk|lun"))
			all->list[kept++] = all->list[n];
	}
	all->n = kept;
}

/* Return the QEMU arguments and environment variables in a definition as one string. */
static const char *arguments_of(vml_context *ctx, const xmlNode *domain)
{
	vml_string_builder text = { 0 };

	for (const xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		if (!child->ns || strcmp((const char *)child->name, "commandline") != 0)
			continue;
		for (const xmlNode *it = vml_first(child); it; it = vml_sibling(it))
			vml_append(ctx, &text, "%s=%s\n", vml_attr(it, "@name"),
				vml_attr(it, "@value"));
	}
	return text.text ? text.text : "";
}

const vml_difference *vml_guest_differences(vml_context *ctx, size_t *ret_n)
{
	vml_comparison all = { .ctx = ctx };
	vml_other_kind kind;
	const xmlNode *other = vml_guest_other(ctx, &kind);

	all.audits_persistent = kind != VML_OTHER_PERSISTENT;
	all.persistent = all.audits_persistent ? ctx->facts.domain : other;
	all.current = all.audits_persistent ? other : ctx->facts.domain;
	all.list = vml_arena_alloc(ctx->doc->arena, MOST_DIFFERENCES * sizeof(*all.list));
	compare_memory(&all, "memory");
	compare_memory(&all, "maxMemory");
	vml_compare_firmware(&all);
	vml_compare_cpu(&all);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++)
		compare_group(&all, &groups[i]);
	compare_images(&all);
	vml_compare_features(&all, "features");
	vml_compare_features(&all, "features/kvm");
	vml_compare_features(&all, "features/hyperv");
	compare_numbers(&all, "cpu/numa", "cell");
	for (size_t i = 0; i < sizeof(fixed_devices) / sizeof(*fixed_devices); i++)
		compare_numbers(&all, "devices", fixed_devices[i]);
	if (strcmp(arguments_of(ctx, all.persistent), arguments_of(ctx, all.current)) != 0)
		vml_differ(&all, NULL, NULL,
			(vml_difference){
				.name = "arguments of QEMU", .current = "", .persistent = "" });
	*ret_n = all.n;
	return all.list;
}
