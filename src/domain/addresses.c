/* Address models: list of problems, and numbers in addresses. */
#include "addresses.h"

#include <stdlib.h>
#include <string.h>

vml_address_fault *vml_address_fault_add(vml_context *ctx, struct fault_list *list,
	const xmlNode *device, vml_address_problem problem)
{
	vml_address_fault *fault = vml_arena_alloc(ctx->doc->arena, sizeof(*fault));

	fault->device = device;
	fault->problem = problem;
	if (list->last)
		*list->last = fault;
	else
		list->first = fault;
	list->last = &fault->next;
	return fault;
}

bool vml_address_number(const xmlNode *node, const char *path, unsigned int *ret)
{
	const char *text = vml_attr(node, path);
	unsigned long value;
	char *end;

	*ret = 0;
	if (!*text)
		return true;
	if (!text[1] && *text >= '0' && *text <= '9') {
		*ret = (unsigned int)(*text - '0');
		return true;
	}
	value = strtoul(text, &end, 0);
	if (end == text || *end || *text == '-' || value > UINT32_MAX)
		return false;
	*ret = (unsigned int)value;
	return true;
}
