/*
 * Grammar check of the content of an element: values, missing attributes and children, repeated
 * children, stray text.
 */
#include "readers.h"
#include "typo.h"
#include "values.h"
#include "walk.h"

#include <string.h>
#include <strings.h>

/* Limit of the keywords listed in a message; the remedy lists all of them. */
enum { LISTED = 10 };

/* Values that users write for yes, no, on and off, each with the keyword that they mean. */
static const char *const synonyms[][2] = { { "true", "yes" }, { "true", "on" }, { "1", "yes" },
	{ "1", "on" }, { "yes", "on" }, { "on", "yes" }, { "enabled", "yes" }, { "enabled", "on" },
	{ "false", "no" }, { "false", "off" }, { "0", "no" }, { "0", "off" }, { "no", "off" },
	{ "off", "no" }, { "disabled", "no" }, { "disabled", "off" }, { "enable", "yes" },
	{ "enable", "on" }, { "disable", "no" }, { "disable", "off" } };

static const char *form_of(vml_checker *checker, const vml_grammar_item *item)
{
	const char *form = vml_value_form(item->kind);

	if (!item->range && (item->kind == VML_VALUE_UINT || item->kind == VML_VALUE_ULONG))
		return vml_arena_printf(checker->arena, "%s of 0 or more", form);
	if (!item->range || !vml_value_is_number(item->kind))
		return form;
	if (item->kind == VML_VALUE_HEX || item->kind == VML_VALUE_HEX0X ||
		item->kind == VML_VALUE_NUMBER)
		return vml_arena_printf(checker->arena, "%s from 0x%llx to 0x%llx", form,
			(unsigned long long)item->range->min, (unsigned long long)item->range->max);
	return vml_arena_printf(
		checker->arena, "%s from %lld to %lld", form, item->range->min, item->range->max);
}

/* Describe the valid values of an item: its first `most` keywords, and the form of its kind. */
static const char *expected(vml_checker *checker, const vml_grammar_item *item, size_t most)
{
	const char *list = "";
	size_t n = 0;

	for (const vml_grammar_word *word = item->words; word && word->word; word++, n++)
		if (n < most)
			list = vml_arena_printf(checker->arena, "%s%s%s", list, n ? ", " : "",
				*word->word ? word->word : "''");
	if (n > most)
		list = vml_arena_printf(checker->arena, "%s ...", list);
	if (item->kind == VML_VALUE_KEYWORDS)
		return list;
	return vml_arena_printf(
		checker->arena, "%s%s%s", list, n ? " or " : "", form_of(checker, item));
}

/*
 * Return the keyword that shares the longest prefix with the value, such as virtio for virtio-gpu.
 * The prefix must have LEAST bytes or more, and be longer than half of the value. NULL if there is
 * none.
 */
static const char *with_same_start(const vml_grammar_item *item, const char *value)
{
	enum { LEAST = 5 };
	const char *found = NULL;
	size_t best = strlen(value) / 2;

	for (const vml_grammar_word *word = item->words; word->word; word++) {
		size_t n = 0;

		while (value[n] && value[n] == word->word[n])
			n++;
		if (n < LEAST || n <= best)
			continue;
		best = n;
		found = word->word;
	}
	return found;
}

/*
 * Return the keyword that was probably meant by a value, or NULL. *certain: set to true if the
 * value is a synonym of the keyword, or if no other keyword is as similar
 */
static const char *nearest(const vml_grammar_item *item, const char *value, bool *certain)
{
	size_t best = VML_TYPO_NONE, limit = vml_typo_limit(value);
	const char *found = NULL;

	*certain = false;
	if (!item->words || !*value)
		return NULL;
	for (size_t i = 0; i < sizeof(synonyms) / sizeof(*synonyms); i++)
		if (!strcasecmp(value, synonyms[i][0]) &&
			vml_grammar_keyword(item, synonyms[i][1])) {
			*certain = true;
			return synonyms[i][1];
		}
	for (const vml_grammar_word *word = item->words; word->word; word++) {
		size_t edits = vml_typo_distance(value, word->word, limit);

		if (edits >= best) {
			*certain = *certain && edits != best;
			continue;
		}
		best = edits;
		found = word->word;
		*certain = edits < 2;
	}
	return found ? found : with_same_start(item, value);
}

/* Return a copy of the value without surrounding whitespace. */
static const char *trimmed(vml_checker *checker, const char *value)
{
	size_t len;

	value += strspn(value, " \t\r\n");
	for (len = strlen(value); len && strchr(" \t\r\n", value[len - 1]);)
		len--;
	return vml_arena_strndup(checker->arena, value, len);
}

/*
 * Name a value in a message: "cache='nonne' of <driver>"; if it is the text of an element, "'hvmm'
 * in <type>".
 */
static const char *subject(
	vml_checker *checker, const vml_frame *frame, const xmlAttr *attr, const char *value)
{
	const char *in = (const char *)frame->node->name;

	if (attr)
		return vml_arena_printf(
			checker->arena, "%s='%s' of <%s>", (const char *)attr->name, value, in);
	return vml_arena_printf(checker->arena, "'%s' in <%s>", value, in);
}

static const char *consequence(const vml_grammar_item *item, vml_grammar_kind kind)
{
	if (kind == VML_GRAMMAR_SCHEMA_ONLY)
		return " in libvirt's schema: only validation ('virsh edit') rejects it";
	if (item->flags & VML_GRAMMAR_REJECTS)
		return ": libvirt rejects the domain";
	return ": libvirt ignores it";
}

static void report_value(vml_checker *checker, vml_frame *frame, const xmlAttr *attr,
	const vml_grammar_item *item, const char *value, vml_value_fate fate)
{
	const char *name = attr ? (const char *)attr->name : NULL, *near, *end = "";
	vml_grammar_kind kind = VML_GRAMMAR_VALUE_INVALID;
	bool lax = item->flags & VML_GRAMMAR_LAX, certain;
	vml_problem *problem;

	/*
	 * Only the schema rejects these values. In the order of the conditions: libvirt's parser
	 * reads the value; libvirt treats the empty value like a missing one; it accepts the value
	 * as VML_GRAMMAR_LAX describes (grammar.h); it does not check the range.
	 */
	if (fate == VML_VALUE_READABLE ||
		(!*value && (!attr || item->flags & VML_GRAMMAR_EMPTY_ABSENT)) ||
		(lax && (fate == VML_VALUE_BEYOND || !(item->flags & VML_GRAMMAR_REJECTS))) ||
		(fate == VML_VALUE_BEYOND && !(item->flags & VML_GRAMMAR_REJECTS)))
		kind = VML_GRAMMAR_SCHEMA_ONLY;
	near = nearest(item, value, &certain);
	if (!near && item->words && vml_grammar_keyword(item, trimmed(checker, value))) {
		near = trimmed(checker, value);
		certain = true;
	}
	if (near)
		end = vml_arena_printf(checker->arena, "; did you mean '%s'?", near);
	else if (strcmp(value, trimmed(checker, value)) != 0)
		end = " without surrounding whitespace";
	problem =
		vml_add_problem(checker, kind, frame->node, name, item->flags & VML_GRAMMAR_REJECTS,
			"%s is not valid%s; expected %s%s", subject(checker, frame, attr, value),
			consequence(item, kind), expected(checker, item, LISTED), end);
	if (near && certain) {
		problem->correction = VML_CORRECT_VALUE;
		problem->to = near;
		problem->remedy = vml_arena_printf(
			checker->arena, "Sets '%s', the only similar valid value.", near);
	} else {
		problem->remedy = vml_arena_printf(checker->arena, "Set a valid value: %s%s.",
			expected(checker, item, SIZE_MAX), near ? "" : end);
	}
	if (name)
		vml_doubt(frame, name);
}

/*
 * Report a path with surrounding whitespace: libvirt does not remove it and looks for a file of
 * that name.
 */
static bool check_path(vml_checker *checker, const vml_frame *frame, const xmlAttr *attr,
	const vml_grammar_item *item, const char *value)
{
	vml_problem *problem;

	if (!vml_value_is_path(item->kind) || !vml_has_outer_whitespace(value) ||
		!*trimmed(checker, value))
		return false;
	problem = vml_add_problem(checker, VML_GRAMMAR_VALUE_INVALID, frame->node,
		attr ? (const char *)attr->name : NULL, true,
		"whitespace surrounds the path in %s: libvirt keeps it and does not find the file",
		attr ? vml_arena_printf(checker->arena, "'%s' of <%s>", (const char *)attr->name,
			       (const char *)frame->node->name)
		     : vml_arena_printf(checker->arena, "<%s>", (const char *)frame->node->name));
	problem->remedy = "Removes the whitespace.";
	problem->correction = VML_CORRECT_VALUE;
	problem->to = trimmed(checker, value);
	return true;
}

void vml_check_value(vml_checker *checker, vml_frame *frame, const xmlAttr *attr,
	const vml_grammar_item *item, const char *value)
{
	vml_value_fate fate = vml_value_check(item, value);
	const vml_grammar_word *word;

	if (fate == VML_VALUE_VALID) {
		if (vml_value_is_path(item->kind))
			check_path(checker, frame, attr, item, value);
		if (!checker->release || !item->words)
			return;
		word = vml_grammar_keyword(item, value);
		if (word && word->since > checker->release)
			vml_add_problem(checker, VML_GRAMMAR_TOO_NEW, frame->node,
				attr ? (const char *)attr->name : NULL, false,
				item->flags & VML_GRAMMAR_REJECTS
					? "%s requires libvirt %s: the target's libvirt %s "
					  "rejects the domain"
					: "%s requires libvirt %s: the target's libvirt %s does "
					  "not know it",
				subject(checker, frame, attr, value),
				vml_release_name(checker, word->since),
				vml_release_name(checker, checker->release))
				->release = word->since;
		return;
	}
	if (!attr && !*value && (item->kind == VML_VALUE_ABS_PATH || item->kind == VML_VALUE_UUID))
		return;
	/*
	 * libvirt reads units by XPath, which cannot distinguish an empty unit from a missing one
	 */
	if (item->kind == VML_VALUE_SIZE_UNIT && !*value)
		fate = VML_VALUE_READABLE;
	if (vml_is_placeholder(value)) {
		if (attr)
			vml_doubt(frame, (const char *)attr->name);
		return;
	}
	if (check_path(checker, frame, attr, item, value))
		return;
	report_value(checker, frame, attr, item, value, fate);
}

void vml_report_stray_text(vml_checker *checker, const vml_frame *frame, const char *text)
{
	enum { SHOWN = 40 };
	const char *start = text + strspn(text, " \t\r\n");
	bool no_break = !strncmp(start, "\xc2\xa0", 2);
	const char *shown =
		trimmed(checker, vml_arena_strndup(checker->arena, start, strnlen(start, SHOWN)));

	if (no_break)
		vml_add_problem(checker, VML_GRAMMAR_STRAY_TEXT, frame->node, NULL, false,
			"<%s> contains a no-break space, which is text: libvirt ignores it",
			(const char *)frame->node->name);
	else if (!vml_is_placeholder(start))
		vml_add_problem(checker, VML_GRAMMAR_STRAY_TEXT, frame->node, NULL, false,
			"<%s> contains text, which libvirt ignores: '%s%s'",
			(const char *)frame->node->name, shown, strlen(start) > SHOWN ? "..." : "");
}

void vml_report_repeated(vml_checker *checker, const vml_frame *frame, const xmlNode *first,
	const xmlNode *second, const vml_grammar_item *item)
{
	bool rejected = item->flags & VML_GRAMMAR_REJECTS_REPEAT;
	bool last = item->flags & VML_GRAMMAR_READS_LAST;
	vml_problem *problem;

	if (item->flags & VML_GRAMMAR_READS_ALL) {
		problem = vml_add_problem(checker, VML_GRAMMAR_SCHEMA_ONLY, second, NULL, false,
			"<%s> occurs a second time in <%s>: libvirt reads both, but validation "
			"('virsh edit') rejects it",
			item->name, (const char *)frame->node->name);
		problem->remedy = vml_arena_printf(checker->arena,
			"Move the content of this <%s> to the first one, and remove this one.",
			item->name);
		return;
	}
	vml_add_problem(checker, VML_GRAMMAR_REPEATED, last ? first : second, NULL, rejected,
		rejected       ? "<%s> may occur only once in <%s>: libvirt rejects the domain"
			: last ? "<%s> occurs again in <%s>: libvirt ignores this one and reads "
				 "the last"
			       : "<%s> occurs a second time in <%s>: libvirt ignores this one "
				 "and reads the first",
		item->name, (const char *)frame->node->name);
}

static bool is_there(const xmlNode *node, const vml_grammar_item *item)
{
	if (item->what == VML_GRAMMAR_ATTRIBUTE) {
		for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
			if (!attr->ns && attr->name[0] == (xmlChar)item->name[0] &&
				!strcmp((const char *)attr->name, item->name))
				return true;
		return false;
	}
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && child->name[0] == (xmlChar)item->name[0] &&
			!strcmp((const char *)child->name, item->name))
			return true;
	return false;
}

static void report_missing(
	vml_checker *checker, const vml_frame *frame, const vml_grammar_item *item)
{
	bool rejected = item->flags & VML_GRAMMAR_REQUIRED;
	const char *variant = vml_variant_of(checker, frame, item), *in = variant;
	vml_problem *problem;

	if (!*in && frame->up)
		variant = vml_variant_of(checker, frame->up, frame->item);
	if (!*in)
		in = vml_arena_printf(checker->arena, *variant ? "<%s> in %s" : "<%s>",
			(const char *)frame->node->name, variant);
	problem = vml_add_problem(checker, rejected ? VML_GRAMMAR_MISSING : VML_GRAMMAR_SCHEMA_ONLY,
		frame->node, NULL, rejected,
		item->what == VML_GRAMMAR_CHILD ? "%s has no <%s>: %s"
						: "%s has no attribute '%s': %s",
		in, item->name,
		rejected ? "libvirt rejects the domain"
			 : "only validation ('virsh edit') rejects the domain");
	problem->remedy = vml_arena_printf(checker->arena,
		item->what == VML_GRAMMAR_CHILD ? "Add <%s> to <%s>."
						: "Add the attribute %s to <%s>.",
		item->name, (const char *)frame->node->name);
}

static void check_required(vml_checker *checker, vml_frame *frame, const vml_grammar_item *item,
	const vml_grammar_item *group, bool selectors)
{
	if (is_there(frame->node, item) || (group && !vml_grammar_holds(group, frame->node)) ||
		vml_is_doubted(frame, item->name) || vml_is_in_doubt(frame, item) ||
		(group && vml_is_in_doubt(frame, group)))
		return;
	if (selectors)
		vml_doubt(frame, item->name);
	if (!frame->unsure)
		report_missing(checker, frame, item);
}

void vml_check_required(vml_checker *checker, vml_frame *frame, const struct vml_features *features,
	unsigned int which)
{
	vml_grammar_choice choice = { .element = frame->node };

	for (unsigned int i = 0; which >> i; i++)
		if (which >> i & 1 && vml_grammar_meets(&choice, features->required[i]))
			check_required(checker, frame, features->required[i], features->group[i],
				features->selectors >> i & 1);
}
