/* Suppressions that are not what they should be: the texts; the engine itself is the judge. */
#include <vmlint/rule.h>

#define URL "https://libvirt.org/formatdomain.html#general-metadata"

const vml_rule vml_rules_suppression_allow[] = {
	{
		.id = "suppression-malformed",
		.summary = "suppression cannot be understood and does nothing",
		.why = "A suppression that is misspelled is one that nobody has: what it was meant "
		       "to allow is reported, or its date never comes. There is none for all rules "
		       "at once, for it would hide what nobody has seen yet.",
		.remedy = "Write <!-- vmlint: allow RULE: REASON --> right before the element "
			  "concerned, or in the metadata <v:allow rule='RULE' path='XPATH' "
			  "reason='REASON' until='2027-01-31'/> within <v:vmlint "
			  "xmlns:v='urn:vmlint:metadata:1'>.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-unknown-rule",
		.summary = "suppression names a rule that does not exist",
		.why = "A suppression holds for rules by their ids. One with a typing error in it "
		       "allows nothing, and looks as if it did.",
		.remedy = "Write the id as reports show it in brackets; vmlint --list-rules names "
			  "them all.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-unused",
		.summary = "suppression allows what is not there any more",
		.why = "The fault that it allowed was mended, or moved elsewhere. Left in its "
		       "place, the suppression would hide the next such fault, which its reason "
		       "does not speak of.",
		.remedy = "Remove it; where the fault moved to another element, move it there.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-expired",
		.summary = "suppression has expired and does not hold any more",
		.why = "Whoever wrote it allowed the fault for a time, to come back to it. The "
		       "time is over: the finding is reported again, and this one tells why.",
		.remedy = "Mend what it allowed and remove it; or, with a reason that still "
			  "stands, give it a new date.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-no-reason",
		.summary = "suppression gives no reason",
		.why = "Years later nobody knows whether the fault was looked at or was just in "
		       "somebody's way. A reason beside the exception lets the next reader judge "
		       "it. With require-reason in the configuration this is an error.",
		.remedy = "Write why the fault is acceptable here: behind a colon in a comment, as "
			  "the attribute reason in the metadata.",
		.url = URL,
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
	},
	{ 0 }
};
