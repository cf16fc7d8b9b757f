/* Reports unknown elements and attributes, and suggests the intended name or location. */
#include "suggestion.h"
#include "walk.h"

#include <string.h>

/* Describe what libvirt does with an unknown part. */
static const char *consequence(bool rejected)
{
	return rejected ? "libvirt rejects the domain" : "libvirt silently drops it";
}

/* Return the value of an attribute in the document; NULL if it is absent. */
static const char *value_in(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (!attr->ns && !strcmp((const char *)attr->name, name))
			return attr->children ? (const char *)attr->children->content : "";
	return NULL;
}

/* Return the frame of the element that has the attribute of a condition. */
static const vml_frame *owner_of(const vml_frame *frame, const vml_grammar_when *when)
{
	for (unsigned int i = 0; i < when->level && frame->up; i++)
		frame = frame->up;
	return frame;
}

const char *vml_variant_of(
	vml_checker *checker, const vml_frame *frame, const vml_grammar_item *item)
{
	const vml_grammar_when *when = item->when;
	const vml_frame *owner;
	const char *value;

	if (!when || !when->attribute)
		return "";
	owner = owner_of(frame, when);
	value = value_in(owner->node, when->attribute);
	return vml_arena_printf(checker->arena, value ? "%s%s%s with %s='%s'" : "%s%s%s without %s",
		"<", (const char *)owner->node->name, ">", when->attribute, value);
}

/* Return the remedy for a part that has no automatic fix. what: "element" or "attribute" */
static const char *manual_remedy(
	vml_checker *checker, const vml_suggestion *found, const char *what, bool rejected)
{
	const char *end = rejected ? "." : ": libvirt has ignored it so far.";

	switch (found->kind) {
	case VML_SUGGEST_PARENT:
		return vml_arena_printf(checker->arena, "Move the %s to <%s>, or remove it%s", what,
			found->name, end);
	case VML_SUGGEST_ATTRIBUTE:
		return vml_arena_printf(checker->arena,
			"Write it as an attribute of <%s>, or remove it%s", found->name, end);
	case VML_SUGGEST_ELEMENT:
		return vml_arena_printf(checker->arena,
			"Write it as an element in <%s>, or remove it%s", found->name, end);
	default:
		return vml_arena_printf(
			checker->arena, "Correct the name, or remove the %s%s", what, end);
	}
}

/* Return the suggested names, for messages: "<acpi>", or "<acpi> or <apic>". */
static const char *suggested_names(
	vml_checker *checker, const vml_suggestion *found, const char *open, const char *close)
{
	if (!found->other)
		return vml_arena_printf(checker->arena, "%s%s%s", open, found->name, close);
	return vml_arena_printf(checker->arena, "%s%s%s or %s%s%s", open, found->name, close, open,
		found->other, close);
}

static void correct(vml_checker *checker, vml_problem *problem, const vml_suggestion *found)
{
	bool rejected = problem->severity >= VML_ERROR;
	const char *what = problem->attr ? "attribute" : "element", *end = "";

	if (!rejected)
		end = vml_arena_printf(checker->arena,
			" The setting has had no effect so far, and takes effect from the next cold "
			"start on. Remove the %s if the guest works without it.",
			what);
	if (found->kind == VML_SUGGEST_NAME && found->certain) {
		problem->correction = VML_CORRECT_NAME;
		problem->remedy = vml_arena_printf(checker->arena,
			problem->attr ? "Corrects the name to '%s'.%s"
				      : "Corrects the name to <%s>.%s",
			found->name, end);
		problem->to = found->name;
	} else if (found->kind == VML_SUGGEST_PARENT && found->certain) {
		problem->correction = VML_CORRECT_MOVE;
		problem->remedy = vml_arena_printf(
			checker->arena, "Moves the %s to <%s>.%s", what, found->name, end);
		problem->target = found->node;
	} else {
		problem->remedy = manual_remedy(checker, found, what, rejected);
	}
}

/*
 * Report an element or attribute that is valid here only if an attribute of the parent or of an
 * ancestor has another value: 'protocol' of <source> is not valid in <disk> with type='file'.
 *
 * item: item whose first condition names that attribute ("type")
 * owner: element to which the conditions of `item` refer (<disk>), or a descendant of it
 * child: the reported element; NULL: the attribute `name` of `frame` is reported
 */
static void report_variant(vml_checker *checker, const vml_frame *owner,
	const vml_grammar_item *item, const vml_frame *frame, const xmlNode *child,
	const char *name)
{
	const char *variant = vml_variant_of(checker, owner, item);
	vml_problem *problem;

	if (child)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL, false,
			"<%s> is not valid in %s: %s", name, variant, consequence(false));
	else
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ATTRIBUTE, frame->node, name,
			false, "'%s' of <%s> is not valid in %s: %s", name,
			(const char *)frame->node->name, variant, consequence(false));
	problem->remedy = item->when && item->when->attribute
		? vml_arena_printf(checker->arena,
			  "Remove the %s, which libvirt has ignored so far, or change '%s' of <%s>.",
			  child ? "element" : "attribute", item->when->attribute,
			  (const char *)owner_of(owner, item->when)->node->name)
		: vml_arena_printf(checker->arena,
			  "Remove the %s, which libvirt has ignored so far.",
			  child ? "element" : "attribute");
}

/* Return true if the element has a namespace that is not libvirt's: another program reads it. */
static bool is_foreign(const xmlNode *element)
{
	static const char libvirts[] = "http://libvirt.org/schemas/domain/";

	return element->ns && element->ns->href &&
		strncmp((const char *)element->ns->href, libvirts, strlen(libvirts)) != 0;
}

bool vml_is_closed(const vml_checker *checker, const vml_frame *frame)
{
	vml_grammar_iterator at;

	if (!(frame->item->flags & VML_GRAMMAR_CLOSED) || !checker->release)
		return frame->item->flags & VML_GRAMMAR_CLOSED;
	vml_grammar_begin(&at, frame->item->items);
	for (const vml_grammar_item *item; (item = vml_grammar_next(&at, NULL));)
		if (item->what == VML_GRAMMAR_CHILD && item->since <= checker->release)
			return true;
	return false;
}

void vml_report_unknown_element(vml_checker *checker, vml_frame *frame, const xmlNode *child)
{
	bool rejected = vml_is_closed(checker, frame);
	const char *name = (const char *)child->name, *in = (const char *)frame->node->name;
	vml_suggestion found;
	vml_problem *problem;

	if (is_foreign(child)) {
		problem = vml_add_problem(checker, VML_GRAMMAR_SCHEMA_ONLY, child, NULL, false,
			"<%s> in <%s> is in a namespace that is not libvirt's: libvirt silently "
			"drops it",
			name, in);
		problem->remedy =
			"Remove the element, or move it to <metadata>, whose content libvirt keeps.";
		return;
	}
	if (vml_is_in_variant(frame, VML_GRAMMAR_CHILD, name)) {
		if (!frame->unsure)
			report_variant(checker, frame->up, frame->item, frame, child, name);
		return;
	}
	vml_suggest_element(checker, frame, child, &found);
	if (found.kind == VML_SUGGEST_NAME && !strcmp(found.name, name)) {
		vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL, false,
			"<%s> in <%s> is not in the namespace that libvirt expects: libvirt "
			"silently drops it",
			name, in);
		return;
	}
	rejected = rejected || found.required;
	if (found.kind == VML_SUGGEST_PARENT)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL,
			rejected, "<%s> belongs in <%s>, not in <%s>: %s", name, found.name, in,
			consequence(rejected));
	else if (found.kind == VML_SUGGEST_ATTRIBUTE)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL,
			rejected, "'%s' is an attribute of <%s>, not an element of <%s>: %s", name,
			found.name, in, consequence(rejected));
	else if (found.kind == VML_SUGGEST_NAME)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL,
			rejected, "<%s> is not an element of <%s>: %s; did you mean %s?", name, in,
			consequence(rejected), suggested_names(checker, &found, "<", ">"));
	else
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ELEMENT, child, NULL,
			rejected,
			"<%s> is not an element of <%s> in libvirt %s, the newest that vmlint knows: %s",
			name, in, vml_release_name(checker, VML_GRAMMAR_NEWEST),
			consequence(rejected));
	correct(checker, problem, &found);
	if (found.kind == VML_SUGGEST_NAME)
		vml_doubt(frame, found.name);
}

void vml_report_unknown_attribute(vml_checker *checker, vml_frame *frame, const xmlAttr *attr)
{
	const char *name = (const char *)attr->name, *in = (const char *)frame->node->name;
	vml_suggestion found;
	vml_problem *problem;

	if (vml_is_in_variant(frame, VML_GRAMMAR_ATTRIBUTE, name)) {
		if (!frame->unsure)
			report_variant(checker, frame->up, frame->item, frame, NULL, name);
		return;
	}
	vml_suggest_attribute(checker, frame, attr, &found);
	if (found.kind == VML_SUGGEST_PARENT)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ATTRIBUTE, frame->node, name,
			false, "'%s' is an attribute of <%s>, not of <%s>: %s", name, found.name,
			in, consequence(false));
	else if (found.kind == VML_SUGGEST_ELEMENT)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ATTRIBUTE, frame->node, name,
			false, "'%s' is an element in <%s>, not an attribute of <%s>: %s", name,
			found.name, in, consequence(false));
	else if (found.kind == VML_SUGGEST_NAME)
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ATTRIBUTE, frame->node, name,
			found.required, "'%s' is not an attribute of <%s>: %s; did you mean %s?",
			name, in, consequence(found.required),
			suggested_names(checker, &found, "'", "'"));
	else
		problem = vml_add_problem(checker, VML_GRAMMAR_UNKNOWN_ATTRIBUTE, frame->node, name,
			false,
			"'%s' is not an attribute of <%s> in libvirt %s, the newest that vmlint knows: %s",
			name, in, vml_release_name(checker, VML_GRAMMAR_NEWEST),
			consequence(false));
	correct(checker, problem, &found);
	if (problem->correction == VML_CORRECT_MOVE)
		problem->to = attr->children ? (const char *)attr->children->content : "";
	if (found.kind == VML_SUGGEST_NAME)
		vml_doubt(frame, found.name);
}

void vml_report_other_variant(vml_checker *checker, const vml_frame *frame, const xmlNode *child,
	const vml_grammar_item *item)
{
	report_variant(checker, frame, item, frame, child, item->name);
}
