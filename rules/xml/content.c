/*
 * Violations of the grammar of libvirt's domain XML: invalid values, missing and repeated parts,
 * stray text.
 */
#include <vmlint/rule.h>

static void invalid_value(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_VALUE_INVALID);
}

static void missing(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_MISSING);
}

static void repeated(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_REPEATED);
}

static void stray_text(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_STRAY_TEXT);
}

static void schema_only(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_SCHEMA_ONLY);
}

const vml_rule vml_rules_xml_content[] = {
	{
		.id = "xml-value-invalid",
		.summary = "value that libvirt rejects or ignores",
		.why = "libvirt accepts a fixed set of values for most attributes, and numbers in a "
		       "range for others. It rejects the whole domain because of a single wrong "
		       "value, with a message without a line number, or silently ignores the value. "
		       "Whitespace around a path becomes part of the path.",
		.remedy = "Corrects case, whitespace, or a typo if only one valid value is "
			  "similar; an ignored setting then takes effect. Otherwise write a value "
			  "that the message lists.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.each = ".",
		.check = invalid_value,
	},
	{
		.id = "xml-missing",
		.summary = "attribute or element that libvirt requires is missing",
		.why = "Some devices make no sense without a certain part: an interface of type "
		       "bridge needs the name of the bridge, a disk needs a target. libvirt rejects "
		       "the whole domain if one is missing, with a message without a line number.",
		.remedy = "Add the part that the message names.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = ".",
		.check = missing,
	},
	{
		.id = "xml-repeated",
		.summary = "element that may occur only once occurs twice",
		.why = "libvirt reads only one of two elements of a name, in most cases the "
		       "first, and silently drops the other. An edit of the dropped one has no "
		       "effect. A few repeated elements make libvirt reject the domain.",
		.remedy = "Remove the occurrence that is not wanted.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = ".",
		.check = repeated,
	},
	{
		.id = "xml-stray-text",
		.summary = "text between elements, which libvirt ignores",
		.why = "Elements such as <devices> or <disk> contain other elements only. libvirt "
		       "ignores text between them: a line commented out with // is still read, and "
		       "the remains of a paste show that something was lost.",
		.remedy =
			"Remove the text. A comment in XML is written as <!-- comment -->, and can "
			"enclose elements that libvirt is not to read.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = ".",
		.check = stray_text,
	},
	{
		.id = "xml-schema-only",
		.summary = "construct that libvirt accepts, but its schema rejects",
		.why = "\"virsh define --validate\" and \"virsh edit\" compare a document with "
		       "libvirt's RELAX NG schema, which is stricter than libvirt itself. Such a "
		       "document works until it is edited or validated.",
		.remedy = "Change what the message names, so that the document passes validation.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.optional = true,
		.each = ".",
		.check = schema_only,
	},
	{ 0 }
};
