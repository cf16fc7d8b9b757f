/* Grammar of sources of disks. */
#include "tables.h"

static const vml_grammar_word slice_types[] = { W("storage"), W_END };
static const vml_grammar_item slice[] = {
	WORD("type", slice_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("offset", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("size", ULONG, RANGE(1, 4294967295U), FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_item slices[] = {
	CHILD("slice", slice, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_disk_source_vhostuser[] = {
	WORD("type", vml_words_disk_source_vhostuser_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("path", ABS_PATH, FLAGS(REQUIRED | LAX)),
	CHILD("reconnect", vml_items_reconnect),
	END,
};

static const vml_grammar_item disk_source[] = {
	ATTR("index", UINT, RANGE(1, 4294967295U)),
	WORD("startupPolicy", vml_words_startup_policies, FLAGS(REJECTS)),
	CHILD("slices", slices),
	CHILD("dataStore", vml_items_data_store, SINCE(10, 10)),
	CHILD("privateData", vml_items_nothing),
	CHILD("encryption", vml_items_encryption),
	END,
};

static const vml_grammar_word disk_source_volume_modes[] = { W("direct"), W("host"), W_END };
const vml_grammar_item vml_items_disk_source_volume[] = {
	/* libvirt requires both of `pool` and `volume`, or neither */
	ATTR("pool", OBJECT_NAME, WHEN(IS_NOT("volume", ABSENT)), FLAGS(REQUIRED | LAX)),
	ATTR("pool", OBJECT_NAME, WHEN(IS("volume", ABSENT)), FLAGS(SCHEMA_REQUIRED | LAX)),
	ATTR("volume", VOLUME, WHEN(IS_NOT("pool", ABSENT)), FLAGS(REQUIRED | LAX)),
	ATTR("volume", VOLUME, WHEN(IS("pool", ABSENT)), FLAGS(SCHEMA_REQUIRED | LAX)),
	WORD("mode", disk_source_volume_modes, FLAGS(REJECTS)),
	CHILD("seclabel", vml_items_channel_source_seclabel, FLAGS(MANY)),
	INCLUDE(disk_source),
	END,
};

const vml_grammar_item vml_items_disk_source_vhostvdpa[] = {
	ATTR("dev", ABS_PATH, FLAGS(REQUIRED | LAX)),
	END,
};

const vml_grammar_item vml_items_disk_source_file[] = {
	ATTR("file", ABS_PATH, FLAGS(LAX)),
	ATTR("fdgroup", TEXT),
	CHILD("seclabel", vml_items_channel_source_seclabel, FLAGS(MANY)),
	INCLUDE(disk_source),
	END,
};

const vml_grammar_item vml_items_disk_source_block[] = {
	ATTR("dev", PATH),
	CHILD("reservations", vml_items_reservations),
	CHILD("seclabel", vml_items_channel_source_seclabel, FLAGS(MANY)),
	INCLUDE(disk_source),
	END,
};

const vml_grammar_item vml_items_hostdev_source_pci_address[] = {
	ATTR("domain", NUMBER, FLAGS(REJECTS)),
	ATTR("bus", NUMBER, RANGE(0, 255), FLAGS(REJECTS)),
	ATTR("slot", NUMBER, RANGE(0, 31), FLAGS(REJECTS)),
	ATTR("function", NUMBER, RANGE(0, 7), FLAGS(REJECTS)),
	WORD("multifunction", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word disk_source_nvme_types[] = { W("pci"), W_END };
const vml_grammar_item vml_items_disk_source_nvme[] = {
	WORD("type", disk_source_nvme_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("namespace", ULONG, FLAGS(REQUIRED | REJECTS)),
	WORD("managed", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("address", vml_items_hostdev_source_pci_address, FLAGS(REQUIRED)),
	INCLUDE(disk_source),
	END,
};

static const vml_grammar_word disk_source_network_host_rbd_transports[] = { W("rdma"), W("tcp"),
	W("unix"), W_END };
static const vml_grammar_item disk_source_network_host_rbd[] = {
	WORD("transport", disk_source_network_host_rbd_transports, FLAGS(REJECTS)),
	ATTR("name", HOST, WHEN(IS_NOT("transport", "unix")), FLAGS(REQUIRED | LAX)),
	ATTR("port", UINT, WHEN(IS_NOT("transport", "unix")), FLAGS(REJECTS)),
	ATTR("socket", ABS_PATH, WHEN(IS("transport", "unix")), FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_item disk_source_network_readahead_ftp[] = {
	ATTR("size", ULONG, RANGE(1, 4294967295U),
		FLAGS(SCHEMA_REQUIRED | LAX | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item disk_source_network_timeout_ftp[] = {
	ATTR("seconds", ULONG, RANGE(1, 4294967295U),
		FLAGS(SCHEMA_REQUIRED | LAX | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item disk_source_network_ssl_ftps_https[] = {
	WORD("verify", vml_words_yes_no, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item cookie[] = {
	ATTR("name", COOKIE_NAME, FLAGS(REQUIRED | REJECTS)),
	STRING(COOKIE_VALUE, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item disk_source_network_cookies_http_https[] = {
	CHILD("cookie", cookie, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item disk_source_network_identity_ssh[] = {
	ATTR("username", GENERIC_NAME, FLAGS(REQUIRED | LAX)),
	ATTR("keyfile", ABS_PATH, FLAGS(LAX)),
	ATTR("agentsock", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item disk_source_network_identity_nfs[] = {
	ATTR("user", GENERIC_NAME, FLAGS(LAX)),
	ATTR("group", GENERIC_NAME, FLAGS(LAX)),
	END,
};

static const vml_grammar_item disk_source_network_known_hosts_ssh[] = {
	ATTR("path", ABS_PATH, FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_word disk_source_network_protocols[] = { W("ftp"), W("ftps"),
	/* deprecated by QEMU 9.2 */ W_OLD("gluster"), W("http"), W("https"), W("iscsi"), W("nbd"),
	W_SINCE("nfs", 7, 0), W("rbd"),
	/* not in QEMU any more */ W_OLD("sheepdog"),
	/* the schema allows it since libvirt 9.8 */ W("ssh"), W("tftp"),
	/* not in QEMU any more */ W_OLD("vxhs"), W_END };
const vml_grammar_item vml_items_disk_source_network[] = {
	WORD("protocol", disk_source_network_protocols, FLAGS(REQUIRED | REJECTS)),
	ATTR("name", TEXT, WHEN(IS_NOT("protocol", "nbd", "rbd")), FLAGS(REQUIRED)),
	ATTR("name", TEXT, WHEN(IS("protocol", "nbd", "rbd"))),
	ATTR("index", UINT, RANGE(1, 4294967295U)),
	ATTR("query", TEXT, WHEN(IS("protocol", "http", "https"))),
	WORD("tls", vml_words_yes_no, WHEN(IS("protocol", "nbd", "vxhs")), FLAGS(REJECTS)),
	ATTR("tlsHostname", TEXT, WHEN(IS("protocol", "nbd"))),
	CHILD("slices", slices),
	CHILD("dataStore", vml_items_data_store, WHEN(IS_NOT("protocol", "ssh")), SINCE(10, 10)),
	CHILD("dataStore", vml_items_data_store, WHEN(IS("protocol", "ssh"))),
	CHILD("privateData", vml_items_nothing),
	CHILD("host", disk_source_network_host_rbd, WHEN(IS_NOT("protocol", "gluster", "rbd")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("host", disk_source_network_host_rbd, WHEN(IS("protocol", "gluster")),
		FLAGS(SCHEMA_REQUIRED | MANY)),
	CHILD("host", disk_source_network_host_rbd, WHEN(IS("protocol", "rbd")), FLAGS(MANY)),
	CHILD("encryption", vml_items_encryption, WHEN(IS_NOT("protocol", "nfs", "vxhs"))),
	CHILD("readahead", disk_source_network_readahead_ftp,
		WHEN(IS_NOT("protocol", "gluster", "iscsi", "nbd", "nfs", "rbd", "vxhs"))),
	CHILD("timeout", disk_source_network_timeout_ftp,
		WHEN(IS_NOT("protocol", "gluster", "iscsi", "nbd", "nfs", "rbd", "vxhs"))),
	CHILD("auth", vml_items_auth,
		WHEN(IS_NOT("protocol", "gluster", "nbd", "nfs", "sheepdog", "tftp", "vxhs"))),
	CHILD("ssl", disk_source_network_ssl_ftps_https, WHEN(IS("protocol", "ftps", "https"))),
	CHILD("cookies", disk_source_network_cookies_http_https,
		WHEN(IS("protocol", "http", "https"))),
	CHILD("initiator", vml_items_hostdev_source_scsi_initiator_iscsi,
		WHEN(IS("protocol", "iscsi"))),
	CHILD("reconnect", vml_items_reconnect, WHEN(IS("protocol", "nbd")), SINCE(9, 2)),
	CHILD("identity", disk_source_network_identity_ssh, WHEN(IS("protocol", "ssh"))),
	CHILD("identity", disk_source_network_identity_nfs, WHEN(IS("protocol", "nfs"))),
	CHILD("snapshot", vml_items_filesystem_source_template, WHEN(IS("protocol", "rbd"))),
	CHILD("config", vml_items_filesystem_source_file, WHEN(IS("protocol", "rbd"))),
	CHILD("knownHosts", disk_source_network_known_hosts_ssh, WHEN(IS("protocol", "ssh"))),
	END,
};

static const vml_grammar_word data_store_types[] = { W("block"), W_SINCE("ctl", 12, 0), W("dir"),
	W("file"), W("network"), W("nvme"), W_SINCE("vhostuser", 7, 1), W("vhostvdpa"), W("volume"),
	W_END };
const vml_grammar_item vml_items_data_store[] = {
	WORD("type", data_store_types, FLAGS(REJECTS)),
	CHILD("format", vml_items_format, FLAGS(REQUIRED)),
	CHILD("source", vml_items_disk_source_dir, WHEN(IS("type", "dir"))),
	CHILD("source", vml_items_disk_source_vhostuser, WHEN(IS("type", "vhostuser")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_volume, WHEN(IS("type", "volume"))),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "ctl")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "vhostvdpa")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_file, WHEN(IS("type", ABSENT, "file"))),
	CHILD("source", vml_items_disk_source_block, WHEN(IS("type", "block"))),
	CHILD("source", vml_items_disk_source_nvme, WHEN(IS("type", "nvme"))),
	CHILD("source", vml_items_disk_source_network, WHEN(IS("type", "network")),
		FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_disk_source_dir[] = {
	ATTR("dir", ABS_PATH, FLAGS(SCHEMA_REQUIRED | LAX)),
	INCLUDE(disk_source),
	END,
};
