/* Grammar of <clock>. */
#include "tables.h"

static const vml_grammar_item timer_catchup_catchup[] = {
	ATTR("threshold", ULONG, FLAGS(REJECTS)),
	ATTR("slew", ULONG, FLAGS(REJECTS)),
	ATTR("limit", ULONG, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word timer_names[] = { W_SINCE("armvtimer", 6, 1), W("hpet"),
	W("hypervclock"), W("kvmclock"), W("pit"), W("platform"), W("rtc"), W("tsc"), W_END };
static const vml_grammar_word timer_tracks[] = { W("boot"), W("guest"), W("realtime"), W("wall"),
	W_END };
static const vml_grammar_word timer_tickpolicies[] = { W("catchup"), W("delay"), W("discard"),
	W("merge"), W_END };
static const vml_grammar_word timer_modes[] = { W("auto"), W("emulate"), W("native"), W("paravirt"),
	W("smpsafe"), W_END };
static const vml_grammar_item timer[] = {
	WORD("name", timer_names, FLAGS(REQUIRED | REJECTS)),
	WORD("track", timer_tracks, WHEN(IS("name", "platform", "rtc")), FLAGS(REJECTS)),
	WORD("tickpolicy", timer_tickpolicies, WHEN(IS_NOT("name", "hypervclock", "kvmclock")),
		FLAGS(REJECTS)),
	ATTR("frequency", ULONG, WHEN(IS("name", "tsc")), FLAGS(REJECTS)),
	WORD("mode", timer_modes, WHEN(IS("name", "tsc")), FLAGS(REJECTS)),
	WORD("present", vml_words_yes_no, FLAGS(REJECTS)),
	CHILD("catchup", timer_catchup_catchup, WHEN(IS("tickpolicy", "catchup"))),
	END,
};

static const vml_grammar_word clock_offsets[] = { W_SINCE("absolute", 8, 4), W("localtime"),
	W("timezone"), W("utc"), W("variable"), W_END };
static const vml_grammar_word clock_adjustments[] = { W("reset"), W_END };
static const vml_grammar_word clock_basises[] = { W("localtime"), W("utc"), W_END };
const vml_grammar_item vml_items_clock[] = {
	WORD("offset", clock_offsets, FLAGS(SCHEMA_REQUIRED | REJECTS | EMPTY_ABSENT)),
	ATTR("adjustment", SIGNED_DELTA, WHEN(IS("offset", "variable"))),
	ATTR("adjustment", SIGNED_DELTA, OR(clock_adjustments),
		WHEN(IS("offset", "localtime", "utc")), FLAGS(REJECTS)),
	ATTR("timezone", TIMEZONE, WHEN(IS("offset", "timezone")), FLAGS(REQUIRED | LAX)),
	WORD("basis", clock_basises, WHEN(IS("offset", "variable")), FLAGS(REJECTS)),
	ATTR("start", ULONG, WHEN(IS("offset", "absolute")), SINCE(8, 4),
		FLAGS(REQUIRED | REJECTS)),
	CHILD("timer", timer, FLAGS(MANY)),
	END,
};
