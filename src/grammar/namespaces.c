/* Grammar of the qemu:, lxc:, xen: and bhyve: elements. */
#include "tables.h"

static const vml_grammar_item arg[] = {
	ATTR("value", TEXT, FLAGS(REQUIRED)),
	END,
};

static const vml_grammar_item env[] = {
	ATTR("name", FILTER_NAME, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", TEXT),
	END,
};

const vml_grammar_item vml_items_commandline[] = {
	CHILD("arg", arg, NS(QEMU), FLAGS(MANY)),
	CHILD("env", env, NS(QEMU), FLAGS(MANY)),
	END,
};

static const vml_grammar_item only_capability[] = {
	ATTR("capability", TEXT, FLAGS(REQUIRED)),
	END,
};

const vml_grammar_item vml_items_capabilities[] = {
	CHILD("add", only_capability, NS(QEMU), FLAGS(MANY)),
	CHILD("del", only_capability, NS(QEMU), FLAGS(MANY)),
	END,
};

static const vml_grammar_word deprecation_behaviors[] = { W("crash"), W("none"), W("omit"),
	W("reject"), W_END };
const vml_grammar_item vml_items_deprecation[] = {
	WORD("behavior", deprecation_behaviors, FLAGS(SCHEMA_REQUIRED | LAX)),
	END,
};

static const vml_grammar_word property_types[] = { W("bool"), W("remove"), W("signed"), W("string"),
	W("unsigned"), W_END };
static const vml_grammar_item property[] = {
	ATTR("name", TEXT, FLAGS(REQUIRED)),
	WORD("type", property_types, FLAGS(REQUIRED | REJECTS)),
	ATTR("value", TEXT),
	END,
};

static const vml_grammar_item frontend[] = {
	CHILD("property", property, NS(QEMU), FLAGS(MANY)),
	END,
};

static const vml_grammar_item override_device[] = {
	ATTR("alias", TEXT, FLAGS(REQUIRED)),
	CHILD("frontend", frontend, NS(QEMU)),
	END,
};

const vml_grammar_item vml_items_override[] = {
	CHILD("device", override_device, NS(QEMU), FLAGS(MANY)),
	END,
};

static const vml_grammar_word sharenet_types[] = { W("name"), W("netns"), W("pid"), W_END };
static const vml_grammar_item sharenet[] = {
	WORD("type", sharenet_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("value", TEXT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

static const vml_grammar_word shareipc_types[] = { W("name"), W("pid"), W_END };
static const vml_grammar_item shareipc[] = {
	WORD("type", shareipc_types, FLAGS(SCHEMA_REQUIRED)),
	ATTR("value", TEXT, FLAGS(SCHEMA_REQUIRED)),
	END,
};

const vml_grammar_item vml_items_namespace[] = {
	CHILD("sharenet", sharenet, NS(LXC)),
	CHILD("shareipc", shareipc, NS(LXC)),
	CHILD("shareuts", shareipc, NS(LXC)),
	END,
};

const vml_grammar_item vml_items_domain_commandline[] = {
	CHILD("arg", arg, NS(BHYVE), FLAGS(MANY)),
	END,
};

const vml_grammar_item vml_items_xencmdline_commandline[] = {
	CHILD("arg", arg, NS(XEN), FLAGS(MANY)),
	END,
};
