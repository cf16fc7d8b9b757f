/* Grammar of <clock>: "Time keeping" in libvirt's manual. */
#include "tables.h"

static const vml_grammar_word yes_no[] = { W("yes"), W("no"), W_END };

static const vml_grammar_word timer_names[] = { W("platform"), W("rtc"), W("tsc"), W("hpet"),
	W("pit"), W("armvtimer"), W("kvmclock"), W("hypervclock"), W_END };
static const vml_grammar_word tick_policies[] = { W("delay"), W("catchup"), W("merge"),
	W("discard"), W_END };
static const vml_grammar_word tracks[] = { W("boot"), W("guest"), W("wall"),
	W_SINCE("realtime", 9, 3), W_END };
static const vml_grammar_word tsc_modes[] = { W("auto"), W("native"), W("emulate"), W("paravirt"),
	W("smpsafe"), W_END };

static const vml_grammar_item catchup[] = {
	ATTR("threshold", UINT),
	ATTR("slew", UINT),
	ATTR("limit", UINT),
	END,
};

static const vml_grammar_item timer[] = {
	WORD("name", timer_names, FLAGS(VML_GRAMMAR_REQUIRED | VML_GRAMMAR_REJECTS)),
	WORD("track", tracks, WHEN(IS("name", "platform", "rtc")), FLAGS(VML_GRAMMAR_REJECTS)),
	WORD("tickpolicy", tick_policies, WHEN(IS_NOT("name", "kvmclock", "hypervclock")),
		FLAGS(VML_GRAMMAR_REJECTS)),
	ATTR("frequency", UINT, WHEN(IS("name", "tsc")), FLAGS(VML_GRAMMAR_REJECTS)),
	WORD("mode", tsc_modes, WHEN(IS("name", "tsc")), FLAGS(VML_GRAMMAR_REJECTS)),
	WORD("present", yes_no, FLAGS(VML_GRAMMAR_REJECTS)),
	CHILD("catchup", catchup, WHEN(IS("tickpolicy", "catchup"))),
	END,
};

static const vml_grammar_word offsets[] = { W("localtime"), W("utc"), W("timezone"), W("variable"),
	W_SINCE("absolute", 8, 4), W_END };
static const vml_grammar_word bases[] = { W("utc"), W("localtime"), W_END };
static const vml_grammar_word reset[] = { W("reset"), W_END };

static const vml_grammar_item clock_items[] = {
	WORD("offset", offsets, FLAGS(VML_GRAMMAR_REJECTS)),
	ATTR("adjustment", SIGNED_DELTA, OR(reset), WHEN(IS("offset", "localtime", "utc")),
		FLAGS(VML_GRAMMAR_REJECTS)),
	ATTR("adjustment", SIGNED_DELTA, WHEN(IS("offset", "variable")),
		FLAGS(VML_GRAMMAR_REJECTS)),
	ATTR("timezone", TIMEZONE, WHEN(IS("offset", "timezone"))),
	WORD("basis", bases, WHEN(IS("offset", "variable")), FLAGS(VML_GRAMMAR_REJECTS)),
	ATTR("start", UINT, WHEN(IS("offset", "absolute")), SINCE(8, 4),
		FLAGS(VML_GRAMMAR_REQUIRED | VML_GRAMMAR_REJECTS)),
	CHILD("timer", timer, FLAGS(VML_GRAMMAR_MANY)),
	END,
};

static const vml_grammar_item domain[] = {
	ATTR("id", INT),
	CHILD("clock", clock_items),
	END,
};

const vml_grammar_item vml_grammar_domain = CHILD("domain", domain);
