/* The commonest ways in which people's XML is broken, named for what they are. */
#define _GNU_SOURCE /* memmem */
#include "diagnose.h"

#include "charset.h"
#include "scan.h"

#include <libxml/xmlerror.h>

#include <string.h>

void vml_fault_at(const vml_slice *slice, size_t byte, vml_fault *fault)
{
	unsigned long line = slice->line;
	const char *p = slice->bytes, *end, *next;
	vml_lengths before;

	if (byte > slice->len)
		byte = slice->len;
	end = slice->bytes + byte;
	while ((next = memchr(p, '\n', (size_t)(end - p)))) {
		line++;
		p = next + 1;
	}
	fault->line = line;
	fault->excerpt = vml_slice_line(slice, byte, &fault->excerpt_len, &fault->caret);
	fault->excerpt_lead = (size_t)(fault->excerpt - slice->bytes);
	fault->encoding = slice->encoding;
	vml_measure(slice->encoding, fault->excerpt, fault->caret, &before);
	fault->column = before.utf8 + (line == slice->line ? slice->column : 1);
}

/* The byte at which a line of the input begins in the slice. */
static size_t line_start(const vml_slice *slice, unsigned long line)
{
	const char *p = slice->bytes, *end = p + slice->len, *next;

	for (unsigned long at = slice->line; at < line; at++) {
		next = memchr(p, '\n', (size_t)(end - p));
		if (!next)
			break;
		p = next + 1;
	}
	return (size_t)(p - slice->bytes);
}

/* "/ >": the space before the '>' that forum software and word processors put there. */
static bool stray_space(vml_arena *arena, const vml_slice *slice, size_t byte, vml_fault *fault)
{
	vml_scanner scanner = { .bytes = slice->bytes, .len = slice->len };
	vml_token token;
	size_t first = 0;
	unsigned int count = 0;

	while (byte < slice->len && vml_is_blank(slice->bytes[byte]))
		byte++;
	while (vml_scan(&scanner, &token) != VML_TOKEN_NONE) {
		if (!token.stray)
			continue;
		count++;
		if (!first)
			first = token.stray;
	}
	/* libxml2 stops at the '/': the first such place must be where it stands */
	if (!first || first != byte + 1)
		return false;
	vml_fault_at(slice, first, fault);
	fault->message = vml_arena_printf(arena,
		"stray space before the '>': an empty element ends in '/>', not in '/ >'%s",
		count == 1 ? " (the only such place)" : "");
	if (count > 1)
		fault->message = vml_arena_printf(arena,
			"stray space before the '>': an empty element ends in '/>', not in '/ >' "
			"(%u such places in this file)",
			count);
	fault->hint = "delete the space in each: sed -i 's|/ *>|/>|g' does it";
	return true;
}

/* Text where the document should begin: log prefixes, mail quotes, Markdown. */
static void leading_text(const vml_slice *slice, vml_fault *fault)
{
	const char *b = slice->bytes;
	size_t n = 0;

	while (n < slice->len && vml_is_blank(b[n]))
		n++;
	if (n >= slice->len) {
		fault->message = "empty document";
		fault->hint = "save the output of 'virsh dumpxml DOMAIN' here";
		return;
	}
	vml_fault_at(slice, n, fault);
	if (b[n] == '>') {
		fault->message =
			"text before the first '<': the document is quoted as in a mail ('> ')";
		fault->hint = "take the quote marks off: sed 's/^> \\{0,1\\}//'";
	} else if (b[n] == '`') {
		fault->message = "text before the first '<': a Markdown quote mark '`'";
		fault->hint = "delete the quote marks around the XML";
	} else if (slice->offset) {
		fault->message = "more text after the end of the document";
		fault->hint = "several documents may follow each other, text between them may not";
	} else if (memchr(b, '<', slice->len)) {
		fault->message = "text before the first '<'";
		fault->hint =
			"the file must begin with <domain or <?xml: delete what stands before it";
	} else {
		fault->message = "no XML: there is no '<' in it";
		fault->hint =
			"vmlint reads libvirt domain XML, as 'virsh dumpxml DOMAIN' prints it";
	}
}

/* The first line of libxml2's message, without its full stop. */
static const char *plain(vml_arena *arena, const char *message)
{
	size_t n = message ? strcspn(message, "\n") : 0;

	while (n > 0 && (vml_is_blank(message[n - 1]) || message[n - 1] == '.'))
		n--;
	return n ? vml_arena_strndup(arena, message, n) : "not well-formed";
}

/* "</domain>" where an element should begin. */
static bool end_without_start(
	vml_arena *arena, const vml_slice *slice, size_t byte, vml_fault *fault)
{
	const char *name = slice->bytes + byte + 1;
	size_t n = 0;

	if (byte == 0 || byte + 1 >= slice->len || memcmp(name - 2, "</", 2))
		return false;
	while (byte + 1 + n < slice->len && !vml_is_blank(name[n]) && name[n] != '>')
		n++;
	vml_fault_at(slice, byte - 1, fault);
	fault->message = vml_arena_printf(arena, "end tag </%.*s> without a start tag before it",
		(int)(n < 64 ? n : 64), name);
	fault->hint = "the beginning of the document is missing, or this tag is one too many";
	return true;
}

static const char utf8_hint[] =
	"save the file as UTF-8, or name its encoding in an XML declaration";

/* What needs no more than other words; libxml2's own are written for its developers. */
static const struct wording {
	int code;
	const char *within; /* of libxml2's message, where it has one code for several things */
	const char *message, *hint;
} wordings[] = {
	{ XML_ERR_DOCUMENT_END, "", "more text after the end of the document",
		"several documents may follow each other, text between them may not" },
	{ XML_ERR_LT_IN_ATTRIBUTE, "",
		"'<' within an attribute's value, or a closing quote is missing before it",
		"write it as &lt;, or close the quote" },
	{ XML_ERR_NAME_REQUIRED, "EntityRef", "'&' that begins no entity",
		"write a plain '&' as &amp;" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "", "'&' that begins no entity: there is no ';'",
		"write a plain '&' as &amp;" },
	{ XML_ERR_NAME_REQUIRED, "StartTag", "'<' with no element's name behind it",
		"write a plain '<' as &lt;" },
	{ XML_ERR_NAME_REQUIRED, "attribute", "no attribute's name where one should stand",
		"is a '>' missing before it?" },
	{ XML_ERR_SPACE_REQUIRED, "attributes", "no blank before an attribute",
		"an attribute is written name='value', with a blank before it" },
	{ XML_ERR_ATTRIBUTE_NOT_STARTED, "", "an attribute's value without quotes",
		"an attribute is written name='value'" },
	{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "", "an attribute's closing quote is missing",
		"an attribute is written name='value'" },
	{ XML_ERR_GT_REQUIRED, "", "a tag without its '>'", "close it with '>'" },
	{ XML_ERR_COMMENT_NOT_FINISHED, "", "a comment without its end", "close it with '-->'" },
	{ XML_ERR_CDATA_NOT_FINISHED, "", "a CDATA section without its end",
		"close it with ']]>'" },
	{ XML_ERR_HYPHEN_IN_COMMENT, "", "'--' within a comment, where XML does not allow it",
		"write something else; the reason of a suppression follows a colon: "
		"<!-- vmlint: allow RULE: REASON -->" },
	{ XML_ERR_RESERVED_XML_NAME, "start of the document",
		"an XML declaration within a document",
		"it can only be its first line: delete it" },
	{ XML_ERR_INVALID_CHAR, "proper UTF-8", "bytes that are no UTF-8", utf8_hint },
	/* libxml2's word for its limits */
	{ XML_ERR_INTERNAL_ERROR, "Excessive depth", "elements are nested deeper than 256 levels",
		"libvirt's are not deeper than a few: is this the right file?" },
};

/* What needs a name or a number of the error. */
static void explain_with_names(
	vml_arena *arena, const vml_slice *slice, const xmlError *error, vml_fault *fault)
{
	const char *name = error->str1 ? error->str1 : "";

	switch (error->code) {
	case XML_ERR_TAG_NAME_MISMATCH:
		if (error->str1 && error->str2 && error->int1)
			fault->message = vml_arena_printf(arena,
				"<%s> of line %lu is not closed before </%s>", error->str1,
				(unsigned long)error->int1 + slice->line - 1, error->str2);
		fault->hint =
			"add the missing end tag, or '/' to an element that is meant to be empty";
		break;
	case XML_ERR_TAG_NOT_FINISHED:
		if (*name)
			fault->message = vml_arena_printf(
				arena, "the document ends within <%s>: its end is missing", name);
		fault->hint = "the file was cut off: take it anew with 'virsh dumpxml'";
		break;
	case XML_ERR_UNDECLARED_ENTITY:
		if (*name)
			fault->message =
				vml_arena_printf(arena, "'&%s;', which XML does not know", name);
		fault->hint =
			"XML knows &lt; &gt; &amp; &quot; &apos; only; write others as characters";
		break;
	case XML_ERR_ATTRIBUTE_REDEFINED:
		if (*name)
			fault->message = vml_arena_printf(arena, "attribute '%s' twice", name);
		fault->hint = "keep one of the two";
		break;
	case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
		if (*name)
			fault->message =
				vml_arena_printf(arena, "attribute '%s' without a value", name);
		fault->hint = "an attribute is written name='value'";
		break;
	case XML_ERR_INVALID_ENCODING: /* since libxml2 2.14 */
		fault->message = vml_arena_printf(
			arena, "bytes that are no %s", slice->encoding ? slice->encoding : "UTF-8");
		fault->hint = utf8_hint;
		break;
	case XML_ERR_UNSUPPORTED_ENCODING:
		if (*name)
			fault->message = vml_arena_printf(
				arena, "encoding '%s', which nobody here knows", name);
		fault->hint = utf8_hint;
		break;
	case XML_ERR_INVALID_CHAR:
		fault->hint =
			"the bytes are not in the encoding that the file claims (UTF-8 if none)";
		if (error->int1 <= 0 || error->int1 >= ' ')
			break;
		fault->message = vml_arena_printf(arena,
			"control character 0x%02x, which XML does not allow",
			(unsigned int)error->int1);
		fault->hint = "remove it";
		break;
	default: break;
	}
}

/* Where what has no end begins, which says more than where the document ends. */
static void point_at_start(const vml_slice *slice, const xmlError *error, vml_fault *fault)
{
	const char *mark = error->code == XML_ERR_COMMENT_NOT_FINISHED ? "<!--" : "<![CDATA[";
	const char *at = slice->bytes, *end = at + slice->len, *last = NULL;

	if (error->code != XML_ERR_COMMENT_NOT_FINISHED &&
		error->code != XML_ERR_CDATA_NOT_FINISHED)
		return;
	/* the first one that is not closed holds all others */
	while (at && (last = memmem(at, (size_t)(end - at), mark, strlen(mark))))
		at = memmem(last, (size_t)(end - last), *mark && mark[2] == '-' ? "-->" : "]]>", 3);
	if (last)
		vml_fault_at(slice, (size_t)(last - slice->bytes), fault);
}

static void explain(
	vml_arena *arena, const vml_slice *slice, const xmlError *error, vml_fault *fault)
{
	fault->message = plain(arena, error->message);
	explain_with_names(arena, slice, error, fault);
	for (size_t i = 0; i < sizeof(wordings) / sizeof(*wordings); i++)
		if (error->code == wordings[i].code && strstr(fault->message, wordings[i].within)) {
			fault->message = wordings[i].message;
			fault->hint = wordings[i].hint;
			break;
		}
	point_at_start(slice, error, fault);
	if (error->code == XML_ERR_DOCUMENT_EMPTY || error->code == XML_ERR_DOCUMENT_START)
		leading_text(slice, fault);
}

void vml_diagnose(vml_arena *arena, const vml_slice *slice, const xmlError *error, size_t byte,
	vml_fault *fault)
{
	unsigned long line = error->line > 0 ? (unsigned long)error->line + slice->line - 1 : 0;

	if (byte > slice->len)
		byte = slice->len;
	vml_fault_at(slice, byte, fault);
	if (stray_space(arena, slice, byte, fault) || end_without_start(arena, slice, byte, fault))
		return;
	/* the parser may stand a line further on than the error that it reports */
	if (line && fault->line != line) {
		size_t start = line_start(slice, line), len, at;

		vml_slice_line(slice, start, &len, &at);
		vml_fault_at(slice, start + len, fault);
	}
	explain(arena, slice, error, fault);
}
