/* Devices that libvirt refuses because of their address, bus or kind. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if two <address> elements name the same PCI address. */
static bool same_pci(const xmlNode *a, const xmlNode *b)
{
	return vml_same_number(a, b, "@domain") && vml_same_number(a, b, "@bus") &&
		vml_same_number(a, b, "@slot") && vml_same_number(a, b, "@function");
}

/* Return the <address> with the device's PCI address in the guest; NULL if it has none. */
static const xmlNode *pci_address(const xmlNode *device)
{
	const xmlNode *address = vml_child(device, "address");

	/* <console> repeats a <serial> with its address */
	if (vml_named(device, "console"))
		return NULL;
	return vml_attr_is(address, "@type", "pci") && vml_has_attr(address, "@slot") ? address
										      : NULL;
}

/* Hash the numbers in the attributes `paths`, which end with NULL; missing ones count as 0. */
static uint64_t number_key(const xmlNode *node, const char *const *paths)
{
	uint64_t key = 1;

	for (; *paths; paths++) {
		uint64_t number = 0;

		vml_number(vml_attr(node, *paths), &number);
		key = vml_hash_number(key, number);
	}
	return key;
}

static uint64_t pci_key(const xmlNode *address)
{
	static const char *const parts[] = { "@domain", "@bus", "@slot", "@function", NULL };

	return number_key(address, parts);
}

static uint64_t address_key(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *address = pci_address(device);

	(void)ctx;
	return address ? pci_key(address) : 0;
}

static void index_addresses(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, NULL, address_key);
}

static const char *check_address(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *mine = pci_address(device);
	const vml_entry *it =
		mine ? vml_index_find(ctx, index_addresses, address_key(ctx, device)) : NULL;

	for (; it && it->node != device; it = it->next)
		if (same_pci(mine, pci_address(it->node)))
			return vml_format(
				ctx, "%s has the same PCI address", vml_device_name(ctx, it->node));
	return NULL;
}

/* Return true if two <hostdev> are the same device of the host. */
static bool same_hostdev(const xmlNode *a, const xmlNode *b)
{
	const xmlNode *mine = vml_find(a, "source/address"),
		      *theirs = vml_find(b, "source/address");
	const char *type = vml_attr(a, "@type");

	if (!vml_attr_is(b, "@type", type))
		return false;
	if (!strcmp(type, "pci"))
		return mine && theirs && same_pci(mine, theirs);
	if (!strcmp(type, "mdev"))
		return vml_has_attr(mine, "@uuid") &&
			vml_attr_is(theirs, "@uuid", vml_attr(mine, "@uuid"));
	if (strcmp(type, "usb") || !mine != !theirs)
		return false;
	if (mine)
		return vml_same_number(mine, theirs, "@bus") &&
			vml_same_number(mine, theirs, "@device");
	return vml_same_number(a, b, "source/vendor/@id") &&
		vml_same_number(a, b, "source/product/@id");
}

/* Hash the host device: equal devices have equal keys; 0 if it cannot equal another. */
static uint64_t hostdev_key(vml_context *ctx, const xmlNode *hostdev)
{
	static const char *const address_parts[] = { "@bus", "@device", NULL };
	static const char *const ids[] = { "source/vendor/@id", "source/product/@id", NULL };
	const xmlNode *address = vml_find(hostdev, "source/address");
	const char *type = vml_attr(hostdev, "@type");

	(void)ctx;
	if (!strcmp(type, "pci"))
		return address ? vml_hash(pci_key(address), type) : 0;
	if (!strcmp(type, "mdev"))
		return vml_has_attr(address, "@uuid") ? vml_hash(0, vml_attr(address, "@uuid")) : 0;
	if (strcmp(type, "usb") != 0)
		return 0;
	return address ? number_key(address, address_parts) : number_key(hostdev, ids);
}

static void index_hostdevs(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "hostdev", hostdev_key);
}

static const char *check_hostdev(vml_context *ctx, const xmlNode *hostdev)
{
	uint64_t key = hostdev_key(ctx, hostdev);
	const vml_entry *it = key ? vml_index_find(ctx, index_hostdevs, key) : NULL;

	for (; it && it->node != hostdev; it = it->next)
		if (same_hostdev(it->node, hostdev))
			return "another <hostdev> is the same device of the host";
	return NULL;
}

static const char *check_usb(const vml_context *ctx, const xmlNode *device)
{
	if (vml_attr_is(device, "@type", "usb") && vml_usb_is_off(ctx))
		return "USB is switched off (controller model='none')";
	return NULL;
}

static void define_device(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	vml_each_device (device, ctx, NULL) {
		const char *what = check_address(ctx, device);

		if (!what && vml_named(device, "hostdev"))
			what = check_usb(ctx, device);
		if (!what && vml_named(device, "hostdev"))
			what = check_hostdev(ctx, device);
		if (what)
			vml_report(ctx, device, "libvirt refuses %s: %s",
				vml_device_name(ctx, device), what);
	}
}

const vml_rule vml_rules_xml_define_device[] = {
	{
		.id = "xml-define-device",
		.summary = "device that libvirt refuses because of its address, bus or kind",
		.why = "libvirt checks every device when a domain is defined and refuses the "
		       "whole domain if a single one is invalid: two devices at one PCI address, "
		       "a USB device although USB is switched off. Such "
		       "documents result from manual editing and from merging the XML of two "
		       "guests.",
		.remedy = "Change the device as the message describes. If an address is used "
			  "twice, remove one of the two: libvirt assigns a free address to the "
			  "device.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices",
		.check = define_device,
	},
	{ 0 }
};
