/**
 * @file audit.h
 * Interface of the engine for the rest of vmlint: load a document, audit it, read its findings.
 * Programs outside of this project use the library's vmlint.h instead.
 *
 * If memory runs out, every function prints a message and ends the process with status 2.
 *
 * @par Layers
 * The choices in a selection (enabled rules, severities, target) are recorded in layers, each for
 * domains whose name matches a pattern. vml_selection_new() opens a layer for all domains,
 * vml_select_layer() another one. The last one opened is the current layer. For a domain, a choice
 * in a later matching layer overrides those in earlier layers.
 *
 * @par Ownership
 * Returned pointers are borrowed unless the function's comment requires the caller to free them.
 * Those of a finding or result live until vml_free() of the document, those of a selection until
 * vml_selection_free(). Built-in rules, their strings and the names of enum values are constants.
 * Strings are never NULL unless the comment mentions NULL.
 */
#ifndef VMLINT_AUDIT_H
#define VMLINT_AUDIT_H

#include <vmlint/host.h>

/** A location in the input. */
typedef struct vml_pos {
	unsigned long line;   /**< 1-based */
	unsigned long column; /**< 1-based, in bytes of UTF-8 */
	/** 0-based offset in the input; in its conversion to UTF-8 if it is UTF-16 or similar */
	size_t byte;
} vml_pos;

/** A range of the input: [start, end). */
typedef struct vml_range {
	vml_pos start, end;
} vml_range;

/** Kind of an operation of a fix. */
typedef enum vml_op_kind {
	VML_OP_SET,   /**< set attribute `name` of `node` to `text` */
	VML_OP_UNSET, /**< remove attribute `name` of `node` */
	VML_OP_TEXT,  /**< replace the content of `node` by the string `text` */
	/**
	 * add the XML in `text` as a child of `node`: after the child `after`, or as the last one
	 */
	VML_OP_ADD,
	VML_OP_REMOVE, /**< remove `node` */
	VML_OP_RENAME  /**< rename attribute `name` of `node`, or `node` if NULL, to `text` */
} vml_op_kind;

/** One operation of a fix, on the tree. */
typedef struct vml_op {
	vml_op_kind kind;
	const xmlNode *node;
	/** VML_OP_ADD: the child before the new one; NULL: add it as the last child */
	const xmlNode *after;
	/** name of the attribute; NULL: the operation concerns `node` itself */
	const char *name;
	/** new value, content, name or child, depending on `kind`; NULL if none */
	const char *text;
	struct vml_op *next; /**< next operation of the same fix, or NULL */
} vml_op;

/** One edit of a fix, on the bytes: replace [start, end) by `text`. */
typedef struct vml_edit {
	size_t start, end; /**< offsets in the unmodified input */
	const char *text;  /**< in the input's encoding; never NULL */
	size_t len;	   /**< bytes of `text` */
	const vml_op *op;  /**< the operation of which this is the edit */
} vml_edit;

/** State of a finding: whether it counts. */
typedef enum vml_state {
	VML_STATE_ACTIVE,     /**< the finding is reported and counts for the exit status */
	VML_STATE_SUPPRESSED, /**< a suppression in the document applies to the finding */
	VML_STATE_BASELINED,  /**< the finding is known: in a baseline or an earlier git revision */
	VML_STATE_COUNT
} vml_state;

/** Another domain that a finding refers to: the other side of a conflict. */
typedef struct vml_related {
	const char *input;	/**< name of its file or connection */
	unsigned int kind;	/**< kind of its input: a vml_input_kind (report.h) */
	const vml_facts *facts; /**< only its name and UUID are set */
	bool has_range;		/**< false if its input has no locations (live domains) */
	vml_range range;
	unsigned long column, end_column; /**< columns of `range` in UTF-16 code units, 1-based */
	const char *path;		  /**< XPath of its element or attribute */
} vml_related;

/** One finding. All pointers are borrowed and valid until vml_free() of its document. */
struct vml_finding {
	const vml_rule *rule;
	vml_severity severity;
	vml_fix_level level; /**< level of this fix; VML_FIX_NONE: no automatic fix */
	vml_state state;
	const char *reason;  /**< reason of its suppression, as written; NULL if none */
	const char *message; /**< may contain raw text of the document: escape on output */
	const char *remedy;  /**< remedy of the finding, else that of the rule */
	/** arguments of the virt-xml command that makes the change of the fix, or NULL */
	const char *command;
	const vml_facts *facts; /**< facts of the finding's domain */
	/**
	 * Names of the hosts on which the finding occurs, ends with NULL; NULL if the finding does
	 * not depend on hosts.
	 */
	const char *const *hosts;
	const xmlNode *node;
	const xmlAttr *attr; /**< NULL if the finding is on the element */
	bool has_range;	     /**< false if the input has no locations (live domains) */
	vml_range range;
	const struct vml_refusal *refusal; /**< the row that it comes from (refusal.h), or NULL */
	/**
	 * it is a finding on a suppression: the configuration can disable it, another suppression
	 * cannot
	 */
	bool of_suppression;
	bool of_grammar;   /**< reported by vml_report_grammar() */
	bool lowered;	   /**< vml_lower_severity() has lowered its severity */
	const vml_op *ops; /**< the fix on the tree, in the rule's order; NULL if none */
	bool uncertain; /**< depends on the missing part of a truncated document; the engine removes it */
	const vml_related *related; /**< other domains of the conflict; NULL if there are none */
	size_t n_related;
	size_t n_others; /**< number of all other domains; `related` has n_related of them */
	/**
	 * data kept after the document was freed (`node` and `ctx` are then NULL); NULL: the
	 * document exists
	 */
	const struct vml_stored *stored;
	vml_context *ctx; /**< internal to the engine, like the fields below */
	vml_op **last_op;
	vml_finding *next;
};

/**
 * A rule that did not run on a domain because a host lacks facts. If no host is known at all, the
 * rules that need a host do not run either, but are not recorded.
 */
typedef struct vml_skip {
	const vml_rule *rule;
	const vml_facts *facts; /**< facts of the domain */
	const char *why;	/**< the missing information, as text for users */
} vml_skip;

typedef struct vml_doc vml_doc;		    /**< one well-formed XML document in memory */
typedef struct vml_selection vml_selection; /**< the rules to run; const during audits */

/** Result of the audit of one document; all arrays live until vml_free() of the document. */
typedef struct vml_result {
	const vml_finding *const *findings; /**< shown findings, by location, then rule id */
	size_t n_findings;
	const vml_finding *const *hidden; /**< suppressed or baselined, in the same order */
	size_t n_hidden;
	vml_finding *const *all; /**< shown, hidden, and of lower severity; in the same order */
	size_t n_all;
	vml_severity shown;		 /**< findings of this severity or a higher one are shown */
	const vml_facts *const *domains; /**< facts of each domain in the document */
	size_t n_domains;
	/**
	 * ran[d][i] is true if rule vml_selection_rules()[i] ran on domains[d]; NULL in results of
	 * the rules across domains (fleet.h)
	 */
	const bool *const *ran;
	const vml_skip *skips; /**< skipped rules, one row per rule and domain */
	size_t n_skips;
	const char *not_audited;     /**< reason why the document contains no domain, or NULL */
	const struct vml_keys *keys; /**< keys for rules across domains, or NULL */
	/** in results of the rules across domains: the domain has no other active finding */
	bool was_clean;
} vml_result;

/** Return the built-in rules: an array of pointers sorted by id, terminated by NULL. */
const vml_rule *const *vml_rules(void);

/** Return the built-in rule with this `id` or alias; NULL if there is none. */
const vml_rule *vml_rule_by_id(const char *id);

/** Return the release that added a built-in rule, such as "0.1.0". */
const char *vml_rule_since(const vml_rule *rule);

/** Return "active", "suppressed" or "baselined" for `state`. */
const char *vml_state_name(vml_state state);

/** Return "error", "warning" or "info" for `severity`. */
const char *vml_severity_name(vml_severity severity);

/**
 * Find a severity by its name.
 *
 * @param name see vml_severity_name()
 * @param ret the severity; unchanged on failure
 * @return false if no severity has that name
 */
bool vml_severity_by_name(const char *name, vml_severity *ret);

/** Return the name of `category`: "performance", "security" ... */
const char *vml_category_name(vml_category category);

/** Return "none", "review" or "safe" for `level`. */
const char *vml_fix_level_name(vml_fix_level level);

/**
 * Create a selection of all built-in rules except the optional ones.
 *
 * @return never NULL; the caller frees it with vml_selection_free()
 */
vml_selection *vml_selection_new(void);

/** Free a selection and its custom rules, after the last audit with it; NULL is allowed. */
void vml_selection_free(vml_selection *selection);

/** Effect of vml_select() on the rules that match a pattern. */
typedef enum vml_select_how {
	VML_SELECT_ENABLE,
	VML_SELECT_DISABLE,
	VML_SELECT_ONLY /**< enable them; its first use in a layer also disables all other rules */
} vml_select_how;

/**
 * Enable or disable the rules that match a list of patterns, in the current layer.
 *
 * @param how the effect on these rules
 * @param patterns rule ids, categories, shell patterns ("disk-*"), separated by commas
 * @param ret_unknown set on failure only: the pattern that matches no rule; the caller frees it
 * @return 0, or -1 if a pattern matches no rule; the patterns before it took effect, those
 *         after it did not
 */
int vml_select(
	vml_selection *selection, vml_select_how how, const char *patterns, char **ret_unknown);

/**
 * Open a new layer, which becomes the current one.
 *
 * @param domains shell pattern, copied: the layer applies to domains with a matching name; NULL:
 *        all
 */
void vml_select_layer(vml_selection *selection, const char *domains);

/**
 * Change the severity of a rule, in the current layer.
 *
 * @param id id or alias of the rule; all rules with this alias are changed
 * @param severity its new severity
 * @return false if no rule has that id or alias
 */
bool vml_select_severity_of(vml_selection *selection, const char *id, vml_severity severity);

/** Definition of a custom rule, which needs no code. */
typedef struct vml_custom_rule_def {
	const char *id;
	const char *xpath;   /**< selects defective nodes; evaluated on a document whose root
	                          is the <domain> */
	const char *message; /**< message of its findings */
	const char *remedy;  /**< remedy: what to change */
	const char *url;     /**< documentation, or "" */
	vml_severity severity;
	vml_category category;
} vml_custom_rule_def;

/**
 * Add a custom rule, enabled in all layers unless a later call of vml_select() disables it.
 *
 * @param rule its definition; the strings must outlive the selection
 * @param ret_error set on failure to the reason, which the caller frees; on success to NULL
 * @return 0, or -1 if the id is in use or the XPath expression is invalid
 */
int vml_select_custom_rule(
	vml_selection *selection, const vml_custom_rule_def *rule, char **ret_error);

/** Apply the suppressions in documents if `hold` is true (the default); ignore them if false. */
void vml_select_inline(vml_selection *selection, bool hold);

/**
 * Return the rules of a selection: built-in, then custom ones, terminated by NULL. The array is
 * valid until a custom rule is added or the selection is freed.
 */
const vml_rule *const *vml_selection_rules(const vml_selection *selection);

/** Return the rule of the selection with this `id` or alias; NULL if there is none. */
const vml_rule *vml_selection_rule(const vml_selection *selection, const char *id);

/**
 * Set the severities below which findings are not shown or not searched for.
 *
 * @param shown   findings below it are neither shown nor fixed
 * @param counted findings at or above it are in vml_result.all, for an exit status or a
 *        baseline that depends on them; must not be above `shown`
 */
void vml_select_severity(vml_selection *selection, vml_severity shown, vml_severity counted);

/**
 * Set the guest OS of domains whose metadata name none, for all layers.
 *
 * @param id a libosinfo id or short id, which must outlive the selection; NULL: the guest OS of
 *        these domains is unknown (the default)
 */
void vml_select_guest(vml_selection *selection, const char *id);

/**
 * Set the environment that domains are meant for, in the current layer: rules then assume its
 * versions of libvirt and QEMU.
 *
 * @param text "debian-12", "rhel-9.4", "libvirt=9.0,qemu=7.2"; must outlive the selection
 * @param ret_error set on failure only: the reason; the caller frees it
 * @return 0, or -1 if the target is unknown; the selection is then unchanged
 */
int vml_select_target(vml_selection *selection, const char *text, char **ret_error);

/**
 * Add a host on which the domains of files will run, for rules that need facts of a host. Domains
 * of a connection are audited for the host of the connection instead.
 *
 * @param host borrowed, must outlive the selection
 */
void vml_select_host(vml_selection *selection, const vml_host *host);

/**
 * Parse a document in memory.
 *
 * XML is untrusted: nothing is fetched and a DOCTYPE is rejected.
 *
 * @param bytes the document; must outlive *ret
 * @param len number of bytes
 * @param ret set on success: the document; the caller frees it with vml_free()
 * @param ret_error set on failure: "line:column: message"; the caller frees it
 * @return 0, or -1 if the document is rejected
 */
int vml_load(const char *bytes, size_t len, vml_doc **ret, char **ret_error);

/** Free a document and the results of its audits; NULL is allowed. */
void vml_free(vml_doc *doc);

/**
 * Audit a document with the selected rules.
 *
 * The tree is not changed. One document must be audited by one thread at a time;
 * different documents may be audited in parallel, with the same selection.
 *
 * @param selection the rules to run; must outlive the result
 * @param ret the result; its arrays and findings belong to the document
 */
void vml_audit(vml_doc *doc, const vml_selection *selection, vml_result *ret);

/**
 * Recompute result->findings and result->hidden after the state of findings has changed.
 *
 * @param doc the document of the result; owns the new arrays
 * @param show_all true: also show findings that are suppressed or baselined
 */
void vml_result_partition(vml_doc *doc, vml_result *result, bool show_all);

/** Return an XPath 1.0 expression that selects only the finding's element or attribute. */
const char *vml_finding_path(const vml_finding *finding);

/** Return the name of the finding's device for admins ("disk 'hda'"); "" if it is in no device. */
const char *vml_finding_device(const vml_finding *finding);

/**
 * Return true if the finding has an automatic fix: the rule recorded one, its level is not
 * VML_FIX_NONE, and the document may be changed, unlike files that only libvirt may write, such as
 * snapshots.
 */
bool vml_finding_fixable(const vml_finding *finding);

/** Identity of a finding across runs of vmlint. */
typedef struct vml_key {
	const char *rule;   /**< id of the rule */
	const char *domain; /**< vml_facts.id: uuid, else name, else "" */
	/** path with names, not indexes: "/domain/devices/disk[target/@dev='vda']/@device" */
	const char *path;
	/** hash of the attribute's value or the element's text: 16 hex digits */
	const char *evidence;
} vml_key;

/**
 * Return the key of a finding. It does not depend on the file name, the layout or the order of
 * devices: findings that differ only in those have equal keys.
 */
vml_key vml_finding_key(const vml_finding *finding);

/** Return a hash of the finding's key: 16 hex digits. */
const char *vml_finding_fingerprint(const vml_finding *finding);

/**
 * Return the finding's fix as edits of the input from which the document was read. Comments,
 * quotes, indentation and line endings are preserved.
 *
 * @param ret_n set to the number of edits; to 0 if the result is NULL
 * @return edits sorted by offset, which do not overlap; NULL if there is no fix or the
 *         input cannot be edited (it is UTF-16 or a snapshot, for example)
 */
const vml_edit *vml_finding_edits(const vml_finding *finding, size_t *ret_n);

/**
 * Return the command line that makes the change of the finding's fix to the domain in libvirt.
 *
 * @param uri connection of the domain; NULL: libvirt's default
 * @return a line for a shell; NULL if there is no such command
 */
const char *vml_finding_command(const vml_finding *finding, const char *uri);

/**
 * Return the elements that the fix changes, as XML after the fix, for display.
 *
 * @param ret_n set to the number of strings; to 0 if the result is NULL
 * @return in the order of the operations: the new start tag of each changed element (the whole
 *         element if its text is replaced), each added element, and "remove " with the start tag of
 *         each removed element; NULL if there is no fix
 */
const char *const *vml_finding_preview(const vml_finding *finding, size_t *ret_n);

#endif
