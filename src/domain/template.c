/* Documents that may be templates, whose values are still placeholders. */
#include "context.h"

#include <string.h>

/* Return true if `first` followed by a byte of `second` occurs in the bytes. */
static bool has_pair(const vml_slice *slice, char first, const char *second)
{
	const char *end = slice->bytes + slice->len, *at = slice->bytes;

	while (at < end && (at = memchr(at, first, (size_t)(end - at)))) {
		at++;
		if (at < end && strchr(second, *at) && *at)
			return true;
	}
	return false;
}

/*
 * One memchr() for each character that placeholders contain: most documents have none of them,
 * and it takes a few hundred instructions.
 */
static bool scan(const vml_slice *slice)
{
	/* a brace is in ${NAME} and #{NAME}, too */
	return memchr(slice->bytes, '{', slice->len) || has_pair(slice, '_', "_M") ||
		has_pair(slice, 'C', "H") || has_pair(slice, 'Y', "O") ||
		memchr(slice->bytes, '$', slice->len) || memchr(slice->bytes, '@', slice->len) ||
		memchr(slice->bytes, '%', slice->len) || memchr(slice->bytes, '+', slice->len) ||
		memchr(slice->bytes, '&', slice->len);
}

/* Once per document, not per domain: a document of 20,000 domains would take 7 s. */
bool vml_may_have_placeholders(const vml_context *ctx)
{
	vml_doc *doc = ctx->doc;

	if (!doc->scanned)
		doc->has_placeholders = scan(&doc->slice);
	doc->scanned = true;
	return doc->has_placeholders;
}
