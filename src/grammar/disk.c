/* Grammar of <disk>. */
#include "tables.h"

static const vml_grammar_item statistic[] = {
	ATTR("interval", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item bin[] = {
	ATTR("start", ULONG, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word latency_histogram_types[] = { W("flush"), W("read"), W("write"),
	W("zone"), W_END };
static const vml_grammar_item latency_histogram[] = {
	WORD("type", latency_histogram_types, FLAGS(REJECTS)),
	CHILD("bin", bin, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item statistics[] = {
	CHILD("statistic", statistic, FLAGS(MANY)),
	CHILD("latency-histogram", latency_histogram, FLAGS(MANY)),
	END,
};

static const vml_grammar_word disk_driver_types[] = { W("aio"), W("bochs"), W("cloop"), W("cow"),
	W("dir"), W("dmg"), W("fat"), W("iso"), W("luks"), W("ploop"), W("qcow"), W("qcow2"),
	W("qed"), W("raw"), W("vdi"), W("vhd"), W("vmdk"), W("vpc"), W_END };
static const vml_grammar_word disk_driver_caches[] = { W("default"), W("directsync"), W("none"),
	W("unsafe"), W("writeback"), W("writethrough"), W_END };
static const vml_grammar_word disk_driver_error_policies[] = { W("enospace"), W("ignore"),
	W("report"), W("stop"), W_END };
static const vml_grammar_word disk_driver_rerror_policies[] = { W("ignore"), W("report"), W("stop"),
	W_END };
static const vml_grammar_word disk_driver_ios[] = { W_SINCE("io_uring", 6, 3), W("native"),
	W("threads"), W_END };
static const vml_grammar_word disk_driver_discards[] = { W("ignore"), W("unmap"), W_END };
static const vml_grammar_word disk_driver_detect_zeroes_modes[] = { W("off"), W("on"), W("unmap"),
	W_END };
static const vml_grammar_item disk_driver[] = {
	ATTR("name", GENERIC_NAME, FLAGS(REJECTS)),
	WORD("type", disk_driver_types, FLAGS(REJECTS)),
	WORD("cache", disk_driver_caches, FLAGS(REJECTS)),
	WORD("error_policy", disk_driver_error_policies, FLAGS(REJECTS)),
	WORD("rerror_policy", disk_driver_rerror_policies, FLAGS(REJECTS)),
	WORD("io", disk_driver_ios, FLAGS(REJECTS)),
	WORD("ioeventfd", vml_words_on_off, FLAGS(REJECTS)),
	WORD("event_idx", vml_words_on_off, FLAGS(REJECTS)),
	WORD("copy_on_read", vml_words_on_off, FLAGS(REJECTS)),
	WORD("discard", disk_driver_discards, FLAGS(REJECTS)),
	ATTR("iothread", UINT, RANGE(1, 4294967295U), FLAGS(REJECTS)),
	WORD("detect_zeroes", disk_driver_detect_zeroes_modes, FLAGS(REJECTS)),
	WORD("discard_no_unref", vml_words_on_off, SINCE(9, 5), FLAGS(REJECTS)),
	ATTR("queues", UINT, RANGE(1, 4294967295U), FLAGS(LAX | REJECTS)),
	ATTR("queue_size", UINT, RANGE(1, 4294967295U), SINCE(7, 8), FLAGS(LAX | REJECTS)),
	CHILD("metadata_cache", vml_items_metadata_cache, SINCE(7, 0)),
	CHILD("iothreads", vml_items_iothreads, SINCE(10, 0)),
	CHILD("statistics", statistics, SINCE(11, 9)),
	INCLUDE(vml_items_virtio_options),
	END,
};

const vml_grammar_item vml_items_backing_store[] = {
	ATTR("index", UINT, RANGE(1, 4294967295U)),
	WORD("type", vml_words_os_nvram_types, FLAGS(REJECTS)),
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
		FLAGS(REQUIRED)),
	CHILD("backingStore", vml_items_backing_store),
	CHILD("format", vml_items_format, WHEN(IS_NOT("type", ABSENT)), FLAGS(REQUIRED)),
	CHILD("format", vml_items_format, WHEN(IS("type", ABSENT))),
	END,
};

static const vml_grammar_word jobs[] = { W("active-commit"), W("copy"), W_END };
static const vml_grammar_word mirror_readies[] = { W("abort"), W("pivot"), W("yes"), W_END };
static const vml_grammar_item mirror[] = {
	ATTR("file", ABS_PATH, WHEN(IS("type", ABSENT, "file"))),
	WORD("format", vml_words_format_types, WHEN(IS("type", ABSENT, "file"))),
	WORD("job", jobs, WHEN(IS_NOT("type", ABSENT, "file")), FLAGS(SCHEMA_REQUIRED)),
	WORD("job", jobs, WHEN(IS("type", ABSENT, "file"))),
	WORD("type", vml_words_os_nvram_types),
	WORD("ready", mirror_readies),
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
	CHILD("format", vml_items_format),
	CHILD("backingStore", vml_items_backing_store),
	END,
};

static const vml_grammar_word target_buses[] = { W("fdc"), W("ide"), W_SINCE("nvme", 11, 5),
	W("sata"), W("scsi"), W("sd"), W("uml"), W("usb"), W("virtio"), W("xen"), W_END };
static const vml_grammar_word disk_target_trays[] = { W("closed"), W("open"), W_END };
static const vml_grammar_item disk_target[] = {
	ATTR("dev", DISK_TARGET, FLAGS(REQUIRED | REJECTS)),
	WORD("bus", target_buses, FLAGS(REJECTS)),
	WORD("tray", disk_target_trays, FLAGS(REJECTS)),
	WORD("removable", vml_words_on_off, FLAGS(REJECTS)),
	ATTR("rotation_rate", UINT, RANGE(1, 4294967295U), SINCE(7, 3), FLAGS(LAX | REJECTS)),
	WORD("dpofua", vml_words_on_off, SINCE(11, 10), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item transient[] = {
	WORD("shareBacking", vml_words_yes_no, SINCE(7, 4), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item throttlefilter[] = {
	ATTR("group", TEXT, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item disk_throttlefilters_block[] = {
	CHILD("throttlefilter", throttlefilter, FLAGS(MANY)),
	END,
};

static const vml_grammar_word geometry_transes[] = { W("auto"), W("lba"), W("none"), W_END };
static const vml_grammar_item geometry[] = {
	ATTR("cyls", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("heads", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("secs", UINT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	WORD("trans", geometry_transes, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item blockio[] = {
	ATTR("logical_block_size", UINT, FLAGS(REJECTS)),
	ATTR("physical_block_size", UINT, FLAGS(REJECTS)),
	ATTR("discard_granularity", UINT, SINCE(9, 6), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item string_wwn[] = {
	STRING(WWN, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item vendor[] = {
	STRING(PRINTABLE, RANGE(0, 8), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item product[] = {
	STRING(PRINTABLE, RANGE(0, 40), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word disk_devices[] = { W("cdrom"), W("disk"), W("floppy"), W_END };
static const vml_grammar_word disk_devices_2[] = { W("cdrom"), W("disk"), W("floppy"), W("lun"),
	W_END };
static const vml_grammar_word disk_models[] = { W("usb-bot"), W("usb-storage"), W("virtio"),
	W("virtio-non-transitional"), W("virtio-transitional"), W_END };
static const vml_grammar_word disk_models_with_usb[] = { W_SINCE("usb-bot", 11, 5),
	W_SINCE("usb-storage", 11, 5), W("virtio"), W("virtio-non-transitional"),
	W("virtio-transitional"), W_END };
static const vml_grammar_word disk_snapshots[] = { W("external"), W("internal"), W("manual"),
	W("no"), W_END };
const vml_grammar_item vml_items_disk[] = {
	WORD("device", disk_devices, WHEN(IS_NOT("type", "block", "network", "volume")),
		FLAGS(REJECTS)),
	WORD("device", disk_devices_2, WHEN(IS("type", "block", "network", "volume")),
		FLAGS(REJECTS)),
	WORD("type", vml_words_os_nvram_types, FLAGS(REJECTS)),
	WORD("rawio", vml_words_yes_no, WHEN(IS("device", "lun")), FLAGS(REJECTS)),
	WORD("sgio", vml_words_sgios, WHEN(IS("device", "lun")), FLAGS(REJECTS)),
	WORD("model", disk_models, WHEN(IS("type", "ctl"))),
	WORD("model", disk_models_with_usb, WHEN(IS_NOT("type", "ctl")), FLAGS(REJECTS)),
	WORD("snapshot", disk_snapshots, FLAGS(REJECTS)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "ctl")),
		FLAGS(SCHEMA_REQUIRED)),
	/* a removable drive without a medium has no <source> */
	CHILD("source", vml_items_disk_source_network,
		WHEN(IS("type", "network"), IS("device", "cdrom", "floppy")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_network,
		WHEN(IS("type", "network"), IS_NOT("device", "cdrom", "floppy")), FLAGS(REQUIRED)),
	CHILD("source", vml_items_disk_source_file, WHEN(IS("type", ABSENT, "file"))),
	CHILD("source", vml_items_disk_source_block, WHEN(IS("type", "block"))),
	CHILD("source", vml_items_disk_source_vhostuser, WHEN(IS("type", "vhostuser")),
		FLAGS(REQUIRED)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "vhostvdpa")),
		FLAGS(REQUIRED)),
	CHILD("source", vml_items_disk_source_dir, WHEN(IS("type", "dir"))),
	CHILD("source", vml_items_disk_source_nvme, WHEN(IS("type", "nvme"))),
	CHILD("source", vml_items_disk_source_volume, WHEN(IS("type", "volume"))),
	CHILD("driver", disk_driver),
	CHILD("mirror", mirror, FLAGS(OUTPUT)),
	CHILD("auth", vml_items_auth),
	CHILD("target", disk_target, FLAGS(REQUIRED)),
	CHILD("boot", vml_items_disk_boot),
	CHILD("backenddomain", vml_items_backenddomain),
	CHILD("readonly", vml_items_nothing),
	CHILD("shareable", vml_items_nothing),
	CHILD("transient", transient),
	CHILD("serial", vml_items_string_serial),
	CHILD("encryption", vml_items_encryption),
	CHILD("throttlefilters", disk_throttlefilters_block, WHEN(IS("type", "ctl", "vhostvdpa"))),
	CHILD("throttlefilters", disk_throttlefilters_block,
		WHEN(IS_NOT("type", "ctl", "vhostvdpa")), SINCE(11, 2), FLAGS(REJECTS_REPEAT)),
	CHILD("iotune", vml_items_throttlegroup),
	CHILD("geometry", geometry),
	CHILD("blockio", blockio),
	CHILD("wwn", string_wwn),
	CHILD("vendor", vendor),
	CHILD("product", product),
	CHILD("backingStore", vml_items_backing_store),
	CHILD("privateData", vml_items_nothing),
	INCLUDE(vml_items_device),
	END,
};
