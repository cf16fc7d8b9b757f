/* Grammar of <seclabel>, <keywrap> and <launchSecurity>. */
#include "tables.h"

static const vml_grammar_word seclabel_types[] = { W("dynamic"), W("none"), W("static"), W_END };
static const vml_grammar_word seclabel_relabels[] = { W("no"), W_END };
const vml_grammar_item vml_items_seclabel[] = {
	ATTR("model", TEXT),
	WORD("type", seclabel_types, FLAGS(REJECTS)),
	WORD("relabel", vml_words_channel_source_seclabel_labelskips,
		WHEN(IS("type", ABSENT, "dynamic")), FLAGS(REJECTS)),
	WORD("relabel", seclabel_relabels, WHEN(IS("type", "none")), FLAGS(REJECTS)),
	WORD("relabel", vml_words_yes_no, WHEN(IS("type", "static")), FLAGS(REJECTS)),
	CHILD("label", vml_items_string_text, WHEN(IS("type", ABSENT, "dynamic"))),
	CHILD("label", vml_items_string_text, WHEN(IS("type", "static")), FLAGS(REQUIRED)),
	CHILD("imagelabel", vml_items_string_text, WHEN(IS("type", ABSENT, "dynamic"))),
	CHILD("imagelabel", vml_items_string_text, WHEN(IS("type", "static"))),
	CHILD("baselabel", vml_items_string_text, WHEN(IS("type", ABSENT, "dynamic"))),
	END,
};

static const vml_grammar_word cipher_names[] = { W("aes"), W("dea"), W_END };
static const vml_grammar_item cipher[] = {
	WORD("name", cipher_names, FLAGS(REQUIRED | REJECTS)),
	WORD("state", vml_words_on_off, FLAGS(REQUIRED | REJECTS)),
	END,
};

const vml_grammar_item vml_items_keywrap[] = {
	CHILD("cipher", cipher, FLAGS(SCHEMA_REQUIRED | MANY)),
	END,
};

static const vml_grammar_item string_hex[] = {
	STRING(HEX, FLAGS(REJECTS)),
	END,
};

static const vml_grammar_word launch_security_types[] = { W_SINCE("s390-pv", 7, 6), W("sev"),
	W_SINCE("sev-snp", 10, 5), W_SINCE("tdx", 12, 8), W_END };
const vml_grammar_item vml_items_launch_security[] = {
	WORD("type", launch_security_types, FLAGS(REQUIRED | REJECTS)),
	WORD("kernelHashes", vml_words_yes_no, WHEN(IS("type", "sev", "sev-snp")), SINCE(8, 0),
		FLAGS(REJECTS)),
	WORD("authorKey", vml_words_yes_no, WHEN(IS("type", "sev-snp"))),
	WORD("vcek", vml_words_yes_no, WHEN(IS("type", "sev-snp"))),
	CHILD("cbitpos", vml_items_string_uint, WHEN(IS("type", "sev", "sev-snp"))),
	CHILD("reducedPhysBits", vml_items_string_uint, WHEN(IS("type", "sev", "sev-snp"))),
	CHILD("policy", string_hex, WHEN(IS("type", "sev-snp")), FLAGS(SCHEMA_REQUIRED)),
	CHILD("policy", string_hex, WHEN(IS("type", "tdx"))),
	CHILD("policy", string_hex, WHEN(IS("type", "sev")), FLAGS(REQUIRED)),
	CHILD("handle", vml_items_string_uint, WHEN(IS("type", "sev"))),
	CHILD("dhCert", vml_items_string_text, WHEN(IS("type", "sev"))),
	CHILD("session", vml_items_string_text, WHEN(IS("type", "sev"))),
	CHILD("guestVisibleWorkarounds", vml_items_string_text, WHEN(IS("type", "sev-snp"))),
	CHILD("idBlock", vml_items_string_text, WHEN(IS("type", "sev-snp"))),
	CHILD("idAuth", vml_items_string_text, WHEN(IS("type", "sev-snp"))),
	CHILD("hostData", vml_items_string_text, WHEN(IS("type", "sev-snp"))),
	CHILD("mrConfigId", vml_items_string_text, WHEN(IS("type", "tdx"))),
	CHILD("mrOwner", vml_items_string_text, WHEN(IS("type", "tdx"))),
	CHILD("mrOwnerConfig", vml_items_string_text, WHEN(IS("type", "tdx"))),
	CHILD("quoteGenerationService", vml_items_launch_security_quote_generation_service_tdx,
		WHEN(IS("type", "tdx"))),
	END,
};
