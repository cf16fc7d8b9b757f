/* The walk of the grammar check: each element and attribute of a domain is looked up once. */
#include "check.h"

#include "scan.h"
#include "walk.h"

#include <string.h>

/*
 * LOOKUPS: limit of searches for suggestions per domain, because each takes time linear in the size
 * of the tables. ONCE_MAX: limit of children of one element that are checked for repetition.
 * LATER_MAX: limit of attributes of one element that are unknown or have conditions; further such
 * attributes are not checked. The check recurses as deep as the grammar nests elements; only
 * <backingStore> contains itself.
 */
enum { LOOKUPS = 400, ONCE_MAX = 64, LATER_MAX = 32 };

/* Children of one element that may occur only once, and their first occurrences. */
struct seen {
	const vml_grammar_item *items[ONCE_MAX];
	const xmlNode *nodes[ONCE_MAX];
	size_t n;
	uint64_t bits; /* Bloom filter of `items`: a bit that is 0 saves a search */
};

vml_problem *vml_add_problem(vml_checker *checker, vml_grammar_kind kind, const xmlNode *node,
	const char *attr, bool rejected, const char *fmt, ...)
{
	vml_problem *problem = vml_arena_alloc(checker->arena, sizeof(*problem));
	va_list args;

	*problem = (vml_problem){ .kind = kind,
		.severity = rejected ? VML_ERROR : VML_WARNING,
		.node = node,
		.attr = attr };
	va_start(args, fmt);
	problem->message = vml_arena_vprintf(checker->arena, fmt, args);
	va_end(args);
	*checker->last = problem;
	checker->last = &problem->next;
	return problem;
}

void vml_doubt(vml_frame *frame, const char *name)
{
	if (frame->n_doubts < VML_DOUBTS_MAX)
		frame->doubts[frame->n_doubts++] = name;
}

bool vml_is_doubted(const vml_frame *frame, const char *name)
{
	for (unsigned int i = 0; i < frame->n_doubts; i++)
		if (!strcmp(frame->doubts[i], name))
			return true;
	return false;
}

bool vml_is_in_doubt(const vml_frame *frame, const vml_grammar_item *item)
{
	if (!item->when)
		return false;
	if (frame->unsure)
		return true;
	for (const vml_grammar_when *when = item->when; when && when->attribute; when++) {
		const vml_frame *owner = frame;

		for (unsigned int i = 0; i < when->level && owner; i++)
			owner = owner->up;
		if (owner && vml_is_doubted(owner, when->attribute))
			return true;
	}
	return false;
}

const char *vml_release_name(vml_checker *checker, unsigned int release)
{
	return vml_arena_printf(checker->arena, "%u.%u", release / 1000, release % 1000);
}

static void check_release(vml_checker *checker, const xmlNode *node, const char *attr,
	const char *what, unsigned int since, bool rejected)
{
	if (since > checker->release && checker->release)
		vml_add_problem(checker, VML_GRAMMAR_TOO_NEW, node, attr, false,
			rejected
				? "%s requires libvirt %s: the target's libvirt %s rejects the domain"
				: "%s requires libvirt %s: the target's libvirt %s silently drops it",
			what, vml_release_name(checker, since),
			vml_release_name(checker, checker->release))
			->release = since;
}

static const char *value_of(const xmlAttr *attr)
{
	const xmlNode *text = attr->children;

	return text && text->content ? (const char *)text->content : "";
}

static void check_attribute(
	vml_checker *checker, vml_frame *frame, const xmlAttr *attr, const vml_grammar_item *item)
{
	if (item->since > checker->release && checker->release)
		check_release(checker, frame->node, item->name,
			vml_arena_printf(
				checker->arena, "'%s' of <%s>", item->name, frame->node->name),
			item->since, false);
	vml_check_value(checker, frame, attr, item, value_of(attr));
}

/*
 * Attributes of an element that are checked after all others: unknown ones and those with
 * conditions.
 */
struct later {
	const xmlAttr *attributes[LATER_MAX];
	/* grammar items of the attributes; NULL: the attribute is unknown */
	const vml_grammar_item *items[LATER_MAX];
	/* true: the item is valid only for other variants of the element */
	bool others[LATER_MAX];
	size_t n, n_unknown;
};

/*
 * Set the bits in frame->seen of all required parts that have the name of `item`, because a part
 * with several variants has an item for each.
 */
static void mark_seen(
	const struct vml_features *features, vml_frame *frame, const vml_grammar_item *item)
{
	for (unsigned int i = 0; i < features->n_required; i++) {
		const vml_grammar_item *required = features->required[i];

		if (required == item ||
			(required->name[0] == item->name[0] && required->what == item->what &&
				!strcmp(required->name, item->name)))
			frame->seen |= 1u << i;
	}
}

/* Check an attribute now, or add it to `later` if it is unknown or its item has a condition. */
static void check_or_keep(vml_checker *checker, vml_frame *frame,
	const struct vml_features *features, const xmlAttr *attr, struct later *later)
{
	vml_grammar_match match;
	const vml_grammar_item *item = vml_grammar_attribute(
		checker->cache, frame->item->items, frame->node, attr->name, &match);

	if (item && features->n_required)
		mark_seen(features, frame, item);
	if (item && !item->when && match != VML_GRAMMAR_OTHER) {
		check_attribute(checker, frame, attr, item);
		return;
	}
	if (later->n == LATER_MAX)
		return;
	later->attributes[later->n] = attr;
	later->others[later->n] = match == VML_GRAMMAR_OTHER;
	later->items[later->n++] = item;
	later->n_unknown += !item;
}

/*
 * Check the attributes in three steps: those without a condition, then the unknown ones, then those
 * with conditions. The third step thus knows which attributes were misspelt, and which conditions
 * cannot be decided because an attribute has an invalid value.
 */
static void check_attributes(
	vml_checker *checker, vml_frame *frame, const struct vml_features *features)
{
	struct later later;

	later.n = later.n_unknown = 0;
	for (const xmlAttr *attr = frame->node->properties; attr; attr = attr->next)
		if (!attr->ns)
			check_or_keep(checker, frame, features, attr, &later);
	for (size_t i = 0; later.n_unknown && i < later.n; i++)
		if (!later.items[i])
			vml_report_unknown_attribute(checker, frame, later.attributes[i]);
	if (features->selectors & ~frame->seen)
		vml_check_required(checker, frame, features, features->selectors & ~frame->seen);
	for (size_t i = 0; i < later.n; i++)
		if (!later.items[i] || vml_is_in_doubt(frame, later.items[i]))
			continue;
		else if (later.others[i])
			vml_report_other_variant(checker, frame, NULL, later.items[i]);
		else
			check_attribute(checker, frame, later.attributes[i], later.items[i]);
}

static bool has_foreign_attribute(const xmlNode *node)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (attr->ns)
			return true;
	return false;
}

/*
 * Check the attributes of an element. Skip this if an equal start tag was checked before without a
 * problem. Elements without children are not cached here: check_content() caches them as a whole.
 */
static void check_tag(vml_checker *checker, vml_frame *frame, const struct vml_features *features)
{
	bool alone = frame->node->properties && frame->node->children && !features->outer &&
		!frame->unsure;
	uint64_t hash = alone ? vml_hash_tag(checker, frame) : 0;
	struct vml_good_tag *tag = &checker->caches->good_tags[hash % VML_TAG_SLOTS];
	vml_problem **last = checker->last;

	if (hash && tag->hash == hash) {
		frame->seen = tag->seen;
		return;
	}
	check_attributes(checker, frame, features);
	if (hash && checker->last == last && !frame->n_doubts &&
		!has_foreign_attribute(frame->node))
		*tag = (struct vml_good_tag){ hash, frame->seen };
}

static bool is_text(const xmlNode *node)
{
	return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static bool is_blank(const xmlNode *text)
{
	const char *at = (const char *)text->content;

	while (at && vml_is_blank(*at))
		at++;
	return !at || !*at;
}

/* Return the text of an element: "" if it has none; a copy in the arena if comments split it. */
static const char *text_of(vml_checker *checker, const xmlNode *element)
{
	const xmlNode *only = NULL;
	size_t len = 0, n = 0;
	char *whole, *end;

	for (const xmlNode *child = element->children; child; child = child->next)
		if (is_text(child) && child->content) {
			only = child;
			n++;
		}
	if (n < 2)
		return only ? (const char *)only->content : "";
	for (const xmlNode *child = element->children; child; child = child->next)
		if (is_text(child) && child->content)
			len += strlen((const char *)child->content);
	end = whole = vml_arena_alloc(checker->arena, len + 1);
	for (const xmlNode *child = element->children; child; child = child->next)
		if (is_text(child) && child->content)
			end = stpcpy(end, (const char *)child->content);
	return whole;
}

/* Report text in an element that may contain only elements, or nothing. */
static void check_no_text(vml_checker *checker, const vml_frame *frame)
{
	const xmlNode *child = frame->node->children;

	while (child && (!is_text(child) || is_blank(child)))
		child = child->next;
	if (child && !vml_grammar_any(frame->item->items))
		vml_report_stray_text(checker, frame, (const char *)child->content);
}

static void check_string(vml_checker *checker, vml_frame *frame)
{
	const vml_grammar_item *item = vml_grammar_string(frame->item->items, frame->node);

	if (item)
		vml_check_value(checker, frame, NULL, item, text_of(checker, frame->node));
	else
		check_no_text(checker, frame);
}

static void check_element(vml_checker *checker, vml_frame *frame);

/*
 * Report a child that repeats an earlier one. Returns true if libvirt ignores this child because it
 * reads only the first one.
 */
static bool check_repeated(vml_checker *checker, const vml_frame *frame, struct seen *seen,
	const xmlNode *child, const vml_grammar_item *item)
{
	/*
	 * the size of an item is an odd multiple of 16 bytes: up to 64 items of one array get
	 * different bits
	 */
	uint64_t bit = (uint64_t)1 << ((uintptr_t)item / 16 & 63);

	for (size_t i = 0; seen->bits & bit && i < seen->n; i++)
		if (seen->items[i] == item) {
			vml_report_repeated(checker, frame, seen->nodes[i], child, item);
			return !(item->flags &
				(VML_GRAMMAR_REJECTS_REPEAT | VML_GRAMMAR_READS_LAST |
					VML_GRAMMAR_READS_ALL));
		}
	if (seen->n == ONCE_MAX)
		return false;
	seen->bits |= bit;
	seen->items[seen->n] = item;
	seen->nodes[seen->n++] = child;
	return false;
}

/*
 * Check a child and all that it contains, unless an equal element was checked before without a
 * problem.
 */
static void check_content(
	vml_checker *checker, vml_frame *frame, const xmlNode *child, const vml_grammar_item *item)
{
	bool unsure = frame->unsure || (item->when && vml_is_in_doubt(frame, item));
	uint64_t hash = unsure ? 0 : vml_hash_element(checker, child, item);
	uint64_t *slot = &checker->caches->good_elements[hash % VML_ELEMENT_SLOTS];
	unsigned int n_outer = checker->n_outer;
	vml_problem **last = checker->last;

	if (hash && *slot == hash)
		return;
	check_element(checker,
		&(vml_frame){ .up = frame, .node = child, .item = item, .unsure = unsure });
	if (hash && checker->last == last && checker->n_outer == n_outer)
		*slot = hash;
}

static void check_child(vml_checker *checker, vml_frame *frame, struct seen *seen,
	const xmlNode *child, const vml_grammar_item *item)
{
	if (item->since > checker->release && checker->release)
		check_release(checker, child, NULL,
			vml_arena_printf(checker->arena, "<%s>", item->name), item->since,
			vml_is_closed(checker, frame));
	if (!(item->flags & VML_GRAMMAR_MANY) && check_repeated(checker, frame, seen, child, item))
		return;
	if (!(item->flags & VML_GRAMMAR_OUTPUT))
		check_content(checker, frame, child, item);
}

static void check_children(vml_checker *checker, vml_frame *frame)
{
	const vml_grammar_item *items = frame->item->items, *item;
	struct seen seen;
	bool any = false;

	seen.n = 0;
	seen.bits = 0;
	for (const xmlNode *child = frame->node->children; child && !any; child = child->next) {
		vml_grammar_match match;

		if (child->type != XML_ELEMENT_NODE)
			continue;
		item = vml_grammar_child(checker->cache, items, frame->node, child, &match);
		if (!item && vml_grammar_any(items))
			any = true;
		else if (!item)
			vml_report_unknown_element(checker, frame, child);
		else if (match == VML_GRAMMAR_OTHER && !vml_is_in_doubt(frame, item))
			vml_report_other_variant(checker, frame, child, item);
		else
			check_child(checker, frame, &seen, child, item);
	}
}

static void check_element(vml_checker *checker, vml_frame *frame)
{
	const struct vml_features *features = vml_features_of(checker, frame->item->items);

	checker->n_outer += features->outer;
	if (frame->node->nsDef && frame->up)
		/*
		 * a declared namespace changes the meaning of equal bytes: from here on, do not
		 * skip elements whose bytes were checked before
		 */
		checker->seed = 0;
	check_tag(checker, frame, features);
	if (frame->node->children) {
		check_children(checker, frame);
		/* the check of a child may have overwritten this slot of the cache */
		features = vml_features_of(checker, frame->item->items);
	}
	if (features->has_string)
		check_string(checker, frame);
	else if (frame->node->children)
		check_no_text(checker, frame);
	if (features->others & ~frame->seen)
		vml_check_required(checker, frame, features, features->others & ~frame->seen);
}

const vml_problem *vml_grammar_check(
	const vml_doc *doc, const xmlNode *domain, unsigned int release)
{
	vml_checker checker = {
		.doc = doc, .arena = doc->arena, .release = release, .lookups = LOOKUPS
	};
	vml_frame frame = { .node = domain, .item = &vml_grammar_domain };

	checker.last = &checker.first;
	checker.caches = vml_doc_names(doc, sizeof(*checker.caches));
	checker.cache = &checker.caches->names;
	checker.seed = vml_hash_seed(&checker, domain);
	check_element(&checker, &frame);
	return checker.first;
}
