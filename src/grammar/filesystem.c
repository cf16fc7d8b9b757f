/* Grammar of <filesystem>. */
#include "tables.h"

static const vml_grammar_word filesystem_driver_types[] = {
	/* removed by QEMU 4.0 */ W_OLD("handle"), W("loop"), W_SINCE("mtp", 10, 2), W("nbd"),
	W("path"), W("ploop"), W("virtiofs"), W_END
};
static const vml_grammar_word filesystem_driver_wrpolicies[] = { W("immediate"), W_END };
static const vml_grammar_item filesystem_driver[] = {
	WORD("type", filesystem_driver_types, FLAGS(REJECTS)),
	WORD("format", vml_words_format_types, WHEN(IS_NOT("type", "mtp", "virtiofs")),
		FLAGS(REJECTS)),
	WORD("wrpolicy", filesystem_driver_wrpolicies, WHEN(IS_NOT("type", "mtp", "virtiofs")),
		FLAGS(REJECTS)),
	WORD("iommu", vml_words_on_off, WHEN(IS_NOT("type", "mtp")), FLAGS(REJECTS)),
	WORD("ats", vml_words_on_off, WHEN(IS_NOT("type", "mtp")), FLAGS(REJECTS)),
	WORD("packed", vml_words_on_off, WHEN(IS_NOT("type", "mtp")), FLAGS(REJECTS)),
	WORD("page_per_vq", vml_words_on_off, WHEN(IS_NOT("type", "mtp")), FLAGS(REJECTS)),
	ATTR("queue", ULONG, WHEN(IS("type", "virtiofs")), FLAGS(REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item filesystem_source[] = {
	ATTR("dir", ABS_DIR, FLAGS(LAX)),
	ATTR("socket", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item filesystem_source_bind[] = {
	ATTR("dir", ABS_DIR, FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_item filesystem_source_ram[] = {
	ATTR("usage", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("units", SIZE_UNIT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item filesystem_target[] = {
	ATTR("dir", TEXT, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_word filesystem_binary_mount_cache_modes[] = { W("always"), W("none"),
	W_END };
static const vml_grammar_item filesystem_binary_mount_cache[] = {
	WORD("mode", filesystem_binary_mount_cache_modes, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word sandbox_modes[] = { W("chroot"), W("namespace"), W_END };
static const vml_grammar_item sandbox[] = {
	WORD("mode", sandbox_modes, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item lock[] = {
	WORD("posix", vml_words_on_off, FLAGS(REJECTS)),
	WORD("flock", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item thread_pool[] = {
	ATTR("size", INT, FLAGS(REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item openfiles[] = {
	ATTR("max", ULONG, RANGE(1, 4294967295U), FLAGS(LAX | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item filesystem_binary_mount[] = {
	ATTR("path", ABS_PATH, FLAGS(LAX)),
	WORD("xattr", vml_words_on_off, FLAGS(REJECTS)),
	CHILD("cache", filesystem_binary_mount_cache),
	CHILD("sandbox", sandbox, SINCE(7, 2)),
	CHILD("lock", lock),
	CHILD("thread_pool", thread_pool, SINCE(8, 5)),
	CHILD("openfiles", openfiles, SINCE(10, 6)),
	END,
};

static const vml_grammar_word filesystem_types[] = { W("bind"), W("block"), W("file"), W("mount"),
	W("ram"), W("template"), W_END };
static const vml_grammar_word filesystem_accessmodes[] = { W("mapped"), W("passthrough"),
	W("squash"), W_END };
static const vml_grammar_word filesystem_multidevses[] = { W("default"), W("forbid"), W("remap"),
	W("warn"), W_END };
const vml_grammar_item vml_items_filesystem[] = {
	WORD("model", vml_words_models, FLAGS(REJECTS)),
	WORD("type", filesystem_types, FLAGS(REJECTS)),
	WORD("accessmode", filesystem_accessmodes, FLAGS(REJECTS)),
	WORD("multidevs", filesystem_multidevses, FLAGS(REJECTS)),
	ATTR("fmode", OCTAL, SINCE(6, 10), FLAGS(REJECTS)),
	ATTR("dmode", OCTAL, SINCE(6, 10), FLAGS(REJECTS)),
	CHILD("driver", filesystem_driver),
	CHILD("source", filesystem_source, WHEN(IS("type", "mount")), FLAGS(REQUIRED)),
	CHILD("source", vml_items_filesystem_source_template, WHEN(IS("type", "template")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", filesystem_source_bind, WHEN(IS("type", "bind")), FLAGS(REQUIRED)),
	CHILD("source", vml_items_filesystem_source_file, WHEN(IS("type", "file")),
		FLAGS(REQUIRED)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "block")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", filesystem_source, WHEN(IS("type", ABSENT)), FLAGS(REQUIRED)),
	CHILD("source", filesystem_source_ram, WHEN(IS("type", "ram")), FLAGS(REQUIRED)),
	CHILD("target", filesystem_target, FLAGS(REQUIRED)),
	CHILD("readonly", vml_items_nothing),
	CHILD("boot", vml_items_disk_boot),
	CHILD("space_hard_limit", vml_items_current_memory),
	CHILD("space_soft_limit", vml_items_current_memory),
	CHILD("binary", filesystem_binary_mount, WHEN(IS("type", ABSENT, "mount"))),
	CHILD("idmap", vml_items_idmap, WHEN(IS("type", ABSENT, "mount")), SINCE(10, 0)),
	INCLUDE(vml_items_device),
	END,
};
