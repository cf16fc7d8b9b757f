/* Grammar of <video>. */
#include "tables.h"

static const vml_grammar_word video_driver_names[] = { W("qemu"), W("vhostuser"), W_END };
static const vml_grammar_word video_driver_vgaconfs[] = { W("io"), W("off"), W("on"), W_END };
static const vml_grammar_item video_driver[] = {
	WORD("name", video_driver_names, FLAGS(REJECTS)),
	WORD("vgaconf", video_driver_vgaconfs),
	INCLUDE(vml_items_virtio_options),
	END,
};

static const vml_grammar_item acceleration[] = {
	WORD("accel3d", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("accel2d", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("rendernode", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item resolution[] = {
	ATTR("x", UINT, FLAGS(REQUIRED | REJECTS)),
	ATTR("y", UINT, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word video_model_types[] = { W("bochs"), W("cirrus"), W("gop"), W("none"),
	W("qxl"), W("ramfb"), W("vbox"), W("vga"), W("virtio"), W("vmvga"), W("xen"), W_END };
static const vml_grammar_word video_model_devices[] = { W("vhost-user-gpu"), W("vhost-user-vga"),
	W("virtio-gpu"), W("virtio-gpu-gl"), W("virtio-vga"), W("virtio-vga-gl"), W_END };
static const vml_grammar_item video_model[] = {
	WORD("type", video_model_types, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	ATTR("ram", UINT, WHEN(IS("type", "qxl")), FLAGS(REJECTS)),
	ATTR("vgamem", UINT, WHEN(IS("type", "qxl")), FLAGS(REJECTS)),
	ATTR("vram64", UINT, WHEN(IS("type", "qxl")), FLAGS(REJECTS)),
	WORD("device", video_model_devices, WHEN(IS("type", "virtio")), SINCE(12, 5),
		FLAGS(REJECTS)),
	ATTR("vram", UINT, FLAGS(REJECTS)),
	ATTR("heads", UINT, FLAGS(REJECTS)),
	WORD("primary", vml_words_yes_no),
	WORD("blob", vml_words_on_off, SINCE(9, 2), FLAGS(REJECTS)),
	WORD("edid", vml_words_on_off, SINCE(11, 7), FLAGS(REJECTS)),
	CHILD("acceleration", acceleration),
	CHILD("resolution", resolution),
	END,
};

const vml_grammar_item vml_items_video[] = {
	CHILD("driver", video_driver),
	CHILD("model", video_model),
	INCLUDE(vml_items_device),
	END,
};
