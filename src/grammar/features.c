/* Grammar of <features>. */
#include "tables.h"

static const vml_grammar_item apic[] = {
	WORD("eoi", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item only_state[] = {
	WORD("state", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item htm[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item hyperv_spinlocks_custom[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	ATTR("retries", UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item hyperv_stimer_custom[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	CHILD("direct", htm),
	END,
};

static const vml_grammar_item hyperv_vendor_id_custom[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", VENDOR_ID, WHEN(IS_NOT("state", "off")), FLAGS(REJECTS)),
	ATTR("value", VENDOR_ID, WHEN(IS("state", "off"))),
	END,
};

static const vml_grammar_item hyperv_tlbflush_custom[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	CHILD("direct", htm, SINCE(11, 0)),
	CHILD("extended", htm, SINCE(11, 0)),
	END,
};

static const vml_grammar_word hyperv_modes[] = { W("custom"), W_SINCE("host-model", 11, 9),
	W("passthrough"), W_END };
static const vml_grammar_item hyperv[] = {
	WORD("mode", hyperv_modes, FLAGS(REJECTS)),
	CHILD("relaxed", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("vapic", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("spinlocks", hyperv_spinlocks_custom, WHEN(IS_NOT("mode", "passthrough")),
		FLAGS(READS_LAST)),
	CHILD("vpindex", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("runtime", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("synic", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("stimer", hyperv_stimer_custom, WHEN(IS_NOT("mode", "passthrough")),
		FLAGS(CLOSED | READS_LAST)),
	CHILD("reset", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("vendor_id", hyperv_vendor_id_custom, WHEN(IS_NOT("mode", "passthrough")),
		FLAGS(READS_LAST)),
	CHILD("frequencies", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("reenlightenment", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("tlbflush", hyperv_tlbflush_custom, WHEN(IS_NOT("mode", "passthrough")),
		FLAGS(CLOSED | READS_LAST)),
	CHILD("ipi", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("evmcs", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("avic", htm, WHEN(IS_NOT("mode", "passthrough")), FLAGS(READS_LAST)),
	CHILD("emsr_bitmap", htm, WHEN(IS("mode", ABSENT, "custom")), SINCE(10, 7),
		FLAGS(READS_LAST)),
	CHILD("emsr_bitmap", htm, WHEN(IS("mode", "host-model")), FLAGS(READS_LAST)),
	CHILD("xmm_input", htm, WHEN(IS("mode", ABSENT, "custom")), SINCE(10, 7),
		FLAGS(READS_LAST)),
	CHILD("xmm_input", htm, WHEN(IS("mode", "host-model")), FLAGS(READS_LAST)),
	END,
};

static const vml_grammar_item dirty_ring[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	ATTR("size", UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item kvm[] = {
	CHILD("hidden", htm, FLAGS(READS_LAST)),
	CHILD("hint-dedicated", htm, FLAGS(READS_LAST)),
	CHILD("poll-control", htm, FLAGS(READS_LAST)),
	CHILD("pv-ipi", htm, FLAGS(READS_LAST)),
	CHILD("dirty-ring", dirty_ring, FLAGS(READS_LAST)),
	END,
};

static const vml_grammar_word passthrough_modes[] = { W("share_pt"), W("sync_pt"), W_END };
static const vml_grammar_item passthrough[] = {
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	WORD("mode", passthrough_modes, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item xen[] = {
	CHILD("e820_host", htm),
	CHILD("passthrough", passthrough),
	END,
};

static const vml_grammar_word features_capabilities_policies[] = { W("allow"), W("default"),
	W("deny"), W_END };
static const vml_grammar_item features_capabilities[] = {
	WORD("policy", features_capabilities_policies, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	CHILD("audit_control", htm),
	CHILD("audit_write", htm),
	CHILD("block_suspend", htm),
	CHILD("chown", htm),
	CHILD("dac_override", htm),
	CHILD("dac_read_search", htm),
	CHILD("fowner", htm),
	CHILD("fsetid", htm),
	CHILD("ipc_lock", htm),
	CHILD("ipc_owner", htm),
	CHILD("kill", htm),
	CHILD("lease", htm),
	CHILD("linux_immutable", htm),
	CHILD("mac_admin", htm),
	CHILD("mac_override", htm),
	CHILD("mknod", htm),
	CHILD("net_admin", htm),
	CHILD("net_bind_service", htm),
	CHILD("net_broadcast", htm),
	CHILD("net_raw", htm),
	CHILD("setgid", htm),
	CHILD("setfcap", htm),
	CHILD("setpcap", htm),
	CHILD("setuid", htm),
	CHILD("sys_admin", htm),
	CHILD("sys_boot", htm),
	CHILD("sys_chroot", htm),
	CHILD("sys_module", htm),
	CHILD("sys_nice", htm),
	CHILD("sys_pacct", htm),
	CHILD("sys_ptrace", htm),
	CHILD("sys_rawio", htm),
	CHILD("sys_resource", htm),
	CHILD("sys_time", htm),
	CHILD("sys_tty_config", htm),
	CHILD("syslog", htm),
	CHILD("wake_alarm", htm),
	END,
};

static const vml_grammar_word gic_versions[] = { W("2"), W("3"), W("host"), W_END };
static const vml_grammar_item gic[] = {
	WORD("version", gic_versions, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item smm[] = {
	WORD("state", vml_words_on_off, FLAGS(REJECTS)),
	CHILD("tseg", vml_items_current_memory, WHEN(IS_NOT("state", ABSENT))),
	END,
};

static const vml_grammar_word ioapic_drivers[] = { W("kvm"), W("qemu"), W_END };
static const vml_grammar_item ioapic[] = {
	WORD("driver", ioapic_drivers, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word hpt_resizings[] = { W("disabled"), W("enabled"), W("required"),
	W_END };
static const vml_grammar_item hpt[] = {
	WORD("resizing", hpt_resizings, FLAGS(REJECTS)),
	CHILD("maxpagesize", vml_items_current_memory),
	END,
};

static const vml_grammar_word msrs_unknowns[] = { W("fault"), W("ignore"), W_END };
static const vml_grammar_item msrs[] = {
	WORD("unknown", msrs_unknowns, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word only_value_values[] = { W("broken"), W("fixed"), W("workaround"),
	W_END };
static const vml_grammar_item only_value[] = {
	WORD("value", only_value_values, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word ibs_values[] = { W("broken"), W("fixed-ccd"), W("fixed-ibs"),
	W("fixed-na"), W("workaround"), W_END };
static const vml_grammar_item ibs[] = {
	WORD("value", ibs_values, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item tcg[] = {
	CHILD("tb-cache", vml_items_current_memory),
	END,
};

static const vml_grammar_word aia_values[] = { W("aplic"), W("aplic-imsic"), W("none"), W_END };
static const vml_grammar_item aia[] = {
	WORD("value", aia_values, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_features[] = {
	CHILD("pae", vml_items_nothing),
	CHILD("acpi", vml_items_nothing),
	CHILD("apic", apic, FLAGS(READS_LAST)),
	CHILD("hap", only_state),
	CHILD("hyperv", hyperv, FLAGS(CLOSED)),
	CHILD("viridian", vml_items_nothing),
	CHILD("kvm", kvm, FLAGS(CLOSED)),
	CHILD("xen", xen, FLAGS(CLOSED)),
	CHILD("privnet", vml_items_nothing),
	CHILD("pvspinlock", only_state, FLAGS(READS_LAST)),
	CHILD("capabilities", features_capabilities, FLAGS(CLOSED)),
	CHILD("pmu", only_state),
	CHILD("vmport", only_state),
	CHILD("gic", gic, FLAGS(READS_LAST)),
	CHILD("smm", smm, FLAGS(READS_LAST)),
	CHILD("ioapic", ioapic),
	CHILD("hpt", hpt),
	CHILD("vmcoreinfo", only_state),
	CHILD("htm", htm),
	CHILD("nested-hv", htm),
	CHILD("msrs", msrs),
	CHILD("ccf-assist", htm),
	CHILD("cfpc", only_value, SINCE(6, 3)),
	CHILD("sbbc", only_value, SINCE(6, 3)),
	CHILD("ibs", ibs, SINCE(6, 3)),
	CHILD("tcg", tcg),
	CHILD("async-teardown", vml_items_only_enabled, SINCE(9, 6)),
	CHILD("ras", htm, SINCE(10, 4)),
	CHILD("ps2", htm, SINCE(10, 7)),
	CHILD("aia", aia, SINCE(11, 1)),
	CHILD("virtualization", vml_items_nothing, SINCE(12, 1)),
	END,
};
