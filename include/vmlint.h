/**
 * @file vmlint.h
 * libvmlint: audit libvirt domain XML in a program.
 *
 * @code
 * vmlint_context *context = vmlint_context_new();
 * vmlint_result *result = vmlint_audit(context, xml, strlen(xml), "web1.xml");
 *
 * for (size_t i = 0; i < vmlint_result_count(result); i++)
 *	puts(vmlint_finding_message(vmlint_result_finding(result, i)));
 * vmlint_result_free(result);
 * vmlint_context_free(context);
 * @endcode
 *
 * @par Behaviour
 * The library prints nothing and changes neither signals, locale, allocator nor the global state
 * of libxml2. It reads no file except those that the caller names and those of osinfo-db. Errors
 * are return values. If memory runs out, the process ends with status 2: this is the only
 * condition under which the library ends it. The rules fleet-* compare the domains of one
 * document; a run of the command compares those of several files.
 *
 * @par Threads
 * Several threads may call vmlint_audit() with one context at the same time; nothing may change
 * the context meanwhile. A result is for one thread at a time. The library is usable after fork()
 * if no other thread was inside of it.
 *
 * @par Ownership
 * Returned strings, findings and rules are borrowed unless the comment requires the caller to free
 * them. They live as long as the result that they come from; built-in rules, their strings and the
 * version are constants.
 *
 * @par Strings
 * All strings are UTF-8 and end with a NUL. A returned string is never NULL unless the comment
 * mentions NULL. Messages and names may contain text of the document: escape them on output.
 *
 * @par Indexes
 * An index `i` is 0-based. Lines and columns are 1-based.
 *
 * @par Compatibility
 * All types are opaque. Later releases with the same major version add functions and values of
 * enumerations, and change none.
 */
#ifndef VMLINT_H
#define VMLINT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define VMLINT_API __attribute__((visibility("default")))
#else
#define VMLINT_API
#endif

/** Policy of audits: rules, severities, target, guest, hosts. */
typedef struct vmlint_context vmlint_context;
/** Result of one audit: findings and syntax errors. */
typedef struct vmlint_result vmlint_result;
/** One finding; it belongs to its result. */
typedef struct vmlint_finding vmlint_finding;
/** One rule; it belongs to the library or, if it is a custom rule, to the context. */
typedef struct vmlint_rule vmlint_rule;

/** Severity; a greater value is more severe. */
typedef enum vmlint_severity {
	VMLINT_INFO = 1,    /**< a tuning opportunity that depends on the workload */
	VMLINT_WARNING = 2, /**< most experts would want it fixed on a production guest */
	VMLINT_ERROR = 3    /**< the guest is not defined or does not start, loses or corrupts data,
	                         runs unconfined, or conflicts with another guest */
} vmlint_severity;

/** Fix level; a greater value is safer. */
typedef enum vmlint_fix_level {
	VMLINT_FIX_NONE = 0,   /**< no automatic fix */
	VMLINT_FIX_REVIEW = 1, /**< any other fix: most change hardware or durability, and may need
	                            a driver or a reboot */
	VMLINT_FIX_SAFE = 2    /**< keeps the guest's hardware and the durability of its data */
} vmlint_fix_level;

/** State of a finding. */
typedef enum vmlint_state {
	VMLINT_ACTIVE = 0,    /**< not suppressed */
	VMLINT_SUPPRESSED = 1 /**< a suppression in the document applies to the finding */
} vmlint_state;

/** Status of a result. */
typedef enum vmlint_status {
	VMLINT_OK = 0, /**< the document was audited */
	/** the document is malformed, but has one plausible reading, which was audited */
	VMLINT_REPAIRED = 1,
	/**
	 * the document was not audited: it is malformed and was not repaired, has a DOCTYPE, or
	 * exceeds a limit
	 */
	VMLINT_MALFORMED = 2,
	VMLINT_NO_DOMAIN = 3 /**< the document is well-formed and contains no domain */
} vmlint_status;

/** Return the version of the library, such as "0.1.0". */
VMLINT_API const char *vmlint_version(void);

/** Free a string that a function of this library returned for the caller; NULL is allowed. */
VMLINT_API void vmlint_free(char *string);

/** @name Context
 * @{ */

/**
 * Create a context with the default policy: all rules that are not optional, no configuration.
 *
 * @return never NULL; the caller frees it with vmlint_context_free()
 */
VMLINT_API vmlint_context *vmlint_context_new(void);

/** Free a context, after all its results; NULL is allowed. */
VMLINT_API void vmlint_context_free(vmlint_context *context);

/**
 * Set the configuration, replacing an earlier one: the text of a .vmlint.ini, with severities,
 * sections for files and domains, and custom rules. Its settings about outputs and baselines have
 * no effect.
 *
 * @param text, len the configuration; borrowed during the call
 * @param name its path, for messages; patterns of its sections are relative to its directory.
 *        NULL: "vmlint.ini"
 * @param ret_message set on failure only: the reason, with name and line; the caller frees it with
 *        vmlint_free(). NULL is allowed
 * @return 0, or -1 if the configuration is invalid; the context is then unchanged
 */
VMLINT_API int vmlint_context_configure(vmlint_context *context, const char *text, size_t len,
	const char *name, char **ret_message);

/**
 * Same as vmlint_context_configure(), with a file.
 *
 * @param path the file; it is read once, during the call
 * @return 0, or -1 if the file cannot be read or the configuration is invalid; the context is then
 *         unchanged
 */
VMLINT_API int vmlint_context_configure_file(
	vmlint_context *context, const char *path, char **ret_message);

/**
 * Add a host on which the domains will run, as the option --host of the command does: more rules
 * run, among them host-*. Hosts that are added replace those of the configuration.
 *
 * @param text, len a host profile as `vmlint --save-host` writes it; or the output of
 *        `virsh capabilities` or `virsh domcapabilities`; borrowed during the call. To combine
 *        several such outputs of one host, wrap them in <vmlint-host format='1'>, without their
 *        XML declarations
 * @param name path of the profile, for messages. If the profile contains no host name, the file
 *        name without ".xml" is used as host name. NULL: "host"
 * @param ret_message see vmlint_context_configure()
 * @return 0, or -1 if it is not a host profile; the context is then unchanged
 */
VMLINT_API int vmlint_context_add_host(vmlint_context *context, const char *text, size_t len,
	const char *name, char **ret_message);

/**
 * Same as vmlint_context_add_host(), with a file.
 *
 * @param path the file; it is read once, during the call
 * @return 0, or -1 if the file cannot be read or is not a host profile; the context is then
 *         unchanged
 */
VMLINT_API int vmlint_context_add_host_file(
	vmlint_context *context, const char *path, char **ret_message);

/**
 * Change one setting; it takes precedence over the configuration.
 *
 * @param name a long option of the command without the dashes, see vmlint(1): "enable",
 *        "disable", "only", "min-severity", "target", "guest", "show-suppressed", "no-inline"
 * @param value as on the command line; "yes" or "no" for the last two
 * @param ret_message see vmlint_context_configure()
 * @return 0, or -1 if the name or the value is invalid; the context is then unchanged
 */
VMLINT_API int vmlint_context_set(
	vmlint_context *context, const char *name, const char *value, char **ret_message);

/** @} */

/** @name Audit
 * @{ */

/**
 * Audit one document: a domain, or an element that contains domains, as libvirt writes it.
 *
 * XML is untrusted: nothing is fetched, a DOCTYPE is rejected, sizes are limited.
 *
 * @param bytes, len the document; copied
 * @param name path of the document, copied: selects sections of the configuration and appears in
 *        the JSON. NULL: none
 * @return never NULL; the caller frees it with vmlint_result_free()
 */
VMLINT_API vmlint_result *vmlint_audit(
	const vmlint_context *context, const char *bytes, size_t len, const char *name);

/** Free a result with its findings; NULL is allowed. */
VMLINT_API void vmlint_result_free(vmlint_result *result);

/** Return the status: whether the document was audited. */
VMLINT_API vmlint_status vmlint_result_status(const vmlint_result *result);

/** Return the number of findings; suppressed ones count with "show-suppressed" only. */
VMLINT_API size_t vmlint_result_count(const vmlint_result *result);

/**
 * Return finding `i`, which lives as long as the result; NULL if there is none. Findings are
 * ordered by location, with those of the rules fleet-* at the end.
 */
VMLINT_API const vmlint_finding *vmlint_result_finding(const vmlint_result *result, size_t i);

/** Return the number of domains that were audited. */
VMLINT_API size_t vmlint_result_domain_count(const vmlint_result *result);

/** Return the name of domain `i`; "" if it has none; NULL if there is no such domain. */
VMLINT_API const char *vmlint_result_domain_name(const vmlint_result *result, size_t i);

/** Return the number of errors: syntax errors, and one if the document contains no domain. */
VMLINT_API size_t vmlint_result_error_count(const vmlint_result *result);

/** Return the message of error `i`; NULL if there is none. */
VMLINT_API const char *vmlint_result_error_message(const vmlint_result *result, size_t i);

/** Return the line of error `i`, 1-based; 0 if it has no location or does not exist. */
VMLINT_API unsigned long vmlint_result_error_line(const vmlint_result *result, size_t i);

/**
 * Return the column of error `i`, 1-based, in bytes of UTF-8; 0 if it has no location or does not
 * exist.
 */
VMLINT_API unsigned long vmlint_result_error_column(const vmlint_result *result, size_t i);

/**
 * Return the result as JSON, byte for byte as `vmlint -f json` writes it (schema vmlint/1).
 *
 * @return the caller frees it with vmlint_free()
 */
VMLINT_API char *vmlint_result_json(const vmlint_result *result);

/**
 * Return a copy of the document to which all fixes of this level, and all safer ones, are applied,
 * repeated until none is left. Comments, quotes and layout are preserved.
 *
 * @param level VMLINT_FIX_SAFE or VMLINT_FIX_REVIEW; VMLINT_FIX_REVIEW also repairs syntax errors
 * @param ret_len set to the length of the copy, which is that of the document if nothing was
 *        changed; unchanged if the result is NULL
 * @return the caller frees it with vmlint_free(); NULL if the fixes cannot be applied: the document
 *         is malformed and cannot be repaired unambiguously; is UTF-16, UCS-4 or EBCDIC; or is a
 *         file that only libvirt may write, such as a snapshot or the state of a running domain
 */
VMLINT_API char *vmlint_apply(const vmlint_result *result, vmlint_fix_level level, size_t *ret_len);

/**
 * Audit a document by one call, for languages that prefer JSON.
 *
 * @param xml, len the document
 * @param options a JSON object: the names of vmlint_context_set() and their values, "config" (text
 *        of a configuration), "hosts" (an object: names and texts of host profiles) and "name"
 *        (path of the document). NULL or "": none
 * @param ret_json set to the JSON of vmlint_result_json(), or, on failure, to an error message;
 *        the caller frees it with vmlint_free()
 * @return 0, or -1 if the options are invalid
 */
VMLINT_API int vmlint_audit_json(const char *xml, size_t len, const char *options, char **ret_json);

/** @} */

/** @name Findings
 * @{ */

/** Return the rule that reported the finding; never NULL. */
VMLINT_API const vmlint_rule *vmlint_finding_rule(const vmlint_finding *finding);

/**
 * Return the severity: that of the rule unless the configuration changes it; the rule may lower it
 * for one finding.
 */
VMLINT_API vmlint_severity vmlint_finding_severity(const vmlint_finding *finding);

/** Return the state of the finding: active or suppressed. */
VMLINT_API vmlint_state vmlint_finding_state(const vmlint_finding *finding);

/**
 * Return the reason of its suppression, as written; "" if the finding is not suppressed or the
 * suppression has no reason.
 */
VMLINT_API const char *vmlint_finding_reason(const vmlint_finding *finding);

/** Return the message: one line that states the defect. */
VMLINT_API const char *vmlint_finding_message(const vmlint_finding *finding);

/** Return the remedy: what to change and what it costs. */
VMLINT_API const char *vmlint_finding_remedy(const vmlint_finding *finding);

/** Return an XPath 1.0 expression that selects only the finding's element or attribute. */
VMLINT_API const char *vmlint_finding_path(const vmlint_finding *finding);

/**
 * Return the name of the finding's device, as admins know it: "disk 'vda'"; "" if the finding is in
 * no device.
 */
VMLINT_API const char *vmlint_finding_device(const vmlint_finding *finding);

/** Return the name of the domain; "" if it has none. */
VMLINT_API const char *vmlint_finding_domain(const vmlint_finding *finding);

/** Return a string that identifies the finding in later audits, too: 16 hexadecimal digits. */
VMLINT_API const char *vmlint_finding_fingerprint(const vmlint_finding *finding);

/** Return the line where the finding begins, 1-based. */
VMLINT_API unsigned long vmlint_finding_line(const vmlint_finding *finding);

/** Return the column where the finding begins, 1-based, in bytes of UTF-8. */
VMLINT_API unsigned long vmlint_finding_column(const vmlint_finding *finding);

/** Return the line where the finding ends, 1-based. */
VMLINT_API unsigned long vmlint_finding_end_line(const vmlint_finding *finding);

/** Return the column after the end of the finding, 1-based, in bytes of UTF-8. */
VMLINT_API unsigned long vmlint_finding_end_column(const vmlint_finding *finding);

/**
 * Return the offset in the document where the finding begins: a number of bytes, 0-based. If the
 * document is UTF-16, UCS-4 or EBCDIC, it is the offset in the conversion to UTF-8.
 */
VMLINT_API size_t vmlint_finding_offset(const vmlint_finding *finding);

/** Return the offset of the first byte after the finding; see vmlint_finding_offset(). */
VMLINT_API size_t vmlint_finding_end_offset(const vmlint_finding *finding);

/** Return the level of the finding's fix; VMLINT_FIX_NONE if it has none. */
VMLINT_API vmlint_fix_level vmlint_finding_fix_level(const vmlint_finding *finding);

/**
 * Return the number of edits of the finding's fix: replacements of bytes, which do not overlap.
 * Returns 0 if there is no fix, or if the document is UTF-16, UCS-4 or EBCDIC. Edits must not be
 * applied if vmlint_finding_fix_level() returns VMLINT_FIX_NONE.
 */
VMLINT_API size_t vmlint_finding_edit_count(const vmlint_finding *finding);

/**
 * Return an edit of the fix: its text replaces the bytes [*ret_offset, *ret_end) of the document.
 *
 * @param i index of the edit, 0-based; edits are ordered by offset
 * @param ret_offset, ret_end set to offsets in the document, 0-based
 * @param ret_len set to the length of the text, which may contain any byte
 * @return the text; NULL if there is no such edit: nothing is then set
 */
VMLINT_API const char *vmlint_finding_edit(const vmlint_finding *finding, size_t i,
	size_t *ret_offset, size_t *ret_end, size_t *ret_len);

/**
 * Return a virt-xml command that makes the change of the fix to the domain in libvirt; "" if there
 * is none.
 */
VMLINT_API const char *vmlint_finding_command(const vmlint_finding *finding);

/** @} */

/** @name Rules
 * @{ */

/** Return built-in rule `i`, ordered by id; NULL if there is none. */
VMLINT_API const vmlint_rule *vmlint_rule_get(size_t i);

/** Return the built-in rule with this id or former id; NULL if there is none. */
VMLINT_API const vmlint_rule *vmlint_rule_find(const char *id);

/** Return the id, such as "disk-cache-unsafe". */
VMLINT_API const char *vmlint_rule_id(const vmlint_rule *rule);

/** Return the defect in one line. */
VMLINT_API const char *vmlint_rule_summary(const vmlint_rule *rule);

/** Return the consequence for the guest. */
VMLINT_API const char *vmlint_rule_why(const vmlint_rule *rule);

/** Return the remedy: what the fix changes and costs or, without a fix, what the user can do. */
VMLINT_API const char *vmlint_rule_remedy(const vmlint_rule *rule);

/** Return the address of the documentation; "" if a custom rule has none. */
VMLINT_API const char *vmlint_rule_url(const vmlint_rule *rule);

/**
 * Return the category: "performance", "security", "reliability", "portability", "compatibility" or
 * "correctness".
 */
VMLINT_API const char *vmlint_rule_category(const vmlint_rule *rule);

/** Return the severity of its findings unless the configuration changes it. */
VMLINT_API vmlint_severity vmlint_rule_severity(const vmlint_rule *rule);

/** Return the safest level that fixes of the rule can have; VMLINT_FIX_NONE if it has no fix. */
VMLINT_API vmlint_fix_level vmlint_rule_fix_level(const vmlint_rule *rule);

/** Return 1 if the rule runs only if "enable" or "only" names it, else 0. */
VMLINT_API int vmlint_rule_is_optional(const vmlint_rule *rule);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
