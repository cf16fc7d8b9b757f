/* Texts of the rules on invalid suppressions. The engine itself checks these (suppress.c). */
#include <vmlint/rule.h>

#define URL "https://libvirt.org/formatdomain.html#general-metadata"

const vml_rule vml_rules_suppression_allow[] = {
	{
		.id = "suppression-malformed",
		.summary = "suppression is malformed and has no effect",
		.why = "A malformed suppression has no effect: the finding that it should "
		       "suppress is still reported. A suppression of all rules at once is not "
		       "allowed, since it would also hide future findings.",
		.remedy = "Correct the suppression. Valid forms: <!-- vmlint: allow RULE: REASON "
			  "--> directly before the element (allow-file: before the root "
			  "element); or in the metadata <v:allow rule='RULE' "
			  "path='XPATH' reason='REASON' until='2027-01-31'/> within <v:vmlint "
			  "xmlns:v='urn:vmlint:metadata:1'>.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-unknown-rule",
		.summary = "suppression names a rule that does not exist",
		.why = "A suppression identifies rules by their ids. If an id is misspelled, the "
		       "suppression has no effect, although it appears to have one.",
		.remedy = "Write the id as reports print it in brackets; \"vmlint --list-rules\" "
			  "lists all ids.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-unused",
		.summary = "suppression matches no finding any more",
		.why = "The finding that it suppressed was fixed, or the element has moved. If "
		       "the suppression stays, it hides the next finding of this rule, to which "
		       "its reason does not apply.",
		.remedy = "Remove the suppression; if the finding is now at another element, move "
			  "the suppression there.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-expired",
		.summary = "suppression has expired and has no effect any more",
		.why = "The suppression was limited to a date, after which the finding should be "
		       "reviewed. The date has passed, so the suppressed finding is reported "
		       "again.",
		.remedy = "Fix the finding and remove the suppression, or extend its date if the "
			  "reason is still valid.",
		.url = URL,
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
	},
	{
		.id = "suppression-no-reason",
		.summary = "suppression has no reason",
		.why = "Without a reason it is unknown years later whether the finding was "
		       "assessed or only hidden. A reason lets the next reader check whether it "
		       "is still valid. If the configuration sets require-reason, this is an "
		       "error.",
		.remedy = "State why the finding is acceptable here: after a colon in a comment, "
			  "or in the attribute reason in the metadata.",
		.url = URL,
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
	},
	{ 0 }
};
