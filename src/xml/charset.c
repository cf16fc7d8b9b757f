/* Lengths of text in UTF-8 and UTF-16: converted by libxml2, which read the document so. */
#include "charset.h"

#include <libxml/encoding.h>

#include <string.h>
#include <strings.h>

static size_t utf16_length(const char *bytes, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		/* beyond U+FFFF there are two to a character */
		n += (byte & 0xc0) == 0x80 ? 0 : byte < 0xf0 ? 1 : 2;
	}
	return n;
}

static bool is_ascii(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		/* an escape may make letters of what follows it */
		if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\033')
			return false;
	return true;
}

/* The same text in UTF-8; false where not all of it could be converted. */
static bool convert(xmlCharEncodingHandler *handler, xmlBuffer *in, xmlBuffer *out)
{
	while (xmlBufferLength(in) > 0)
		if (xmlCharEncInFunc(handler, out, in) <= 0)
			return false;
	return true;
}

static bool measure_converted(const char *encoding, const char *bytes, size_t len, vml_lengths *ret)
{
	xmlCharEncodingHandler *handler = xmlFindCharEncodingHandler(encoding);
	xmlBuffer *in, *out;
	bool good;

	if (!handler)
		return false;
	in = xmlBufferCreateStatic((void *)(uintptr_t)bytes, len);
	out = xmlBufferCreate();
	good = in && out && convert(handler, in, out);
	if (good) {
		ret->utf8 = (size_t)xmlBufferLength(out);
		ret->utf16 = utf16_length((const char *)xmlBufferContent(out), ret->utf8);
	}
	xmlBufferFree(in);
	xmlBufferFree(out);
	xmlCharEncCloseFunc(handler);
	return good;
}

bool vml_measure(const char *encoding, const char *bytes, size_t len, vml_lengths *ret)
{
	*ret = (vml_lengths){ .utf8 = len, .utf16 = len };
	if (!encoding || !strcasecmp(encoding, "UTF-8")) {
		ret->utf16 = utf16_length(bytes, len);
		return true;
	}
	return is_ascii(bytes, len) || measure_converted(encoding, bytes, len, ret);
}

size_t vml_mark_length(const char *bytes, size_t len)
{
	return len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}
