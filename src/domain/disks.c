/* Disks: type, lookup by target, and support for I/O threads. */
#include <vmlint/rule.h>

#include <ctype.h>
#include <string.h>

const char *vml_disk_type(const xmlNode *disk)
{
	const char *type = vml_attr(disk, "@type");

	return *type ? type : "file";
}

/* Return true if the lowercase `name` contains `word` without a letter before or after it. */
static bool has_whole_word(const char *name, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = strstr(name, word); at; at = strstr(at + 1, word))
		if ((at == name || !islower((unsigned char)at[-1])) &&
			!islower((unsigned char)at[len]))
			return true;
	return false;
}

/*
 * Names that cloud-init's documentation, virt-install, Terraform and Proxmox give to a seed.
 * "seed" alone is common, so it must be a whole word: not "seedbox.qcow2".
 */
bool vml_is_seed_disk(const xmlNode *disk)
{
	static const char *const seeds[] = { "cidata", "cloudinit", "cloud-init", "nocloud", "seed",
		"configdrive", "config-drive", "commoninit", "user-data", "userdata" };
	const char *path = vml_attr(disk, "source/@file"), *slash = strrchr(path, '/');
	char name[256];
	size_t len;

	path = slash ? slash + 1 : path;
	len = strlen(path);
	if (!len || len >= sizeof(name))
		return false;
	for (size_t i = 0; i <= len; i++)
		name[i] = (char)tolower((unsigned char)path[i]);
	if (vml_ends_with_nocase(name, ".iso"))
		return true;
	/* a seed is small and raw; an image that grows is a system installed from one */
	if (vml_ends_with_nocase(name, ".qcow2") && !strstr(name, "cidata") &&
		!has_whole_word(name, "seed"))
		return false;
	for (size_t i = 0; i < sizeof(seeds) / sizeof(*seeds); i++)
		if (has_whole_word(name, seeds[i]))
			return true;
	return false;
}

static uint64_t target_key(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return vml_hash(0, vml_attr(disk, "target/@dev"));
}

static void index_targets(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", target_key);
}

const xmlNode *vml_disk_by_target(vml_context *ctx, const char *target)
{
	const vml_entry *it = vml_index_find(ctx, index_targets, vml_hash(0, target));

	while (it && !vml_attr_is(it->node, "target/@dev", target))
		it = it->next;
	return it ? it->node : NULL;
}

static bool is_virtio_disk(const xmlNode *disk)
{
	return vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "virtio") &&
		strcmp(vml_disk_type(disk), "vhostuser") &&
		!vml_attr_is(disk, "address/@type", "virtio-mmio");
}

/* Key: the SCSI controller of a data disk; 0 for other disks. */
static uint64_t scsi_controller_key(vml_context *ctx, const xmlNode *disk)
{
	return vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "scsi")
		? vml_hash_number(1, (uintptr_t)vml_disk_controller(ctx, disk))
		: 0;
}

static void index_by_controller(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", scsi_controller_key);
}

static bool has_disk(const vml_context *ctx, const xmlNode *controller)
{
	const vml_entry *it = vml_index_find((vml_context *)(uintptr_t)ctx, index_by_controller,
		vml_hash_number(1, (uintptr_t)controller));

	while (it && vml_disk_controller(ctx, it->node) != controller)
		it = it->next;
	return it;
}

bool vml_takes_iothread(const vml_context *ctx, const xmlNode *device)
{
	/* QEMU: "ioeventfd is required for iothread" */
	if (vml_attr_is(device, "driver/@ioeventfd", "off"))
		return false;
	if (vml_named(device, "disk"))
		return is_virtio_disk(device);
	return vml_named(device, "controller") && vml_attr_is(device, "@type", "scsi") &&
		vml_is_virtio(vml_attr(device, "@model")) && has_disk(ctx, device);
}
