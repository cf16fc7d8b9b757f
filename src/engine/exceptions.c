/* The table of exceptions: sorted once, then searched from each finding upwards. */
#include "exceptions.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

/* More of them, each rule in each scope, are no exceptions any more, and a way to fill memory. */
enum { MOST = 1 << 17 };

bool vml_exceptions_add(vml_exceptions *all, const vml_exception *exception)
{
	if (all->n == MOST)
		return false;
	if ((all->n & (all->n + 1)) == 0) /* full at 2^k - 1: double it */
		all->list = vml_realloc(all->list, (all->n + 1) * 2 * sizeof(*all->list));
	all->list[all->n] = *exception;
	all->list[all->n].order = all->n;
	all->n++;
	return true;
}

/* By scope, then rule. */
static int compare(const vml_exception *x, const xmlNode *scope, const vml_rule *rule)
{
	if (x->scope != scope)
		return (uintptr_t)x->scope < (uintptr_t)scope ? -1 : 1;
	return x->rule == rule ? 0 : (uintptr_t)x->rule < (uintptr_t)rule ? -1 : 1;
}

/* Of equal ones the first that was said comes first. */
static int in_order(const void *a, const void *b)
{
	const vml_exception *x = a, *y = b;
	int order = compare(x, y->scope, y->rule);

	return order ? order : x->order < y->order ? -1 : 1;
}

void vml_exceptions_sort(vml_exceptions *all)
{
	if (all->n)
		qsort(all->list, all->n, sizeof(*all->list), in_order);
}

/* The first that allows a rule in a scope, or NULL. */
static vml_exception *look_up(const vml_exceptions *all, const xmlNode *scope, const vml_rule *rule)
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

vml_exception *vml_exception_for(const vml_exceptions *all, const vml_finding *finding)
{
	vml_exception *found = NULL;

	for (const xmlNode *at = finding->node; at && !found; at = at->parent)
		found = look_up(all, at, finding->rule);
	return found;
}

void vml_exceptions_free(vml_exceptions *all)
{
	free(all->list);
	*all = (vml_exceptions){ 0 };
}
