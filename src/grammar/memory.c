/* Grammar of memory: <memoryBacking> and memory devices. */
#include "tables.h"

static const vml_grammar_item page[] = {
	ATTR("size", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	ATTR("nodeset", CPUSET, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item hugepages[] = {
	CHILD("page", page, FLAGS(MANY)),
	END,
};

static const vml_grammar_word source_types[] = { W("anonymous"), W("file"), W("memfd"), W_END };
static const vml_grammar_item source[] = {
	WORD("type", source_types, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item memory_backing_access[] = {
	WORD("mode", vml_words_cell_mem_accesses, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_word allocation_modes[] = { W("immediate"), W("ondemand"), W_END };
static const vml_grammar_item allocation[] = {
	WORD("mode", allocation_modes, FLAGS(REJECTS | EMPTY_ABSENT)),
	ATTR("threads", UINT, SINCE(8, 2), FLAGS(REJECTS | EMPTY_ABSENT)),
	END,
};

const vml_grammar_item vml_items_memory_backing[] = {
	CHILD("hugepages", hugepages, FLAGS(READS_ALL)),
	CHILD("nosharepages", vml_items_nothing),
	CHILD("locked", vml_items_nothing),
	CHILD("source", source),
	CHILD("access", memory_backing_access),
	CHILD("allocation", allocation),
	CHILD("discard", vml_items_nothing),
	END,
};

static const vml_grammar_item string_cpuset[] = {
	STRING(CPUSET, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item devices_memory_source[] = {
	CHILD("pagesize", vml_items_current_memory),
	CHILD("nodemask", string_cpuset),
	CHILD("path", vml_items_string_abs_path),
	CHILD("alignsize", vml_items_current_memory),
	CHILD("pmem", vml_items_nothing),
	END,
};

static const vml_grammar_item label[] = {
	CHILD("size", vml_items_current_memory, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_item devices_memory_target_address[] = {
	ATTR("base", HEX, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item devices_memory_target[] = {
	WORD("dynamicMemslots", vml_words_yes_no, SINCE(10, 1), FLAGS(REJECTS)),
	CHILD("size", vml_items_current_memory, FLAGS(REQUIRED)),
	CHILD("node", vml_items_string_uint),
	CHILD("block", vml_items_current_memory),
	CHILD("requested", vml_items_current_memory),
	CHILD("current", vml_items_current_memory),
	CHILD("label", label),
	CHILD("readonly", vml_items_nothing),
	CHILD("address", devices_memory_target_address, SINCE(9, 4)),
	END,
};

static const vml_grammar_word devices_memory_models[] = { W("dimm"), W("nvdimm"),
	W_SINCE("sgx-epc", 8, 10), W_SINCE("virtio-mem", 7, 9), W_SINCE("virtio-pmem", 7, 1),
	W_END };
const vml_grammar_item vml_items_devices_memory[] = {
	WORD("model", devices_memory_models, FLAGS(REQUIRED | REJECTS)),
	WORD("access", vml_words_cell_mem_accesses, FLAGS(REJECTS)),
	WORD("discard", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("uuid", vml_items_string_uuid),
	CHILD("driver", vml_items_crypto_driver, SINCE(11, 9)),
	CHILD("source", devices_memory_source),
	CHILD("target", devices_memory_target, FLAGS(REQUIRED)),
	INCLUDE(vml_items_device),
	END,
};
