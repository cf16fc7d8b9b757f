/* Devices that libvirt refuses because of their host device, board or kind. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if two <address> elements name the same PCI address. */
static bool same_pci(const xmlNode *a, const xmlNode *b)
{
	return vml_same_number(a, b, "@domain") && vml_same_number(a, b, "@bus") &&
		vml_same_number(a, b, "@slot") && vml_same_number(a, b, "@function");
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

static const char *check_interface(vml_context *ctx, const xmlNode *iface)
{
	const char *mac = vml_attr(iface, "mac/@address");
	const char *model = vml_nic_model(ctx, iface);

	/* the lowest bit of the first byte marks a multicast address */
	if (*mac && mac[1] && strchr("13579bdfBDF", mac[1]))
		return vml_format(ctx, "%s is a multicast address, which no card may have", mac);
	if (vml_child(iface, "mtu") && vml_attr_is(iface, "@type", "user") &&
		!vml_attr_is(iface, "backend/@type", "passt"))
		return "a user-mode network has no configurable MTU";
	if (vml_attr_is(iface, "teaming/@type", "persistent") && *model && !vml_is_virtio(model))
		return "the persistent card of a team must be of model virtio";
	return NULL;
}

static const char *check_iommu(const vml_context *ctx, const xmlNode *iommu)
{
	if (vml_facts_of(ctx)->gates & VML_WHEN_PC &&
		vml_one_of(vml_attr(iommu, "@model"), "intel|amd|virtio"))
		return "an IOMMU needs PCI Express, as on the board q35";
	return NULL;
}

static void define_device(vml_context *ctx, xmlNode *devices)
{
	bool s390 = vml_starts_with(vml_facts_of(ctx)->arch, "s390");

	(void)devices;
	vml_each_device (device, ctx, NULL) {
		const char *what = NULL;

		if (vml_named(device, "hostdev"))
			what = check_hostdev(ctx, device);
		if (!what && vml_named(device, "interface"))
			what = check_interface(ctx, device);
		if (!what && vml_named(device, "iommu"))
			what = check_iommu(ctx, device);
		if (!what && vml_named(device, "watchdog") && !s390 &&
			vml_attr_is(device, "@model", "diag288"))
			what = "only s390x has the watchdog diag288";
		if (what)
			vml_report(ctx, device, "libvirt refuses %s: %s",
				vml_device_name(ctx, device), what);
	}
}

const vml_rule vml_rules_xml_define_device[] = {
	{
		.id = "xml-define-device",
		.summary = "device that libvirt refuses because of its host device, board or kind",
		.why = "libvirt checks every device when a domain is defined and refuses the "
		       "whole domain if a single one is invalid: one host device assigned twice, "
		       "a multicast MAC address, an IOMMU on a board without PCI Express. Such "
		       "documents result from manual editing and from merging the XML of two "
		       "guests.",
		.remedy = "Change the device as the message describes.",
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
