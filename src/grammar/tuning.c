/* Grammar of tuning: CPU, memory, NUMA and block I/O. */
#include "tables.h"

const vml_grammar_item vml_items_throttlegroups[] = {
	CHILD("throttlegroup", vml_items_throttlegroup, FLAGS(MANY)),
	END,
};

static const vml_grammar_item poll[] = {
	ATTR("max", ULONG, FLAGS(REJECTS)),
	ATTR("grow", ULONG, FLAGS(REJECTS)),
	ATTR("shrink", ULONG, FLAGS(REJECTS)),
	ATTR("weight", UINT, SINCE(12, 7), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item iothread[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("thread_pool_min", UINT, SINCE(8, 5), FLAGS(REJECTS)),
	ATTR("thread_pool_max", UINT, SINCE(8, 5), FLAGS(REJECTS)),
	CHILD("poll", poll, SINCE(9, 4)),
	END,
};

const vml_grammar_item vml_items_iothreadids[] = {
	CHILD("iothread", iothread, FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_defaultiothread[] = {
	ATTR("thread_pool_min", UINT, FLAGS(REJECTS)),
	ATTR("thread_pool_max", UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item weight[] = {
	STRING(UINT, RANGE(100, 1000), FLAGS(LAX | REJECTS)),
	END,
};

static const vml_grammar_word path_strings[] = { W_SINCE("*", 12, 3), W_END };
static const vml_grammar_item path[] = {
	STRING(ABS_PATH, OR(path_strings), FLAGS(LAX)),
	END,
};

static const vml_grammar_item blkiotune_device[] = {
	CHILD("path", path, FLAGS(REQUIRED)),
	CHILD("weight", weight),
	CHILD("read_iops_sec", vml_items_string_uint),
	CHILD("write_iops_sec", vml_items_string_uint),
	CHILD("read_bytes_sec", vml_items_string_ulong),
	CHILD("write_bytes_sec", vml_items_string_ulong),
	END,
};

static const vml_grammar_item blkiotune_weight[] = {
	STRING(UINT, RANGE(100, 1000)),
	END,
};

const vml_grammar_item vml_items_blkiotune[] = {
	CHILD("weight", blkiotune_weight),
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

/* 0: the host's period is left unchanged */
static const vml_grammar_word host_periods[] = { W("0"), W_END };
static const vml_grammar_item string_global_period[] = {
	STRING(UINT, RANGE(1000, 1000000), OR(host_periods), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item string_global_quota[] = {
	STRING(INT, RANGE(-1, 17592186044415LL), FLAGS(LAX | REJECTS)),
	END,
};

static const vml_grammar_item vcpupin[] = {
	ATTR("vcpu", UINT, RANGE(0, 65535), FLAGS(REQUIRED | LAX | REJECTS)),
	ATTR("cpuset", CPUSET, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item emulatorpin[] = {
	ATTR("cpuset", CPUSET, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item iothreadpin[] = {
	ATTR("iothread", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("cpuset", CPUSET, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word schedulers[] = { W("batch"), W("fifo"), W("idle"), W("rr"), W_END };
static const vml_grammar_item vcpusched[] = {
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
	WORD("scheduler", schedulers, FLAGS(REQUIRED | REJECTS)),
	ATTR("priority", INT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_item iothreadsched[] = {
	ATTR("iothreads", CPUSET, FLAGS(REJECTS)),
	WORD("scheduler", schedulers, FLAGS(REQUIRED | REJECTS)),
	ATTR("priority", INT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_item emulatorsched[] = {
	WORD("scheduler", schedulers, FLAGS(REQUIRED | REJECTS)),
	ATTR("priority", INT, RANGE(0, 65535), WHEN(IS("scheduler", "fifo", "rr")),
		FLAGS(REQUIRED | LAX | REJECTS)),
	END,
};

static const vml_grammar_word cachetune_cache_types[] = { W("both"), W("code"), W("data"), W_END };
static const vml_grammar_item cachetune_cache[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("level", UINT, FLAGS(REQUIRED | REJECTS)),
	WORD("type", cachetune_cache_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("size", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item monitor[] = {
	ATTR("level", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item cachetune[] = {
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
	ATTR("id", TEXT),
	CHILD("cache", cachetune_cache, FLAGS(MANY)),
	CHILD("monitor", monitor, FLAGS(MANY)),
	END,
};

static const vml_grammar_item node[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("bandwidth", UINT, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item energytune_monitor[] = {
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item memorytune[] = {
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
	CHILD("node", node, FLAGS(MANY)),
	CHILD("monitor", energytune_monitor, FLAGS(MANY)),
	END,
};

static const vml_grammar_item energytune[] = {
	ATTR("vcpus", CPUSET, FLAGS(REJECTS)),
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
	CHILD("emulatorpin", emulatorpin, FLAGS(REJECTS_REPEAT)),
	CHILD("iothreadpin", iothreadpin, FLAGS(MANY)),
	CHILD("vcpusched", vcpusched, FLAGS(MANY)),
	CHILD("iothreadsched", iothreadsched, FLAGS(MANY)),
	CHILD("emulatorsched", emulatorsched, FLAGS(REJECTS_REPEAT)),
	CHILD("cachetune", cachetune, FLAGS(MANY)),
	CHILD("memorytune", memorytune, FLAGS(MANY)),
	CHILD("energytune", energytune, SINCE(12, 4), FLAGS(MANY)),
	END,
};

static const vml_grammar_word numatune_memory_modes[] = { W("interleave"), W("preferred"),
	W("restrictive"), W("strict"), W_END };
static const vml_grammar_item numatune_memory[] = {
	WORD("mode", numatune_memory_modes, FLAGS(REJECTS)),
	WORD("placement", vml_words_placements, FLAGS(REJECTS)),
	ATTR("nodeset", CPUSET, WHEN(IS_NOT("placement", "auto")), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item memnode[] = {
	ATTR("cellid", UINT, FLAGS(REQUIRED | REJECTS)),
	WORD("mode", numatune_memory_modes, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("nodeset", CPUSET, FLAGS(REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_numatune[] = {
	CHILD("memory", numatune_memory),
	CHILD("memnode", memnode, FLAGS(MANY)),
	END,
};

static const vml_grammar_item fibrechannel[] = {
	ATTR("appid", PRINTABLE, RANGE(1, 128), FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item string_partition[] = {
	STRING(ABS_PATH, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_resource[] = {
	CHILD("partition", string_partition),
	CHILD("fibrechannel", fibrechannel, SINCE(7, 7)),
	END,
};
