/* Lists of problems of PCI, USB and drive addresses, and parsing of numbers in addresses. */
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

/* Read a single digit, or a number as libvirt prints it ("0x1f"); false for other notations. */
static bool read_usual(const char *text, unsigned int *ret)
{
	unsigned int value = 0;
	size_t n = 0;

	if (!*text)
		return false;
	if (!text[1]) {
		*ret = (unsigned int)(*text - '0');
		return *text >= '0' && *text <= '9';
	}
	if (text[0] != '0' || text[1] != 'x')
		return false;
	for (text += 2; n < 8; n++) {
		char c = text[n];

		if (c >= '0' && c <= '9')
			value = value << 4 | (unsigned int)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (unsigned int)(c - 'a' + 10);
		else
			break;
	}
	*ret = value;
	return n && !text[n];
}

bool vml_address_number(const xmlNode *node, const char *path, unsigned int *ret)
{
	const char *text = vml_attr(node, path);
	unsigned long value;
	char *end;

	if (read_usual(text, ret))
		return true;
	*ret = 0;
	if (!*text)
		return true;
	value = strtoul(text, &end, 0);
	if (end == text || *end || *text == '-' || value > UINT32_MAX)
		return false;
	*ret = (unsigned int)value;
	return true;
}
