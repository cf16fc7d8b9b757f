/* Grammar of <interface>. */
#include "tables.h"

static const vml_grammar_item interface_source_vdpa[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_word mac_table_managers[] = { W("kernel"), W("libvirt"), W_END };
static const vml_grammar_item interface_source_bridge[] = {
	ATTR("bridge", TEXT, FLAGS(REQUIRED)),
	WORD("macTableManager", mac_table_managers),
	ATTR("network", TEXT),
	ATTR("portgroup", DEVICE_NAME),
	ATTR("portid", UUID),
	END,
};

static const vml_grammar_word interface_source_direct_modes[] = { W("bridge"), W("passthrough"),
	W("private"), W("vepa"), W_END };
static const vml_grammar_item interface_source_direct[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(REQUIRED)),
	WORD("mode", interface_source_direct_modes, FLAGS(REJECTS)),
	ATTR("network", TEXT),
	ATTR("portgroup", DEVICE_NAME),
	ATTR("portid", UUID),
	END,
};

static const vml_grammar_item interface_source_ethernet[] = {
	CHILD("ip", vml_items_hostdev_ip_net, FLAGS(MANY)),
	CHILD("route", vml_items_hostdev_route_net, FLAGS(MANY)),
	END,
};

static const vml_grammar_item interface_source_client_mcast[] = {
	ATTR("address", IPV4, FLAGS(REQUIRED | LAX)),
	ATTR("port", INT, RANGE(-1, 65535), FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_item interface_source_vds[] = {
	ATTR("switchid", UUID, FLAGS(REQUIRED | REJECTS)),
	ATTR("portid", INT, FLAGS(REJECTS)),
	ATTR("portgroupid", TEXT),
	ATTR("connectionid", INT, FLAGS(REJECTS)),
	END,
};

/* <source> of a user interface: the network interface of the host that passt uses */
static const vml_grammar_item interface_source_user[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item interface_source_vhostuser[] = {
	WORD("type", vml_words_disk_source_vhostuser_types, FLAGS(REJECTS)),
	ATTR("path", ABS_PATH, FLAGS(LAX)),
	WORD("mode", vml_words_modes, FLAGS(REJECTS)),
	ATTR("dev", DEVICE_NAME, SINCE(11, 1), FLAGS(LAX)),
	CHILD("reconnect", vml_items_reconnect),
	END,
};

static const vml_grammar_item interface_source_server[] = {
	ATTR("address", IPV4, FLAGS(LAX)),
	ATTR("port", INT, RANGE(-1, 65535), FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_word interface_source_hostdev_address_types[] = { W("pci"), W("usb"),
	W_END };
static const vml_grammar_item interface_source_hostdev_address[] = {
	WORD("type", interface_source_hostdev_address_types, FLAGS(REJECTS)),
	ATTR("domain", NUMBER, WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("bus", HEX, RANGE(0, 4095), WHEN(IS_NOT("type", "pci")),
		FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("bus", NUMBER, RANGE(0, 255), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("slot", NUMBER, RANGE(0, 31), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("function", NUMBER, RANGE(0, 7), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	WORD("multifunction", vml_words_on_off, WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("device", HEX, RANGE(0, 4095), WHEN(IS("type", ABSENT)), FLAGS(REJECTS)),
	ATTR("device", HEX, RANGE(0, 4095), WHEN(IS("type", "usb")),
		FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("port", USB_PORT, WHEN(IS("type", ABSENT)), SINCE(11, 9), FLAGS(LAX)),
	END,
};

static const vml_grammar_item interface_source_hostdev[] = {
	WORD("missing", vml_words_yes_no),
	CHILD("vendor", vml_items_only_id),
	CHILD("product", vml_items_only_id),
	CHILD("address", interface_source_hostdev_address),
	END,
};

static const vml_grammar_item interface_source_internal[] = {
	ATTR("name", DEVICE_NAME, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item interface_source_network[] = {
	ATTR("network", TEXT, FLAGS(REQUIRED)),
	ATTR("portgroup", DEVICE_NAME, FLAGS(LAX)),
	ATTR("portid", UUID),
	ATTR("bridge", TEXT),
	WORD("macTableManager", mac_table_managers),
	END,
};

static const vml_grammar_item interface_source_udp[] = {
	ATTR("address", IPV4, FLAGS(REQUIRED | LAX)),
	ATTR("port", INT, RANGE(-1, 65535), FLAGS(REQUIRED | LAX | REJECTS)),
	CHILD("local", interface_source_client_mcast, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item interface_virtualport_bridge_parameters_midonet[] = {
	ATTR("interfaceid", UUID, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item interface_virtualport_bridge_parameters_802_1_qbh[] = {
	ATTR("profileid", TEXT, RANGE(0, 39)),
	END,
};

static const vml_grammar_item interface_virtualport_bridge_parameters_802_1_qbg[] = {
	ATTR("managerid", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("typeid", NUMBER, RANGE(0, 16777215), FLAGS(REJECTS)),
	ATTR("typeidversion", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("instanceid", UUID, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item interface_virtualport_bridge_parameters_openvswitch[] = {
	ATTR("profileid", TEXT, RANGE(0, 39)),
	ATTR("interfaceid", UUID, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item parameters[] = {
	ATTR("managerid", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("typeid", NUMBER, RANGE(0, 16777215), FLAGS(REJECTS)),
	ATTR("typeidversion", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("instanceid", UUID, FLAGS(REJECTS)),
	ATTR("profileid", TEXT, RANGE(0, 39)),
	ATTR("interfaceid", UUID, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word interface_virtualport_bridge_types[] = { W("802.1Qbg"), W("802.1Qbh"),
	W("midonet"), W("openvswitch"), W_END };
static const vml_grammar_item interface_virtualport_bridge[] = {
	WORD("type", interface_virtualport_bridge_types, FLAGS(REJECTS)),
	CHILD("parameters", interface_virtualport_bridge_parameters_midonet,
		WHEN(IS("type", "midonet")), FLAGS(REQUIRED)),
	CHILD("parameters", interface_virtualport_bridge_parameters_802_1_qbh,
		WHEN(IS("type", "802.1Qbh"))),
	CHILD("parameters", interface_virtualport_bridge_parameters_802_1_qbg,
		WHEN(IS("type", "802.1Qbg"))),
	CHILD("parameters", interface_virtualport_bridge_parameters_openvswitch,
		WHEN(IS("type", "openvswitch"))),
	CHILD("parameters", parameters, WHEN(IS("type", ABSENT))),
	END,
};

static const vml_grammar_word interface_link_states[] = { W("down"), W("up"), W_END };
static const vml_grammar_item interface_link[] = {
	WORD("state", interface_link_states, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item mtu[] = {
	ATTR("size", UINT, RANGE(0, 65535), FLAGS(SCHEMA_REQUIRED | LAX | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item frames[] = {
	ATTR("max", UINT, FLAGS(REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item rx[] = {
	CHILD("frames", frames),
	END,
};

static const vml_grammar_item coalesce[] = {
	CHILD("rx", rx),
	END,
};

static const vml_grammar_item interface_target[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(SCHEMA_REQUIRED | LAX)),
	WORD("managed", vml_words_yes_no, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item guest[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(LAX)),
	ATTR("actual", DEVICE_NAME, FLAGS(LAX)),
	END,
};

static const vml_grammar_word mac_types[] = { W("generated"), W("static"), W_END };
static const vml_grammar_item mac[] = {
	ATTR("address", MAC_UNICAST, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	WORD("type", mac_types, FLAGS(REJECTS)),
	WORD("check", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("currentAddress", MAC_UNICAST, SINCE(11, 2)),
	END,
};

static const vml_grammar_item range[] = {
	ATTR("start", UINT, RANGE(0, 65535), FLAGS(REQUIRED | LAX | REJECTS)),
	ATTR("end", UINT, RANGE(0, 65535), FLAGS(LAX | REJECTS)),
	ATTR("to", UINT, RANGE(0, 65535), FLAGS(LAX | REJECTS)),
	WORD("exclude", vml_words_yes_no, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word port_forward_protos[] = { W("tcp"), W("udp"), W_END };
static const vml_grammar_item port_forward[] = {
	WORD("proto", port_forward_protos, FLAGS(REQUIRED | REJECTS)),
	ATTR("address", IP, FLAGS(REJECTS)),
	ATTR("dev", DEVICE_NAME, FLAGS(LAX)),
	CHILD("range", range, FLAGS(MANY)),
	END,
};

static const vml_grammar_item only_path[] = {
	ATTR("path", PATH, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item interface_model[] = {
	ATTR("type", ZONE, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word interface_backend_types[] = { W_SINCE("default", 9, 1), W("passt"),
	W_END };
static const vml_grammar_item interface_backend[] = {
	WORD("type", interface_backend_types, FLAGS(REJECTS)),
	ATTR("tap", ABS_PATH, FLAGS(LAX)),
	ATTR("vhost", ABS_PATH),
	ATTR("logFile", ABS_PATH, FLAGS(LAX)),
	ATTR("hostname", HOST, SINCE(11, 8)),
	ATTR("fqdn", HOST, SINCE(11, 8)),
	END,
};

static const vml_grammar_item interface_driver_host_kvm[] = {
	WORD("csum", vml_words_on_off, FLAGS(REJECTS)),
	WORD("gso", vml_words_on_off, FLAGS(REJECTS)),
	WORD("tso4", vml_words_on_off, FLAGS(REJECTS)),
	WORD("tso6", vml_words_on_off, FLAGS(REJECTS)),
	WORD("ecn", vml_words_on_off, FLAGS(REJECTS)),
	WORD("ufo", vml_words_on_off, FLAGS(REJECTS)),
	WORD("mrg_rxbuf", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item interface_driver_guest_kvm[] = {
	WORD("csum", vml_words_on_off, FLAGS(REJECTS)),
	WORD("tso4", vml_words_on_off, FLAGS(REJECTS)),
	WORD("tso6", vml_words_on_off, FLAGS(REJECTS)),
	WORD("ecn", vml_words_on_off, FLAGS(REJECTS)),
	WORD("ufo", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word interface_driver_names[] = { W("kvm"), W("qemu"), W("vfio"),
	W("vhost"), W("xen"), W_END };
static const vml_grammar_word interface_driver_hostdev_names[] = {
	/* removed by Linux 4.12 */ W_OLD("kvm"), W("vfio"), W("xen"), W_END
};
static const vml_grammar_word interface_driver_txmodes[] = { W("iothread"), W("timer"), W_END };
static const vml_grammar_item interface_driver[] = {
	WORD("name", interface_driver_hostdev_names, WHEN(AT(1, "type", "hostdev")),
		FLAGS(REJECTS)),
	WORD("name", interface_driver_names, WHEN(NOT_AT(1, "type", "hostdev")), FLAGS(REJECTS)),
	ATTR("model", GENERIC_NAME, WHEN(IS_NOT("name", "qemu", "vhost")), SINCE(10, 0)),
	WORD("iommufd", vml_words_yes_no, WHEN(IS_NOT("name", "qemu", "vhost")), SINCE(12, 1),
		FLAGS(REJECTS)),
	ATTR("queues", UINT, RANGE(1, 4294967295U), WHEN(IS("name", ABSENT, "qemu", "vhost")),
		FLAGS(LAX | REJECTS)),
	ATTR("rx_queue_size", UINT, RANGE(1, 4294967295U),
		WHEN(IS("name", ABSENT, "qemu", "vhost")), FLAGS(LAX | REJECTS)),
	ATTR("tx_queue_size", UINT, RANGE(1, 4294967295U),
		WHEN(IS("name", ABSENT, "qemu", "vhost")), FLAGS(LAX | REJECTS)),
	WORD("txmode", interface_driver_txmodes, WHEN(IS("name", ABSENT, "qemu", "vhost")),
		FLAGS(REJECTS)),
	WORD("ioeventfd", vml_words_on_off, WHEN(IS("name", ABSENT, "qemu", "vhost")),
		FLAGS(REJECTS)),
	WORD("event_idx", vml_words_on_off, WHEN(IS("name", ABSENT, "qemu", "vhost")),
		FLAGS(REJECTS)),
	WORD("rss", vml_words_on_off, SINCE(8, 3), FLAGS(REJECTS)),
	WORD("rss_hash_report", vml_words_on_off, SINCE(8, 3), FLAGS(REJECTS)),
	CHILD("host", interface_driver_host_kvm, WHEN(IS("name", ABSENT, "qemu", "vhost"))),
	CHILD("host", interface_driver_host_kvm, WHEN(IS("name", "kvm", "vfio", "xen"))),
	CHILD("guest", interface_driver_guest_kvm, WHEN(IS("name", ABSENT, "qemu", "vhost"))),
	CHILD("guest", interface_driver_guest_kvm, WHEN(IS("name", "kvm", "vfio", "xen"))),
	INCLUDE(vml_items_virtio_options),
	END,
};

static const vml_grammar_item parameter[] = {
	ATTR("name", FILTER_NAME, FLAGS(SCHEMA_REQUIRED)),
	ATTR("value", FILTER_VALUE, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item filterref[] = {
	ATTR("filter", TEXT, FLAGS(SCHEMA_REQUIRED)),
	CHILD("parameter", parameter, FLAGS(MANY)),
	END,
};

static const vml_grammar_item tune[] = {
	CHILD("sndbuf", vml_items_string_ulong),
	END,
};

static const vml_grammar_item inbound[] = {
	ATTR("average", ULONG, RANGE(1, 18014398509481984LL), FLAGS(LAX | REJECTS)),
	ATTR("peak", ULONG, RANGE(1, 18014398509481984LL), FLAGS(LAX | REJECTS)),
	ATTR("floor", ULONG, RANGE(1, 18014398509481984LL), FLAGS(LAX | REJECTS)),
	ATTR("burst", ULONG, RANGE(1, 4294967295U), FLAGS(LAX | REJECTS)),
	END,
};

static const vml_grammar_item bandwidth[] = {
	ATTR("classID", UINT, RANGE(1, 4294967295U), FLAGS(REJECTS)),
	CHILD("inbound", inbound, FLAGS(REJECTS_REPEAT)),
	CHILD("outbound", inbound, FLAGS(REJECTS_REPEAT)),
	END,
};

static const vml_grammar_word tag_native_modes[] = { W("tagged"), W("untagged"), W_END };
static const vml_grammar_item tag[] = {
	ATTR("id", UINT, RANGE(0, 4095), FLAGS(REQUIRED | REJECTS)),
	WORD("nativeMode", tag_native_modes, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item vlan[] = {
	WORD("trunk", vml_words_yes_no, FLAGS(REJECTS | EMPTY_ABSENT)),
	CHILD("tag", tag, FLAGS(REQUIRED | MANY)),
	END,
};

static const vml_grammar_item port[] = {
	WORD("isolated", vml_words_yes_no, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word interface_types[] = { W("bridge"), W("client"), W("direct"),
	W("ethernet"), W("hostdev"), W("internal"), W("mcast"), W("network"), W_SINCE("null", 8, 7),
	W("server"), W("udp"), W("user"), W_SINCE("vdpa", 6, 9), W_SINCE("vds", 8, 7),
	W_SINCE("vhostuser", 7, 1), W_END };
const vml_grammar_item vml_items_interface[] = {
	WORD("type", interface_types, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	WORD("managed", vml_words_yes_no, WHEN(IS("type", "hostdev"))),
	WORD("trustGuestRxFilters", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("source", interface_source_user, WHEN(IS("type", "user"))),
	CHILD("source", interface_source_bridge, WHEN(IS("type", "bridge")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_direct, WHEN(IS("type", "direct")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_ethernet, WHEN(IS("type", "ethernet"))),
	CHILD("source", interface_source_client_mcast, WHEN(IS("type", "client", "mcast")),
		FLAGS(REQUIRED)),
	CHILD("source", interface_source_vds, WHEN(IS("type", "vds")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_vhostuser, WHEN(IS("type", "vhostuser"))),
	CHILD("source", interface_source_server, WHEN(IS("type", "server")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_hostdev, WHEN(IS("type", "hostdev")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_internal, WHEN(IS("type", "internal")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_vdpa, WHEN(IS("type", "vdpa")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_network, WHEN(IS("type", "network")), FLAGS(REQUIRED)),
	CHILD("source", interface_source_udp, WHEN(IS("type", "udp")), FLAGS(REQUIRED)),
	CHILD("virtualport", interface_virtualport_bridge,
		WHEN(IS("type", "bridge", "direct", "hostdev", "network"))),
	CHILD("link", interface_link),
	CHILD("mtu", mtu),
	CHILD("coalesce", coalesce),
	CHILD("target", interface_target),
	CHILD("guest", guest),
	CHILD("mac", mac),
	CHILD("ip", vml_items_hostdev_ip_net, FLAGS(MANY)),
	CHILD("route", vml_items_hostdev_route_net, FLAGS(MANY)),
	CHILD("portForward", port_forward, FLAGS(MANY)),
	CHILD("script", only_path),
	CHILD("downscript", only_path),
	CHILD("backenddomain", vml_items_backenddomain),
	CHILD("model", interface_model),
	CHILD("backend", interface_backend),
	CHILD("driver", interface_driver),
	CHILD("filterref", filterref),
	CHILD("tune", tune),
	CHILD("boot", vml_items_disk_boot),
	CHILD("rom", vml_items_rom),
	CHILD("bandwidth", bandwidth),
	CHILD("vlan", vlan),
	CHILD("port", port),
	CHILD("teaming", vml_items_hostdev_teaming_pci),
	INCLUDE(vml_items_device),
	END,
};
