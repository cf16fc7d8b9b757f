/* Suppression table: sorted once, then searched for each finding and its ancestors. */
#include "suppression_table.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

/* Limit on (rule, scope) pairs, so that a document cannot exhaust memory. */
enum { MAX_SUPPRESSIONS = 1 << 17 };

bool vml_suppression_table_add(vml_suppression_table *all, const vml_suppression *suppression)
{
	if (all->n == MAX_SUPPRESSIONS)
		return false;
	if ((all->n & (all->n + 1)) == 0) /* n is 2^k - 1: grow to 2^(k + 1) */
		all->list = vml_realloc(all->list, (all->n + 1) * 2 * sizeof(*all->list));
	all->list[all->n] = *suppression;
	all->list[all->n].order = all->n;
	all->n++;
	return true;
}

/* Compare a suppression with a scope and a rule: by scope, then by rule. */
static int compare(const vml_suppression *x, const xmlNode *scope, const vml_rule *rule)
{
	if (x->scope != scope)
		return (uintptr_t)x->scope < (uintptr_t)scope ? -1 : 1;
	return x->rule == rule ? 0 : (uintptr_t)x->rule < (uintptr_t)rule ? -1 : 1;
}

/* Sort by scope, then rule, then document order. */
static int by_scope_and_order(const void *a, const void *b)
{
	const vml_suppression *x = a, *y = b;
	int order = compare(x, y->scope, y->rule);

	return order ? order : x->order < y->order ? -1 : 1;
}

void vml_suppression_table_sort(vml_suppression_table *all)
{
	if (all->n)
		qsort(all->list, all->n, sizeof(*all->list), by_scope_and_order);
}

/* Find the first suppression of a rule with exactly this scope; NULL if there is none. */
static vml_suppression *find_first(
	const vml_suppression_table *all, const xmlNode *scope, const vml_rule *rule)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare(&all->list[mid], scope, rule) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < all->n && !compare(&all->list[low], scope, rule) ? &all->list[low] : NULL;
}

vml_suppression *vml_suppression_for(const vml_suppression_table *all, const vml_finding *finding)
{
	vml_suppression *found = NULL;

	for (const xmlNode *at = finding->node; at && !found; at = at->parent)
		found = find_first(all, at, finding->rule);
	return found;
}

void vml_suppression_table_free(vml_suppression_table *all)
{
	free(all->list);
	*all = (vml_suppression_table){ 0 };
}
