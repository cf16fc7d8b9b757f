/* Fuzzer of suppressions: comments and metadata in a domain with findings. */
#include "buffer.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char head[] = "<domain type='kvm'><name>a</name><memory>1048576</memory><os><type "
			   "arch='x86_64' machine='pc'>hvm</type></os>";
static const char tail[] =
	"<disk type='file'><driver name='qemu' cache='unsafe'/><target dev='hda' bus='ide'/></disk>"
	"<interface type='bridge'><source bridge='br0'/><model type='rtl8139'/></interface>"
	"</devices></domain>";

/* Append the text without characters that are not allowed in comments or quoted values. */
static void put(vml_buffer *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '<' || c == '&' || c == '\'' || (c < ' ' && c != '\t' && c != '\n') ||
			c >= 0x7f || (c == '-' && i && text[i - 1] == '-'))
			continue;
		vml_buffer_add(out, text + i, 1);
	}
}

/*
 * Compose a domain with suppressions. The lines of the input are, in turn, a comment, and the rule,
 * path and date of an <allow> element.
 */
static void compose(vml_buffer *out, const char *text, size_t len)
{
	static const char *const before[] = { "<!-- vmlint: allow ", "<v:allow reason='r' rule='",
		"' path='", "' until='" };
	static const char *const after[] = { " -->", "", "", "'/>" };
	vml_buffer comments = { 0 }, elements = { 0 };
	size_t i = 0;

	while (len) {
		const char *end = memchr(text, '\n', len);
		size_t n = end ? (size_t)(end - text) : len, part = i++ % 4;
		vml_buffer *to = part ? &elements : &comments;

		vml_buffer_puts(to, before[part]);
		put(to, text, n);
		vml_buffer_puts(to, after[part]);
		text += end ? n + 1 : n;
		len -= end ? n + 1 : n;
	}
	for (; i % 4 > 1; i++) {
		vml_buffer_puts(&elements, before[i % 4]);
		vml_buffer_puts(&elements, after[i % 4]);
	}
	vml_buffer_puts(out, head);
	vml_buffer_puts(out, "<metadata><v:vmlint xmlns:v='urn:vmlint:metadata:1'>");
	vml_buffer_add(out, elements.bytes ? elements.bytes : "", elements.len);
	vml_buffer_puts(out, "</v:vmlint></metadata><devices>");
	vml_buffer_add(out, comments.bytes ? comments.bytes : "", comments.len);
	vml_buffer_puts(out, tail);
	vml_buffer_free(&comments);
	vml_buffer_free(&elements);
}

static void check(vml_doc *doc)
{
	vml_result result;

	vml_audit(doc, fuzz_selection(), &result);
	fuzz_expect(result.n_findings + result.n_hidden == result.n_all, "no finding is lost");
	for (size_t i = 0; i < result.n_all; i++) {
		const vml_finding *finding = result.all[i];

		fuzz_expect(*vml_finding_path(finding), "a finding has a path");
		fuzz_expect(strlen(vml_finding_fingerprint(finding)) == 16,
			"a finding has a fingerprint");
		fuzz_expect(finding->has_range, "a finding has a range");
		fuzz_expect(finding->state == VML_STATE_ACTIVE ||
				strncmp(finding->rule->id, "suppression-", 12) != 0,
			"suppressions do not suppress each other's findings");
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_buffer text = { 0 };
	char *error = NULL;
	vml_doc *doc;

	compose(&text, (const char *)data, size);
	if (!vml_load(text.bytes, text.len, &doc, &error)) {
		check(doc);
		vml_free(doc);
	}
	free(error);
	vml_buffer_free(&text);
	return 0;
}
