/* Drive addresses (controller, bus, target, unit) of disks and assigned SCSI devices. */
#include "addresses.h"

#include <string.h>

struct place {
	uint64_t controller, bus, target, unit;
};

static bool read_number(const xmlNode *address, const char *path, uint64_t *ret)
{
	*ret = 0;
	return !vml_has_attr(address, path) || vml_number(vml_attr(address, path), ret);
}

/*
 * Return the index of a disk's target name as virDiskNameToIndex() does: 0 for "sda", 26 for
 * "sdaa". Returns false if `name` is not a target name.
 */
static bool disk_number(const char *name, uint64_t *ret)
{
	const char *at = name + (*name == 'x' || *name == 'u' ? 3 : 2);
	uint64_t n = 0;

	if (!vml_starts_with(name, "fd") && !vml_starts_with(name, "hd") &&
		!vml_starts_with(name, "sd") && !vml_starts_with(name, "vd") &&
		!vml_starts_with(name, "xvd") && !vml_starts_with(name, "ubd"))
		return false;
	while (*at >= 'a' && *at <= 'z' && n < 1000000)
		n = n * 26 + (uint64_t)(*at++ - 'a') + 1;
	*ret = n - 1;
	return n && !at[strspn(at, "0123456789")];
}

/*
 * Set *ret to the drive address that libvirt derives from the target name, as
 * virDomainDiskDefAssignAddress() does. Returns false if the name is not a disk target ("sda").
 */
static bool implied_place(const char *bus, const char *dev, struct place *ret)
{
	uint64_t n;

	*ret = (struct place){ 0 };
	if (!disk_number(dev, &n))
		return false;
	if (!strcmp(bus, "ide"))
		*ret = (struct place){ .controller = n / 4, .bus = n % 4 / 2, .unit = n % 2 };
	else if (!strcmp(bus, "fdc"))
		*ret = (struct place){ .controller = n / 2, .unit = n % 2 };
	else if (!strcmp(bus, "sata"))
		*ret = (struct place){ .controller = n / 6, .unit = n % 6 };
	else
		*ret = (struct place){ .controller = n / 7, .unit = n % 7 };
	return true;
}

static bool place_of(
	const vml_context *ctx, const xmlNode *device, const char *bus, struct place *ret)
{
	const xmlNode *address = vml_child(device, "address");

	if (!address)
		return ctx->facts.gates & VML_WHEN_QEMU && vml_named(device, "disk") &&
			implied_place(bus, vml_attr(device, "target/@dev"), ret);
	return vml_attr_is(address, "@type", "drive") &&
		read_number(address, "@controller", &ret->controller) &&
		read_number(address, "@bus", &ret->bus) &&
		read_number(address, "@target", &ret->target) &&
		read_number(address, "@unit", &ret->unit);
}

const vml_address_fault *vml_drive_faults(vml_context *ctx)
{
	struct fault_list faults = { 0 };
	vml_index *places = NULL;

	vml_each_device (device, ctx, NULL) {
		const char *bus = "scsi";
		const xmlNode *other;
		struct place at;
		uint64_t key;

		if (vml_named(device, "disk"))
			bus = vml_disk_bus(device);
		else if (!vml_named(device, "hostdev") || !vml_attr_is(device, "@type", "scsi"))
			continue;
		if (!vml_one_of(bus, "ide|sata|scsi|fdc") || !place_of(ctx, device, bus, &at))
			continue;
		key = vml_hash_number(
			vml_hash_number(
				vml_hash_number(
					vml_hash_number(vml_hash(0, bus), at.controller), at.bus),
				at.target),
			at.unit);
		other = vml_index_earlier(&places, ctx->doc->arena, key, device);
		if (other)
			vml_address_fault_add(ctx, &faults, device, VML_ADDRESS_TAKEN)->other =
				other;
	}
	return faults.first;
}
