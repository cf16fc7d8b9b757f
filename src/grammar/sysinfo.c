/* Grammar of <sysinfo>: SMBIOS and fw_cfg. */
#include "tables.h"

static const vml_grammar_word sysinfo_bios_smbios_entry_names[] = { W("date"), W("release"),
	W("vendor"), W("version"), W_END };
static const vml_grammar_item sysinfo_bios_smbios_entry[] = {
	WORD("name", sysinfo_bios_smbios_entry_names, FLAGS(SCHEMA_REQUIRED)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item sysinfo_bios_smbios[] = {
	CHILD("entry", sysinfo_bios_smbios_entry, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_word sysinfo_system_smbios_entry_names[] = { W("family"),
	W("manufacturer"), W("product"), W("serial"), W("sku"), W("uuid"), W("version"), W_END };
static const vml_grammar_item sysinfo_system_smbios_entry[] = {
	WORD("name", sysinfo_system_smbios_entry_names, FLAGS(SCHEMA_REQUIRED)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item sysinfo_system_smbios[] = {
	CHILD("entry", sysinfo_system_smbios_entry, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_word entry_names[] = { W("asset"), W("location"), W("manufacturer"),
	W("product"), W("serial"), W("version"), W_END };
static const vml_grammar_item entry[] = {
	WORD("name", entry_names, FLAGS(SCHEMA_REQUIRED)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item sysinfo_base_board_smbios[] = {
	CHILD("entry", entry, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_word sysinfo_chassis_smbios_entry_names[] = { W("asset"),
	W("manufacturer"), W("serial"), W("sku"), W("version"), W_END };
static const vml_grammar_item sysinfo_chassis_smbios_entry[] = {
	WORD("name", sysinfo_chassis_smbios_entry_names, FLAGS(SCHEMA_REQUIRED)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item sysinfo_chassis_smbios[] = {
	CHILD("entry", sysinfo_chassis_smbios_entry, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item sysinfo_oem_strings_smbios[] = {
	CHILD("entry", vml_items_string_text, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item sysinfo_entry_fwcfg[] = {
	ATTR("name", TEXT, FLAGS(SCHEMA_REQUIRED)),
	ATTR("file", TEXT),
	STRING(TEXT),
	END,
};

static const vml_grammar_word sysinfo_types[] = { W_SINCE("fwcfg", 6, 5), W("smbios"), W_END };
const vml_grammar_item vml_items_sysinfo[] = {
	WORD("type", sysinfo_types, FLAGS(SCHEMA_REQUIRED)),
	CHILD("bios", sysinfo_bios_smbios, WHEN(IS("type", "smbios"))),
	CHILD("system", sysinfo_system_smbios, WHEN(IS("type", "smbios"))),
	CHILD("baseBoard", sysinfo_base_board_smbios, WHEN(IS("type", "smbios")), FLAGS(MANY)),
	CHILD("chassis", sysinfo_chassis_smbios, WHEN(IS("type", "smbios"))),
	CHILD("oemStrings", sysinfo_oem_strings_smbios, WHEN(IS("type", "smbios"))),
	CHILD("entry", sysinfo_entry_fwcfg, WHEN(IS("type", "fwcfg")), FLAGS(MANY)),
	END,
};
