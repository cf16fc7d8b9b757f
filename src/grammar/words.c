/* Keywords that several files of the grammar use. */
#include "tables.h"

const vml_grammar_word vml_words_cell_mem_accesses[] = { W("private"), W("shared"), W_END };
const vml_grammar_word vml_words_yes_no[] = { W("no"), W("yes"), W_END };
const vml_grammar_word vml_words_on_off[] = { W("off"), W("on"), W_END };
const vml_grammar_word vml_words_format_types[] = { W("bochs"), W("cloop"), W("cow"), W("dir"),
	W("dmg"), W("fat"), W("iso"), W("luks"), W("ploop"), W("qcow"), W("qcow2"), W("qed"),
	W("raw"), W("vdi"), W("vhd"), W("vmdk"), W("vpc"), W_END };
const vml_grammar_word vml_words_disk_source_vhostuser_types[] = { W("unix"), W_END };
const vml_grammar_word vml_words_channel_source_seclabel_labelskips[] = { W("yes"), W_END };
const vml_grammar_word vml_words_startup_policies[] = { W("mandatory"), W("optional"),
	W("requisite"), W_END };
const vml_grammar_word vml_words_modes[] = { W("client"), W("server"), W_END };
const vml_grammar_word vml_words_os_nvram_types[] = { W("block"), W_SINCE("ctl", 12, 0), W("dir"),
	W("file"), W("network"), W("nvme"), W_SINCE("vhostuser", 7, 1), W_SINCE("vhostvdpa", 9, 8),
	W("volume"), W_END };
const vml_grammar_word vml_words_placements[] = { W("auto"), W("static"), W_END };
const vml_grammar_word vml_words_sgios[] = { W("filtered"),
	/* not in Linux any more */ W_OLD("unfiltered"), W_END };
const vml_grammar_word vml_words_models[] = { W("virtio"), W("virtio-non-transitional"),
	W("virtio-transitional"), W_END };
const vml_grammar_word vml_words_only_virtio[] = { W("virtio"), W_END };
const vml_grammar_word vml_words_console_types[] = { W("dbus"), W("dev"), W("file"), W("nmdm"),
	W("null"), W("pipe"), W("pty"), W("qemu-vdagent"), W("spiceport"), W("spicevmc"),
	W("stdio"), W("tcp"), W("udp"), W("unix"), W("vc"), W_END };
const vml_grammar_word vml_words_hub_types[] = { W("usb"), W_END };
