/* Suppressions that a code action writes into the document. */
#include "allow.h"

#include "arena.h"
#include "bytemap.h"
#include "context.h"
#include "repaired.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:vmlint:metadata:1"
#define REASON "REASON"

/*
 * Return the whitespace before offset `at` if nothing else precedes it on its line, else NULL;
 * freed by the caller.
 */
static char *indentation(const vml_slice *slice, size_t at)
{
	size_t start = at;

	while (start > 0 && (slice->bytes[start - 1] == ' ' || slice->bytes[start - 1] == '\t'))
		start--;
	if (start > 0 && slice->bytes[start - 1] != '\n' && slice->bytes[start - 1] != '\r')
		return NULL;
	return vml_strndup(slice->bytes + start, at - start);
}

/* Return the line ending of a document: that of its first line. */
static const char *line_end(const vml_slice *slice)
{
	const char *end = memchr(slice->bytes, '\n', slice->len);

	return end && end > slice->bytes && end[-1] == '\r' ? "\r\n" : "\n";
}

static bool make_comment(vml_doc *doc, const vml_finding *finding, vml_insertion *ret)
{
	const xmlNode *device = vml_device_of(finding->node);
	const vml_span *span = vml_span_of(doc, device ? device : finding->node);
	const vml_slice *source = vml_doc_source(doc);
	char *indent;

	if (!span)
		return false;
	ret->at = ret->end = vml_source_byte(doc, span->start);
	indent = indentation(source, ret->at);
	ret->text = vml_asprintf("<!-- vmlint: allow %s: " REASON " -->%s%s", finding->rule->id,
		indent ? line_end(source) : "", indent ? indent : "");
	free(indent);
	return true;
}

/*
 * Return an attribute path="..." that limits a suppression to the device of the finding; "" if the
 * device has no identifying attribute. The caller frees the result.
 */
static char *path_of(const vml_finding *finding)
{
	static const struct {
		const char *device, *key;
	} keys[] = { { "disk", "target/@dev" }, { "interface", "mac/@address" },
		{ "filesystem", "target/@dir" } };
	const xmlNode *device = vml_device_of(finding->node);

	for (size_t i = 0; device && i < sizeof(keys) / sizeof(*keys); i++) {
		const char *value = vml_attr(device, keys[i].key);

		if (vml_named(device, keys[i].device) && *value && !strpbrk(value, "'\"<>&"))
			return vml_asprintf(" path=\"devices/%s[%s='%s']\"", keys[i].device,
				keys[i].key, value);
	}
	return vml_strdup("");
}

/* Return the element that contains the suppressions in the metadata, or NULL. */
static const xmlNode *suppressions_of(const xmlNode *metadata)
{
	for (const xmlNode *it = vml_first(metadata); it; it = vml_sibling(it))
		if (it->ns && it->ns->prefix && !strcmp((const char *)it->ns->href, NAMESPACE) &&
			!strcmp((const char *)it->name, "vmlint"))
			return it;
	return NULL;
}

/*
 * Return an <allow> entry, wrapped in the elements that the document lacks.
 *
 * depth: number of these elements: 0: none; 1: <vmlint>; 2: also <metadata>
 * indent: whitespace before the outermost element
 */
static char *wrap(const char *entry, unsigned int depth, const char *indent, const char *eol)
{
	static const char *const open[] = { "", "<v:vmlint xmlns:v=\"" NAMESPACE "\">",
		"<metadata>" };
	static const char *const close[] = { "", "</v:vmlint>", "</metadata>" };
	char *text = vml_strdup(entry);

	for (unsigned int i = 1; i <= depth; i++) {
		const char *inner = i == depth ? "" : "  ";
		char *more = vml_asprintf("%s%s%s%s  %s%s%s%s%s", open[i], eol, indent, inner, text,
			eol, indent, inner, close[i]);

		free(text);
		text = more;
	}
	return text;
}

/*
 * Set *ret to an insertion of `text` at `at`, the end of a tag or element, on a line of its own.
 * like: element whose indentation is copied
 */
static void insert_after(
	vml_doc *doc, size_t at, const xmlNode *like, const char *text, vml_insertion *ret)
{
	const vml_span *span = vml_span_of(doc, like);
	const vml_slice *source = vml_doc_source(doc);
	char *indent = span ? indentation(source, vml_source_byte(doc, span->start)) : NULL;

	ret->at = ret->end = vml_source_byte(doc, at);
	ret->text =
		indent ? vml_asprintf("%s%s%s", line_end(source), indent, text) : vml_strdup(text);
	free(indent);
}

static bool make_entry(vml_doc *doc, const vml_finding *finding, vml_insertion *ret)
{
	const xmlNode *domain = finding->facts->domain;
	const xmlNode *metadata = vml_child(domain, "metadata");
	const xmlNode *list = suppressions_of(metadata);
	const xmlNode *place = list ? list : metadata, *after;
	const vml_span *span = vml_span_of(doc, place);
	char *path = path_of(finding), *entry, *text;
	const char *eol = line_end(vml_doc_source(doc));
	bool done = false;

	entry = vml_asprintf("<%s:allow rule=\"%s\" reason=\"" REASON "\"%s/>",
		list ? (const char *)list->ns->prefix : "v", finding->rule->id, path);
	free(path);
	after = metadata ? NULL : vml_place_in_domain(domain, "metadata");
	if (span && !span->empty) {
		text = wrap(entry, list ? 0 : 1, "    ", eol);
		ret->at = ret->end = vml_source_byte(doc, span->tag_end);
		ret->text = vml_asprintf("%s    %s", eol, text);
		free(text);
		done = true;
	} else if (!metadata && after && vml_span_of(doc, after)) {
		text = wrap(entry, 2, "  ", eol);
		insert_after(doc, vml_span_of(doc, after)->end, after, text, ret);
		free(text);
		done = true;
	}
	free(entry);
	return done;
}

bool vml_allow_here(const vml_finding *finding, bool metadata, vml_insertion *ret)
{
	vml_doc *doc = finding->ctx->doc;

	if (finding->of_suppression || !finding->node || !finding->has_range || doc->transcoded)
		return false;
	return metadata ? make_entry(doc, finding, ret) : make_comment(doc, finding, ret);
}
