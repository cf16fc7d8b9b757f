/* Virtual ports and forwarded ports of network interfaces that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return true if a virtual port has a parameter that its type does not support: libvirt's
 * virNetDevVPortProfileCheckNoExtras().
 */
static bool has_extra_parameter(vml_context *ctx, const xmlNode *port)
{
	static const char *const types[][2] = {
		{ "802.1Qbg", "profileid|interfaceid" },
		{ "802.1Qbh", "managerid|typeid|typeidversion|instanceid|interfaceid" },
		{ "openvswitch", "managerid|typeid|typeidversion|instanceid" },
	};
	const xmlNode *parameters = vml_child(port, "parameters");

	(void)ctx;
	for (size_t i = 0; parameters && i < sizeof(types) / sizeof(*types); i++) {
		if (!vml_attr_is(port, "@type", types[i][0]))
			continue;
		for (const xmlAttr *it = parameters->properties; it; it = it->next)
			if (vml_one_of((const char *)it->name, types[i][1]))
				return true;
	}
	return false;
}

/*
 * Checks of libvirt: virDomainNetDefParseXML(), virDomainNetDefValidate(),
 * virNetDevVPortProfileCheckComplete().
 */
static const vml_refusal rows[] = {
	{ .on = "portForward",
		.since = VML_RELEASE(11, 1),
		.terms = { VML_IS_NOT("../backend/@type", "passt"), VML_CALL(vml_has_slirp) },
		.message = "only an interface with the backend passt can forward ports",
		.remedy =
			"Add <backend type='passt'/> to an interface of type user, or remove "
			"<portForward>. Without passt, libvirt before 11.1 ignores <portForward>." },
	{ .on = "range",
		.terms = { VML_LACKS("@start"), VML_ANY("@end|@to|@exclude"),
			VML_IS("../../backend/@type", "passt") },
		.message = "a range of forwarded ports must have a start",
		.remedy = "Set start='...' to the first port." },
	{ .on = "port",
		.terms = { VML_IS("@isolated", "yes"), VML_IS_NOT("../@type", "network|bridge") },
		.at = "@isolated",
		.message = "only interfaces of type network and bridge can be isolated",
		.remedy = "Removes <port>.",
		.fix = "remove ." },
	{ .on = "port",
		.terms = { VML_IS("@isolated", "yes"), VML_IS("../@type", "network|bridge"),
			VML_FILLED("../virtualport/@type") },
		.at = "@isolated",
		.message = "an interface with a virtual port cannot be isolated",
		.remedy = "Remove <port>, or the virtual port." },
	{ .on = "virtualport",
		.terms = { VML_IS_NOT("../@type", "network|bridge|direct|hostdev") },
		.message = "an interface of this type cannot have a virtual port",
		.remedy = "Removes <virtualport>.",
		.fix = "remove ." },
	{ .on = "virtualport",
		.terms = { VML_LACKS("@type"), VML_IS("../@type", "bridge|direct|hostdev") },
		.message = "the virtual port must have a type",
		.remedy = "Set type='openvswitch' for an Open vSwitch bridge, or the type that "
			  "the switch requires." },
	{ .on = "virtualport",
		.terms = { VML_IS("@type", "802.1Qbg"), VML_IS("../@type", "bridge|direct|hostdev"),
			VML_LACKS("parameters/@managerid") },
		.message = "a virtual port of type 802.1Qbg must have a managerid",
		.remedy = "Add managerid='...', which the network's administrator assigns, to "
			  "<parameters>." },
	{ .on = "virtualport",
		.terms = { VML_IS("@type", "802.1Qbg"), VML_IS("../@type", "bridge|direct|hostdev"),
			VML_LACKS("parameters/@typeid") },
		.message = "a virtual port of type 802.1Qbg must have a typeid",
		.remedy = "Add typeid='...', which the network's administrator assigns, to "
			  "<parameters>." },
	{ .on = "virtualport",
		.terms = { VML_IS("@type", "802.1Qbg"), VML_IS("../@type", "bridge|direct|hostdev"),
			VML_LACKS("parameters/@typeidversion") },
		.message = "a virtual port of type 802.1Qbg must have a typeidversion",
		.remedy = "Add typeidversion='...', which the network's administrator assigns, to "
			  "<parameters>." },
	{ .on = "virtualport",
		.terms = { VML_IS("@type", "802.1Qbh"), VML_IS("../@type", "bridge|direct|hostdev"),
			VML_LACKS("parameters/@profileid") },
		.message = "a virtual port of type 802.1Qbh must have a profileid",
		.remedy = "Add profileid='...', the name of the port profile on the switch, to "
			  "<parameters>." },
	{ .on = "virtualport",
		.terms = { VML_IS("@type", "midonet"), VML_IS("../@type", "bridge|direct|hostdev"),
			VML_LACKS("parameters/@interfaceid") },
		.message = "a virtual port of type midonet must have an interfaceid",
		.remedy =
			"Add interfaceid='...', the UUID of the port in MidoNet, to <parameters>." },
	{ .on = "virtualport",
		.terms = { VML_HAS("@type"), VML_CALL(has_extra_parameter) },
		.at = "parameters",
		.message = "<parameters> has an attribute that this type of virtual port lacks",
		.remedy = "Remove the attribute: openvswitch has interfaceid and profileid, "
			  "802.1Qbh has profileid, 802.1Qbg has managerid, typeid, typeidversion "
			  "and instanceid." },
	{ 0 },
};

const vml_rule vml_rules_net_rejected_port[] = {
	{
		.id = "net-rejected-port",
		.summary = "virtual port or forwarded port that libvirt rejects",
		.why = "A virtual port exists only for some types of interfaces and "
		       "must have the parameters of its type; only passt forwards "
		       "ports. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the interface. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface/portForward|devices/interface/portForward/range|"
			"devices/interface/port|devices/interface/virtualport",
		.refusals = rows,
	},
	{ 0 },
};
