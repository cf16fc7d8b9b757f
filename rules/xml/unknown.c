/* Elements and attributes that libvirt does not have, or does not have at this location. */
#include <vmlint/rule.h>

static void unknown_element(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_UNKNOWN_ELEMENT);
}

static void unknown_attribute(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_UNKNOWN_ATTRIBUTE);
}

static void too_new(vml_context *ctx, xmlNode *domain)
{
	(void)domain;
	vml_report_grammar(ctx, VML_GRAMMAR_TOO_NEW);
}

const vml_rule vml_rules_xml_unknown[] = {
	{
		.id = "xml-unknown-element",
		.aliases = "xml-element-misplaced",
		.summary = "element that libvirt does not have at this location",
		.why = "libvirt looks for each element only where it belongs and silently drops all "
		       "others when the domain is defined. A misspelt <topolgy> or a <serial> "
		       "outside of <devices> is missing afterwards, and the guest runs without its "
		       "tuning, its console or its data until someone notices. In <features> and "
		       "<hyperv> libvirt rejects elements that it does not know.",
		.remedy =
			"Corrects the spelling or moves the element, if only one correction is "
			"possible. The setting has had no effect so far, and takes effect from the "
			"next cold start on. Remove the element if the guest works without it.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.each = ".",
		.check = unknown_element,
	},
	{
		.id = "xml-unknown-attribute",
		.summary = "attribute that libvirt does not have in this element",
		.why = "When a domain is defined, libvirt silently drops attributes that it does "
		       "not know or that belong to another element or type of device. With "
		       "chache='none' a disk keeps its default cache mode, and nothing reports "
		       "the typo.",
		.remedy =
			"Corrects the spelling or moves the attribute, if only one correction is "
			"possible. The setting has had no effect so far, and takes effect from the "
			"next cold start on. Remove the attribute if the guest works without it.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.each = ".",
		.check = unknown_attribute,
	},
	{
		.id = "xml-too-new",
		.summary = "setting that the target's libvirt does not have yet",
		.why = "Each libvirt release adds elements, attributes and values. An older libvirt "
		       "drops an element or attribute that it does not know without a message, and "
		       "rejects most unknown values. A document that was written for a newer release "
		       "then lacks its tuning or cannot be defined.",
		.remedy =
			"Remove the setting, or run the guest on a host with the release that the "
			"message names.",
		.url = "https://libvirt.org/news.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.each = ".",
		.check = too_new,
	},
	{ 0 }
};
