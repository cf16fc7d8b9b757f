/* Audit of a document in memory. */
#include "bytes.h"

#include "repaired.h"

#include <string.h>

/*
 * Repair a rejected document and parse it. Returns 0, or -1 with *fault set if this fails, or if
 * anything but whitespace follows the document.
 */
static int repair(vml_parser *parser, const vml_slice *slice, vml_doc **ret, vml_fault *fault)
{
	size_t consumed;

	if (vml_doc_parse_repaired(parser, slice, slice->len, &consumed, ret, fault))
		return -1;
	while (consumed < slice->len && strchr(" \t\r\n", slice->bytes[consumed]))
		consumed++;
	if (consumed == slice->len)
		return 0;
	vml_doc_free(*ret);
	*fault = (vml_fault){ .message = "a second document begins here",
		.hint = "audit each document on its own",
		.trailing = true };
	vml_fault_at(slice, consumed, fault);
	return -1;
}

int vml_audit_bytes_with(const vml_selection *selection, vml_parser *parser, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault)
{
	vml_slice slice = { .bytes = bytes, .len = len, .line = 1, .column = 1 };
	vml_doc *doc;

	if (vml_doc_parse(parser, &slice, &doc, fault) && repair(parser, &slice, &doc, fault))
		return -1;
	vml_audit(doc, selection, ret);
	*ret_doc = doc;
	return 0;
}

int vml_audit_bytes(vml_policy *policy, vml_parser *parser, const char *name, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault)
{
	return vml_audit_bytes_with(
		vml_policy_for(policy, name), parser, bytes, len, ret_doc, ret, fault);
}
