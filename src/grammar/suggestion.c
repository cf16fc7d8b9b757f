/*
 * Suggestions for unknown parts (elements and attributes). A near element is an ancestor, child or
 * sibling of the element that contains the unknown part. The first of these that exists:
 * 1. a valid name that differs only in case or by one edit;
 * 2. if a valid name differs by two edits: a near element that may contain the part; else that
 *    name;
 * 3. for an element: its previous sibling, if that may contain it;
 * 4. in the same element, an attribute instead of a child, or the reverse;
 * 5. a near element that may contain the part; else one that may contain the other kind of part:
 *    an attribute instead of a child, or the reverse;
 * 6. the same as 5, for the only element of the grammar that may contain the part.
 */
#include "suggestion.h"

#include "typo.h"

#include <stdint.h>
#include <string.h>

/*
 * ELSEWHERE: a search of the whole grammar counts as this many searches (vml_checker.lookups).
 * SEARCHED_MAX: capacity of the table of searched contents.
 */
enum { ELSEWHERE = 10, SEARCHED_MAX = 2048 };

/* The unknown name, and the element that contains it. */
struct wanted {
	vml_checker *checker;
	const vml_frame *frame;
	const char *name;
	unsigned char what; /* VML_GRAMMAR_ATTRIBUTE or VML_GRAMMAR_CHILD */
	/* previous sibling element if the name is that of an element; else NULL */
	const xmlNode *before;
};

/* The valid name that is most similar to the unknown name, so far. */
struct candidate {
	const vml_grammar_item *item;
	size_t edits;
	/* the element already has an attribute or child of that name, and may have only one */
	bool present;
	bool tied; /* another name is as similar */
	/* the first such name with the same `present`; NULL: none */
	const char *other;
};

/*
 * Elements that could have the unknown name as attribute or child. Those in the document take
 * precedence over those that only the grammar has.
 */
struct homes {
	const char *name;    /* name of the first such element; NULL: none found yet */
	const xmlNode *node; /* that element in the document; NULL if the document has none */
	/* content of `node` in the grammar; NULL if `node` is NULL */
	const vml_grammar_item *items;
	/*
	 * many: elements of different names were found; in_document: elements were found in the
	 * document, and those that only the grammar has are ignored; many_nodes: several elements
	 * were found, of different names or in the document
	 */
	bool many, in_document, many_nodes;
};

static const xmlNode *child_named(const xmlNode *node, const char *name)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE && !strcmp((const char *)child->name, name))
			return child;
	return NULL;
}

static bool has_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (!strcmp((const char *)attr->name, name))
			return true;
	return false;
}

static bool is_present(const xmlNode *node, const vml_grammar_item *item)
{
	if (item->what == VML_GRAMMAR_ATTRIBUTE)
		return has_attribute(node, item->name);
	return !(item->flags & VML_GRAMMAR_MANY) && child_named(node, item->name);
}

static void consider(struct candidate *best, const struct wanted *wanted,
	const vml_grammar_item *item, size_t limit)
{
	size_t edits = vml_typo_distance(wanted->name, item->name, limit);
	bool present;

	if (edits > limit || edits > best->edits)
		return;
	if (best->item && !strcmp(best->item->name, item->name))
		return; /* another variant of best->item */
	present = is_present(wanted->frame->node, item);
	if (best->item && edits == best->edits) {
		best->tied = true;
		if (present == best->present && !best->other)
			best->other = item->name;
		if (present >= best->present)
			return;
	} else {
		best->tied = false;
	}
	best->other = NULL;
	best->item = item;
	best->edits = edits;
	best->present = present;
}

/* Return the name most similar to the unknown name, of all names that are valid in the element. */
static struct candidate nearest(const struct wanted *wanted)
{
	struct candidate best = { .edits = VML_TYPO_NONE };
	size_t limit = vml_typo_limit(wanted->name);
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	vml_grammar_begin(&at, wanted->frame->item->items);
	while ((item = vml_grammar_next(&at, wanted->frame->node)))
		if (item->what == wanted->what && vml_grammar_holds(item, wanted->frame->node))
			consider(&best, wanted, item, limit);
	return best;
}

/* Return true if `node` may have one more child called `name`. */
static bool accepts(const xmlNode *node, const vml_grammar_item *items, const char *name)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	vml_grammar_begin(&at, items);
	while ((item = vml_grammar_next(&at, node)))
		if (item->what == VML_GRAMMAR_CHILD && !strcmp(item->name, name) &&
			vml_grammar_holds(item, node))
			return item->flags & VML_GRAMMAR_MANY || !child_named(node, name);
	return false;
}

/* Return true if the items have an attribute or child (`what`) called `name`. */
static bool knows(const vml_grammar_item *items, unsigned char what, const char *name)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	if (!items)
		return false;
	vml_grammar_begin(&at, items);
	while ((item = vml_grammar_next(&at, NULL)))
		if (item->what == what && !strcmp(item->name, name))
			return true;
	return false;
}

bool vml_is_in_variant(const vml_frame *frame, unsigned char what, const char *name)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	if (!frame->up || !frame->item->when)
		return frame->up && frame->unsure;
	vml_grammar_begin(&at, frame->up->item->items);
	while ((item = vml_grammar_next(&at, NULL)))
		if (item->what == VML_GRAMMAR_CHILD && item != frame->item &&
			!strcmp(item->name, frame->item->name) && knows(item->items, what, name))
			return true;
	/*
	 * if the variant of an ancestor is undecided, the name may be valid in another variant of
	 * it
	 */
	return frame->up->unsure;
}

static void add_home(struct homes *homes, const vml_grammar_item *home, const xmlNode *node)
{
	const char *name = home->name;

	if (node && !homes->in_document) {
		*homes = (struct homes){
			.name = name, .node = node, .items = home->items, .in_document = true
		};
		return;
	}
	if (!node && homes->in_document)
		return;
	if (homes->name && (strcmp(homes->name, name) != 0 || (node && node != homes->node))) {
		homes->many = homes->many || strcmp(homes->name, name) != 0;
		homes->many_nodes = true;
		return;
	}
	homes->name = name;
	homes->node = node;
}

/*
 * Add the children of `frame` that could have the unknown name as attribute or child (`what`):
 * those in the document, and those that the grammar allows.
 */
static void add_children(struct homes *homes, const struct wanted *wanted, unsigned char what,
	const vml_frame *frame)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	vml_grammar_begin(&at, frame->item->items);
	while ((item = vml_grammar_next(&at, frame->node))) {
		if (item->what != VML_GRAMMAR_CHILD ||
			!strcmp(item->name, wanted->frame->item->name) ||
			!knows(item->items, what, wanted->name))
			continue;
		for (const xmlNode *child = frame->node->children; child; child = child->next)
			if (child->type == XML_ELEMENT_NODE && child != wanted->frame->node &&
				!strcmp((const char *)child->name, item->name))
				add_home(homes, item, child);
		add_home(homes, item, NULL);
	}
}

/*
 * Find an ancestor, a child or a sibling that could have the unknown name as attribute or child
 * (`what`). Returns false if there is none, or if elements of different names could.
 */
static bool find_near(const struct wanted *wanted, unsigned char what, vml_suggestion_kind kind,
	vml_suggestion *ret)
{
	struct homes homes = { 0 };

	/* attributes of <domain> are not candidates: its type and id exist on many elements, too */
	for (const vml_frame *up = wanted->frame->up;
		up && !homes.name && (up->up || wanted->what == VML_GRAMMAR_CHILD); up = up->up)
		if (knows(up->item->items, what, wanted->name))
			add_home(&homes, up->item, up->node);
	if (!homes.name)
		add_children(&homes, wanted, what, wanted->frame);
	/* siblings within <devices> are unrelated, and there may be thousands */
	if (!homes.name && wanted->frame->up && wanted->frame->up->up &&
		strcmp(wanted->frame->up->item->name, "devices") != 0)
		add_children(&homes, wanted, what, wanted->frame->up);
	if (!homes.name || homes.many)
		return false;
	*ret = (vml_suggestion){ .kind = kind,
		.name = homes.name,
		.node = homes.node,
		.certain = homes.node && !homes.many_nodes &&
			(what == VML_GRAMMAR_ATTRIBUTE ||
				accepts(homes.node, homes.items, wanted->name)) };
	return true;
}

/* State of a search in the whole grammar for elements that have an attribute or child `name`. */
struct elsewhere {
	const char *name;
	const char *not_in; /* element to skip in all variants: it contains the unknown name */
	unsigned char what;
	const vml_grammar_item *owner; /* the last such element; NULL: none found yet */
	bool many;		       /* such elements have different names */
	/* contents already searched: a hash table by address; NULL: free slot */
	const vml_grammar_item *searched[SEARCHED_MAX];
	size_t n_searched;
};

/* Return true if the content was searched before; else add it to the table. */
static bool is_searched(struct elsewhere *elsewhere, const vml_grammar_item *items)
{
	size_t at = (uintptr_t)items / sizeof(*items);

	while (elsewhere->searched[at % SEARCHED_MAX]) {
		if (elsewhere->searched[at % SEARCHED_MAX] == items)
			return true;
		at++;
	}
	/* never fill the table: further contents are skipped */
	if (elsewhere->n_searched == SEARCHED_MAX - 1)
		return true;
	elsewhere->searched[at % SEARCHED_MAX] = items;
	elsewhere->n_searched++;
	return false;
}

static void search_content(
	struct elsewhere *elsewhere, const vml_grammar_item *owner, const vml_grammar_item *items)
{
	for (const vml_grammar_item *item = items; item->what != VML_GRAMMAR_END; item++) {
		if (elsewhere->many)
			return;
		if (item->what == VML_GRAMMAR_INCLUDE)
			search_content(elsewhere, owner, item->items);
		else if (item->what == elsewhere->what && item->name[0] == elsewhere->name[0] &&
			!strcmp(item->name, elsewhere->name) &&
			strcmp(owner->name, elsewhere->not_in) != 0) {
			elsewhere->many = elsewhere->owner &&
				strcmp(elsewhere->owner->name, owner->name) != 0;
			elsewhere->owner = owner;
		}
		if (item->what == VML_GRAMMAR_CHILD && !is_searched(elsewhere, item->items))
			search_content(elsewhere, item, item->items);
	}
}

static bool find_elsewhere(const struct wanted *wanted, unsigned char what,
	vml_suggestion_kind kind, vml_suggestion *ret)
{
	struct elsewhere elsewhere = {
		.name = wanted->name, .not_in = wanted->frame->item->name, .what = what
	};

	if (wanted->checker->lookups < ELSEWHERE)
		return false;
	wanted->checker->lookups -= ELSEWHERE;
	search_content(&elsewhere, &vml_grammar_domain, vml_grammar_domain.items);
	if (!elsewhere.owner || elsewhere.many)
		return false;
	*ret = (vml_suggestion){ .kind = kind, .name = elsewhere.owner->name };
	return true;
}

/* Suggest that the element belongs in its previous sibling: <source> after <disk/>. */
static bool find_before(const struct wanted *wanted, vml_suggestion *ret)
{
	const xmlNode *before = wanted->before;
	const vml_grammar_item *item;

	if (!before)
		return false;
	item = vml_grammar_child(
		NULL, wanted->frame->item->items, wanted->frame->node, before, NULL);
	if (!item || !knows(item->items, wanted->what, wanted->name))
		return false;
	*ret = (vml_suggestion){ .kind = VML_SUGGEST_PARENT,
		.name = item->name,
		.node = before,
		.certain = accepts(before, item->items, wanted->name) };
	return true;
}

static void suggest(const struct wanted *wanted, vml_suggestion *ret)
{
	bool attribute = wanted->what == VML_GRAMMAR_ATTRIBUTE;
	unsigned char other = attribute ? VML_GRAMMAR_CHILD : VML_GRAMMAR_ATTRIBUTE;
	vml_suggestion_kind otherwise = attribute ? VML_SUGGEST_ELEMENT : VML_SUGGEST_ATTRIBUTE;
	struct candidate best;

	*ret = (vml_suggestion){ 0 };
	if (!wanted->checker->lookups)
		return;
	wanted->checker->lookups--;
	best = nearest(wanted);
	if (best.item && best.edits > 1 && find_near(wanted, wanted->what, VML_SUGGEST_PARENT, ret))
		return;
	if (best.item) {
		*ret = (vml_suggestion){ .kind = VML_SUGGEST_NAME,
			.name = best.item->name,
			.other = best.other,
			.required = best.item->flags & VML_GRAMMAR_REQUIRED && !best.present &&
				(attribute || !child_named(wanted->frame->node, best.item->name)),
			.certain = best.edits < 2 && !best.tied && !best.present };
		return;
	}
	if (find_before(wanted, ret))
		return;
	if (knows(wanted->frame->item->items, other, wanted->name)) {
		*ret = (vml_suggestion){ .kind = otherwise, .name = wanted->frame->item->name };
		return;
	}
	if (find_near(wanted, wanted->what, VML_SUGGEST_PARENT, ret) ||
		find_near(wanted, other, otherwise, ret) ||
		find_elsewhere(wanted, wanted->what, VML_SUGGEST_PARENT, ret))
		return;
	find_elsewhere(wanted, other, otherwise, ret);
}

void vml_suggest_element(
	vml_checker *checker, const vml_frame *frame, const xmlNode *child, vml_suggestion *ret)
{
	struct wanted wanted = { .checker = checker,
		.frame = frame,
		.name = (const char *)child->name,
		.what = VML_GRAMMAR_CHILD,
		.before = child->prev };

	while (wanted.before && wanted.before->type != XML_ELEMENT_NODE)
		wanted.before = wanted.before->prev;

	suggest(&wanted, ret);
}

void vml_suggest_attribute(
	vml_checker *checker, const vml_frame *frame, const xmlAttr *attr, vml_suggestion *ret)
{
	struct wanted wanted = { .checker = checker,
		.frame = frame,
		.name = (const char *)attr->name,
		.what = VML_GRAMMAR_ATTRIBUTE };

	suggest(&wanted, ret);
	/* the element ret->node already has this attribute, which the fix must not replace */
	if (ret->kind == VML_SUGGEST_PARENT && ret->node && has_attribute(ret->node, wanted.name))
		ret->certain = false;
}
