/* Matching of operands with domains: by ID, UUID, name or pattern. */
#include "operand.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static const unsigned int NOT_RUNNING = (unsigned int)-1;

static bool parse_id(const char *text, unsigned int *ret)
{
	unsigned long id;

	if (!*text || text[strspn(text, "0123456789")])
		return false;
	errno = 0;
	id = strtoul(text, NULL, 10);
	*ret = (unsigned int)id;
	return !errno && id < NOT_RUNNING;
}

/* Parse a UUID in upper or lower case; as in libvirt, hyphens are allowed anywhere. */
static bool parse_uuid(const char *text, unsigned char *ret)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	size_t n = 0;

	memset(ret, 0, VIR_UUID_BUFLEN);
	for (; *text; text++) {
		const char *digit = strchr(digits, *text);
		int value;

		if (*text == '-')
			continue;
		if (!digit || n == 2 * VIR_UUID_BUFLEN)
			return false;
		value = (int)(digit - digits);
		ret[n / 2] = (unsigned char)(ret[n / 2] << 4 | (value < 16 ? value : value - 6));
		n++;
	}
	return n == 2 * VIR_UUID_BUFLEN;
}

bool vml_operand_names(const char *operand, vml_way way, const vml_identity *domain)
{
	unsigned char uuid[VIR_UUID_BUFLEN];
	unsigned int id;

	switch (way) {
	case VML_BY_ID: return parse_id(operand, &id) && domain->id == id;
	case VML_BY_UUID:
		return parse_uuid(operand, uuid) && !memcmp(domain->uuid, uuid, sizeof(uuid));
	case VML_BY_NAME: return !strcmp(operand, domain->name);
	default: return !fnmatch(operand, domain->name, 0);
	}
}
