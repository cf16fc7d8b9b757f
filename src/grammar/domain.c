/* Grammar of <domain> itself. */
#include "tables.h"

static const vml_grammar_item string_title_name[] = {
	STRING(TITLE_NAME, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item metadata[] = {
	ANY,
	END,
};

static const vml_grammar_item memory[] = {
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	WORD("dumpCore", vml_words_on_off, FLAGS(REJECTS)),
	STRING(ULONG, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item max_memory[] = {
	ATTR("unit", SIZE_UNIT, FLAGS(REJECTS)),
	ATTR("slots", UINT, FLAGS(REJECTS | EMPTY_ABSENT)),
	STRING(ULONG, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item iommufd[] = {
	WORD("enabled", vml_words_yes_no, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	ATTR("fdgroup", TEXT),
	END,
};

static const vml_grammar_word string_on_reboot_strings[] = { W("destroy"), W("preserve"),
	W("rename-restart"), W("restart"), W_END };
static const vml_grammar_item string_on_reboot[] = {
	STRING(KEYWORDS, OR(string_on_reboot_strings), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word on_crash_strings[] = { W("coredump-destroy"), W("coredump-restart"),
	W("destroy"), W("preserve"), W_SINCE("preserve-running", 12, 6), W("rename-restart"),
	W("restart"), W_END };
static const vml_grammar_item on_crash[] = {
	STRING(KEYWORDS, OR(on_crash_strings), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word on_lockfailure_strings[] = { W("ignore"), W("pause"), W("poweroff"),
	W("restart"), W_END };
static const vml_grammar_item on_lockfailure[] = {
	STRING(KEYWORDS, OR(on_lockfailure_strings), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item pm[] = {
	CHILD("suspend-to-mem", vml_items_only_enabled),
	CHILD("suspend-to-disk", vml_items_only_enabled),
	END,
};

static const vml_grammar_word event_names[] = { W("alignment_faults"), W("branch_instructions"),
	W("branch_misses"), W("bus_cycles"), W("cache_misses"), W("cache_references"), W("cmt"),
	W("context_switches"), W("cpu_clock"), W("cpu_cycles"), W("cpu_migrations"),
	W("emulation_faults"), W("instructions"), W("mbml"), W("mbmt"), W("page_faults"),
	W("page_faults_maj"), W("page_faults_min"), W("ref_cpu_cycles"),
	W("stalled_cycles_backend"), W("stalled_cycles_frontend"), W("task_clock"), W_END };
static const vml_grammar_item event[] = {
	WORD("name", event_names, FLAGS(REQUIRED | REJECTS)),
	WORD("enabled", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item perf[] = {
	CHILD("event", event, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_word domain_types[] = { W("bhyve"), W_SINCE("hvf", 8, 1), W("hyperv"),
	/* libvirt has no driver for them any more */ W_OLD("kqemu"), W_OLD("phyp"), W_OLD("uml"),
	W("kvm"), W("lxc"), W("openvz"), W("qemu"), W("test"), W("vbox"), W("vmware"), W("vz"),
	W("xen"), W_END };
static const vml_grammar_item string_iothreads[] = {
	STRING(UINT, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item domain[] = {
	WORD("type", domain_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("id", UINT),
	CHILD("name", string_title_name, FLAGS(REQUIRED)),
	CHILD("uuid", vml_items_string_uuid),
	CHILD("hwuuid", vml_items_string_uuid, SINCE(11, 7)),
	CHILD("genid", vml_items_string_uuid, FLAGS(REJECTS_REPEAT)),
	CHILD("title", string_title_name),
	CHILD("description", vml_items_string_text),
	CHILD("metadata", metadata),
	CHILD("cpu", vml_items_cpu),
	CHILD("sysinfo", vml_items_sysinfo, FLAGS(MANY)),
	CHILD("bootloader", vml_items_string_text),
	CHILD("bootloader_args", vml_items_string_text),
	/* not required for Xen: its <bootloader> replaces <os> */
	CHILD("os", vml_items_os, WHEN(IS("type", "kvm", "qemu", "hvf", "lxc")), FLAGS(REQUIRED)),
	CHILD("os", vml_items_os, WHEN(IS_NOT("type", "kvm", "qemu", "hvf", "lxc"))),
	CHILD("clock", vml_items_clock),
	CHILD("throttlegroups", vml_items_throttlegroups, SINCE(11, 2), FLAGS(REJECTS_REPEAT)),
	CHILD("memory", memory),
	CHILD("maxMemory", max_memory),
	CHILD("currentMemory", vml_items_current_memory),
	CHILD("memoryBacking", vml_items_memory_backing),
	CHILD("vcpu", vml_items_vcpu),
	CHILD("vcpus", vml_items_vcpus),
	CHILD("iothreads", string_iothreads),
	CHILD("iothreadids", vml_items_iothreadids, FLAGS(REJECTS_REPEAT)),
	CHILD("defaultiothread", vml_items_defaultiothread, SINCE(8, 5)),
	CHILD("blkiotune", vml_items_blkiotune),
	CHILD("memtune", vml_items_memtune),
	CHILD("cputune", vml_items_cputune, FLAGS(REJECTS_REPEAT)),
	CHILD("numatune", vml_items_numatune, FLAGS(REJECTS_REPEAT)),
	CHILD("iommufd", iommufd, SINCE(12, 2)),
	CHILD("resource", vml_items_resource, FLAGS(REJECTS_REPEAT)),
	CHILD("features", vml_items_features, FLAGS(CLOSED)),
	CHILD("on_reboot", string_on_reboot),
	CHILD("on_poweroff", string_on_reboot),
	CHILD("on_crash", on_crash),
	CHILD("on_lockfailure", on_lockfailure),
	CHILD("pm", pm),
	CHILD("perf", perf, FLAGS(REJECTS_REPEAT)),
	CHILD("idmap", vml_items_idmap),
	CHILD("devices", vml_items_devices, FLAGS(READS_ALL)),
	CHILD("seclabel", vml_items_seclabel, FLAGS(MANY)),
	CHILD("commandline", vml_items_commandline, NS(QEMU)),
	CHILD("capabilities", vml_items_capabilities, NS(QEMU)),
	CHILD("deprecation", vml_items_deprecation, NS(QEMU)),
	CHILD("override", vml_items_override, NS(QEMU)),
	CHILD("namespace", vml_items_namespace, NS(LXC)),
	CHILD("keywrap", vml_items_keywrap, FLAGS(REJECTS_REPEAT)),
	CHILD("launchSecurity", vml_items_launch_security),
	CHILD("commandline", vml_items_domain_commandline, NS(BHYVE)),
	CHILD("commandline", vml_items_xencmdline_commandline, NS(XEN)),
	CHILD("datacenterpath", vml_items_string_text, NS(VMWARE)),
	END,
};

const vml_grammar_item vml_grammar_domain = CHILD("domain", domain);
