/* Grammar of tuning: CPU, memory, NUMA and block I/O. */
#include "tables.h"

const vml_grammar_item vml_items_throttlegroups[] = {
	CHILD("throttlegroup", vml_items_throttlegroup, FLAGS(MANY)),
	END,
};

static const vml_grammar_item poll[] = {
	ATTR("max", ULONG),
	ATTR("grow", ULONG),
	ATTR("shrink", ULONG),
	ATTR("weight", UINT, SINCE(12, 7)),
	END,
};

static const vml_grammar_item iothread[] = {
	ATTR("id", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("thread_pool_min", UINT),
	ATTR("thread_pool_max", UINT),
	CHILD("poll", poll, SINCE(9, 4)),
	END,
};

const vml_grammar_item vml_items_iothreadids[] = {
	CHILD("iothread", iothread, FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_defaultiothread[] = {
	ATTR("thread_pool_min", UINT),
	ATTR("thread_pool_max", UINT),
	END,
};

static const vml_grammar_item weight[] = {
	STRING(UINT, RANGE(100, 1000)),
	END,
};

static const vml_grammar_word path_strings[] = { W_SINCE("*", 12, 3), W_END };
static const vml_grammar_item path[] = {
	STRING(ABS_PATH, OR(path_strings)),
	END,
};

static const vml_grammar_item blkiotune_device[] = {
	CHILD("path", path, FLAGS(SCHEMA_REQUIRED)),
	CHILD("weight", weight),
	CHILD("read_iops_sec", vml_items_string_uint),
	CHILD("write_iops_sec", vml_items_string_uint),
	CHILD("read_bytes_sec", vml_items_string_ulong),
	CHILD("write_bytes_sec", vml_items_string_ulong),
	END,
};

const vml_grammar_item vml_items_blkiotune[] = {
	CHILD("weight", weight),
	CHILD("device", blkiotune_device, FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_memtune[] = {
	CHILD("hard_limit", vml_items_current_memory),
	CHILD("soft_limit", vml_items_current_memory),
	CHILD("min_guarantee", vml_items_current_memory),
	CHILD("swap_hard_limit", vml_items_current_memory),
	END,
};

static const vml_grammar_item string_global_period[] = {
	STRING(UINT, RANGE(1000, 1000000)),
	END,
};

static const vml_grammar_item string_global_quota[] = {
	STRING(INT, RANGE(-1, 17592186044415LL)),
	END,
};

static const vml_grammar_item vcpupin[] = {
	ATTR("vcpu", UINT, RANGE(0, 65535), FLAGS(SCHEMA_REQUIRED)),
	ATTR("cpuset", CPUSET, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item emulatorpin[] = {
	ATTR("cpuset", CPUSET, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item iothreadpin[] = {
	ATTR("iothread", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("cpuset", CPUSET, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word schedulers[] = { W("batch"), W("fifo"), W("idle"), W("rr"), W_END };
static const vml_grammar_item vcpusched[] = {
	ATTR("vcpus", CPUSET),
	WORD("scheduler", schedulers, FLAGS(SCHEMA_REQUIRED)),
	ATTR("priority", UINT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item iothreadsched[] = {
	ATTR("iothreads", CPUSET),
	WORD("scheduler", schedulers, FLAGS(SCHEMA_REQUIRED)),
	ATTR("priority", UINT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item emulatorsched[] = {
	WORD("scheduler", schedulers, FLAGS(SCHEMA_REQUIRED)),
	ATTR("priority", UINT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word cachetune_cache_types[] = { W("both"), W("code"), W("data"), W_END };
static const vml_grammar_item cachetune_cache[] = {
	ATTR("id", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("level", UINT, FLAGS(SCHEMA_REQUIRED)),
	WORD("type", cachetune_cache_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("size", ULONG, FLAGS(SCHEMA_REQUIRED)),
	ATTR("unit", SIZE_UNIT),
	END,
};

static const vml_grammar_item monitor[] = {
	ATTR("level", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("vcpus", CPUSET),
	END,
};

static const vml_grammar_item cachetune[] = {
	ATTR("vcpus", CPUSET),
	ATTR("id", TEXT),
	CHILD("cache", cachetune_cache, FLAGS(MANY)),
	CHILD("monitor", monitor, FLAGS(MANY)),
	END,
};

static const vml_grammar_item node[] = {
	ATTR("id", UINT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("bandwidth", UINT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item energytune_monitor[] = {
	ATTR("vcpus", CPUSET),
	END,
};

static const vml_grammar_item memorytune[] = {
	ATTR("vcpus", CPUSET),
	CHILD("node", node, FLAGS(MANY)),
	CHILD("monitor", energytune_monitor, FLAGS(MANY)),
	END,
};

static const vml_grammar_item energytune[] = {
	ATTR("vcpus", CPUSET),
	ATTR("id", TEXT),
	CHILD("monitor", energytune_monitor, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

const vml_grammar_item vml_items_cputune[] = {
	CHILD("shares", vml_items_string_uint),
	CHILD("global_period", string_global_period),
	CHILD("global_quota", string_global_quota),
	CHILD("period", string_global_period),
	CHILD("quota", string_global_quota),
	CHILD("emulator_period", string_global_period),
	CHILD("emulator_quota", string_global_quota),
	CHILD("iothread_period", string_global_period),
	CHILD("iothread_quota", string_global_quota),
	CHILD("vcpupin", vcpupin, FLAGS(MANY)),
	CHILD("emulatorpin", emulatorpin),
	CHILD("iothreadpin", iothreadpin, FLAGS(MANY)),
	CHILD("vcpusched", vcpusched, FLAGS(MANY)),
	CHILD("iothreadsched", iothreadsched, FLAGS(MANY)),
	CHILD("emulatorsched", emulatorsched),
	CHILD("cachetune", cachetune, FLAGS(MANY)),
	CHILD("memorytune", memorytune, FLAGS(MANY)),
	CHILD("energytune", energytune, SINCE(12, 4), FLAGS(MANY)),
	END,
};

static const vml_grammar_word numatune_memory_modes[] = { W("interleave"), W("preferred"),
	W("restrictive"), W("strict"), W_END };
static const vml_grammar_item numatune_memory[] = {
	WORD("mode", numatune_memory_modes),
	WORD("placement", vml_words_placements),
	ATTR("nodeset", CPUSET, WHEN(IS_NOT("placement", "auto"))),
	END,
};

static const vml_grammar_item memnode[] = {
	ATTR("cellid", UINT, FLAGS(SCHEMA_REQUIRED)),
	WORD("mode", numatune_memory_modes, FLAGS(SCHEMA_REQUIRED)),
	ATTR("nodeset", CPUSET, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_numatune[] = {
	CHILD("memory", numatune_memory),
	CHILD("memnode", memnode, FLAGS(MANY)),
	END,
};

static const vml_grammar_item fibrechannel[] = {
	ATTR("appid", PRINTABLE, RANGE(1, 128), FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_resource[] = {
	CHILD("partition", vml_items_string_abs_path),
	CHILD("fibrechannel", fibrechannel),
	END,
};
