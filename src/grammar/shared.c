/* Grammar of elements that several files of the grammar use. */
#include "tables.h"

const vml_grammar_item vml_items_string_uuid[] = {
	STRING(UUID, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_string_text[] = {
	STRING(TEXT),
	END,
};

const vml_grammar_item vml_items_string_abs_path[] = {
	STRING(ABS_PATH, FLAGS(LAX)),
	END,
};

const vml_grammar_item vml_items_current_memory[] = {
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	STRING(ULONG, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_metadata_cache[] = {
	CHILD("max_size", vml_items_current_memory),
	END,
};

const vml_grammar_item vml_items_format[] = {
	WORD("type", vml_words_format_types, FLAGS(REQUIRED | REJECTS)),
	CHILD("metadata_cache", vml_items_metadata_cache, SINCE(7, 0)),
	END,
};

const vml_grammar_item vml_items_reconnect[] = {
	WORD("enabled", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("timeout", UINT, WHEN(IS_NOT("enabled", ABSENT)), FLAGS(REJECTS)),
	ATTR("delay", UINT, WHEN(IS("enabled", ABSENT)), FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_nothing[] = {
	END,
};

static const vml_grammar_word encryption_secret_types[] = { W("passphrase"), W_END };
static const vml_grammar_item encryption_secret[] = {
	WORD("type", encryption_secret_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("uuid", UUID, FLAGS(REJECTS)),
	ATTR("usage", TEXT),
	END,
};

static const vml_grammar_item encryption_cipher[] = {
	ATTR("name", TEXT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("size", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("mode", TEXT),
	ATTR("hash", TEXT),
	END,
};

static const vml_grammar_item ivgen[] = {
	ATTR("name", TEXT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("hash", TEXT),
	END,
};

static const vml_grammar_word encryption_formats[] = { W("default"), W("luks"),
	W_SINCE("luks-any", 9, 3), W("luks2"), W("qcow"), W_END };
static const vml_grammar_word encryption_engines[] = { W("librbd"), W("qemu"), W_END };
const vml_grammar_item vml_items_encryption[] = {
	WORD("format", encryption_formats, FLAGS(REQUIRED | REJECTS)),
	WORD("engine", encryption_engines, FLAGS(REJECTS)),
	CHILD("secret", encryption_secret, FLAGS(MANY)),
	CHILD("cipher", encryption_cipher),
	CHILD("ivgen", ivgen),
	END,
};

const vml_grammar_item vml_items_channel_source_seclabel[] = {
	ATTR("model", TEXT),
	WORD("relabel", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("labelskip", vml_words_channel_source_seclabel_labelskips,
		WHEN(IS("relabel", ABSENT))),
	CHILD("label", vml_items_string_text,
		WHEN(IS("labelskip", ABSENT), IS_NOT("relabel", "no")),
		FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item reservations_source[] = {
	WORD("type", vml_words_disk_source_vhostuser_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("path", ABS_PATH, FLAGS(REQUIRED | LAX)),
	WORD("mode", vml_words_modes, FLAGS(REQUIRED | REJECTS)),
	CHILD("reconnect", vml_items_reconnect),
	END,
};

const vml_grammar_item vml_items_reservations[] = {
	WORD("managed", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("migration", vml_words_yes_no, SINCE(12, 1), FLAGS(REJECTS)),
	CHILD("source", reservations_source),
	END,
};

static const vml_grammar_word secret_types[] = { W("ceph"), W("iscsi"), W_END };
static const vml_grammar_item secret[] = {
	WORD("type", secret_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("uuid", UUID, FLAGS(REJECTS)),
	ATTR("usage", OBJECT_NAME, FLAGS(LAX)),
	END,
};

const vml_grammar_item vml_items_auth[] = {
	ATTR("username", GENERIC_NAME, FLAGS(REQUIRED | LAX)),
	CHILD("secret", secret, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item iqn[] = {
	ATTR("name", TEXT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_hostdev_source_scsi_initiator_iscsi[] = {
	CHILD("iqn", iqn, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_filesystem_source_template[] = {
	ATTR("name", GENERIC_NAME, FLAGS(SCHEMA_REQUIRED | LAX)),
	END,
};

const vml_grammar_item vml_items_filesystem_source_file[] = {
	ATTR("file", ABS_PATH, FLAGS(REQUIRED | LAX)),
	END,
};

const vml_grammar_item vml_items_string_ulong[] = {
	STRING(ULONG, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_throttlegroup[] = {
	CHILD("total_bytes_sec", vml_items_string_ulong),
	CHILD("read_bytes_sec", vml_items_string_ulong),
	CHILD("write_bytes_sec", vml_items_string_ulong),
	CHILD("total_iops_sec", vml_items_string_ulong),
	CHILD("read_iops_sec", vml_items_string_ulong),
	CHILD("write_iops_sec", vml_items_string_ulong),
	CHILD("total_bytes_sec_max", vml_items_string_ulong),
	CHILD("read_bytes_sec_max", vml_items_string_ulong),
	CHILD("write_bytes_sec_max", vml_items_string_ulong),
	CHILD("total_iops_sec_max", vml_items_string_ulong),
	CHILD("read_iops_sec_max", vml_items_string_ulong),
	CHILD("write_iops_sec_max", vml_items_string_ulong),
	CHILD("size_iops_sec", vml_items_string_ulong),
	CHILD("group_name", vml_items_string_text),
	CHILD("total_bytes_sec_max_length", vml_items_string_ulong),
	CHILD("read_bytes_sec_max_length", vml_items_string_ulong),
	CHILD("write_bytes_sec_max_length", vml_items_string_ulong),
	CHILD("total_iops_sec_max_length", vml_items_string_ulong),
	CHILD("read_iops_sec_max_length", vml_items_string_ulong),
	CHILD("write_iops_sec_max_length", vml_items_string_ulong),
	END,
};

const vml_grammar_item vml_items_string_uint[] = {
	STRING(UINT, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_only_enabled[] = {
	WORD("enabled", vml_words_yes_no, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item uid[] = {
	ATTR("start", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("target", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("count", UINT, FLAGS(REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_idmap[] = {
	CHILD("uid", uid, FLAGS(MANY)),
	CHILD("gid", uid, FLAGS(MANY)),
	END,
};

static const vml_grammar_item queue[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item iothreads_iothread[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	CHILD("queue", queue, FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_iothreads[] = {
	CHILD("iothread", iothreads_iothread, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

const vml_grammar_item vml_items_virtio_options[] = {
	WORD("iommu", vml_words_on_off, FLAGS(REJECTS)),
	WORD("ats", vml_words_on_off, FLAGS(REJECTS)),
	WORD("packed", vml_words_on_off, FLAGS(REJECTS)),
	WORD("page_per_vq", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_disk_boot[] = {
	ATTR("order", UINT, RANGE(1, 4294967295U), FLAGS(REQUIRED | REJECTS)),
	ATTR("loadparm", LOADPARM, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_backenddomain[] = {
	ATTR("name", TITLE_NAME, FLAGS(SCHEMA_REQUIRED | LAX)),
	END,
};

const vml_grammar_item vml_items_string_serial[] = {
	STRING(SERIAL, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_alias[] = {
	ATTR("name", ALIAS, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_console_acpi_dbus[] = {
	ATTR("index", UINT, FLAGS(REJECTS)),
	ATTR("nodeset", CPUSET, SINCE(11, 8), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item address_zpci_pci[] = {
	ATTR("uid", NUMBER, RANGE(0, 65535), FLAGS(REJECTS)),
	ATTR("fid", NUMBER, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word address_types[] = { W("ccid"), W("ccw"), W("dimm"), W("drive"),
	W("isa"), W("pci"), W("spapr-vio"), W("unassigned"), W("usb"), W("virtio-mmio"),
	W("virtio-serial"), W_END };
const vml_grammar_item vml_items_address[] = {
	WORD("type", address_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("domain", NUMBER, WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("bus", UINT, RANGE(0, 99), WHEN(IS("type", "drive", "virtio-serial")),
		FLAGS(LAX | REJECTS)),
	ATTR("bus", NUMBER, RANGE(0, 255), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("bus", HEX, RANGE(0, 4095), WHEN(IS("type", "usb")), FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("slot", UINT, RANGE(0, 99), WHEN(IS("type", "ccid")), FLAGS(REJECTS)),
	ATTR("slot", NUMBER, RANGE(0, 31), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("slot", UINT, WHEN(IS("type", "dimm")), FLAGS(REQUIRED | REJECTS)),
	ATTR("function", NUMBER, RANGE(0, 7), WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	WORD("multifunction", vml_words_on_off, WHEN(IS("type", "pci")), FLAGS(REJECTS)),
	ATTR("controller", UINT, RANGE(0, 99), WHEN(IS("type", "ccid", "virtio-serial")),
		FLAGS(SCHEMA_REQUIRED | LAX | REJECTS)),
	ATTR("controller", UINT, RANGE(0, 99), WHEN(IS("type", "drive")), FLAGS(REJECTS)),
	ATTR("target", UINT, RANGE(0, 99), WHEN(IS("type", "drive")), FLAGS(REJECTS)),
	ATTR("unit", UINT, RANGE(0, 99999), WHEN(IS("type", "drive")), FLAGS(LAX | REJECTS)),
	ATTR("port", UINT, RANGE(0, 99), WHEN(IS("type", "virtio-serial")), FLAGS(REJECTS)),
	ATTR("port", USB_PORT, WHEN(IS("type", "usb")), FLAGS(REJECTS)),
	ATTR("reg", HEX, RANGE(0, 4294967295U), WHEN(IS("type", "spapr-vio")), FLAGS(REJECTS)),
	ATTR("cssid", NUMBER, RANGE(0, 254), WHEN(IS("type", "ccw")), FLAGS(REJECTS)),
	ATTR("ssid", HEX, RANGE(0, 3), WHEN(IS("type", "ccw")), FLAGS(REJECTS)),
	ATTR("devno", NUMBER, RANGE(0, 65535), WHEN(IS("type", "ccw")), FLAGS(REJECTS)),
	ATTR("iobase", HEX0X, RANGE(0, 65535), WHEN(IS("type", "isa")), FLAGS(LAX | REJECTS)),
	ATTR("irq", HEX0X, RANGE(0, 15), WHEN(IS("type", "isa")), FLAGS(LAX | REJECTS)),
	ATTR("base", HEX, WHEN(IS("type", "dimm")), FLAGS(REJECTS)),
	CHILD("zpci", address_zpci_pci, WHEN(IS("type", "pci"))),
	END,
};

const vml_grammar_item vml_items_device[] = {
	CHILD("alias", vml_items_alias),
	CHILD("acpi", vml_items_console_acpi_dbus, SINCE(7, 3)),
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word families[] = { W("ipv4"), W("ipv6"), W_END };
const vml_grammar_item vml_items_hostdev_ip_net[] = {
	ATTR("address", IP, FLAGS(REQUIRED | REJECTS)),
	WORD("family", families),
	ATTR("prefix", UINT, RANGE(0, 128), FLAGS(REJECTS)),
	ATTR("peer", IP, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_hostdev_route_net[] = {
	WORD("family", families, FLAGS(REJECTS)),
	ATTR("address", IP, FLAGS(REJECTS)),
	ATTR("netmask", IPV4, FLAGS(REJECTS)),
	ATTR("prefix", UINT, RANGE(0, 128), FLAGS(REJECTS)),
	ATTR("gateway", IP, FLAGS(REQUIRED | REJECTS)),
	ATTR("metric", UINT, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_only_id[] = {
	ATTR("id", HEX, RANGE(0, 65535), FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_rom[] = {
	WORD("enabled", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("bar", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("file", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_word hostdev_teaming_pci_types[] = { W("persistent"), W("transient"),
	W_END };
const vml_grammar_item vml_items_hostdev_teaming_pci[] = {
	WORD("type", hostdev_teaming_pci_types, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	ATTR("persistent", ALIAS, WHEN(IS("type", "transient")), FLAGS(REQUIRED | LAX)),
	END,
};

const vml_grammar_item vml_items_crypto_driver[] = {
	INCLUDE(vml_items_virtio_options),
	END,
};

const vml_grammar_item vml_items_graphics_audio_vnc[] = {
	ATTR("id", NUMBER, RANGE(0, 255), FLAGS(REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_graphics_clipboard_spice[] = {
	WORD("copypaste", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_graphics_mouse_spice[] = {
	WORD("mode", vml_words_modes, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word channel_source_modes[] = { W("bind"), W("connect"), W_END };
const vml_grammar_item vml_items_channel_source[] = {
	WORD("mode", channel_source_modes, FLAGS(REJECTS)),
	ATTR("path", TEXT),
	ATTR("host", TEXT),
	ATTR("service", TEXT),
	ATTR("channel", TEXT),
	ATTR("master", TEXT),
	ATTR("slave", TEXT),
	WORD("append", vml_words_on_off, FLAGS(REJECTS)),
	WORD("tls", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("reconnect", vml_items_reconnect),
	CHILD("seclabel", vml_items_channel_source_seclabel, FLAGS(MANY)),
	CHILD("clipboard", vml_items_graphics_clipboard_spice),
	CHILD("mouse", vml_items_graphics_mouse_spice),
	END,
};

static const vml_grammar_word protocol_types[] = { W("raw"), W("telnet"), W("telnets"), W("tls"),
	W_END };
const vml_grammar_item vml_items_protocol[] = {
	WORD("type", protocol_types, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_channel_log[] = {
	ATTR("file", ABS_PATH, FLAGS(SCHEMA_REQUIRED | LAX)),
	WORD("append", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_chardev[] = {
	WORD("type", vml_words_console_types, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	CHILD("source", vml_items_channel_source, FLAGS(MANY)),
	CHILD("protocol", vml_items_protocol, FLAGS(REJECTS_REPEAT)),
	CHILD("log", vml_items_channel_log, FLAGS(REJECTS_REPEAT)),
	END,
};

const vml_grammar_item vml_items_launch_security_quote_generation_service_tdx[] = {
	ATTR("path", ABS_PATH),
	END,
};
