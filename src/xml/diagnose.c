/* Error messages for common defects of XML documents. */
#define _GNU_SOURCE /* memmem */
#include "diagnose.h"

#include "charset.h"
#include "scan.h"

#include <libxml/xmlerror.h>

#include <string.h>

/* Return the offset in the slice of the start of a line. line: number in the input. */
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

/*
 * Explain "/ >" at a byte: forum software and word processors insert this space. Returns false if
 * the error is another one.
 */
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
	/* libxml2 rejects the first "/ >" at its '/': an error at another byte is another error */
	if (!first || first != byte + 1)
		return false;
	vml_fault_at(slice, first, fault);
	fault->message = vml_arena_printf(arena,
		"stray space between '/' and '>': an empty element ends with '/>'%s",
		count == 1 ? " (the only occurrence)" : "");
	if (count > 1)
		fault->message = vml_arena_printf(arena,
			"stray space between '/' and '>': an empty element ends with '/>' "
			"(%u occurrences in this file)",
			count);
	fault->hint = "remove these spaces: sed -i 's|/ *>|/>|g' FILE";
	return true;
}

/* Explain text before the document: log prefixes, mail quotes, Markdown. */
static void leading_text(const vml_slice *slice, vml_fault *fault)
{
	const char *b = slice->bytes;
	size_t n = 0;

	while (n < slice->len && vml_is_blank(b[n]))
		n++;
	if (n >= slice->len) {
		fault->message = "empty document";
		fault->hint = "save the output of 'virsh dumpxml DOMAIN' to this file";
		return;
	}
	vml_fault_at(slice, n, fault);
	if (b[n] == '>') {
		fault->message =
			"text before the first '<': the document has mail quote marks ('> ')";
		fault->hint = "remove the quote marks: sed 's/^> \\{0,1\\}//'";
	} else if (b[n] == '`') {
		fault->message = "text before the first '<': a Markdown code mark ('`')";
		fault->hint = "remove the code marks around the XML";
	} else if (slice->offset) {
		fault->message = "text after the end of the document";
		fault->hint = "remove it: between two documents only whitespace is allowed";
	} else if (memchr(b, '<', slice->len)) {
		fault->message = "text before the first '<'";
		fault->hint = "remove the text: the file must begin with <domain or <?xml";
	} else {
		fault->message = "not XML: there is no '<' in it";
		fault->hint = "use libvirt domain XML, as 'virsh dumpxml DOMAIN' prints it";
	}
}

/* Return the first line of libxml2's message, without its full stop. */
static const char *plain(vml_arena *arena, const char *message)
{
	size_t n = message ? strcspn(message, "\n") : 0;

	while (n > 0 && (vml_is_blank(message[n - 1]) || message[n - 1] == '.'))
		n--;
	return n ? vml_arena_strndup(arena, message, n) : "not well-formed";
}

/* Explain an end tag without a start tag. Returns false if the error is another one. */
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
	fault->message = vml_arena_printf(
		arena, "end tag </%.*s> without a start tag", (int)(n < 64 ? n : 64), name);
	fault->hint = "add the missing start of the document, or remove this tag";
	return true;
}

static const char utf8_hint[] =
	"save the file as UTF-8, or declare its encoding in an XML declaration";

/* vmlint's wording of libxml2's errors, whose messages are written for developers of libxml2. */
static const struct wording {
	int code;
	/*
	 * string that libxml2's message must contain, because some codes are used for several
	 * errors; "": any message
	 */
	const char *within;
	const char *message, *hint;
} wordings[] = {
	{ XML_ERR_DOCUMENT_END, "", "text after the end of the document",
		"remove it: between two documents only whitespace is allowed" },
	{ XML_ERR_LT_IN_ATTRIBUTE, "",
		"'<' in an attribute value, or a missing closing quote before it",
		"write it as &lt;, or close the quote" },
	{ XML_ERR_NAME_REQUIRED, "EntityRef", "'&' does not begin an entity",
		"write a literal '&' as &amp;" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "", "'&' does not begin an entity: missing ';'",
		"write a literal '&' as &amp;" },
	{ XML_ERR_NAME_REQUIRED, "StartTag", "'<' is not followed by an element name",
		"write a literal '<' as &lt;" },
	{ XML_ERR_NAME_REQUIRED, "attribute", "invalid attribute: expected a name",
		"write attributes as name='value'; check for a missing '>' before it" },
	{ XML_ERR_SPACE_REQUIRED, "attributes", "missing space before an attribute",
		"write attributes as name='value', with a space before each" },
	{ XML_ERR_ATTRIBUTE_NOT_STARTED, "", "attribute value without quotes",
		"write attributes as name='value'" },
	{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "", "attribute value without a closing quote",
		"write attributes as name='value'" },
	{ XML_ERR_GT_REQUIRED, "", "tag without a closing '>'", "close it with '>'" },
	{ XML_ERR_COMMENT_NOT_FINISHED, "", "comment is not closed", "close it with '-->'" },
	{ XML_ERR_CDATA_NOT_FINISHED, "", "CDATA section is not closed", "close it with ']]>'" },
	{ XML_ERR_HYPHEN_IN_COMMENT, "", "'--' in a comment: not allowed in XML",
		"remove it; the reason of a suppression follows a colon: "
		"<!-- vmlint: allow RULE: REASON -->" },
	{ XML_ERR_RESERVED_XML_NAME, "start of the document", "XML declaration inside a document",
		"remove it: it is only allowed in the first line" },
	{ XML_ERR_INVALID_CHAR, "proper UTF-8", "bytes are not valid UTF-8", utf8_hint },
	/* libxml2 uses this code if one of its limits is exceeded */
	{ XML_ERR_INTERNAL_ERROR, "Excessive depth", "elements are nested deeper than 256 levels",
		"check the file: libvirt's domain XML has only a few levels" },
};

/* Explain an error whose message contains a name or a number. */
static void explain_with_names(
	vml_arena *arena, const vml_slice *slice, const xmlError *error, vml_fault *fault)
{
	const char *name = error->str1 ? error->str1 : "";

	switch (error->code) {
	case XML_ERR_TAG_NAME_MISMATCH:
		if (error->str1 && error->str2 && error->int1)
			fault->message = vml_arena_printf(arena,
				"<%s> in line %lu is not closed before </%s>", error->str1,
				(unsigned long)error->int1 + slice->line - 1, error->str2);
		fault->hint = "add the missing end tag, or write an empty element as <NAME/>";
		break;
	case XML_ERR_TAG_NOT_FINISHED:
		if (*name)
			fault->message =
				vml_arena_printf(arena, "the document ends inside <%s>", name);
		fault->hint = "the file is truncated: run 'virsh dumpxml' again";
		break;
	case XML_ERR_UNDECLARED_ENTITY:
		if (*name)
			fault->message = vml_arena_printf(arena, "unknown entity '&%s;'", name);
		fault->hint = "use only &lt; &gt; &amp; &quot; &apos;, and literal characters";
		break;
	case XML_ERR_ATTRIBUTE_REDEFINED:
		if (*name)
			fault->message = vml_arena_printf(arena, "duplicate attribute '%s'", name);
		fault->hint = "remove one of the two";
		break;
	case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
		if (*name)
			fault->message =
				vml_arena_printf(arena, "attribute '%s' without a value", name);
		fault->hint = "write attributes as name='value'";
		break;
	case XML_ERR_INVALID_ENCODING: /* since libxml2 2.14 */
		fault->message = vml_arena_printf(arena, "bytes are not valid %s",
			slice->encoding ? slice->encoding : "UTF-8");
		fault->hint = utf8_hint;
		break;
	case XML_ERR_UNSUPPORTED_ENCODING:
		if (*name)
			fault->message = vml_arena_printf(arena, "unsupported encoding '%s'", name);
		fault->hint = utf8_hint;
		break;
	case XML_ERR_INVALID_CHAR:
		fault->hint = "save the file in the encoding that it declares (UTF-8 if none)";
		if (error->int1 <= 0 || error->int1 >= ' ')
			break;
		fault->message = vml_arena_printf(arena,
			"control character 0x%02x: not allowed in XML", (unsigned int)error->int1);
		fault->hint = "remove it";
		break;
	default: break;
	}
}

/*
 * Set the location to the start of an unclosed comment or CDATA section: libxml2 reports the end of
 * the document.
 */
static void point_at_start(const vml_slice *slice, const xmlError *error, vml_fault *fault)
{
	const char *mark = error->code == XML_ERR_COMMENT_NOT_FINISHED ? "<!--" : "<![CDATA[";
	const char *at = slice->bytes, *end = at + slice->len, *last = NULL;

	if (error->code != XML_ERR_COMMENT_NOT_FINISHED &&
		error->code != XML_ERR_CDATA_NOT_FINISHED)
		return;
	/* find the first unclosed comment or section: it contains all later ones */
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
	/* at `byte` the parser may already be in a later line: use the end of the error's line */
	if (line && fault->line != line) {
		size_t start = line_start(slice, line), len, at;

		vml_slice_line(slice, start, &len, &at);
		vml_fault_at(slice, start + len, fault);
	}
	explain(arena, slice, error, fault);
}
