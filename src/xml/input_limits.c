/* Detection of input on which libxml2 takes quadratic time, and of text after a NUL. */
#define _GNU_SOURCE /* memmem */
#include "input_limits.h"

#include "scan.h"

#include <string.h>

/* length in bytes of the shortest attribute: a='' and a space */
enum { SHORTEST_ATTRIBUTE = 5 };

/* Slices with fewer bytes are not searched for comments with many "--". */
enum { SMALL = 1 << 15 };

/*
 * Return the number of attributes of the start tag at offset `tag`. end: an offset after the tag.
 */
static size_t count_attributes(const vml_slice *slice, size_t tag, size_t end)
{
	vml_scanner scanner = { .bytes = slice->bytes, .len = end, .pos = tag };
	vml_attr_span attr;
	vml_token token;
	size_t n = 0, pos;

	/* malformed: libxml2 stops at this tag, and reports it */
	if (vml_scan(&scanner, &token) != VML_TOKEN_START || token.start != tag)
		return 0;
	pos = token.name_end;
	while (vml_scan_attr(slice->bytes, &pos, token.end, &attr))
		n++;
	return n;
}

bool vml_crowded_tag(const vml_slice *slice, size_t *ret_byte)
{
	const size_t room = (size_t)VML_ATTRIBUTES_MAX * SHORTEST_ATTRIBUTE;
	const char *end = slice->bytes + slice->len, *tag, *next;

	if (slice->len < room)
		return false;
	/*
	 * attributes contain no '<': skip a tag if the next '<' is too near for so many attributes
	 */
	for (tag = memchr(slice->bytes, '<', slice->len); tag; tag = next) {
		const char *limit;

		next = memchr(tag + 1, '<', (size_t)(end - tag) - 1);
		limit = next ? next : end;
		*ret_byte = (size_t)(tag - slice->bytes);
		if ((size_t)(limit - tag) > room &&
			count_attributes(slice, *ret_byte, (size_t)(limit - slice->bytes)) >
				VML_ATTRIBUTES_MAX)
			return true;
	}
	return false;
}

bool vml_hyphenated_comment(const vml_slice *slice, size_t *ret_byte)
{
	const char *end = slice->bytes + slice->len, *at = slice->bytes, *hyphens;

	/* libxml2 copies comments in quadratic time, but that is fast in small documents */
	if (slice->len < SMALL)
		return false;
	while ((at = memmem(at, (size_t)(end - at), "<!--", 4))) {
		size_t n = 0;

		for (at += 4; (hyphens = memmem(at, (size_t)(end - at), "--", 2));
			at = hyphens + 1) {
			if (hyphens + 2 < end && hyphens[2] == '>')
				break;
			if (!n++)
				*ret_byte = (size_t)(hyphens - slice->bytes);
			if (n > VML_HYPHENS_MAX)
				return true;
		}
		if (!hyphens)
			return false;
	}
	return false;
}

bool vml_hidden_text(const vml_slice *slice, size_t *ret_byte)
{
	const char *nul = memchr(slice->bytes, '\0', slice->len);

	if (!nul)
		return false;
	*ret_byte = (size_t)(nul - slice->bytes);
	for (size_t i = *ret_byte; i < slice->len; i++)
		if (slice->bytes[i] && !vml_is_blank(slice->bytes[i]))
			return true;
	return false;
}
