/*
 * Macros of the grammar tables, and groups of items that several files of the grammar use.
 *
 * The content of an element is an array of items, one per line:
 *
 * 	ATTR(name, kind, options...)	an attribute whose value has that kind
 * 	WORD(name, words, options...)	an attribute that has one of those keywords
 * 	CHILD(name, items, options...)	a child element and its content
 * 	STRING(kind, options...)	the text of the element
 * 	INCLUDE(group, options...)	the items of a group
 *
 * Options: REQUIRED, MANY, REJECTS ... (flags); SINCE(major, minor): libvirt release that
 * introduced the item; OR(words): keywords that are valid in addition to the kind; RANGE(min, max);
 * WHEN(conditions), all of which must be met: IS("type", "file", "block") is met if the attribute
 * `type` of the element has one of the values; ABSENT is the value of an attribute that is missing.
 */
#ifndef VML_TABLES_H
#define VML_TABLES_H

#include "grammar.h"

#include <limits.h>

/*
 * Two macros each, because ISO C requires an argument for "...", and an item may have no options.
 */
#define ATTR(n, ...) ATTR_ITEM(n, __VA_ARGS__, .what = VML_GRAMMAR_ATTRIBUTE)
#define WORD(n, ...) WORD_ITEM(n, __VA_ARGS__, .what = VML_GRAMMAR_ATTRIBUTE)
#define CHILD(n, ...) CHILD_ITEM(n, __VA_ARGS__, .what = VML_GRAMMAR_CHILD)
#define STRING(...) STRING_ITEM(__VA_ARGS__, .what = VML_GRAMMAR_STRING)
#define INCLUDE(...) INCLUDE_ITEM(__VA_ARGS__, .what = VML_GRAMMAR_INCLUDE)
#define ATTR_ITEM(n, k, ...)                                    \
	{                                                       \
		.name = (n), .kind = VML_VALUE_##k, __VA_ARGS__ \
	}
#define WORD_ITEM(n, w, ...)                           \
	{                                              \
		.name = (n), .words = (w), __VA_ARGS__ \
	}
#define CHILD_ITEM(n, i, ...)                          \
	{                                              \
		.name = (n), .items = (i), __VA_ARGS__ \
	}
#define STRING_ITEM(k, ...)                        \
	{                                          \
		.kind = VML_VALUE_##k, __VA_ARGS__ \
	}
#define INCLUDE_ITEM(g, ...)              \
	{                                 \
		.items = (g), __VA_ARGS__ \
	}
#define ANY                             \
	{                               \
		.what = VML_GRAMMAR_ANY \
	}
#define END                             \
	{                               \
		.what = VML_GRAMMAR_END \
	}

#define FLAGS(f) .flags = (f)
#define SINCE(major, minor) .since = (major)*1000 + (minor)
#define OR(w) .words = (w)
#define RANGE(low, high)                    \
	.range = &(const vml_grammar_range) \
	{                                   \
		(low), (high)               \
	}
#define WHEN(...)                          \
	.when = (const vml_grammar_when[]) \
	{                                  \
		__VA_ARGS__,               \
		{                          \
			.attribute = NULL  \
		}                          \
	}
#define IS(a, ...)                                               \
	{                                                        \
		.attribute = (a), .words = (const char *const[]) \
		{                                                \
			__VA_ARGS__, NULL                        \
		}                                                \
	}
#define IS_NOT(a, ...)                                                                 \
	{                                                                              \
		.attribute = (a), .words = (const char *const[]){ __VA_ARGS__, NULL }, \
		.unless = true                                                         \
	}
/* IS for an attribute of an ancestor: level 1 is the parent of the element that has the item. */
#define AT(l, a, ...)                                                                  \
	{                                                                              \
		.attribute = (a), .words = (const char *const[]){ __VA_ARGS__, NULL }, \
		.level = (l)                                                           \
	}
#define NOT_AT(l, a, ...)                                                              \
	{                                                                              \
		.attribute = (a), .words = (const char *const[]){ __VA_ARGS__, NULL }, \
		.unless = true, .level = (l)                                           \
	}
#define ABSENT ""
#define REQUIRED VML_GRAMMAR_REQUIRED
#define SCHEMA_REQUIRED VML_GRAMMAR_SCHEMA_REQUIRED
#define MANY VML_GRAMMAR_MANY
#define REJECTS VML_GRAMMAR_REJECTS
#define REJECTS_REPEAT VML_GRAMMAR_REJECTS_REPEAT
#define READS_LAST VML_GRAMMAR_READS_LAST
#define CLOSED VML_GRAMMAR_CLOSED
#define LAX VML_GRAMMAR_LAX
#define OUTPUT VML_GRAMMAR_OUTPUT
#define READS_ALL VML_GRAMMAR_READS_ALL
#define EMPTY_ABSENT VML_GRAMMAR_EMPTY_ABSENT
#define NS(n) .ns = VML_GRAMMAR_##n

/* A list of keywords: { W("none"), W_SINCE("io_uring", 6, 3), W_OLD("kvm"), W_END }. */
#define W(w)                \
	{                   \
		.word = (w) \
	}
#define W_SINCE(w, major, minor)                             \
	{                                                    \
		.word = (w), .since = (major)*1000 + (minor) \
	}
#define W_OLD(w)                                \
	{                                       \
		.word = (w), .deprecated = true \
	}
#define W_END                \
	{                    \
		.word = NULL \
	}

/* Keywords and elements that several files of the grammar use. */
extern const vml_grammar_word vml_words_cell_mem_accesses[];
extern const vml_grammar_word vml_words_channel_source_seclabel_labelskips[];
extern const vml_grammar_word vml_words_console_types[];
extern const vml_grammar_word vml_words_disk_source_vhostuser_types[];
extern const vml_grammar_word vml_words_format_types[];
extern const vml_grammar_word vml_words_hub_types[];
extern const vml_grammar_word vml_words_only_virtio[];
extern const vml_grammar_word vml_words_models[];
extern const vml_grammar_word vml_words_modes[];
extern const vml_grammar_word vml_words_on_off[];
extern const vml_grammar_word vml_words_os_nvram_types[];
extern const vml_grammar_word vml_words_placements[];
extern const vml_grammar_word vml_words_sgios[];
extern const vml_grammar_word vml_words_startup_policies[];
extern const vml_grammar_word vml_words_yes_no[];
extern const vml_grammar_item vml_items_address[];
extern const vml_grammar_item vml_items_alias[];
extern const vml_grammar_item vml_items_audio[];
extern const vml_grammar_item vml_items_auth[];
extern const vml_grammar_item vml_items_backenddomain[];
extern const vml_grammar_item vml_items_backing_store[];
extern const vml_grammar_item vml_items_blkiotune[];
extern const vml_grammar_item vml_items_capabilities[];
extern const vml_grammar_item vml_items_channel[];
extern const vml_grammar_item vml_items_channel_log[];
extern const vml_grammar_item vml_items_channel_source[];
extern const vml_grammar_item vml_items_channel_source_seclabel[];
extern const vml_grammar_item vml_items_chardev[];
extern const vml_grammar_item vml_items_clock[];
extern const vml_grammar_item vml_items_commandline[];
extern const vml_grammar_item vml_items_console[];
extern const vml_grammar_item vml_items_console_acpi_dbus[];
extern const vml_grammar_item vml_items_controller[];
extern const vml_grammar_item vml_items_cpu[];
extern const vml_grammar_item vml_items_cputune[];
extern const vml_grammar_item vml_items_crypto_driver[];
extern const vml_grammar_item vml_items_current_memory[];
extern const vml_grammar_item vml_items_data_store[];
extern const vml_grammar_item vml_items_defaultiothread[];
extern const vml_grammar_item vml_items_deprecation[];
extern const vml_grammar_item vml_items_device[];
extern const vml_grammar_item vml_items_devices[];
extern const vml_grammar_item vml_items_devices_memory[];
extern const vml_grammar_item vml_items_disk[];
extern const vml_grammar_item vml_items_disk_boot[];
extern const vml_grammar_item vml_items_disk_source_block[];
extern const vml_grammar_item vml_items_disk_source_dir[];
extern const vml_grammar_item vml_items_disk_source_file[];
extern const vml_grammar_item vml_items_disk_source_network[];
extern const vml_grammar_item vml_items_disk_source_nvme[];
extern const vml_grammar_item vml_items_disk_source_vhostuser[];
extern const vml_grammar_item vml_items_disk_source_vhostvdpa[];
extern const vml_grammar_item vml_items_disk_source_volume[];
extern const vml_grammar_item vml_items_domain_commandline[];
extern const vml_grammar_item vml_items_encryption[];
extern const vml_grammar_item vml_items_features[];
extern const vml_grammar_item vml_items_filesystem[];
extern const vml_grammar_item vml_items_filesystem_source_file[];
extern const vml_grammar_item vml_items_filesystem_source_template[];
extern const vml_grammar_item vml_items_format[];
extern const vml_grammar_item vml_items_graphics[];
extern const vml_grammar_item vml_items_graphics_audio_vnc[];
extern const vml_grammar_item vml_items_graphics_clipboard_spice[];
extern const vml_grammar_item vml_items_graphics_mouse_spice[];
extern const vml_grammar_item vml_items_hostdev[];
extern const vml_grammar_item vml_items_hostdev_ip_net[];
extern const vml_grammar_item vml_items_hostdev_route_net[];
extern const vml_grammar_item vml_items_hostdev_source_pci_address[];
extern const vml_grammar_item vml_items_hostdev_source_scsi_initiator_iscsi[];
extern const vml_grammar_item vml_items_hostdev_teaming_pci[];
extern const vml_grammar_item vml_items_hub[];
extern const vml_grammar_item vml_items_idmap[];
extern const vml_grammar_item vml_items_input[];
extern const vml_grammar_item vml_items_interface[];
extern const vml_grammar_item vml_items_iothreadids[];
extern const vml_grammar_item vml_items_iothreads[];
extern const vml_grammar_item vml_items_keywrap[];
extern const vml_grammar_item vml_items_launch_security[];
extern const vml_grammar_item vml_items_launch_security_quote_generation_service_tdx[];
extern const vml_grammar_item vml_items_memory_backing[];
extern const vml_grammar_item vml_items_memtune[];
extern const vml_grammar_item vml_items_metadata_cache[];
extern const vml_grammar_item vml_items_namespace[];
extern const vml_grammar_item vml_items_nothing[];
extern const vml_grammar_item vml_items_numatune[];
extern const vml_grammar_item vml_items_only_enabled[];
extern const vml_grammar_item vml_items_only_id[];
extern const vml_grammar_item vml_items_os[];
extern const vml_grammar_item vml_items_override[];
extern const vml_grammar_item vml_items_parallel[];
extern const vml_grammar_item vml_items_protocol[];
extern const vml_grammar_item vml_items_reconnect[];
extern const vml_grammar_item vml_items_redirdev[];
extern const vml_grammar_item vml_items_redirfilter[];
extern const vml_grammar_item vml_items_reservations[];
extern const vml_grammar_item vml_items_resource[];
extern const vml_grammar_item vml_items_rom[];
extern const vml_grammar_item vml_items_seclabel[];
extern const vml_grammar_item vml_items_smartcard[];
extern const vml_grammar_item vml_items_sound[];
extern const vml_grammar_item vml_items_string_abs_path[];
extern const vml_grammar_item vml_items_string_serial[];
extern const vml_grammar_item vml_items_string_text[];
extern const vml_grammar_item vml_items_string_uint[];
extern const vml_grammar_item vml_items_string_ulong[];
extern const vml_grammar_item vml_items_string_uuid[];
extern const vml_grammar_item vml_items_sysinfo[];
extern const vml_grammar_item vml_items_throttlegroup[];
extern const vml_grammar_item vml_items_throttlegroups[];
extern const vml_grammar_item vml_items_vcpu[];
extern const vml_grammar_item vml_items_vcpus[];
extern const vml_grammar_item vml_items_video[];
extern const vml_grammar_item vml_items_virtio_options[];
extern const vml_grammar_item vml_items_xencmdline_commandline[];

#endif
