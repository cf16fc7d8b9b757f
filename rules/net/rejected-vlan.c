/* VLAN tags and bandwidth limits of network interfaces that libvirt rejects. */
#include <vmlint/refusal.h>

static unsigned int native_tags(const xmlNode *vlan)
{
	unsigned int n = 0;

	vml_each_child (tag, vlan, "tag")
		n += vml_has_attr(tag, "@nativeMode");
	return n;
}

static bool has_native(vml_context *ctx, const xmlNode *vlan)
{
	(void)ctx;
	return native_tags(vlan) > 0;
}

static bool has_two_native(vml_context *ctx, const xmlNode *vlan)
{
	(void)ctx;
	return native_tags(vlan) > 1;
}

/*
 * Checks of libvirt: src/conf/netdev_vlan_conf.c, netdev_bandwidth_conf.c,
 * virDomainActualNetDefValidate().
 */
static const vml_refusal rows[] = {
	{ .on = "vlan",
		.terms = { VML_MANY("tag", "1"), VML_HAS("@trunk"),
			VML_IS_NOT("@trunk", "yes|YES|Yes") },
		.at = "@trunk",
		.message = "an interface with several VLAN tags must have trunk='yes'",
		.remedy = "Sets trunk='yes'. Alternative: keep only one <tag>.",
		.fix = "set @trunk=yes" },
	{ .on = "vlan",
		.terms = { VML_HAS("@trunk"), VML_IS_NOT("@trunk", "yes|YES|Yes"),
			VML_CALL(has_native) },
		.at = "@trunk",
		.message = "an interface with a native VLAN must have trunk='yes'",
		.remedy = "Sets trunk='yes'. Alternative: remove nativeMode from the tag.",
		.fix = "set @trunk=yes" },
	{ .on = "vlan",
		.terms = { VML_CALL(has_two_native) },
		.message = "a trunk must have at most one native VLAN",
		.remedy = "Keep nativeMode in one <tag> and remove it from the others." },
	{ .on = "vlan",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_HAS("../@type"),
			VML_IS_NOT("../@type", "network|hostdev|direct|bridge") },
		.message = "an interface of this type cannot have VLAN tags",
		.remedy = "Removes <vlan>.",
		.fix = "remove ." },
	{ .on = "vlan",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_IS("../@type", "direct"),
			VML_IS_NOT("../source/@mode", "passthrough") },
		.message = "only macvtap interfaces of mode passthrough can have VLAN tags",
		.remedy = "Remove <vlan>, and use a VLAN device of the host as the source. "
			  "Alternative: mode='passthrough' with a virtual function." },
	{ .on = "vlan",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_IS("../@type", "bridge"), VML_FILLED("../virtualport/@type"),
			VML_IS_NOT("../virtualport/@type", "openvswitch") },
		.message = "only virtual ports of type openvswitch can have VLAN tags",
		.remedy = "Removes <vlan>.",
		.fix = "remove ." },
	{ .on = "vlan",
		.when = VML_WHEN_QEMU,
		.until = VML_RELEASE(11, 0),
		.at_start = true,
		.terms = { VML_IS("../@type", "bridge"), VML_LACKS("../virtualport") },
		.message = "an interface on a Linux bridge has VLAN tags",
		.remedy = "Create a bridge on a VLAN device (eth0.42) of the host, use it as the "
			  "source, and remove <vlan>. Alternative: an Open vSwitch bridge with "
			  "<virtualport type='openvswitch'/>." },
	{ .on = "bandwidth",
		.terms = { VML_HAS("@classID") },
		.at = "@classID",
		.message = "the bandwidth of an interface cannot have a class id",
		.remedy = "Removes the attribute classID.",
		.fix = "unset @classID" },
	{ .on = "bandwidth",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_IS("../@type", "hostdev") },
		.message = "libvirt cannot limit the bandwidth of a device of the host",
		.remedy = "Removes <bandwidth>: limit it at the physical card.",
		.fix = "remove ." },
	{ .on = "inbound",
		.terms = { VML_LACKS("@average"), VML_LACKS("@floor") },
		.message = "a bandwidth limit must have an average or a floor",
		.remedy = "Add average='...', in KiB per second." },
	{ .on = "outbound",
		.terms = { VML_LACKS("@average"), VML_LACKS("@floor") },
		.message = "a bandwidth limit must have an average",
		.remedy = "Add average='...', in KiB per second." },
	{ .on = "inbound",
		.terms = { VML_LACKS("@average"), VML_HAS("@floor"), VML_ANY("@peak|@burst") },
		.message = "{name} requires an average",
		.remedy = "Add average='...', in KiB per second." },
	{ .on = "inbound",
		.terms = { VML_HAS("@floor"), VML_IS_NOT("../../@type", "network") },
		.at = "@floor",
		.message = "only interfaces of type network have a guaranteed bandwidth",
		.remedy = "Removes the attribute floor.",
		.fix = "unset @floor" },
	{ .on = "outbound",
		.terms = { VML_HAS("@floor") },
		.at = "@floor",
		.message = "only inbound traffic has a guaranteed bandwidth",
		.remedy = "Removes the attribute floor.",
		.fix = "unset @floor" },
	{ .since = VML_RELEASE(11, 3),
		.terms = { VML_ABOVE("@burst", "4194303") },
		.at = "@burst",
		.message = "a burst of {value} KiB is not less than 4 GiB",
		.remedy = "Lower the burst to at most 4194303 (KiB)." },
	{ 0 },
};

const vml_rule vml_rules_net_rejected_vlan[] = {
	{
		.id = "net-rejected-vlan",
		.summary = "VLAN tag or bandwidth limit that libvirt rejects",
		.why = "VLAN tags and bandwidth limits exist only for some types of "
		       "interfaces. libvirt rejects a domain that sets them for other "
		       "interfaces or leaves out a part, in some cases only when it "
		       "starts.",
		.remedy = "Each finding states how to correct the interface. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface/vlan|devices/interface/bandwidth|"
			"devices/interface/bandwidth/inbound|devices/interface/bandwidth/outbound",
		.refusals = rows,
	},
	{ 0 },
};
