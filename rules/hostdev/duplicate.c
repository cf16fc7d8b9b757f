/* Devices of the host that a domain has twice, or USB devices of domains without USB. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if two <address> elements name the same PCI address. */
static bool same_pci(const xmlNode *a, const xmlNode *b)
{
	return vml_same_number(a, b, "@domain") && vml_same_number(a, b, "@bus") &&
		vml_same_number(a, b, "@slot") && vml_same_number(a, b, "@function");
}

static uint64_t pci_key(const xmlNode *address)
{
	static const char *const parts[] = { "@domain", "@bus", "@slot", "@function", NULL };

	return vml_hash_numbers(0, address, parts);
}

static bool is_pci(const xmlNode *device)
{
	return vml_attr_is(device, "@type", vml_named(device, "interface") ? "hostdev" : "pci");
}

/* Return true if two devices are the same device of the host. */
static bool same_hostdev(const xmlNode *a, const xmlNode *b)
{
	const xmlNode *mine = vml_find(a, "source/address"),
		      *theirs = vml_find(b, "source/address");
	const char *type = vml_attr(a, "@type");

	/* an <interface type='hostdev'> also assigns a PCI function */
	if (!vml_attr_is(b, "@type", type) && !(is_pci(a) && is_pci(b)))
		return false;
	if (vml_one_of(type, "pci|hostdev"))
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

/* Return the index key of a host device: equal for equal devices; 0 if no other can be equal. */
static uint64_t hostdev_key(vml_context *ctx, const xmlNode *hostdev)
{
	static const char *const address_parts[] = { "@bus", "@device", NULL };
	static const char *const ids[] = { "source/vendor/@id", "source/product/@id", NULL };
	const xmlNode *address = vml_find(hostdev, "source/address");
	const char *type = vml_attr(hostdev, "@type");

	(void)ctx;
	if (is_pci(hostdev))
		return address ? vml_hash(pci_key(address), "pci") : 0;
	if (!strcmp(type, "mdev"))
		return vml_has_attr(address, "@uuid") ? vml_hash(0, vml_attr(address, "@uuid")) : 0;
	if (strcmp(type, "usb") != 0)
		return 0;
	return address ? vml_hash_numbers(0, address, address_parts)
		       : vml_hash_numbers(0, hostdev, ids);
}

static void index_hostdevs(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "hostdev", hostdev_key);
	vml_index_devices(ctx, index, "interface", hostdev_key);
}

static const char *check_hostdev(vml_context *ctx, const xmlNode *hostdev)
{
	uint64_t key = hostdev_key(ctx, hostdev);
	const vml_entry *it = key ? vml_index_find(ctx, index_hostdevs, key) : NULL;

	for (; it && it->node != hostdev; it = it->next)
		if (same_hostdev(it->node, hostdev))
			return vml_format(ctx, " uses the same device of the host as %s",
				vml_device_name(ctx, it->node));
	return NULL;
}

static void duplicate(vml_context *ctx, xmlNode *hostdev)
{
	const char *what = check_hostdev(ctx, hostdev);
	vml_finding *finding;
	bool off;

	off = !what && vml_attr_is(hostdev, "@type", "usb") && vml_usb_is_off(ctx);
	if (off)
		what = " requires USB, which is switched off (controller model='none')";
	if (!what)
		return;
	finding = vml_report(ctx, hostdev, "%s%s: libvirt rejects the domain",
		vml_device_name(ctx, hostdev), what);
	vml_remedy(finding, "%s",
		off ? "Remove the device, or replace model='none' of the USB controller by "
		      "model='qemu-xhci'."
		    : "Remove one of the two devices from the domain.");
}

const vml_rule vml_rules_hostdev_duplicate[] = {
	{
		.id = "hostdev-duplicate",
		.summary = "host device that is passed through twice, or USB device "
			   "without USB",
		.why = "A device of the host can be passed through only once. libvirt "
		       "rejects a domain that has the same PCI, USB or mediated "
		       "device twice, which happens if the XML of two guests is "
		       "merged. It also rejects a USB device if USB is switched off.",
		.remedy = "Remove the second device, or enable USB.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/hostdev|devices/interface",
		.check = duplicate,
	},
	{ 0 },
};
