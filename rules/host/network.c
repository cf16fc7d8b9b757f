/*
 * Virtual networks that the host lacks, that are not active, or that do not support the settings of
 * an interface.
 */
#include <vmlint/host.h>
#include <vmlint/state.h>

#include <string.h>

/* node: element with the attribute 'network' */
static void check_active(vml_context *ctx, xmlNode *node, const vml_host_network *network)
{
	vml_finding *finding;

	if (network->active != VML_NO)
		return;
	finding = vml_report_attr(ctx, node, "network",
		"%s uses network '%s', which is not active: the guest does not start",
		vml_device_name(ctx, node), network->name);
	vml_remedy(finding, "Start the network on the host with \"virsh net-start %s\"%s%s.",
		vml_shell(ctx, network->name),
		network->autostart == VML_NO
			? ", and at each boot of the host with \"virsh net-autostart "
			: "",
		network->autostart == VML_NO
			? vml_format(ctx, "%s\"", vml_shell(ctx, network->name))
			: "");
	/*
	 * an error if the guest is shut off: it cannot be started now. Otherwise a warning, because
	 * libvirtd starts the network when it starts itself, for example at boot.
	 */
	if (network->autostart == VML_YES && !vml_guest_is_shut_off(ctx))
		vml_lower_severity(finding, VML_WARNING);
}

/* Report a network that does not exist. node: element with the attribute 'network' */
static void report_missing(vml_context *ctx, xmlNode *node)
{
	const char *name = vml_attr(node, "@network");
	const char *names = vml_host_network_names(ctx, vml_host_of(ctx));
	vml_finding *finding = vml_report_attr(ctx, node, "network",
		"%s uses network '%s', which does not exist: the guest does not start",
		vml_device_name(ctx, node), name);

	if (*names)
		vml_remedy(finding,
			"Use a network of the host (%s), or define the missing network there with "
			"\"virsh net-define FILE\" and \"virsh net-start %s\".",
			names, vml_shell(ctx, name));
}

/* Kinds of connections to a network, as bits. */
enum {
	ROUTED = 1 << 0, /* to a bridge that libvirt creates */
	BRIDGE = 1 << 1, /* to a Linux bridge of the host */
	SWITCH = 1 << 2, /* to a bridge of Open vSwitch */
	MACVTAP = 1 << 3,
	PASSTHROUGH = 1 << 4, /* macvtap that occupies its device */
	HOSTDEV = 1 << 5,
};

/* Source: networkAllocatePort() in src/network/bridge_driver.c of libvirt. */
static const struct kind {
	unsigned int bit;
	const char *modes; /* forward/@mode */
	bool has_bridge;
	const char *virtualports; /* types of virtual ports that it supports */
	const char *what;	  /* for messages, after the name of the network */
} kinds[] = {
	{ ROUTED, "|nat|route|open", true, "", "uses a bridge that libvirt creates" },
	{ BRIDGE, "bridge", true, "openvswitch", "uses a bridge of the host" },
	{ SWITCH, "bridge", true, "openvswitch", "uses Open vSwitch" },
	{ MACVTAP, "bridge|private|vepa", false, "802.1Qbg|802.1Qbh", "uses macvtap devices" },
	{ PASSTHROUGH, "passthrough", false, "802.1Qbg|802.1Qbh", "uses macvtap devices" },
	{ HOSTDEV, "hostdev", false, "802.1Qbg|802.1Qbh", "passes through PCI devices" },
};

/*
 * Return the kind of connections to the network; NULL if it is unknown.
 *
 * virtualport: type of the virtual port of the connection
 */
static const struct kind *kind_of(const vml_host_network *network, const char *virtualport)
{
	const unsigned int other = strcmp(virtualport, "openvswitch") ? SWITCH : BRIDGE;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const char *modes = kinds[i].modes;

		/* libvirt names each bridge that it creates: mode 'bridge' without a name is macvtap */
		if (kinds[i].bit != other && kinds[i].has_bridge == (*network->bridge != '\0') &&
			(*network->forward ? vml_one_of(network->forward, modes) : *modes == '|'))
			return &kinds[i];
	}
	return NULL;
}

/*
 * Settings of an interface that libvirt rejects at the start, when it knows the network:
 * virDomainActualNetDefValidate(), qemuDomainValidateActualNetDef().
 */
static const struct setting {
	const char *element, *attr; /* attr: "@isolated"; "": the element itself */
	const char *value;	    /* "": any */
	const char *has;	    /* for messages, after the name of the interface */
	unsigned int rejected;	    /* by these kinds of connections */
	/* VML_RELEASE of the first libvirt that accepts it; 0: none does */
	unsigned int until;
	const char *remedy;
} settings[] = {
	{ "vlan", "", "", "has VLAN tags", ROUTED | MACVTAP, 0,
		"Remove <vlan>, and use a network with a bridge on a VLAN device of the host, such "
		"as eth0.42." },
	{ "vlan", "", "", "has VLAN tags", BRIDGE, VML_RELEASE(11, 0),
		"Remove <vlan>, and use a network with a bridge on a VLAN device of the host, such "
		"as eth0.42. libvirt 11.0 and newer support VLAN tags on such a bridge." },
	{ "filterref", "", "", "has a network filter", SWITCH | MACVTAP | PASSTHROUGH | HOSTDEV, 0,
		"Remove <filterref>, or use a network with a Linux bridge." },
	{ "port", "@isolated", "yes", "has an isolated port",
		SWITCH | MACVTAP | PASSTHROUGH | HOSTDEV, 0,
		"Remove <port>, or use a network with a Linux bridge." },
	{ "backend", "@tap", "", "specifies the path of a tap device",
		MACVTAP | PASSTHROUGH | HOSTDEV, 0,
		"Remove the attribute 'tap', or use a network with a bridge." },
	{ "teaming", "@type", "transient", "is the transient interface of a team",
		ROUTED | BRIDGE | SWITCH | MACVTAP | PASSTHROUGH, 0,
		"Use a network of mode 'hostdev' for this interface, or remove <teaming>." },
};

static void check_setting(vml_context *ctx, const xmlNode *interface,
	const vml_host_network *network, const struct kind *kind, const struct setting *setting)
{
	const xmlNode *element = vml_child(interface, setting->element);
	const unsigned int release = vml_host_target(vml_host_of(ctx)).libvirt;
	const char *attr = setting->attr;

	if (!element || (*attr && !*vml_attr(element, attr)) ||
		(*setting->value && !vml_attr_is(element, attr, setting->value)))
		return;
	/* libvirt before 7.0 ignores some of them; 0: the release is unknown */
	if (release < VML_RELEASE(7, 0) || (setting->until && release >= setting->until))
		return;
	vml_remedy(
		vml_report_attr(ctx, element, attr + (*attr == '@'),
			"%s %s, but network '%s' %s: the guest does not start",
			vml_device_name(ctx, interface), setting->has, network->name, kind->what),
		"%s", setting->remedy);
}

static void check_virtualport(vml_context *ctx, const xmlNode *interface,
	const vml_host_network *network, const struct kind *kind, const char *type)
{
	const xmlNode *own = vml_child(interface, "virtualport");
	vml_finding *finding;

	/* type and network->virtualport differ only if both are specified */
	if (*network->virtualport && strcmp(type, network->virtualport) != 0) {
		finding = vml_report_attr(ctx, own, "type",
			"%s has a virtual port of type '%s', but network '%s' requires type '%s': "
			"the guest does not start",
			vml_device_name(ctx, interface), type, network->name, network->virtualport);
		vml_remedy(finding, "Remove <virtualport>, or set its type to '%s'.",
			network->virtualport);
		return;
	}
	if ((!own && !*type) || (*type && vml_one_of(type, kind->virtualports)))
		return;
	finding = vml_report_attr(ctx, own ? own : vml_child(interface, "source"),
		own ? "type" : "network",
		"%s has a virtual port %s%s%s, but network '%s' %s: the guest does not start",
		vml_device_name(ctx, interface), *type ? "of type '" : "without a type", type,
		*type ? "'" : "", network->name, kind->what);
	vml_remedy(finding, "Remove <virtualport>%s%s.",
		own ? ""
		    : vml_format(ctx,
			      " from the network with \"virsh net-edit %s\", and restart it",
			      vml_shell(ctx, network->name)),
		kind->bit == BRIDGE ? ", or use a network with an Open vSwitch bridge, and set "
				      "type='openvswitch'"
			: kind->bit == ROUTED ? ""
					      : ", or set its type to '802.1Qbg' or '802.1Qbh'");
}

/* Report a guaranteed bandwidth in a network that has none to divide: networkCheckBandwidth(). */
static void check_floor(vml_context *ctx, const xmlNode *interface, const vml_host_network *network,
	const struct kind *kind)
{
	const xmlNode *inbound = vml_find(interface, "bandwidth/inbound");
	uint64_t floor = 0;

	vml_number(vml_attr(inbound, "@floor"), &floor);
	if (!floor || network->has_inbound)
		return;
	vml_remedy(vml_report_attr(ctx, inbound, "floor",
			   "%s has a guaranteed bandwidth, but network '%s' %s: the guest does "
			   "not start",
			   vml_device_name(ctx, interface), network->name,
			   kind->bit == ROUTED ? "has no inbound bandwidth" : kind->what),
		"Remove the attribute 'floor'%s.",
		kind->bit == ROUTED
			? vml_format(ctx,
				  ", or add <bandwidth><inbound average='...'/></bandwidth> to the "
				  "network with \"virsh net-edit %s\", and restart it",
				  vml_shell(ctx, network->name))
			: "");
}

/* Report networks without a device that the interface could use. */
static void check_devices(vml_context *ctx, const xmlNode *interface,
	const vml_host_network *network, const struct kind *kind)
{
	const vml_host *host = vml_host_of(ctx);
	xmlNode *source = vml_child(interface, "source");
	const char *const *names = network->devices;

	if (kind->has_bridge || network->has_functions)
		return;
	if (!*names) {
		vml_remedy(vml_report_attr(ctx, source, "network",
				   "%s uses network '%s', which has no device of the host: the "
				   "guest does not start",
				   vml_device_name(ctx, interface), network->name),
			"Add the devices to <forward> in the network with \"virsh net-edit %s\", "
			"and restart it.",
			vml_shell(ctx, network->name));
		return;
	}
	for (size_t i = 0; names[i]; i++)
		if (vml_host_interface(host, names[i]) != VML_NO)
			return;
	vml_remedy(vml_report_attr(ctx, source, "network",
			   "%s uses network '%s', whose device %s does not exist: the guest does "
			   "not start",
			   vml_device_name(ctx, interface), network->name, *names),
		"Find the device on the host with 'ip link', correct <forward> in the network with "
		"\"virsh net-edit %s\", and restart it.",
		vml_shell(ctx, network->name));
}

/* Check whether libvirt can connect the interface to the network, which exists. */
static void check_connection(
	vml_context *ctx, const xmlNode *interface, const vml_host_network *network)
{
	const char *type = vml_host_virtualport(network, interface);
	const struct kind *kind = kind_of(network, type);

	if (!kind)
		return;
	check_virtualport(ctx, interface, network, kind, type);
	check_devices(ctx, interface, network, kind);
	check_floor(ctx, interface, network, kind);
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++)
		if (settings[i].rejected & kind->bit)
			check_setting(ctx, interface, network, kind, &settings[i]);
}

static void check_interface(vml_context *ctx, xmlNode *interface)
{
	xmlNode *source = vml_child(interface, "source");
	const char *name = vml_attr(source, "@network");
	const vml_host_network *network;
	vml_tristate exists;

	if (!vml_attr_is(interface, "@type", "network") || !*name)
		return;
	exists = vml_host_network_by_name(vml_host_of(ctx), name, &network);
	if (exists == VML_NO)
		report_missing(ctx, source);
	if (!network)
		return;
	check_active(ctx, source, network);
	/* the network may have been changed since a running guest was connected */
	if (!(vml_facts_of(ctx)->gates & VML_WHEN_LIVE))
		check_connection(ctx, interface, network);
}

/* Check the network on whose address a display listens: qemuProcessGetNetworkAddress(). */
static void check_listen(vml_context *ctx, xmlNode *listen)
{
	const xmlNode *graphics = vml_parent(listen);
	const char *name = vml_attr(listen, "@network");
	const vml_host_network *network;
	const struct kind *kind;

	/* with @socket, libvirt ignores <listen> */
	if (!vml_attr_is(listen, "@type", "network") || !*name ||
		!vml_one_of(vml_attr(graphics, "@type"), "vnc|spice") ||
		vml_has_attr(graphics, "@socket"))
		return;
	if (vml_host_network_by_name(vml_host_of(ctx), name, &network) == VML_NO)
		report_missing(ctx, listen);
	kind = network ? kind_of(network, "") : NULL;
	if (!kind)
		return;
	if (kind->bit == ROUTED && network->has_address)
		check_active(ctx, listen, network);
	if (vml_facts_of(ctx)->gates & VML_WHEN_LIVE)
		return; /* the network may have been changed since the guest was started */
	if (kind->bit == HOSTDEV || (kind->bit == ROUTED && !network->has_address) ||
		(!kind->has_bridge && !*network->devices && !network->has_functions))
		vml_remedy(vml_report_attr(ctx, listen, "network",
				   "%s listens on the address of network '%s', which has none: the "
				   "guest does not start",
				   vml_device_name(ctx, graphics), network->name),
			"Use <listen type='address' address='...'/>, or a network that has an IP "
			"address: <ip> in \"virsh net-dumpxml NAME\".");
}

static void check(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "listen"))
		check_listen(ctx, node);
	else
		check_interface(ctx, node);
}

const vml_rule vml_rules_host_network[] = {
	{
		.id = "host-network",
		.summary = "virtual network is missing or inactive, or does not support a setting",
		.why = "libvirt connects the interface when the guest starts, and refuses to start "
		       "the guest without the network. It neither creates nor starts networks "
		       "for a guest. Whether a network supports VLAN tags, virtual ports or other "
		       "settings of an interface depends on its forward mode, so libvirt checks "
		       "them only when the guest starts.",
		.remedy =
			"Define the network on the host with 'virsh net-define FILE', start it "
			"with 'virsh net-start NAME'; 'virsh net-autostart NAME' makes libvirt "
			"start it at each boot. 'virsh net-dumpxml NAME' prints its forward mode.",
		.url = "https://libvirt.org/formatdomain.html#virtual-network",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NETWORKS,
		.each = "devices/interface|devices/graphics/listen",
		.check = check,
	},
	{ 0 },
};
