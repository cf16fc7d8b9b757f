/* Grammar of serial ports, consoles, channels and smartcards. */
#include "tables.h"

static const vml_grammar_word console_target_dbus_model_names[] = { W("16550a"), W("isa-debugcon"),
	W("isa-serial"), W("pci-serial"), W("pl011"), W("sclpconsole"), W("sclplmconsole"),
	W("spapr-vty"), W("usb-serial"), W_END };
static const vml_grammar_item console_target_dbus_model[] = {
	WORD("name", console_target_dbus_model_names, FLAGS(SCHEMA_REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word console_target_dbus_types[] = { W("isa-debug"), W("isa-serial"),
	W("lxc"), W("openvz"), W("pci-serial"), W("sclp"), W("sclp-serial"), W("sclplm"),
	W("serial"), W("spapr-vio-serial"), W("system-serial"), W("uml"), W("usb-serial"),
	W("virtio"), W("xen"), W_END };
static const vml_grammar_item console_target_dbus[] = {
	WORD("type", console_target_dbus_types, FLAGS(REJECTS)),
	ATTR("port", TEXT),
	CHILD("model", console_target_dbus_model),
	END,
};

const vml_grammar_item vml_items_console[] = {
	ATTR("tty", ABS_PATH),
	WORD("type", vml_words_console_types, FLAGS(REJECTS)),
	CHILD("source", vml_items_channel_source, WHEN(IS_NOT("type", ABSENT)), FLAGS(MANY)),
	CHILD("protocol", vml_items_protocol, WHEN(IS_NOT("type", ABSENT)), FLAGS(REJECTS_REPEAT)),
	CHILD("log", vml_items_channel_log, WHEN(IS_NOT("type", ABSENT))),
	CHILD("target", console_target_dbus, WHEN(IS_NOT("type", ABSENT))),
	CHILD("alias", vml_items_alias, WHEN(IS_NOT("type", ABSENT))),
	CHILD("acpi", vml_items_console_acpi_dbus, WHEN(IS_NOT("type", ABSENT))),
	CHILD("address", vml_items_address, WHEN(IS_NOT("type", ABSENT))),
	END,
};

const vml_grammar_item vml_items_parallel[] = {
	ATTR("tty", ABS_PATH),
	CHILD("target", console_target_dbus),
	INCLUDE(vml_items_chardev),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_word target_types[] = { W("guestfwd"), W("virtio"), W("xen"), W_END };
static const vml_grammar_word target_states[] = { W("connected"), W("disconnected"), W_END };
static const vml_grammar_item target[] = {
	WORD("type", target_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("address", TEXT, WHEN(IS("type", "guestfwd")), FLAGS(REQUIRED)),
	ATTR("port", TEXT, WHEN(IS("type", "guestfwd")), FLAGS(REQUIRED)),
	ATTR("name", TEXT, WHEN(IS_NOT("type", "guestfwd"))),
	WORD("state", target_states, WHEN(IS("type", "virtio"))),
	END,
};

const vml_grammar_item vml_items_channel[] = {
	CHILD("target", target, FLAGS(REQUIRED)),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	INCLUDE(vml_items_chardev),
	END,
};

static const vml_grammar_item string_abs_dir[] = {
	STRING(ABS_DIR, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word smartcard_modes[] = { W("host"), W("host-certificates"),
	W("passthrough"), W_END };
const vml_grammar_item vml_items_smartcard[] = {
	WORD("mode", smartcard_modes, FLAGS(REQUIRED | REJECTS)),
	WORD("type", vml_words_console_types, WHEN(IS("mode", "passthrough")),
		FLAGS(REQUIRED | REJECTS)),
	CHILD("certificate", vml_items_string_text, WHEN(IS("mode", "host-certificates")),
		FLAGS(REQUIRED | MANY)),
	CHILD("database", string_abs_dir, WHEN(IS("mode", "host-certificates"))),
	CHILD("source", vml_items_channel_source, WHEN(IS("mode", "passthrough")), FLAGS(MANY)),
	CHILD("protocol", vml_items_protocol, WHEN(IS("mode", "passthrough")),
		FLAGS(REJECTS_REPEAT)),
	CHILD("log", vml_items_channel_log, WHEN(IS("mode", "passthrough"))),
	CHILD("target", console_target_dbus, WHEN(IS("mode", "passthrough"))),
	CHILD("acpi", vml_items_console_acpi_dbus),
	CHILD("address", vml_items_address),
	END,
};
