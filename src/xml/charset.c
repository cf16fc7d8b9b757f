/*
 * Conversion to UTF-8, with libxml2's decoders as in parsing; lengths of text in UTF-8 and UTF-16.
 */
#include "charset.h"

#include "xml_errors.h"

#include <libxml/encoding.h>
#include <libxml/tree.h>

#include <stdint.h>
#include <string.h>
#include <strings.h>

static bool is_utf8(const char *encoding)
{
	return !encoding || !strcasecmp(encoding, "UTF-8");
}

static size_t utf16_length(const char *bytes, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		/* continuation bytes do not count; characters above U+FFFF have two code units */
		n += (byte & 0xc0) == 0x80 ? 0 : byte < 0xf0 ? 1 : 2;
	}
	return n;
}

static bool is_ascii(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		/* an escape sequence (ISO-2022) may change the meaning of the bytes after it */
		if ((unsigned char)bytes[i] >= 0x80 || bytes[i] == '\033')
			return false;
	return true;
}

/*
 * Return a zeroed buffer for `room` bytes. libxml2's message on bytes that it cannot convert quotes
 * four bytes, even if some are past the end of the text: 8 extra bytes keep other data out of the
 * message.
 */
static xmlBuffer *input_buffer(size_t room)
{
	xmlBuffer *in = xmlBufferCreateSize(room + 8);

	if (in)
		memset((void *)(uintptr_t)xmlBufferContent(in), 0, room + 8);
	return in;
}

/*
 * Convert `in` to UTF-8, appended to `out`. Returns false if some bytes could not be converted:
 * they stay in `in`.
 */
static bool convert(xmlCharEncodingHandler *handler, xmlBuffer *in, xmlBuffer *out)
{
	vml_xml_errors before = vml_xml_errors_mute();

	while (xmlBufferLength(in) > 0 && xmlCharEncInFunc(handler, out, in) > 0)
		;
	vml_xml_errors_restore(&before);
	return xmlBufferLength(in) == 0;
}

/*
 * Return bytes converted to UTF-8, up to the first invalid one; the caller frees the buffer with
 * xmlBufferFree(). NULL if out of memory. ret_whole: set to true if all bytes were converted.
 */
static xmlBuffer *in_utf8(
	xmlCharEncodingHandler *handler, const char *bytes, size_t len, bool *ret_whole)
{
	xmlBuffer *in = input_buffer(len), *out = xmlBufferCreate();

	*ret_whole = in && out && !xmlBufferAdd(in, BAD_CAST bytes, (int)len) &&
		convert(handler, in, out);
	xmlBufferFree(in);
	return out;
}

bool vml_to_utf8(const char *encoding, const char *bytes, size_t len, vml_buffer *to)
{
	xmlCharEncodingHandler *handler =
		is_utf8(encoding) ? NULL : xmlFindCharEncodingHandler(encoding);
	xmlBuffer *out;
	bool whole;

	if (!handler)
		return false;
	out = in_utf8(handler, bytes, len, &whole);
	if (whole)
		vml_buffer_add(
			to, (const char *)xmlBufferContent(out), (size_t)xmlBufferLength(out));
	xmlBufferFree(out);
	xmlCharEncCloseFunc(handler);
	return whole;
}

/*
 * Return the encoding that the first bytes show, if it does not write markup in ASCII (UTF-16,
 * UCS-4, EBCDIC); else XML_CHAR_ENCODING_NONE.
 */
static xmlCharEncoding wide_encoding(const char *bytes, size_t len)
{
	xmlCharEncoding encoding;

	if (len < 4)
		return XML_CHAR_ENCODING_NONE;
	encoding = xmlDetectCharEncoding((const unsigned char *)bytes, 4);
	switch (encoding) {
	case XML_CHAR_ENCODING_UTF16LE:
	case XML_CHAR_ENCODING_UTF16BE:
	case XML_CHAR_ENCODING_UCS4LE:
	case XML_CHAR_ENCODING_UCS4BE:
	case XML_CHAR_ENCODING_EBCDIC: return encoding;
	default: break;
	}
	if (!memcmp(bytes, "\xff\xfe", 2))
		return XML_CHAR_ENCODING_UTF16LE;
	if (!memcmp(bytes, "\xfe\xff", 2))
		return XML_CHAR_ENCODING_UTF16BE;
	return XML_CHAR_ENCODING_NONE;
}

const char *vml_wide_text(vml_arena *arena, const char *bytes, size_t len, size_t *ret_len)
{
	xmlCharEncoding encoding = wide_encoding(bytes, len);
	xmlCharEncodingHandler *handler = encoding != XML_CHAR_ENCODING_NONE && len <= INT32_MAX
		? xmlGetCharEncodingHandler(encoding)
		: NULL;
	const char *text = NULL;
	xmlBuffer *out;
	bool whole;

	if (!handler)
		return NULL;
	/* cut an incomplete last character: glibc's iconv() would convert nothing */
	if (encoding == XML_CHAR_ENCODING_UCS4LE || encoding == XML_CHAR_ENCODING_UCS4BE)
		len -= len % 4;
	out = in_utf8(handler, bytes, len, &whole);
	if (out && xmlBufferLength(out) > 0) {
		*ret_len = (size_t)xmlBufferLength(out);
		text = vml_arena_strndup(arena, (const char *)xmlBufferContent(out), *ret_len);
	}
	xmlBufferFree(out);
	xmlCharEncCloseFunc(handler);
	return text;
}

bool vml_measure(const char *encoding, const char *bytes, size_t len, vml_lengths *ret)
{
	vml_buffer text = { 0 };
	bool good;

	*ret = (vml_lengths){ .utf8 = len, .utf16 = len };
	if (is_utf8(encoding)) {
		ret->utf16 = utf16_length(bytes, len);
		return true;
	}
	if (is_ascii(bytes, len))
		return true;
	good = vml_to_utf8(encoding, bytes, len, &text);
	if (good) {
		ret->utf8 = text.len;
		ret->utf16 = utf16_length(text.bytes, text.len);
	}
	vml_buffer_free(&text);
	return good;
}

/*
 * Convert `len` more bytes. Returns how many bytes stay in `in` because their character is
 * incomplete.
 */
static size_t convert_more(xmlCharEncodingHandler *handler, const char *bytes, size_t len,
	xmlBuffer *in, xmlBuffer *out)
{
	xmlBufferAdd(in, BAD_CAST bytes, (int)len);
	convert(handler, in, out);
	return (size_t)xmlBufferLength(in);
}

size_t vml_length_of(const char *encoding, const char *bytes, size_t len, size_t utf8)
{
	enum {
		PIECE = 1024,
		MOST_TO_ONE = 4
	}; /* MOST_TO_ONE: one input byte becomes at most so many bytes of UTF-8 */
	xmlCharEncodingHandler *handler =
		is_utf8(encoding) ? NULL : xmlFindCharEncodingHandler(encoding);
	/* capacity for unconverted bytes and the next piece, at most PIECE bytes each */
	xmlBuffer *in = input_buffer(2 * PIECE), *out = xmlBufferCreate();
	size_t at = 0, kept = 0;

	while (handler && in && out && at < len && (size_t)xmlBufferLength(out) < utf8) {
		size_t left = utf8 - (size_t)xmlBufferLength(out);
		size_t n = left > PIECE * MOST_TO_ONE ? PIECE : 1;

		if (n > len - at)
			n = len - at;
		kept = convert_more(handler, bytes + at, n, in, out);
		at += n;
		/*
		 * the unconverted bytes are more than one incomplete character: they are not in
		 * the given encoding
		 */
		if (kept > PIECE)
			break;
	}
	if (!handler)
		at = utf8 < len ? utf8 : len;
	xmlBufferFree(in);
	xmlBufferFree(out);
	xmlCharEncCloseFunc(handler);
	return at - kept;
}

size_t vml_mark_length(const char *bytes, size_t len)
{
	return len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}
