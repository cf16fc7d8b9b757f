/* Grammar of <sound> and <audio>. */
#include "tables.h"

static const vml_grammar_word codec_types[] = { W("duplex"), W("micro"), W("output"), W_END };
static const vml_grammar_item codec[] = {
	WORD("type", codec_types, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word sound_models[] = { W("ac97"), W("es1370"), W("ich6"), W("ich7"),
	W("ich9"), W("pcspk"), W("sb16"), W("usb"), W_SINCE("virtio", 10, 4), W_END };
const vml_grammar_item vml_items_sound[] = {
	WORD("model", sound_models, FLAGS(REQUIRED | REJECTS)),
	WORD("multichannel", vml_words_yes_no, SINCE(10, 4)),
	ATTR("streams", NUMBER, SINCE(10, 4), FLAGS(REJECTS)),
	CHILD("audio", vml_items_graphics_audio_vnc),
	CHILD("codec", codec, FLAGS(MANY)),
	CHILD("driver", vml_items_crypto_driver, SINCE(11, 3)),
	INCLUDE(vml_items_device),
	END,
};

static const vml_grammar_word settings_formats[] = { W("f32"), W("s16"), W("s32"), W("s8"),
	W("u16"), W("u32"), W("u8"), W_END };
static const vml_grammar_item settings[] = {
	ATTR("frequency", NUMBER, FLAGS(REJECTS)),
	ATTR("channels", NUMBER, FLAGS(REJECTS)),
	WORD("format", settings_formats, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_item audio_stream[] = {
	WORD("mixingEngine", vml_words_yes_no, FLAGS(REJECTS)),
	WORD("fixedSettings", vml_words_yes_no, FLAGS(REJECTS)),
	ATTR("voices", NUMBER, FLAGS(REJECTS)),
	ATTR("bufferLength", NUMBER, FLAGS(REJECTS)),
	CHILD("settings", settings),
	END,
};

static const vml_grammar_item audio_input_spice[] = {
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_item audio_input_jack[] = {
	ATTR("serverName", TEXT),
	ATTR("clientName", TEXT),
	ATTR("connectPorts", TEXT),
	WORD("exactName", vml_words_yes_no, FLAGS(REJECTS)),
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_item audio_input_oss[] = {
	ATTR("dev", DEVICE_NAME, FLAGS(LAX)),
	ATTR("bufferCount", NUMBER, FLAGS(REJECTS)),
	WORD("tryPoll", vml_words_yes_no, FLAGS(REJECTS)),
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_item audio_input_alsa[] = {
	ATTR("dev", PATH),
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_item audio_input_pulseaudio[] = {
	ATTR("name", TEXT),
	ATTR("streamName", TEXT),
	ATTR("latency", NUMBER),
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_item audio_input_sdl[] = {
	ATTR("bufferCount", NUMBER, FLAGS(REJECTS)),
	INCLUDE(audio_stream),
	END,
};

static const vml_grammar_word audio_types[] = { W("alsa"), W("coreaudio"), W_SINCE("dbus", 8, 4),
	W("file"), W("jack"), W("none"), W("oss"), W_SINCE("pipewire", 9, 10), W("pulseaudio"),
	W("sdl"), W("spice"), W_END };
static const vml_grammar_word audio_drivers[] = { W("alsa"), W("arts"), W("esd"), W("pulseaudio"),
	W_END };
const vml_grammar_item vml_items_audio[] = {
	ATTR("id", NUMBER, RANGE(0, 255), FLAGS(REQUIRED | LAX | REJECTS)),
	ATTR("timerPeriod", NUMBER, FLAGS(REJECTS)),
	WORD("type", audio_types, FLAGS(REQUIRED | REJECTS)),
	WORD("tryMMap", vml_words_yes_no, WHEN(IS("type", "oss")), FLAGS(REJECTS)),
	WORD("exclusive", vml_words_yes_no, WHEN(IS("type", "oss")), FLAGS(REJECTS)),
	ATTR("dspPolicy", INT, WHEN(IS("type", "oss")), FLAGS(REJECTS)),
	ATTR("runtimeDir", PATH, WHEN(IS("type", "pipewire"))),
	ATTR("serverName", TEXT, WHEN(IS("type", "pulseaudio"))),
	WORD("driver", audio_drivers, WHEN(IS("type", "sdl")), FLAGS(REJECTS)),
	ATTR("path", PATH, WHEN(IS("type", "file"))),
	CHILD("input", audio_input_spice, WHEN(IS("type", "dbus"))),
	CHILD("input", audio_input_jack, WHEN(IS("type", "jack"))),
	CHILD("input", audio_input_oss, WHEN(IS("type", "oss"))),
	CHILD("input", audio_input_alsa, WHEN(IS("type", "alsa"))),
	CHILD("input", audio_input_pulseaudio, WHEN(IS("type", "pipewire"))),
	CHILD("input", audio_input_sdl, WHEN(IS("type", "coreaudio"))),
	CHILD("input", audio_input_spice, WHEN(IS("type", "none"))),
	CHILD("input", audio_input_sdl, WHEN(IS("type", "sdl"))),
	CHILD("input", audio_input_spice, WHEN(IS("type", "file"))),
	CHILD("input", audio_input_pulseaudio, WHEN(IS("type", "pulseaudio"))),
	CHILD("input", audio_input_spice, WHEN(IS("type", "spice"))),
	CHILD("output", audio_input_spice, WHEN(IS("type", "dbus"))),
	CHILD("output", audio_input_jack, WHEN(IS("type", "jack"))),
	CHILD("output", audio_input_oss, WHEN(IS("type", "oss"))),
	CHILD("output", audio_input_alsa, WHEN(IS("type", "alsa"))),
	CHILD("output", audio_input_pulseaudio, WHEN(IS("type", "pipewire"))),
	CHILD("output", audio_input_sdl, WHEN(IS("type", "coreaudio"))),
	CHILD("output", audio_input_spice, WHEN(IS("type", "none"))),
	CHILD("output", audio_input_sdl, WHEN(IS("type", "sdl"))),
	CHILD("output", audio_input_spice, WHEN(IS("type", "file"))),
	CHILD("output", audio_input_pulseaudio, WHEN(IS("type", "pulseaudio"))),
	CHILD("output", audio_input_spice, WHEN(IS("type", "spice"))),
	END,
};
