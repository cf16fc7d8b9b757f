/* Accessors of findings and rules. */
#include "handles.h"

#include "rules.h"

/* The library's enumerations have the same values as those of the engine. */
_Static_assert(VMLINT_ERROR == (int)VML_ERROR && VMLINT_INFO == (int)VML_INFO, "severity");
_Static_assert(
	VMLINT_FIX_NONE == (int)VML_FIX_NONE && VMLINT_FIX_SAFE == (int)VML_FIX_SAFE, "fix level");
_Static_assert(VMLINT_SUPPRESSED == (int)VML_STATE_SUPPRESSED, "state");

/* A vmlint_rule is a vml_rule with another type name. */
static const vmlint_rule *to_public(const vml_rule *rule)
{
	return (const void *)rule;
}

static const vml_rule *to_private(const vmlint_rule *rule)
{
	return (const void *)rule;
}

const vmlint_rule *vmlint_finding_rule(const vmlint_finding *finding)
{
	return to_public(finding->finding->rule);
}

vmlint_severity vmlint_finding_severity(const vmlint_finding *finding)
{
	return (vmlint_severity)finding->finding->severity;
}

vmlint_state vmlint_finding_state(const vmlint_finding *finding)
{
	return (vmlint_state)finding->finding->state;
}

const char *vmlint_finding_reason(const vmlint_finding *finding)
{
	return finding->finding->reason ? finding->finding->reason : "";
}

const char *vmlint_finding_message(const vmlint_finding *finding)
{
	return finding->finding->message;
}

const char *vmlint_finding_remedy(const vmlint_finding *finding)
{
	return finding->finding->remedy;
}

const char *vmlint_finding_path(const vmlint_finding *finding)
{
	return vml_finding_path(finding->finding);
}

const char *vmlint_finding_device(const vmlint_finding *finding)
{
	return vml_finding_device(finding->finding);
}

const char *vmlint_finding_domain(const vmlint_finding *finding)
{
	return finding->finding->facts->name;
}

const char *vmlint_finding_fingerprint(const vmlint_finding *finding)
{
	return vml_finding_fingerprint(finding->finding);
}

unsigned long vmlint_finding_line(const vmlint_finding *finding)
{
	return finding->finding->range.start.line;
}

unsigned long vmlint_finding_column(const vmlint_finding *finding)
{
	return finding->finding->range.start.column;
}

unsigned long vmlint_finding_end_line(const vmlint_finding *finding)
{
	return finding->finding->range.end.line;
}

unsigned long vmlint_finding_end_column(const vmlint_finding *finding)
{
	return finding->finding->range.end.column;
}

size_t vmlint_finding_offset(const vmlint_finding *finding)
{
	return finding->finding->range.start.byte;
}

size_t vmlint_finding_end_offset(const vmlint_finding *finding)
{
	return finding->finding->range.end.byte;
}

vmlint_fix_level vmlint_finding_fix_level(const vmlint_finding *finding)
{
	return vml_finding_fixable(finding->finding) ? (vmlint_fix_level)finding->finding->level
						     : VMLINT_FIX_NONE;
}

size_t vmlint_finding_edit_count(const vmlint_finding *finding)
{
	size_t n;

	vml_finding_edits(finding->finding, &n);
	return n;
}

const char *vmlint_finding_edit(const vmlint_finding *finding, size_t i, size_t *ret_offset,
	size_t *ret_end, size_t *ret_len)
{
	size_t n;
	const vml_edit *edits = vml_finding_edits(finding->finding, &n);

	if (i >= n)
		return NULL;
	*ret_offset = edits[i].start;
	*ret_end = edits[i].end;
	*ret_len = edits[i].len;
	return edits[i].text;
}

const char *vmlint_finding_command(const vmlint_finding *finding)
{
	const char *command = vml_finding_command(finding->finding, NULL);

	return command ? command : "";
}

const vmlint_rule *vmlint_rule_get(size_t i)
{
	return i < vml_rule_count() ? to_public(vml_rules()[i]) : NULL;
}

const vmlint_rule *vmlint_rule_find(const char *id)
{
	return to_public(vml_rule_by_id(id));
}

const char *vmlint_rule_id(const vmlint_rule *rule)
{
	return to_private(rule)->id;
}

const char *vmlint_rule_summary(const vmlint_rule *rule)
{
	return to_private(rule)->summary;
}

const char *vmlint_rule_why(const vmlint_rule *rule)
{
	return to_private(rule)->why;
}

const char *vmlint_rule_remedy(const vmlint_rule *rule)
{
	return to_private(rule)->remedy;
}

const char *vmlint_rule_url(const vmlint_rule *rule)
{
	return to_private(rule)->url;
}

const char *vmlint_rule_category(const vmlint_rule *rule)
{
	return vml_category_name(to_private(rule)->category);
}

vmlint_severity vmlint_rule_severity(const vmlint_rule *rule)
{
	return (vmlint_severity)to_private(rule)->severity;
}

vmlint_fix_level vmlint_rule_fix_level(const vmlint_rule *rule)
{
	return (vmlint_fix_level)to_private(rule)->fix;
}

int vmlint_rule_is_optional(const vmlint_rule *rule)
{
	return to_private(rule)->optional;
}
