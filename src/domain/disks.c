/* Disks: type, lookup by target, and support for I/O threads. */
#define _GNU_SOURCE /* strcasestr */
#include "context.h"
#include "repaired.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *vml_disk_type(const xmlNode *disk)
{
	const char *type = vml_attr(disk, "@type");

	return *type ? type : "file";
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Return true if `text` begins with `word`, in any case, and no letter follows. word: lowercase. */
static bool begins_with_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	return !strncasecmp(text, word, len) && !is_letter(text[len]);
}

/*
 * Return true if the name contains a word that marks a cloud-init seed in cloud-init's
 * documentation, virt-install, Terraform or Proxmox. It must be a whole word, because "seed" is
 * common: not "seedbox.qcow2".
 */
static bool has_seed_word(const char *name)
{
	static const char *const seeds[] = { "cidata", "cloudinit", "cloud-init", "nocloud", "seed",
		"configdrive", "config-drive", "commoninit", "user-data", "userdata" };

	for (const char *at = name; *at; at++) {
		char initial = (char)(*at | 0x20);

		if ((initial != 's' && initial != 'c' && initial != 'n' && initial != 'u') ||
			(at > name && is_letter(at[-1])))
			continue;
		for (size_t i = 0; i < sizeof(seeds) / sizeof(*seeds); i++)
			if (*seeds[i] == initial && begins_with_word(at, seeds[i]))
				return true;
	}
	return false;
}

/* Return true if even a qcow2 image of this name is a cloud-init seed, because it is specific. */
static bool is_named_seed(const char *name)
{
	if (strcasestr(name, "cidata"))
		return true;
	for (const char *at = name; (at = strcasestr(at, "seed")); at++)
		if ((at == name || !is_letter(at[-1])) && begins_with_word(at, "seed"))
			return true;
	return false;
}

bool vml_is_seed_disk(const xmlNode *disk)
{
	const char *path = vml_attr(disk, "source/@file"), *slash;
	size_t len;

	if (!*path)
		return false;
	slash = strrchr(path, '/');
	path = slash ? slash + 1 : path;
	len = strlen(path);
	if (!len || len > NAME_MAX)
		return false;
	if (vml_ends_with_nocase(path, ".iso"))
		return true;
	/*
	 * a seed is small and raw: a qcow2 image with such a name is usually a system that was
	 * installed by means of a seed
	 */
	return has_seed_word(path) &&
		(!vml_ends_with_nocase(path, ".qcow2") || is_named_seed(path));
}

static bool find_data_disk(const xmlNode *disk)
{
	const char *device = vml_disk_device(disk);

	return (!strcmp(device, "disk") || !strcmp(device, "lun")) && !vml_is_seed_disk(disk);
}

/*
 * Caches the result, because a dozen rules call this. No cache in repaired documents: each read
 * must be recorded, to know which findings depend on a repaired value.
 */
bool vml_is_data_disk(const xmlNode *disk)
{
	enum { DATA = 1, OTHER };
	const vml_doc *doc = disk && disk->doc ? disk->doc->_private : NULL;
	vml_element *more = doc && !doc->repaired ? disk->_private : NULL;

	if (!more)
		return find_data_disk(disk);
	if (!more->kind)
		more->kind = find_data_disk(disk) ? DATA : OTHER;
	return more->kind == DATA;
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

/* Write the suffix of disk n (a ... z, aa, ab ...) in front of `end`; return its start. */
static const char *disk_suffix(unsigned int n, char *end)
{
	*end = '\0';
	for (n++; n > 0; n = (n - 1) / 26)
		*--end = (char)('a' + (n - 1) % 26);
	return end;
}

const char *vml_free_target(vml_context *ctx, const char *prefix)
{
	char name[32], letters[16];

	/* start after the name of the last call, so that no name is returned twice */
	do
		snprintf(name, sizeof(name), "%s%s", prefix,
			disk_suffix(ctx->targets_tried++, letters + sizeof(letters) - 1));
	while (vml_disk_by_target(ctx, name));
	return vml_format(ctx, "%s", name);
}

static bool is_virtio_disk(const xmlNode *disk)
{
	return vml_is_data_disk(disk) && !strcmp(vml_disk_bus(disk), "virtio") &&
		strcmp(vml_disk_type(disk), "vhostuser") &&
		!vml_attr_is(disk, "address/@type", "virtio-mmio");
}

/*
 * Return the index key of a data disk on a SCSI bus, a hash of its controller; 0 for other disks.
 */
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
	/* QEMU fails with "ioeventfd is required for iothread" */
	if (vml_attr_is(device, "driver/@ioeventfd", "off"))
		return false;
	if (vml_named(device, "disk"))
		return is_virtio_disk(device);
	return vml_named(device, "controller") && vml_attr_is(device, "@type", "scsi") &&
		vml_is_virtio(vml_attr(device, "@model")) && has_disk(ctx, device);
}
