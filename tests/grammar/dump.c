/*
 * Prints the grammar tables as JSON for tests/grammar/compare: a list of blocks, each a list of
 * items; blocks refer to each other by index. Block 0 is the content of <domain>.
 */
#include "grammar.h"

#include <jansson.h>

#include <stdio.h>

enum { MAX_BLOCKS = 2048 };

static const vml_grammar_item *blocks[MAX_BLOCKS];
static size_t n_blocks;

static json_int_t index_of(const vml_grammar_item *items)
{
	for (size_t i = 0; i < n_blocks; i++)
		if (blocks[i] == items)
			return (json_int_t)i;
	if (n_blocks == MAX_BLOCKS)
		return -1;
	blocks[n_blocks] = items;
	return (json_int_t)n_blocks++;
}

static json_t *words_of(const vml_grammar_word *words)
{
	json_t *all = json_object();

	for (; words && words->word; words++)
		json_object_set_new(all, words->word, json_integer(words->since));
	return all;
}

static json_t *conditions_of(const vml_grammar_item *item)
{
	json_t *all = json_array();

	for (const vml_grammar_when *when = item->when; when && when->attribute; when++) {
		json_t *words = json_array();

		for (size_t i = 0; when->words[i]; i++)
			json_array_append_new(words, json_string(when->words[i]));
		json_array_append_new(all,
			json_pack("{s:s, s:o, s:b, s:i}", "attribute", when->attribute, "words",
				words, "unless", when->unless, "level", when->level));
	}
	return all;
}

static json_t *item_of(const vml_grammar_item *item)
{
	static const char *const what[] = { "end", "attribute", "child", "string", "include",
		"any" };
	json_t *object = json_pack("{s:s, s:s?, s:s, s:o, s:o, s:i, s:i, s:s?}", "what",
		what[item->what], "name", item->name, "kind", vml_value_kind_name(item->kind),
		"words", words_of(item->words), "when", conditions_of(item), "since", item->since,
		"flags", item->flags, "uri", vml_grammar_uri(item->ns));

	if (item->range)
		json_object_set_new(object, "range",
			json_pack("[I, I]", (json_int_t)item->range->min,
				(json_int_t)item->range->max));
	if (item->items)
		json_object_set_new(object, "items", json_integer(index_of(item->items)));
	return object;
}

int main(void)
{
	json_t *all = json_array();

	index_of(vml_grammar_domain.items);
	for (size_t i = 0; i < n_blocks; i++) {
		json_t *items = json_array();

		for (const vml_grammar_item *at = blocks[i]; at->what != VML_GRAMMAR_END; at++)
			json_array_append_new(items, item_of(at));
		json_array_append_new(all, items);
	}
	if (json_dumpf(all, stdout, JSON_COMPACT) != 0 || puts("") == EOF)
		return 1;
	json_decref(all);
	return n_blocks == MAX_BLOCKS;
}
