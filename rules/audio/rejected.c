/* Sound cards and audio backends that libvirt rejects. */
#include <vmlint/refusal.h>

static uint64_t audio_key(vml_context *ctx, const xmlNode *audio)
{
	uint64_t id;

	(void)ctx;
	return vml_number(vml_attr(audio, "@id"), &id) ? vml_hash_number(0, id) : 0;
}

static void index_audio(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "audio", audio_key);
}

/*
 * Return true if the domain has no audio backend with the @id of `user`, which is the <audio> in a
 * <graphics> or <sound>. If the domain has no backend at all, libvirt adds one with id 1.
 */
static bool has_no_audio(vml_context *ctx, const xmlNode *user)
{
	uint64_t id;

	if (!vml_number(vml_attr(user, "@id"), &id) || !id)
		return false;
	if (!vml_device(ctx, "audio"))
		return id != 1;
	return !vml_index_find(ctx, index_audio, vml_hash_number(0, id));
}

static bool is_not_dbus(vml_context *ctx, const xmlNode *user)
{
	uint64_t key = audio_key(ctx, user);
	const vml_entry *audio = key ? vml_index_find(ctx, index_audio, key) : NULL;

	return audio && !vml_attr_is(audio->node, "@type", "dbus");
}

static bool has_no_spice(vml_context *ctx, const xmlNode *audio)
{
	(void)audio;
	return !vml_has_graphics(ctx, "spice");
}

static bool is_negative(vml_context *ctx, const xmlNode *audio)
{
	(void)ctx;
	return *vml_attr(audio, "@dspPolicy") == '-';
}

/*
 * Checks of libvirt: virDomainAudioCommonParse(), virDomainEnsureAudioID(),
 * qemuValidateDomainDeviceDefAudio().
 */
static const vml_refusal rows[] = {
	{ .on = "audio",
		.terms = { VML_HAS("@type"), VML_REPEATED("@id") },
		.at = "@id",
		.message = "audio id {value} is used twice",
		.remedy =
			"Set another id here, and in the <audio id='...'> of each device that is to use this backend." },
	{ .on = "audio",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spice"), VML_CALL(has_no_spice) },
		.at = "@type",
		.message = "audio of type spice needs a SPICE display, and there is none",
		.remedy = "Sets the type to none: the guest's sound is discarded. Alternative: "
			  "pulseaudio, pipewire or another backend of the host.",
		.fix = "set @type=none" },
	{ .on = "audio",
		.terms = { VML_IS("../@type", "vnc"), VML_CALL(has_no_audio) },
		.at = "@id",
		.message = "there is no <audio> with id {value}",
		.remedy = "Set the id of an existing <audio>, or add an <audio> with "
			  "this id." },
	{ .on = "audio",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "dbus"), VML_CALL(is_not_dbus) },
		.at = "@id",
		.message = "a D-Bus display must use audio of type dbus",
		.remedy = "Set the id of an <audio type='dbus'>; add one if there is none." },
	{ .on = "audio",
		.terms = { VML_HAS("../@model"), VML_CALL(has_no_audio) },
		.at = "@id",
		.message = "there is no <audio> with id {value}",
		.remedy = "Set the id of an existing <audio>, or add an <audio> with "
			  "this id." },
	{ .on = "input",
		.terms = { VML_IS("@fixedSettings", "yes"), VML_IS_NOT("@mixingEngine", "yes") },
		.at = "@fixedSettings",
		.message = "fixed audio settings require the mixing engine",
		.remedy = "Sets mixingEngine='yes'.",
		.fix = "set @mixingEngine=yes" },
	{ .on = "output",
		.terms = { VML_IS("@fixedSettings", "yes"), VML_IS_NOT("@mixingEngine", "yes") },
		.at = "@fixedSettings",
		.message = "fixed audio settings require the mixing engine",
		.remedy = "Sets mixingEngine='yes'.",
		.fix = "set @mixingEngine=yes" },
	{ .on = "settings",
		.terms = { VML_IS_NOT("../@fixedSettings", "yes") },
		.message = "audio settings require fixedSettings='yes'",
		.remedy =
			"Remove <settings>, or set fixedSettings='yes' in the <input> or <output> "
			"that contains it; this requires mixingEngine='yes', too." },
	{ .on = "sound",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "ich7") },
		.at = "@model",
		.message = "QEMU has no sound card of model ich7",
		.remedy = "Sets ich6, a similar card.",
		.fix = "set @model=ich6" },
	{ .on = "audio",
		.terms = { VML_HAS("@dspPolicy"), VML_IS("@type", "oss"), VML_CALL(is_negative) },
		.at = "@dspPolicy",
		.message = "the DSP policy must not be negative",
		.remedy = "Set a number from 0 to 10." },
	{ .on = "codec",
		.terms = { VML_LACKS("@type"), VML_IS("../@model", "ich6|ich9") },
		.message = "a codec of a sound card must have a type",
		.remedy = "Set type='duplex', 'micro' or 'output'." },
	{ 0 },
};

const vml_rule vml_rules_audio_rejected[] = {
	{
		.id = "audio-rejected",
		.summary = "sound card or audio backend that libvirt rejects",
		.why = "libvirt checks sound cards and audio backends when a domain is defined "
		       "and rejects the whole domain if one is invalid. This often happens if "
		       "SPICE is replaced by VNC by hand: the audio of SPICE remains.",
		.remedy = "Each finding states how to correct the audio backend. The fix "
			  "changes only what libvirt rejects; with type='none' the guest "
			  "has no sound.",
		.url = "https://libvirt.org/formatdomain.html#audio-backends",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/audio|devices/sound|devices/sound/codec|devices/sound/audio|devices/graphics/audio|"
			"devices/audio/input|devices/audio/output|devices/audio/input/settings|"
			"devices/audio/output/settings",
		.refusals = rows,
	},
	{ 0 },
};
