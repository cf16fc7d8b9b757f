/* Audit of a document in memory, without reports: for the library, editors and the hook. */
#ifndef VML_BYTES_H
#define VML_BYTES_H

#include "doc.h"
#include "policy.h"

/*
 * Parse and audit one document; if it is malformed but has exactly one plausible reading, audit
 * that (repaired.h). Nothing is printed or written.
 *
 * policy: its selection for `name` is used. Threads that share a policy must not call this
 *	function at the same time; vml_audit_bytes_with() is for them.
 * parser: reused by the caller; each thread needs its own
 * name: path that selects the rules, NULL if there is none
 * bytes, len: borrowed until the document is freed; bytes[len] need not be a NUL
 * ret_doc: the caller frees it with vml_doc_free(); not set on error
 * ret: valid as long as the document; n_domains is 0 and not_audited set if there is no domain
 * fault: set on error; its strings live until the next call with this parser
 *
 * Returns 0, or -1 with *fault set if the bytes are not one document that is well-formed or
 * repaired.
 */
int vml_audit_bytes(vml_policy *policy, vml_parser *parser, const char *name, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault);

/* Same as vml_audit_bytes(), with a selection; thread-safe if the selection does not change. */
int vml_audit_bytes_with(const vml_selection *selection, vml_parser *parser, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault);

#endif
