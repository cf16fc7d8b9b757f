/* Detection of documents that may be templates with placeholders for values. */
#include "context.h"

#include <string.h>

/*
 * Return true if the byte `first`, followed by one of the bytes in `second`, occurs in the slice.
 */
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
 * Return true if the document may contain a placeholder: each form of placeholders needs one of the
 * bytes or pairs of bytes below. A memchr() over the whole document takes a few hundred
 * instructions. Most documents contain none of these bytes.
 */
static bool scan(const vml_slice *slice)
{
	/* '{' also finds ${NAME} and #{NAME} */
	return memchr(slice->bytes, '{', slice->len) || has_pair(slice, '_', "_M") ||
		has_pair(slice, 'C', "H") || has_pair(slice, 'Y', "O") ||
		memchr(slice->bytes, '$', slice->len) || memchr(slice->bytes, '@', slice->len) ||
		memchr(slice->bytes, '%', slice->len) || memchr(slice->bytes, '+', slice->len) ||
		memchr(slice->bytes, '&', slice->len);
}

/* Scans once per document, not per domain: a document of 20,000 domains would take 7 s. */
bool vml_may_have_placeholders(const vml_context *ctx)
{
	vml_doc *doc = ctx->doc;

	if (!doc->scanned)
		doc->has_placeholders = scan(&doc->slice);
	doc->scanned = true;
	return doc->has_placeholders;
}
