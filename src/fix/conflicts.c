/*
 * Conflicts between edits. Uses three bit sets with a bit per byte of the document, and a hash
 * table of operations: checking an edit costs O(its length), however many edits were added before.
 */
#include "conflicts.h"

#include "arena.h"
#include "hash.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Part of an element that an operation changes: an attribute, an added child, or the whole content.
 */
enum subject { ATTRIBUTE, ADDITION, CONTENT };

/*
 * An added operation and one of the parts that it changes: an entry in the list of a hash table
 * slot.
 */
struct chosen {
	const vml_op *op;
	enum subject subject;
	size_t next; /* index of the next entry in the slot, plus 1; 0: none */
};

struct vml_conflicts {
	/* bitmaps: one bit for each byte of the document, and one for the offset of its end */
	uint64_t *replaced;  /* bytes that an edit replaces */
	uint64_t *within;    /* replaced bytes except the first one of each edit */
	uint64_t *insertion; /* bytes before which an edit inserts text */
	struct chosen *chosen;
	size_t n, capacity;
	size_t *slots; /* per slot: index of its last entry, plus 1; 0: none; `capacity` slots */
};

vml_conflicts *vml_conflicts_new(size_t len)
{
	vml_conflicts *conflicts = vml_realloc(NULL, sizeof(*conflicts));
	/* at least one bit more than the document has bytes: text may be inserted at its end */
	size_t words = len / 64 + 2;

	*conflicts = (vml_conflicts){ .replaced = vml_realloc(NULL, 3 * words * sizeof(uint64_t)) };
	memset(conflicts->replaced, 0, 3 * words * sizeof(uint64_t));
	conflicts->within = conflicts->replaced + words;
	conflicts->insertion = conflicts->within + words;
	return conflicts;
}

void vml_conflicts_free(vml_conflicts *conflicts)
{
	free(conflicts->replaced);
	free(conflicts->chosen);
	free(conflicts->slots);
	free(conflicts);
}

/* Return the bits of word number `at` that belong to [start, end). */
static uint64_t mask(size_t at, size_t start, size_t end)
{
	uint64_t bits = UINT64_MAX;

	if (at == start / 64)
		bits <<= start % 64;
	if (at == end / 64)
		bits &= ((uint64_t)1 << end % 64) - 1;
	return bits;
}

static bool any(const uint64_t *set, size_t start, size_t end)
{
	for (size_t at = start / 64; start < end && at <= end / 64; at++)
		if (set[at] & mask(at, start, end))
			return true;
	return false;
}

static void mark(uint64_t *set, size_t start, size_t end)
{
	for (size_t at = start / 64; start < end && at <= end / 64; at++)
		set[at] |= mask(at, start, end);
}

/*
 * Return true if the parent may have several children with the name of the added child: if it is
 * <devices>, or if an id distinguishes them, as in <iothread id='1'/>.
 *
 * name: length of "<name" at the start of op->text
 */
static bool may_be_many(const vml_op *op, size_t name)
{
	static const char id[] = " id=";

	return xmlStrEqual(op->node->name, BAD_CAST "devices") ||
		!strncmp(op->text + name, id, strlen(id));
}

/*
 * Return the string that identifies what an operation changes in its element. Operations with equal
 * strings conflict.
 *
 * Additions of a child are identified by its name, even if the attributes differ: of two findings
 * that add a <driver>, one with a cache mode and one with discards, the second is fixed in the next
 * round, by setting its attribute. If the parent may have several such children, only equal
 * additions conflict.
 */
static const char *identity_of(const vml_op *op, enum subject subject, size_t *len)
{
	size_t name;

	if (subject == ADDITION) {
		name = strcspn(op->text, " />");
		*len = may_be_many(op, name) ? strlen(op->text) : name;
		return op->text;
	}
	/* a renamed attribute conflicts with other changes of the attribute with the new name */
	if (subject == ATTRIBUTE && op->kind == VML_OP_RENAME) {
		*len = strlen(op->text);
		return op->text;
	}
	*len = subject == ATTRIBUTE ? strlen(op->name) : 0;
	return op->name;
}

static size_t slot_of(const vml_conflicts *conflicts, const vml_op *op, enum subject subject)
{
	size_t len;
	const char *identity = identity_of(op, subject, &len);
	uint64_t hash = ((uintptr_t)op->node >> 4) + subject;

	return vml_hash_slot(vml_hash_bytes(hash, identity, len), conflicts->capacity);
}

static bool is_same(const struct chosen *chosen, const vml_op *op, enum subject subject)
{
	size_t mine, theirs;
	const char *identity = identity_of(op, subject, &mine), *other;

	if (chosen->op->node != op->node || chosen->subject != subject)
		return false;
	other = identity_of(chosen->op, subject, &theirs);
	return mine == theirs && (!mine || !memcmp(identity, other, mine));
}

/* Return an added operation that changes the same part of an element as `op`; NULL if none. */
static const vml_op *find(const vml_conflicts *conflicts, const vml_op *op, enum subject subject)
{
	size_t at = conflicts->n ? conflicts->slots[slot_of(conflicts, op, subject)] : 0;

	while (at && !is_same(&conflicts->chosen[at - 1], op, subject))
		at = conflicts->chosen[at - 1].next;
	return at ? conflicts->chosen[at - 1].op : NULL;
}

/*
 * Return true if an added operation changes the same part of the element as `op`. A new text
 * replaces the whole content, so it conflicts with added children.
 */
static bool overlaps_chosen(const vml_conflicts *conflicts, const vml_op *op)
{
	const vml_op *other;

	if (op->name)
		return find(conflicts, op, ATTRIBUTE);
	if (op->kind != VML_OP_ADD && op->kind != VML_OP_TEXT)
		return false;
	other = find(conflicts, op, CONTENT);
	if (op->kind == VML_OP_TEXT)
		return other;
	return (other && other->kind == VML_OP_TEXT) || find(conflicts, op, ADDITION);
}

bool vml_conflicts_fits(const vml_conflicts *conflicts, const vml_edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const vml_edit *edit = &edits[i];

		if (overlaps_chosen(conflicts, edit->op) ||
			any(conflicts->replaced, edit->start, edit->end) ||
			any(conflicts->insertion, edit->start + 1, edit->end) ||
			(edit->start == edit->end &&
				any(conflicts->within, edit->start, edit->start + 1)))
			return false;
	}
	return true;
}

static void link_up(vml_conflicts *conflicts, size_t i)
{
	struct chosen *chosen = &conflicts->chosen[i];
	size_t *slot = &conflicts->slots[slot_of(conflicts, chosen->op, chosen->subject)];

	chosen->next = *slot;
	*slot = i + 1;
}

static void add_under(vml_conflicts *conflicts, const vml_op *op, enum subject subject)
{
	if (conflicts->n == conflicts->capacity) {
		conflicts->capacity = conflicts->capacity ? 2 * conflicts->capacity : 16;
		conflicts->chosen = vml_realloc(
			conflicts->chosen, conflicts->capacity * sizeof(*conflicts->chosen));
		conflicts->slots = vml_realloc(
			conflicts->slots, conflicts->capacity * sizeof(*conflicts->slots));
		memset(conflicts->slots, 0, conflicts->capacity * sizeof(*conflicts->slots));
		for (size_t i = 0; i < conflicts->n; i++)
			link_up(conflicts, i);
	}
	conflicts->chosen[conflicts->n] = (struct chosen){ .op = op, .subject = subject };
	link_up(conflicts, conflicts->n++);
}

static void add_op(vml_conflicts *conflicts, const vml_op *op)
{
	if (op->name)
		add_under(conflicts, op, ATTRIBUTE);
	if (op->kind == VML_OP_ADD)
		add_under(conflicts, op, ADDITION);
	/* all additions to an element share one CONTENT entry: only whether there is one matters */
	if (op->kind == VML_OP_TEXT || (op->kind == VML_OP_ADD && !find(conflicts, op, CONTENT)))
		add_under(conflicts, op, CONTENT);
}

void vml_conflicts_add(vml_conflicts *conflicts, const vml_edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const vml_edit *edit = &edits[i];

		add_op(conflicts, edit->op);
		mark(conflicts->replaced, edit->start, edit->end);
		mark(conflicts->within, edit->start + 1, edit->end);
		if (edit->start == edit->end)
			mark(conflicts->insertion, edit->start, edit->start + 1);
	}
}
