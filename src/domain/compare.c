/* Comparing values by what they mean, however they are written. */
#include <vmlint/rule.h>

bool vml_same_number(const xmlNode *a, const xmlNode *b, const char *path)
{
	uint64_t x = 0, y = 0;

	vml_number(vml_attr(a, path), &x);
	vml_number(vml_attr(b, path), &y);
	return x == y;
}

bool vml_is_loopback(const char *host)
{
	host += *host == '[';
	return vml_begins(host, "127.") || vml_begins(host, "localhost") || vml_begins(host, "::1");
}
