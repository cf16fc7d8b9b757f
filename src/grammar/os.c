/* Grammar of booting: <os>, bootloader. */
#include "tables.h"

static const vml_grammar_word arches[] = { W("aarch64"), W("alpha"), W("armv6l"), W("armv7l"),
	W("cris"), W("i686"), W("ia64"), W("lm32"), W_SINCE("loongarch64", 10, 2), W("m68k"),
	W("microblaze"), W("microblazeel"), W("mips"), W("mips64"), W("mips64el"), W("mipsel"),
	W("openrisc"), W("parisc"), W("parisc64"), W("ppc"), W("ppc64"), W("ppc64le"), W("ppcemb"),
	W("riscv32"), W("riscv64"), W("s390"), W("s390x"), W("sh4"), W("sh4eb"), W("sparc"),
	W("sparc64"), W("unicore32"), W("x86_64"), W("xtensa"), W("xtensaeb"), W_END };
static const vml_grammar_word type_strings[] = { W("exe"), W("hvm"), W_END };
static const vml_grammar_word type_strings_2[] = { W("exe"), W("hvm"), W("linux"), W("xen"),
	W("xenpvh"), W_END };
static const vml_grammar_word type_machines[] = { W("xenfv"), W("xenpv"), W("xenpvh"), W_END };
static const vml_grammar_item type[] = {
	WORD("arch", arches, FLAGS(REJECTS)),
	ATTR("machine", FEATURE_NAME, WHEN(IS_NOT("arch", ABSENT, "i686", "ia64", "x86_64")),
		FLAGS(REJECTS)),
	ATTR("machine", FEATURE_NAME, OR(type_machines),
		WHEN(IS("arch", ABSENT, "i686", "ia64", "x86_64")), FLAGS(REJECTS)),
	STRING(KEYWORDS, OR(type_strings), WHEN(IS_NOT("arch", ABSENT, "i686", "ia64", "x86_64")),
		FLAGS(REJECTS)),
	STRING(KEYWORDS, OR(type_strings_2), WHEN(IS("arch", ABSENT, "i686", "ia64", "x86_64")),
		FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word os_type_bios_efi_strings[] = { W("hvm"), W_END };
static const vml_grammar_item os_type_bios_efi[] = {
	WORD("arch", arches, FLAGS(REJECTS)),
	ATTR("machine", FEATURE_NAME, FLAGS(REJECTS)),
	STRING(KEYWORDS, OR(os_type_bios_efi_strings), FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item initenv[] = {
	ATTR("name", IDENTIFIER, FLAGS(REQUIRED | LAX)),
	STRING(TEXT),
	END,
};

static const vml_grammar_item string_generic_name[] = {
	STRING(GENERIC_NAME, FLAGS(LAX)),
	END,
};

static const vml_grammar_word firmware_feature_names[] = { W("enrolled-keys"), W("secure-boot"),
	W_END };
static const vml_grammar_item firmware_feature[] = {
	WORD("enabled", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	WORD("name", firmware_feature_names, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item firmware[] = {
	CHILD("feature", firmware_feature, SINCE(7, 2), FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_word loader_types[] = { W("pflash"), W("rom"), W_END };
static const vml_grammar_word loader_formats[] = { W("qcow2"), W("raw"), W_END };
static const vml_grammar_item loader[] = {
	WORD("readonly", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("secure", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("type", loader_types, FLAGS(REJECTS)),
	WORD("stateless", vml_words_yes_no, SINCE(8, 6), FLAGS(REJECTS)),
	WORD("format", loader_formats, SINCE(9, 2), FLAGS(REJECTS)),
	STRING(ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item os_nvram[] = {
	ATTR("template", ABS_PATH, FLAGS(LAX)),
	WORD("templateFormat", loader_formats, WHEN(IS_NOT("type", "ctl", "vhostvdpa")),
		SINCE(10, 10), FLAGS(REJECTS)),
	WORD("templateFormat", loader_formats, WHEN(IS("type", "ctl", "vhostvdpa"))),
	WORD("format", loader_formats, WHEN(IS_NOT("type", "ctl", "vhostvdpa")), SINCE(9, 2),
		FLAGS(REJECTS)),
	WORD("format", loader_formats, WHEN(IS("type", "ctl", "vhostvdpa"))),
	WORD("type", vml_words_os_nvram_types, FLAGS(REJECTS)),
	STRING(ABS_PATH, WHEN(IS("type", ABSENT)), FLAGS(LAX)),
	CHILD("source", vml_items_disk_source_dir, WHEN(IS("type", "dir"))),
	CHILD("source", vml_items_disk_source_vhostuser, WHEN(IS("type", "vhostuser")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_volume, WHEN(IS("type", "volume"))),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "ctl")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_vhostvdpa, WHEN(IS("type", "vhostvdpa")),
		FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", vml_items_disk_source_file, WHEN(IS("type", ABSENT, "file"))),
	CHILD("source", vml_items_disk_source_block, WHEN(IS("type", "block"))),
	CHILD("source", vml_items_disk_source_nvme, WHEN(IS("type", "nvme"))),
	CHILD("source", vml_items_disk_source_network, WHEN(IS("type", "network")),
		FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item varstore[] = {
	ATTR("template", ABS_PATH, FLAGS(LAX)),
	ATTR("path", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_word boot_devs[] = { W("cdrom"), W("fd"), W("hd"), W("network"), W_END };
static const vml_grammar_item boot[] = {
	WORD("dev", boot_devs, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item bootmenu[] = {
	WORD("enable", vml_words_yes_no, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	/* libvirt reads `timeout` only with enable='yes' */
	ATTR("timeout", UINT, RANGE(0, 65535), WHEN(IS("enable", "yes")), FLAGS(REJECTS)),
	ATTR("timeout", UINT, RANGE(0, 65535), WHEN(IS_NOT("enable", "yes"))),
	END,
};

static const vml_grammar_word smbios_modes[] = { W("emulate"), W("host"), W("sysinfo"), W_END };
static const vml_grammar_item smbios[] = {
	WORD("mode", smbios_modes, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	END,
};

static const vml_grammar_item bios[] = {
	WORD("useserial", vml_words_yes_no),
	ATTR("rebootTimeout", INT, RANGE(-1, 32767), FLAGS(LAX | REJECTS)),
	END,
};

static const vml_grammar_word table_types[] = { W_SINCE("msdm", 11, 2), W_SINCE("raw", 11, 2),
	W_SINCE("rawset", 11, 2), W("slic"), W_END };
static const vml_grammar_item table[] = {
	WORD("type", table_types, FLAGS(REQUIRED | REJECTS)),
	STRING(ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item acpi[] = {
	CHILD("table", table, FLAGS(MANY)),
	END,
};

static const vml_grammar_word os_firmwares[] = { W("bios"), W("efi"), W_END };
const vml_grammar_item vml_items_os[] = {
	WORD("firmware", os_firmwares, FLAGS(REJECTS | EMPTY_ABSENT)),
	CHILD("type", type, WHEN(IS("firmware", ABSENT)), FLAGS(REQUIRED)),
	CHILD("type", os_type_bios_efi, WHEN(IS_NOT("firmware", ABSENT)), FLAGS(REQUIRED)),
	CHILD("init", vml_items_string_abs_path, WHEN(IS("firmware", ABSENT))),
	CHILD("initarg", vml_items_string_text, WHEN(IS("firmware", ABSENT)), FLAGS(MANY)),
	CHILD("initenv", initenv, WHEN(IS("firmware", ABSENT)), FLAGS(MANY)),
	CHILD("initdir", vml_items_string_abs_path, WHEN(IS("firmware", ABSENT))),
	CHILD("inituser", string_generic_name, WHEN(IS("firmware", ABSENT))),
	CHILD("initgroup", string_generic_name, WHEN(IS("firmware", ABSENT))),
	CHILD("firmware", firmware),
	CHILD("loader", loader),
	CHILD("nvram", os_nvram),
	CHILD("varstore", varstore, SINCE(12, 1)),
	CHILD("kernel", vml_items_string_abs_path),
	CHILD("initrd", vml_items_string_abs_path),
	CHILD("root", vml_items_string_abs_path),
	CHILD("cmdline", vml_items_string_text),
	CHILD("shim", vml_items_string_text, SINCE(11, 2)),
	CHILD("dtb", vml_items_string_abs_path),
	CHILD("boot", boot, FLAGS(MANY)),
	CHILD("bootmenu", bootmenu),
	CHILD("smbios", smbios),
	CHILD("bios", bios),
	CHILD("acpi", acpi, FLAGS(REJECTS_REPEAT)),
	END,
};
