/*
 * What is taken: three sets of bits, one for each byte of the document, and the operations
 * by their element. The price of an edit is that of its own bytes, not that of all others.
 */
#include "conflicts.h"

#include "arena.h"
#include "hash.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What an operation is about: an attribute, an element that is added, all that its element holds. */
enum subject { ATTRIBUTE, ADDITION, CONTENT };

/* An operation under one of its subjects, in the list of those that share a slot. */
struct chosen {
	const vml_op *op;
	enum subject subject;
	size_t next; /* 1 + its index; 0: none */
};

struct vml_conflicts {
	uint64_t *replaced;  /* bytes that go */
	uint64_t *within;    /* bytes that go and whose left neighbour goes with the same edit */
	uint64_t *insertion; /* bytes before which something is inserted */
	struct chosen *chosen;
	size_t n, room;
	size_t *slots; /* 1 + index of the last one chosen; `room` of them */
};

vml_conflicts *vml_conflicts_new(size_t len)
{
	vml_conflicts *taken = vml_realloc(NULL, sizeof(*taken));
	size_t words = len / 64 + 2; /* at the end things can be inserted, too */

	*taken = (vml_conflicts){ .replaced = vml_realloc(NULL, 3 * words * sizeof(uint64_t)) };
	memset(taken->replaced, 0, 3 * words * sizeof(uint64_t));
	taken->within = taken->replaced + words;
	taken->insertion = taken->within + words;
	return taken;
}

void vml_conflicts_free(vml_conflicts *taken)
{
	free(taken->replaced);
	free(taken->chosen);
	free(taken->slots);
	free(taken);
}

/* The bits of [start, end) that are in the word at `at`. */
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

/* Whether a parent may have any number of the element that is added: devices, ids. */
static bool may_be_many(const vml_op *op, size_t name)
{
	static const char id[] = " id=";

	return xmlStrEqual(op->node->name, BAD_CAST "devices") ||
		!strncmp(op->text + name, id, strlen(id));
}

/*
 * The words that tell an operation's subject on its element. Two findings that add an
 * element of one name, be it with different attributes, such as a <driver> for the cache
 * mode and one for discards, are about one thing: the other finding waits, and sets its
 * attribute on the first one's element. Where there may be many only the same is.
 */
static const char *words_of(const vml_op *op, enum subject subject, size_t *len)
{
	size_t name;

	if (subject == ADDITION) {
		name = strcspn(op->text, " />");
		*len = may_be_many(op, name) ? strlen(op->text) : name;
		return op->text;
	}
	/* the new name: no other operation may set that attribute */
	if (subject == ATTRIBUTE && op->kind == VML_OP_RENAME) {
		*len = strlen(op->text);
		return op->text;
	}
	*len = subject == ATTRIBUTE ? strlen(op->name) : 0;
	return op->name;
}

static size_t slot_of(const vml_conflicts *taken, const vml_op *op, enum subject subject)
{
	size_t len;
	const char *words = words_of(op, subject, &len);
	uint64_t hash = ((uintptr_t)op->node >> 4) + subject;

	return vml_hash_slot(vml_hash_bytes(hash, words, len), taken->room);
}

static bool is_about(const struct chosen *chosen, const vml_op *op, enum subject subject)
{
	size_t mine, theirs;
	const char *words = words_of(op, subject, &mine), *other;

	if (chosen->op->node != op->node || chosen->subject != subject)
		return false;
	other = words_of(chosen->op, subject, &theirs);
	return mine == theirs && (!mine || !memcmp(words, other, mine));
}

/* The operation chosen before that is about the same; NULL where none is. */
static const vml_op *find(const vml_conflicts *taken, const vml_op *op, enum subject subject)
{
	size_t at = taken->n ? taken->slots[slot_of(taken, op, subject)] : 0;

	while (at && !is_about(&taken->chosen[at - 1], op, subject))
		at = taken->chosen[at - 1].next;
	return at ? taken->chosen[at - 1].op : NULL;
}

/*
 * Whether an operation and one chosen before are about one thing of their element. A new
 * text takes the place of all that it holds, additions too.
 */
static bool is_done_already(const vml_conflicts *taken, const vml_op *op)
{
	const vml_op *other;

	if (op->name)
		return find(taken, op, ATTRIBUTE);
	if (op->kind != VML_OP_ADD && op->kind != VML_OP_TEXT)
		return false;
	other = find(taken, op, CONTENT);
	if (op->kind == VML_OP_TEXT)
		return other;
	return (other && other->kind == VML_OP_TEXT) || find(taken, op, ADDITION);
}

bool vml_conflicts_fits(const vml_conflicts *taken, const vml_edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const vml_edit *edit = &edits[i];

		if (is_done_already(taken, edit->op) ||
			any(taken->replaced, edit->start, edit->end) ||
			any(taken->insertion, edit->start + 1, edit->end) ||
			(edit->start == edit->end &&
				any(taken->within, edit->start, edit->start + 1)))
			return false;
	}
	return true;
}

static void link_up(vml_conflicts *taken, size_t i)
{
	struct chosen *chosen = &taken->chosen[i];
	size_t *slot = &taken->slots[slot_of(taken, chosen->op, chosen->subject)];

	chosen->next = *slot;
	*slot = i + 1;
}

static void add_under(vml_conflicts *taken, const vml_op *op, enum subject subject)
{
	if (taken->n == taken->room) {
		taken->room = taken->room ? 2 * taken->room : 16;
		taken->chosen = vml_realloc(taken->chosen, taken->room * sizeof(*taken->chosen));
		taken->slots = vml_realloc(taken->slots, taken->room * sizeof(*taken->slots));
		memset(taken->slots, 0, taken->room * sizeof(*taken->slots));
		for (size_t i = 0; i < taken->n; i++)
			link_up(taken, i);
	}
	taken->chosen[taken->n] = (struct chosen){ .op = op, .subject = subject };
	link_up(taken, taken->n++);
}

static void add_op(vml_conflicts *taken, const vml_op *op)
{
	if (op->name)
		add_under(taken, op, ATTRIBUTE);
	if (op->kind == VML_OP_ADD)
		add_under(taken, op, ADDITION);
	/* the first addition to an element stands for all */
	if (op->kind == VML_OP_TEXT || (op->kind == VML_OP_ADD && !find(taken, op, CONTENT)))
		add_under(taken, op, CONTENT);
}

void vml_conflicts_add(vml_conflicts *taken, const vml_edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const vml_edit *edit = &edits[i];

		add_op(taken, edit->op);
		mark(taken->replaced, edit->start, edit->end);
		mark(taken->within, edit->start + 1, edit->end);
		if (edit->start == edit->end)
			mark(taken->insertion, edit->start, edit->start + 1);
	}
}
