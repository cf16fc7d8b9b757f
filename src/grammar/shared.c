/* Grammar of elements that several chapters have. */
#include "tables.h"

const vml_grammar_item vml_items_string_uuid[] = {
	STRING(UUID),
	END,
};

const vml_grammar_item vml_items_string_text[] = {
	STRING(TEXT),
	END,
};

const vml_grammar_item vml_items_string_abs_path[] = {
	STRING(ABS_PATH),
	END,
};

const vml_grammar_item vml_items_current_memory[] = {
	ATTR("unit", SIZE_UNIT),
	STRING(ULONG),
	END,
};

const vml_grammar_item vml_items_metadata_cache[] = {
	CHILD("max_size", vml_items_current_memory),
	END,
};

const vml_grammar_item vml_items_format[] = {
	WORD("type", vml_words_format_types, FLAGS(SCHEMA_REQUIRED)),
	CHILD("metadata_cache", vml_items_metadata_cache),
	END,
};

const vml_grammar_item vml_items_reconnect[] = {
	WORD("enabled", vml_words_yes_no),
	ATTR("timeout", UINT, WHEN(IS_NOT("enabled", ABSENT))),
	ATTR("delay", UINT, WHEN(IS("enabled", ABSENT)), FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_nothing[] = {
	END,
};

static const vml_grammar_word encryption_secret_types[] = { W("passphrase"), W_END };
static const vml_grammar_item encryption_secret[] = {
	WORD("type", encryption_secret_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("uuid", UUID),
	ATTR("usage", TEXT),
	END,
};

static const vml_grammar_item encryption_cipher[] = {
	ATTR("name", TEXT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("size", UINT, FLAGS(SCHEMA_REQUIRED)),
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
	W_SINCE("luks-any", 11, 3), W("luks2"), W("qcow"), W_END };
static const vml_grammar_word encryption_engines[] = { W("librbd"), W("qemu"), W_END };
const vml_grammar_item vml_items_encryption[] = {
	WORD("format", encryption_formats, FLAGS(SCHEMA_REQUIRED)),
	WORD("engine", encryption_engines),
	CHILD("secret", encryption_secret, FLAGS(MANY)),
	CHILD("cipher", encryption_cipher),
	CHILD("ivgen", ivgen),
	END,
};

const vml_grammar_item vml_items_channel_source_seclabel[] = {
	ATTR("model", TEXT),
	WORD("relabel", vml_words_yes_no),
	WORD("labelskip", vml_words_channel_source_seclabel_labelskips,
		WHEN(IS("relabel", ABSENT))),
	CHILD("label", vml_items_string_text,
		WHEN(IS("labelskip", ABSENT), IS_NOT("relabel", "no")),
		FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item reservations_source[] = {
	WORD("type", vml_words_disk_source_vhostuser_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("path", ABS_PATH, FLAGS(SCHEMA_REQUIRED)),
	WORD("mode", vml_words_modes, FLAGS(SCHEMA_REQUIRED)),
	CHILD("reconnect", vml_items_reconnect),
	END,
};

const vml_grammar_item vml_items_reservations[] = {
	WORD("managed", vml_words_yes_no),
	WORD("migration", vml_words_yes_no, SINCE(12, 8)),
	CHILD("source", reservations_source),
	END,
};

static const vml_grammar_word secret_types[] = { W("ceph"), W("iscsi"), W_END };
static const vml_grammar_item secret[] = {
	WORD("type", secret_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("uuid", UUID),
	ATTR("usage", OBJECT_NAME),
	END,
};

const vml_grammar_item vml_items_auth[] = {
	ATTR("username", GENERIC_NAME, FLAGS(SCHEMA_REQUIRED)),
	CHILD("secret", secret, FLAGS(SCHEMA_REQUIRED)),
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
	ATTR("name", GENERIC_NAME, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_filesystem_source_file[] = {
	ATTR("file", ABS_PATH, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_string_ulong[] = {
	STRING(ULONG),
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
	STRING(UINT),
	END,
};

const vml_grammar_item vml_items_only_enabled[] = {
	WORD("enabled", vml_words_yes_no),
	END,
};

static const vml_grammar_item uid[] = {
	ATTR("start", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("target", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("count", UINT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_idmap[] = {
	CHILD("uid", uid, FLAGS(MANY)),
	CHILD("gid", uid, FLAGS(MANY)),
	END,
};

static const vml_grammar_item queue[] = {
	ATTR("id", UINT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item iothreads_iothread[] = {
	ATTR("id", UINT, FLAGS(SCHEMA_REQUIRED)),
	CHILD("queue", queue, FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_iothreads[] = {
	CHILD("iothread", iothreads_iothread, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

const vml_grammar_item vml_items_virtio_options[] = {
	WORD("iommu", vml_words_on_off),
	WORD("ats", vml_words_on_off),
	WORD("packed", vml_words_on_off),
	WORD("page_per_vq", vml_words_on_off),
	END,
};

const vml_grammar_item vml_items_disk_boot[] = {
	ATTR("order", UINT, RANGE(1, 4294967295U), FLAGS(SCHEMA_REQUIRED)),
	ATTR("loadparm", LOADPARM),
	END,
};

const vml_grammar_item vml_items_backenddomain[] = {
	ATTR("name", TITLE_NAME, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_string_serial[] = {
	STRING(SERIAL),
	END,
};

const vml_grammar_item vml_items_alias[] = {
	ATTR("name", ALIAS, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_console_acpi_dbus[] = {
	ATTR("index", UINT),
	ATTR("nodeset", CPUSET, SINCE(11, 8)),
	END,
};

static const vml_grammar_item address_zpci_pci[] = {
	ATTR("uid", NUMBER, RANGE(0, 65535)),
	ATTR("fid", NUMBER),
	END,
};

static const vml_grammar_word address_types[] = { W("ccid"), W("ccw"), W("dimm"), W("drive"),
	W("isa"), W("pci"), W("spapr-vio"), W("unassigned"), W("usb"), W("virtio-mmio"),
	W("virtio-serial"), W_END };
const vml_grammar_item vml_items_address[] = {
	WORD("type", address_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("domain", NUMBER, WHEN(IS("type", "pci"))),
	ATTR("bus", UINT, RANGE(0, 99), WHEN(IS("type", "drive", "virtio-serial"))),
	ATTR("bus", NUMBER, RANGE(0, 255), WHEN(IS("type", "pci"))),
	ATTR("bus", HEX, RANGE(0, 4095), WHEN(IS("type", "usb")), FLAGS(SCHEMA_REQUIRED)),
	ATTR("slot", UINT, RANGE(0, 99), WHEN(IS("type", "ccid"))),
	ATTR("slot", NUMBER, RANGE(0, 31), WHEN(IS("type", "pci"))),
	ATTR("slot", UINT, WHEN(IS("type", "dimm"))),
	ATTR("function", NUMBER, RANGE(0, 7), WHEN(IS("type", "pci"))),
	WORD("multifunction", vml_words_on_off, WHEN(IS("type", "pci"))),
	ATTR("controller", UINT, RANGE(0, 99), WHEN(IS("type", "ccid", "virtio-serial")),
		FLAGS(SCHEMA_REQUIRED)),
	ATTR("controller", UINT, RANGE(0, 99), WHEN(IS("type", "drive"))),
	ATTR("target", UINT, RANGE(0, 99), WHEN(IS("type", "drive"))),
	ATTR("unit", UINT, RANGE(0, 99999), WHEN(IS("type", "drive"))),
	ATTR("port", UINT, RANGE(0, 99), WHEN(IS("type", "virtio-serial"))),
	ATTR("port", USB_PORT, WHEN(IS("type", "usb"))),
	ATTR("reg", HEX, RANGE(0, 4294967295U), WHEN(IS("type", "spapr-vio"))),
	ATTR("cssid", NUMBER, RANGE(0, 254), WHEN(IS("type", "ccw"))),
	ATTR("ssid", HEX, RANGE(0, 3), WHEN(IS("type", "ccw"))),
	ATTR("devno", NUMBER, RANGE(0, 65535), WHEN(IS("type", "ccw"))),
	ATTR("iobase", HEX0X, RANGE(0, 65535), WHEN(IS("type", "isa"))),
	ATTR("irq", HEX0X, RANGE(0, 15), WHEN(IS("type", "isa"))),
	ATTR("base", HEX, WHEN(IS("type", "dimm"))),
	CHILD("zpci", address_zpci_pci, WHEN(IS("type", "pci"))),
	END,
};

const vml_grammar_item vml_items_device[] = {
	CHILD("alias", vml_items_alias),
	CHILD("acpi", vml_items_console_acpi_dbus),
	CHILD("address", vml_items_address),
	END,
};

static const vml_grammar_word families[] = { W("ipv4"), W("ipv6"), W_END };
const vml_grammar_item vml_items_hostdev_ip_net[] = {
	ATTR("address", IP, FLAGS(SCHEMA_REQUIRED)),
	WORD("family", families),
	ATTR("prefix", UINT, RANGE(0, 128)),
	ATTR("peer", IP),
	END,
};

const vml_grammar_item vml_items_hostdev_route_net[] = {
	WORD("family", families),
	ATTR("address", IP),
	ATTR("netmask", IPV4),
	ATTR("prefix", UINT, RANGE(0, 128)),
	ATTR("gateway", IP, FLAGS(SCHEMA_REQUIRED)),
	ATTR("metric", UINT),
	END,
};

const vml_grammar_item vml_items_only_id[] = {
	ATTR("id", HEX, RANGE(0, 65535), FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_rom[] = {
	WORD("enabled", vml_words_yes_no),
	WORD("bar", vml_words_on_off),
	ATTR("file", ABS_PATH),
	END,
};

static const vml_grammar_word hostdev_teaming_pci_types[] = { W("persistent"), W("transient"),
	W_END };
const vml_grammar_item vml_items_hostdev_teaming_pci[] = {
	WORD("type", hostdev_teaming_pci_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("persistent", ALIAS, WHEN(IS("type", "transient")), FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_crypto_driver[] = {
	INCLUDE(vml_items_virtio_options),
	END,
};

const vml_grammar_item vml_items_graphics_audio_vnc[] = {
	ATTR("id", NUMBER, RANGE(0, 255), FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_graphics_clipboard_spice[] = {
	WORD("copypaste", vml_words_yes_no, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_graphics_mouse_spice[] = {
	WORD("mode", vml_words_modes, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_channel_source[] = {
	ATTR("mode", TEXT),
	ATTR("path", TEXT),
	ATTR("host", TEXT),
	ATTR("service", TEXT),
	ATTR("channel", TEXT),
	ATTR("master", TEXT),
	ATTR("slave", TEXT),
	WORD("append", vml_words_on_off),
	WORD("tls", vml_words_yes_no),
	CHILD("reconnect", vml_items_reconnect),
	CHILD("seclabel", vml_items_channel_source_seclabel, FLAGS(MANY)),
	CHILD("clipboard", vml_items_graphics_clipboard_spice),
	CHILD("mouse", vml_items_graphics_mouse_spice),
	END,
};

static const vml_grammar_word protocol_types[] = { W("raw"), W("telnet"), W("telnets"), W("tls"),
	W_END };
const vml_grammar_item vml_items_protocol[] = {
	WORD("type", protocol_types),
	END,
};

const vml_grammar_item vml_items_channel_log[] = {
	ATTR("file", ABS_PATH, FLAGS(SCHEMA_REQUIRED)),
	WORD("append", vml_words_on_off),
	END,
};

const vml_grammar_item vml_items_chardev[] = {
	WORD("type", vml_words_console_types, FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_channel_source, FLAGS(MANY)),
	CHILD("protocol", vml_items_protocol),
	CHILD("log", vml_items_channel_log),
	END,
};

const vml_grammar_item vml_items_launch_security_quote_generation_service_tdx[] = {
	ATTR("path", ABS_PATH),
	END,
};
