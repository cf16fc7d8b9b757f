/* Grammar of <graphics>. */
#include "tables.h"

static const vml_grammar_item graphics_gl_spice[] = {
	WORD("enable", vml_words_yes_no, FLAGS(REQUIRED | REJECTS)),
	ATTR("rendernode", ABS_PATH),
	END,
};

static const vml_grammar_item graphics_gl_egl_headless[] = {
	ATTR("rendernode", ABS_PATH, FLAGS(LAX)),
	END,
};

static const vml_grammar_item only_enable[] = {
	WORD("enable", vml_words_yes_no, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word graphics_listen_rdp_types[] = { W("address"), W("network"), W("none"),
	W("socket"), W_END };
static const vml_grammar_item graphics_listen_rdp[] = {
	WORD("type", graphics_listen_rdp_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("address", HOST, WHEN(IS("type", "address", "network")), FLAGS(REJECTS)),
	ATTR("network", TEXT, WHEN(IS("type", "network")), FLAGS(REQUIRED)),
	ATTR("socket", ABS_PATH, WHEN(IS("type", "socket")), FLAGS(LAX)),
	END,
};

static const vml_grammar_word graphics_channel_spice_names[] = { W("cursor"), W("display"),
	W("inputs"), W("main"), W("playback"), W("record"), W("smartcard"), W("usbredir"), W_END };
static const vml_grammar_word graphics_channel_spice_modes[] = { W("any"), W("insecure"),
	W("secure"), W_END };
static const vml_grammar_item graphics_channel_spice[] = {
	WORD("name", graphics_channel_spice_names, FLAGS(REQUIRED | REJECTS)),
	WORD("mode", graphics_channel_spice_modes, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word graphics_image_spice_compressions[] = { W("auto_glz"), W("auto_lz"),
	W("glz"), W("lz"), W("off"), W("quic"), W_END };
static const vml_grammar_item graphics_image_spice[] = {
	WORD("compression", graphics_image_spice_compressions, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word graphics_jpeg_spice_compressions[] = { W("always"), W("auto"),
	W("never"), W_END };
static const vml_grammar_item graphics_jpeg_spice[] = {
	WORD("compression", graphics_jpeg_spice_compressions, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_item graphics_playback_spice[] = {
	WORD("compression", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word graphics_streaming_spice_modes[] = { W("all"), W("filter"), W("off"),
	W_END };
static const vml_grammar_item graphics_streaming_spice[] = {
	WORD("mode", graphics_streaming_spice_modes, FLAGS(REQUIRED | REJECTS)),
	END,
};

static const vml_grammar_word graphics_types[] = { W_SINCE("dbus", 8, 4), W("desktop"),
	W("egl-headless"), W("rdp"), W("sdl"), W("spice"), W("vnc"), W_END };
static const vml_grammar_word graphics_share_policies[] = { W("allow-exclusive"), W("force-shared"),
	W("ignore"), W_END };
static const vml_grammar_word graphics_connecteds[] = { W("disconnect"), W("fail"), W("keep"),
	W_END };
static const vml_grammar_word graphics_connecteds_2[] = { W("keep"), W_END };
const vml_grammar_item vml_items_graphics[] = {
	WORD("type", graphics_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("display", TEXT, WHEN(IS("type", "desktop", "sdl"))),
	ATTR("xauth", TEXT, WHEN(IS("type", "sdl"))),
	WORD("fullscreen", vml_words_yes_no, WHEN(IS("type", "desktop", "sdl")), FLAGS(REJECTS)),
	ATTR("port", INT, RANGE(-1, 65535), WHEN(IS("type", "rdp", "spice", "vnc")),
		FLAGS(REJECTS)),
	WORD("autoport", vml_words_yes_no, WHEN(IS("type", "rdp", "spice", "vnc")), FLAGS(REJECTS)),
	ATTR("websocket", INT, RANGE(-1, 65535), WHEN(IS("type", "vnc")), FLAGS(LAX | REJECTS)),
	ATTR("listen", HOST, WHEN(IS("type", "rdp", "spice", "vnc")), FLAGS(LAX)),
	WORD("sharePolicy", graphics_share_policies, WHEN(IS("type", "vnc")), FLAGS(REJECTS)),
	WORD("powerControl", vml_words_yes_no, WHEN(IS("type", "vnc")), SINCE(7, 1),
		FLAGS(REJECTS)),
	WORD("wait", vml_words_yes_no, WHEN(IS("type", "vnc")), SINCE(11, 10)),
	ATTR("socket", ABS_PATH, WHEN(IS("type", "vnc")), FLAGS(LAX)),
	ATTR("passwd", TEXT, WHEN(IS("type", "rdp")), SINCE(11, 1)),
	ATTR("passwd", TEXT, WHEN(IS("type", "spice", "vnc"))),
	ATTR("keymap", TEXT, WHEN(IS("type", "spice", "vnc"))),
	ATTR("passwdValidTo", DATETIME, WHEN(IS("type", "spice", "vnc")), FLAGS(REJECTS)),
	WORD("connected", graphics_connecteds, WHEN(IS("type", "spice")), FLAGS(REJECTS)),
	WORD("connected", graphics_connecteds_2, WHEN(IS("type", "vnc"))),
	ATTR("tlsPort", INT, RANGE(-1, 65535), WHEN(IS("type", "spice")), FLAGS(LAX | REJECTS)),
	WORD("defaultMode", graphics_channel_spice_modes, WHEN(IS("type", "spice")),
		FLAGS(REJECTS)),
	ATTR("address", STRING, WHEN(IS("type", "dbus"))),
	WORD("p2p", vml_words_yes_no, WHEN(IS("type", "dbus")), FLAGS(REJECTS)),
	WORD("replaceUser", vml_words_yes_no, WHEN(IS("type", "rdp"))),
	WORD("multiUser", vml_words_yes_no, WHEN(IS("type", "rdp"))),
	ATTR("username", TEXT, WHEN(IS("type", "rdp")), SINCE(11, 1)),
	CHILD("gl", graphics_gl_spice, WHEN(IS("type", "dbus"))),
	CHILD("gl", graphics_gl_egl_headless, WHEN(IS("type", "egl-headless"))),
	CHILD("gl", only_enable, WHEN(IS("type", "sdl"))),
	CHILD("gl", graphics_gl_spice, WHEN(IS("type", "spice"))),
	CHILD("audio", vml_items_graphics_audio_vnc, WHEN(IS("type", "dbus"))),
	CHILD("audio", vml_items_graphics_audio_vnc, WHEN(IS("type", "vnc"))),
	CHILD("listen", graphics_listen_rdp, WHEN(IS("type", "rdp", "spice", "vnc")), FLAGS(MANY)),
	CHILD("channel", graphics_channel_spice, WHEN(IS("type", "spice")), FLAGS(MANY)),
	CHILD("image", graphics_image_spice, WHEN(IS("type", "spice"))),
	CHILD("jpeg", graphics_jpeg_spice, WHEN(IS("type", "spice"))),
	CHILD("zlib", graphics_jpeg_spice, WHEN(IS("type", "spice"))),
	CHILD("playback", graphics_playback_spice, WHEN(IS("type", "spice"))),
	CHILD("streaming", graphics_streaming_spice, WHEN(IS("type", "spice"))),
	CHILD("clipboard", vml_items_graphics_clipboard_spice, WHEN(IS("type", "spice"))),
	CHILD("mouse", vml_items_graphics_mouse_spice, WHEN(IS("type", "spice"))),
	CHILD("filetransfer", only_enable, WHEN(IS("type", "spice"))),
	END,
};
