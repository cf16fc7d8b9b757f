/* Grammar of <hostdev> and <redirdev>. */
#include "tables.h"

static const vml_grammar_word hostdev_driver_pci_names[] = {
	/* removed by Linux 4.12 */ W_OLD("kvm"), W("vfio"), W("xen"), W_END
};
static const vml_grammar_item hostdev_driver_pci[] = {
	WORD("name", hostdev_driver_pci_names, FLAGS(REJECTS)),
	ATTR("model", GENERIC_NAME, SINCE(10, 0), FLAGS(LAX)),
	WORD("iommufd", vml_words_yes_no, SINCE(12, 1), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word hostdev_source_scsi_host_protocols[] = { W("vhost"), W_END };
static const vml_grammar_item hostdev_source_scsi_host[] = {
	WORD("protocol", hostdev_source_scsi_host_protocols, FLAGS(REQUIRED | REJECTS)),
	ATTR("wwpn", NAA, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item hostdev_source_mdev_address[] = {
	ATTR("uuid", UUID, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item hostdev_source_mdev[] = {
	CHILD("address", hostdev_source_mdev_address, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item hostdev_source_misc[] = {
	CHILD("char", vml_items_string_abs_path, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item hostdev_source_storage[] = {
	CHILD("block", vml_items_string_abs_path, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item hostdev_source_scsi_adapter_adapter_parentaddr_scsi_host[] = {
	ATTR("unique_id", UINT, RANGE(1, 4294967295U)),
	CHILD("address", vml_items_hostdev_source_pci_address, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word hostdev_source_scsi_adapter_adapter_types[] = { W("fc_host"),
	W("scsi_host"), W_END };
static const vml_grammar_item hostdev_source_scsi_adapter_adapter[] = {
	WORD("type", hostdev_source_scsi_adapter_adapter_types),
	ATTR("name", TEXT, WHEN(IS_NOT("type", "fc_host"))),
	ATTR("parent", TEXT, WHEN(IS("type", "fc_host"))),
	WORD("managed", vml_words_yes_no, WHEN(IS("type", "fc_host"))),
	ATTR("parent_wwnn", WWN, WHEN(IS("type", "fc_host"))),
	ATTR("parent_wwpn", WWN, WHEN(IS("type", "fc_host"))),
	ATTR("parent_fabric_wwn", WWN, WHEN(IS("type", "fc_host"))),
	ATTR("wwnn", WWN, WHEN(IS("type", "fc_host")), FLAGS(SCHEMA_REQUIRED)),
	ATTR("wwpn", WWN, WHEN(IS("type", "fc_host")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("parentaddr", hostdev_source_scsi_adapter_adapter_parentaddr_scsi_host,
		WHEN(IS_NOT("type", "fc_host"))),
	END,
};

static const vml_grammar_item hostdev_source_scsi_address_adapter[] = {
	ATTR("bus", UINT, RANGE(0, 99), FLAGS(REQUIRED | LAX | REJECTS)),
	ATTR("target", ULONG, RANGE(0, 4294967295LL), FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", ULONG, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item hostdev_source_scsi_host_iscsi[] = {
	ATTR("name", TEXT, FLAGS(REQUIRED)),
	ATTR("port", INT, RANGE(-1, 65535), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word hostdev_source_scsi_protocols[] = { W("adapter"), W("iscsi"), W_END };
static const vml_grammar_item hostdev_source_scsi[] = {
	WORD("protocol", hostdev_source_scsi_protocols, FLAGS(REJECTS)),
	ATTR("name", TEXT, WHEN(IS("protocol", "iscsi")), FLAGS(REQUIRED)),
	CHILD("adapter", hostdev_source_scsi_adapter_adapter, WHEN(IS_NOT("protocol", "iscsi")),
		FLAGS(REQUIRED)),
	CHILD("address", hostdev_source_scsi_address_adapter, WHEN(IS_NOT("protocol", "iscsi")),
		FLAGS(REQUIRED)),
	CHILD("host", hostdev_source_scsi_host_iscsi, WHEN(IS("protocol", "iscsi")),
		FLAGS(REQUIRED | MANY)),
	CHILD("auth", vml_items_auth, WHEN(IS("protocol", "iscsi"))),
	CHILD("initiator", vml_items_hostdev_source_scsi_initiator_iscsi,
		WHEN(IS("protocol", "iscsi"))),
	END,
};

static const vml_grammar_item string_device_name[] = {
	STRING(DEVICE_NAME),
	END,
};

static const vml_grammar_item hostdev_source_net[] = {
	CHILD("interface", string_device_name, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item hostdev_source_usb_address[] = {
	ATTR("bus", HEX, RANGE(0, 4095), FLAGS(REQUIRED | REJECTS)),
	ATTR("device", HEX, RANGE(0, 4095), FLAGS(REJECTS)),
	ATTR("port", USB_PORT, SINCE(11, 9), FLAGS(LAX)),
	END,
};

static const vml_grammar_word hostdev_source_usb_guest_resets[] = { W("off"), W("on"),
	W("uninitialized"), W_END };
static const vml_grammar_item hostdev_source_usb[] = {
	WORD("startupPolicy", vml_words_startup_policies, FLAGS(REJECTS)),
	WORD("guestReset", hostdev_source_usb_guest_resets, FLAGS(REJECTS)),
	CHILD("vendor", vml_items_only_id),
	CHILD("product", vml_items_only_id),
	CHILD("address", hostdev_source_usb_address),
	END,
};

static const vml_grammar_item hostdev_source_pci[] = {
	WORD("startupPolicy", vml_words_startup_policies, FLAGS(REJECTS)),
	WORD("writeFiltering", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("address", vml_items_hostdev_source_pci_address, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word hostdev_modes[] = { W("subsystem"), W_END };
static const vml_grammar_word hostdev_modes_2[] = { W("capabilities"), W_END };
static const vml_grammar_word hostdev_types[] = { W("mdev"), W("misc"), W("net"), W("pci"),
	W("scsi"), W("scsi_host"), W("storage"), W("usb"), W_END };
static const vml_grammar_word hostdev_models[] = { W("vfio-ap"), W("vfio-ccw"), W("vfio-pci"),
	W_END };
const vml_grammar_item vml_items_hostdev[] = {
	WORD("mode", hostdev_modes, WHEN(IS_NOT("type", "misc", "net", "storage")), FLAGS(REJECTS)),
	WORD("mode", hostdev_modes_2, WHEN(IS("type", "misc", "net", "storage")),
		FLAGS(REQUIRED | REJECTS)),
	WORD("managed", vml_words_yes_no, WHEN(IS_NOT("type", "misc", "net", "storage"))),
	WORD("type", hostdev_types, FLAGS(REQUIRED | REJECTS)),
	WORD("ramfb", vml_words_on_off, WHEN(IS("type", "mdev")), FLAGS(REJECTS)),
	WORD("ramfb", vml_words_on_off, WHEN(IS("type", "pci")), SINCE(10, 3), FLAGS(REJECTS)),
	WORD("display", vml_words_on_off, WHEN(IS("type", "mdev")), FLAGS(REJECTS)),
	WORD("display", vml_words_on_off, WHEN(IS("type", "pci")), SINCE(10, 3), FLAGS(REJECTS)),
	WORD("sgio", vml_words_sgios, WHEN(IS("type", "scsi")), FLAGS(REJECTS)),
	WORD("rawio", vml_words_yes_no, WHEN(IS("type", "scsi")), FLAGS(REJECTS)),
	WORD("model", vml_words_models, WHEN(IS("type", "scsi_host")), FLAGS(REJECTS)),
	WORD("model", hostdev_models, WHEN(IS("type", "mdev")), FLAGS(REQUIRED | REJECTS)),
	CHILD("driver", hostdev_driver_pci, WHEN(IS("type", "pci"))),
	CHILD("teaming", vml_items_hostdev_teaming_pci, WHEN(IS("type", "pci"))),
	CHILD("source", hostdev_source_scsi_host, WHEN(IS("type", "scsi_host")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_mdev, WHEN(IS("type", "mdev")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_misc, WHEN(IS("type", "misc")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_storage, WHEN(IS("type", "storage")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_scsi, WHEN(IS("type", "scsi")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_net, WHEN(IS("type", "net")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", hostdev_source_usb, WHEN(IS("type", "usb")), FLAGS(REQUIRED)),
	CHILD("source", hostdev_source_pci, WHEN(IS("type", "pci")), FLAGS(REQUIRED)),
	CHILD("ip", vml_items_hostdev_ip_net, WHEN(IS("type", "net")), FLAGS(MANY)),
	CHILD("route", vml_items_hostdev_route_net, WHEN(IS("type", "net")), FLAGS(MANY)),
	CHILD("boot", vml_items_disk_boot),
	CHILD("rom", vml_items_rom),
	CHILD("readonly", vml_items_nothing),
	CHILD("shareable", vml_items_nothing),
	INCLUDE(vml_items_device),
	END,
};

const vml_grammar_item vml_items_redirdev[] = {
	WORD("bus", vml_words_hub_types, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	CHILD("boot", vml_items_disk_boot),
	INCLUDE(vml_items_chardev),
	END,
};

static const vml_grammar_word usbdev_classes[] = { W("-1"), W_END };
static const vml_grammar_item usbdev[] = {
	WORD("allow", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	ATTR("class", HEX, OR(usbdev_classes), RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("vendor", HEX, OR(usbdev_classes), RANGE(0, 65535), FLAGS(REJECTS)),
	ATTR("product", HEX, OR(usbdev_classes), RANGE(0, 65535), FLAGS(REJECTS)),
	ATTR("version", VERSION, OR(usbdev_classes), FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_redirfilter[] = {
	CHILD("usbdev", usbdev, FLAGS(MANY)),
	END,
};
