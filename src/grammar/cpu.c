/* Grammar of <cpu> and <vcpu>. */
#include "tables.h"

static const vml_grammar_word model_fallbacks[] = { W("allow"), W("forbid"), W_END };
static const vml_grammar_item model[] = {
	/*
	 * in these modes virCPUDefParseXML() ignores `fallback` and `vendor_id`: any value is
	 * accepted
	 */
	WORD("fallback", model_fallbacks, WHEN(AT(1, "mode", "host-passthrough", "maximum"))),
	WORD("fallback", model_fallbacks, WHEN(NOT_AT(1, "mode", "host-passthrough", "maximum")),
		FLAGS(REJECTS | EMPTY_ABSENT)),
	ATTR("vendor_id", CPU_VENDOR_ID, WHEN(AT(1, "mode", "host-passthrough", "maximum")),
		FLAGS(EMPTY_ABSENT)),
	ATTR("vendor_id", CPU_VENDOR_ID, WHEN(NOT_AT(1, "mode", "host-passthrough", "maximum")),
		FLAGS(REJECTS | EMPTY_ABSENT)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item topology[] = {
	ATTR("sockets", UINT, RANGE(1, 4294967295U), FLAGS(REQUIRED | REJECTS)),
	ATTR("dies", UINT, RANGE(1, 4294967295U), SINCE(6, 1), FLAGS(REJECTS)),
	ATTR("clusters", UINT, RANGE(1, 4294967295U), SINCE(10, 1), FLAGS(REJECTS)),
	ATTR("cores", UINT, RANGE(1, 4294967295U), FLAGS(REQUIRED | REJECTS)),
	ATTR("threads", UINT, RANGE(1, 4294967295U), FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word feature_policies[] = { W("disable"), W("forbid"), W("force"),
	W("optional"), W("require"), W_END };
static const vml_grammar_item feature[] = {
	WORD("policy", feature_policies, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("name", FEATURE_NAME, FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_item sibling[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", UINT, RANGE(10, 255), FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item distances[] = {
	CHILD("sibling", sibling, FLAGS(REQUIRED | MANY)),
	END,
};

static const vml_grammar_item size[] = {
	ATTR("value", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word cell_cache_associativities[] = { W("direct"), W("full"), W("none"),
	W_END };
static const vml_grammar_word cell_cache_policies[] = { W("none"), W("writeback"),
	W("writethrough"), W_END };
static const vml_grammar_item cell_cache[] = {
	ATTR("level", UINT, FLAGS(REQUIRED | REJECTS)),
	WORD("associativity", cell_cache_associativities, FLAGS(REQUIRED | REJECTS)),
	WORD("policy", cell_cache_policies, FLAGS(REQUIRED | REJECTS)),
	CHILD("size", size, FLAGS(REQUIRED)),
	CHILD("line", size, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item cell[] = {
	ATTR("id", UINT, FLAGS(REJECTS)),
	ATTR("cpus", CPUSET, FLAGS(REJECTS)),
	ATTR("memory", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	WORD("memAccess", vml_words_cell_mem_accesses, FLAGS(REJECTS)),
	WORD("discard", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("distances", distances),
	CHILD("cache", cell_cache, SINCE(6, 6), FLAGS(MANY)),
	END,
};

static const vml_grammar_word types[] = { W("access"), W("read"), W("write"), W_END };
static const vml_grammar_item latency[] = {
	ATTR("initiator", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("target", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("cache", UINT, FLAGS(REJECTS)),
	WORD("type", types, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", ULONG, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item interconnects_bandwidth[] = {
	ATTR("initiator", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("target", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("cache", UINT, FLAGS(REJECTS)),
	WORD("type", types, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", ULONG, FLAGS(REQUIRED | REJECTS)),
	ATTR("unit", SIZE_UNIT, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item interconnects[] = {
	CHILD("latency", latency, FLAGS(MANY)),
	CHILD("bandwidth", interconnects_bandwidth, FLAGS(MANY)),
	END,
};

static const vml_grammar_item numa[] = {
	CHILD("cell", cell, FLAGS(REQUIRED | MANY)),
	CHILD("interconnects", interconnects, SINCE(6, 6)),
	END,
};

static const vml_grammar_word cache_levels[] = { W("1"), W("2"), W("3"), W_END };
static const vml_grammar_word cache_modes[] = { W("disable"), W("emulate"), W("passthrough"),
	W_END };
static const vml_grammar_item cache[] = {
	WORD("level", cache_levels, FLAGS(REJECTS)),
	WORD("mode", cache_modes, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word maxphysaddr_modes[] = { W("emulate"), W("passthrough"), W_END };
static const vml_grammar_item maxphysaddr[] = {
	WORD("mode", maxphysaddr_modes, FLAGS(REQUIRED | REJECTS)),
	ATTR("bits", UINT, FLAGS(REJECTS)),
	ATTR("limit", UINT, SINCE(9, 3), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word cpu_modes[] = { W("custom"), W("host-model"), W("host-passthrough"),
	W_SINCE("maximum", 7, 1), W_END };
static const vml_grammar_word cpu_matches[] = { W("exact"), W("minimum"), W("strict"), W_END };
static const vml_grammar_word cpu_checks[] = { W("full"), W("none"), W("partial"), W_END };
const vml_grammar_item vml_items_cpu[] = {
	WORD("mode", cpu_modes, FLAGS(REJECTS)),
	WORD("match", cpu_matches, FLAGS(REJECTS)),
	WORD("check", cpu_checks, FLAGS(REJECTS)),
	WORD("deprecated_features", vml_words_on_off, SINCE(11, 0), FLAGS(REJECTS)),
	WORD("migratable", vml_words_on_off, SINCE(6, 5), FLAGS(REJECTS)),
	CHILD("model", model),
	CHILD("vendor", vml_items_string_text),
	CHILD("topology", topology),
	CHILD("feature", feature, FLAGS(MANY)),
	CHILD("numa", numa),
	CHILD("cache", cache, FLAGS(REJECTS_REPEAT)),
	CHILD("maxphysaddr", maxphysaddr, SINCE(8, 7)),
	END,
};

const vml_grammar_item vml_items_vcpu[] = {
	WORD("placement", vml_words_placements, FLAGS(REJECTS)),
	ATTR("cpuset", CPUSET, WHEN(IS_NOT("placement", "auto")), FLAGS(REJECTS)),
	ATTR("cpuset", CPUSET, WHEN(IS("placement", "auto"))),
	ATTR("current", UINT, RANGE(1, 65535), FLAGS(LAX | REJECTS)),
	STRING(UINT, RANGE(1, 65535), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item vcpus_vcpu[] = {
	ATTR("id", UINT, FLAGS(REQUIRED | REJECTS)),
	WORD("enabled", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	WORD("hotpluggable", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("order", UINT, FLAGS(REJECTS)),
	END,
};

const vml_grammar_item vml_items_vcpus[] = {
	CHILD("vcpu", vcpus_vcpu, FLAGS(MANY)),
	END,
};
