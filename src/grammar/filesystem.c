/* Grammar of <filesystem>. */
#include "tables.h"

static const vml_grammar_word filesystem_driver_types[] = { W("handle"), W("loop"),
	W_SINCE("mtp", 10, 2), W("nbd"), W("path"), W("ploop"), W("virtiofs"), W_END };
static const vml_grammar_word filesystem_driver_wrpolicies[] = { W("immediate"), W_END };
static const vml_grammar_item filesystem_driver[] = {
	WORD("type", filesystem_driver_types),
	WORD("format", vml_words_format_types, WHEN(IS_NOT("type", "mtp", "virtiofs"))),
	WORD("wrpolicy", filesystem_driver_wrpolicies, WHEN(IS_NOT("type", "mtp", "virtiofs"))),
	WORD("iommu", vml_words_on_off, WHEN(IS_NOT("type", "mtp"))),
	WORD("ats", vml_words_on_off, WHEN(IS_NOT("type", "mtp"))),
	WORD("packed", vml_words_on_off, WHEN(IS_NOT("type", "mtp"))),
	WORD("page_per_vq", vml_words_on_off, WHEN(IS_NOT("type", "mtp"))),
	ATTR("queue", UINT, WHEN(IS("type", "virtiofs"))),
	END,
};

static const vml_grammar_item filesystem_source[] = {
	ATTR("dir", ABS_DIR),
	ATTR("socket", ABS_PATH),
	END,
};

static const vml_grammar_item filesystem_source_bind[] = {
	ATTR("dir", ABS_DIR, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item filesystem_source_ram[] = {
	ATTR("usage", ULONG, FLAGS(SCHEMA_REQUIRED)),
	ATTR("units", SIZE_UNIT),
	END,
};

static const vml_grammar_item filesystem_target[] = {
	ATTR("dir", TEXT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word filesystem_binary_mount_cache_modes[] = { W("always"), W("none"),
	W_END };
static const vml_grammar_item filesystem_binary_mount_cache[] = {
	WORD("mode", filesystem_binary_mount_cache_modes),
	END,
};

static const vml_grammar_word sandbox_modes[] = { W("chroot"), W("namespace"), W_END };
static const vml_grammar_item sandbox[] = {
	WORD("mode", sandbox_modes),
	END,
};

static const vml_grammar_item lock[] = {
	WORD("posix", vml_words_on_off),
	WORD("flock", vml_words_on_off),
	END,
};

static const vml_grammar_item thread_pool[] = {
	ATTR("size", INT),
	END,
};

static const vml_grammar_item openfiles[] = {
	ATTR("max", UINT, RANGE(1, 4294967295U)),
	END,
};

static const vml_grammar_item filesystem_binary_mount[] = {
	ATTR("path", ABS_PATH),
	WORD("xattr", vml_words_on_off),
	CHILD("cache", filesystem_binary_mount_cache),
	CHILD("sandbox", sandbox),
	CHILD("lock", lock),
	CHILD("thread_pool", thread_pool),
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
	WORD("model", vml_words_models),
	WORD("type", filesystem_types),
	WORD("accessmode", filesystem_accessmodes),
	WORD("multidevs", filesystem_multidevses),
	ATTR("fmode", OCTAL),
	ATTR("dmode", OCTAL),
	CHILD("driver", filesystem_driver),
	CHILD("source", filesystem_source, WHEN(IS("type", "mount")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_filesystem_source_template, WHEN(IS("type", "template")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", filesystem_source_bind, WHEN(IS("type", "bind")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_filesystem_source_file, WHEN(IS("type", "file")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "block")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", filesystem_source, WHEN(IS("type", ABSENT)), FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", filesystem_source_ram, WHEN(IS("type", "ram")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("target", filesystem_target, FLAGS(SCHEMA_REQUIRED)),
	CHILD("readonly", vml_items_nothing),
	CHILD("boot", vml_items_disk_boot),
	CHILD("space_hard_limit", vml_items_current_memory),
	CHILD("space_soft_limit", vml_items_current_memory),
	CHILD("binary", filesystem_binary_mount, WHEN(IS("type", ABSENT, "mount"))),
	CHILD("idmap", vml_items_idmap, WHEN(IS("type", ABSENT, "mount")), SINCE(10, 0)),
	INCLUDE(vml_items_device),
	END,
};
