/* Audit of a document in memory. */
#include "bytes.h"

int vml_audit_bytes_with(const vml_selection *selection, vml_parser *parser, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault)
{
	vml_slice slice = { .bytes = bytes, .len = len, .line = 1, .column = 1 };
	vml_doc *doc;

	if (vml_doc_parse(parser, &slice, &doc, fault))
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
