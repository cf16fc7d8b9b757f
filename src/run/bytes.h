/* Audit of a document in memory, without reports: for the library, editors and the hook. */
#ifndef VML_BYTES_H
#define VML_BYTES_H

#include "doc.h"
#include "policy.h"

/*
 * Parse and audit one document. If it is malformed but has exactly one plausible reading, that
 * reading is audited (repaired.h). Prints and writes nothing.
 *
 * policy: provides the selection for `name`. Threads that share a policy must not call this
 * function at the same time: use vml_audit_bytes_with()
 * parser: may be reused; each thread needs its own
 * name: path for which the rules are selected, see vml_policy_for(); NULL if there is none
 * bytes, len: borrowed until the document is freed; not NUL-terminated
 * ret_doc: set to the document, which the caller frees with vml_doc_free(); not set on error
 * ret: valid as long as the document; if there is no domain, n_domains is 0 and not_audited is set
 * fault: set on error; its strings are valid until the next call with this parser
 *
 * Returns 0, or -1 with *fault set if the bytes are not one document that is well-formed or can be
 * repaired.
 */
int vml_audit_bytes(vml_policy *policy, vml_parser *parser, const char *name, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault);

/*
 * Same as vml_audit_bytes(), with a selection instead of a policy. Thread-safe if the selection
 * does not change.
 */
int vml_audit_bytes_with(const vml_selection *selection, vml_parser *parser, const char *bytes,
	size_t len, vml_doc **ret_doc, vml_result *ret, vml_fault *fault);

#endif
