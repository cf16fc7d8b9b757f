/* Grammar of <input> and <hub>. */
#include "tables.h"

static const vml_grammar_word input_source_evdev_grabs[] = { W("all"), W_END };
static const vml_grammar_word input_source_evdev_grab_toggles[] = { W("alt-alt"), W("ctrl-ctrl"),
	W("ctrl-scrolllock"), W("meta-meta"), W("scrolllock"), W("shift-shift"), W_END };
static const vml_grammar_item input_source_evdev[] = {
	ATTR("dev", ABS_PATH, FLAGS(REQUIRED | LAX)),
	WORD("grab", input_source_evdev_grabs, FLAGS(REJECTS)),
	WORD("grabToggle", input_source_evdev_grab_toggles, SINCE(7, 6), FLAGS(REJECTS)),
	WORD("repeat", vml_words_on_off, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item input_source_passthrough[] = {
	ATTR("evdev", ABS_PATH, FLAGS(REQUIRED | LAX)),
	END,
};

static const vml_grammar_word input_types[] = { W_SINCE("evdev", 7, 4), W("keyboard"), W("mouse"),
	W("passthrough"), W("tablet"), W_END };
static const vml_grammar_word input_buses[] = { W("ps2"), W("usb"), W("virtio"), W("xen"), W_END };
const vml_grammar_item vml_items_input[] = {
	WORD("type", input_types, FLAGS(REQUIRED | REJECTS)),
	WORD("bus", input_buses, WHEN(IS_NOT("type", "evdev", "passthrough")), FLAGS(REJECTS)),
	WORD("bus", vml_words_input_buss_2, WHEN(IS("type", "passthrough")),
		FLAGS(SCHEMA_REQUIRED | REJECTS)),
	WORD("model", vml_words_models, FLAGS(REJECTS)),
	CHILD("driver", vml_items_crypto_driver),
	CHILD("source", input_source_evdev, WHEN(IS("type", "evdev")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("source", input_source_passthrough, WHEN(IS("type", "passthrough")),
		FLAGS(SCHEMA_REQUIRED)),
	INCLUDE(vml_items_device),
	END,
};

const vml_grammar_item vml_items_hub[] = {
	WORD("type", vml_words_hub_types, FLAGS(REQUIRED | REJECTS)),
	CHILD("alias", vml_items_alias),
	CHILD("address", vml_items_address),
	END,
};
