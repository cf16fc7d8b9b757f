/**
 * @file vmlint.h
 * The embedding interface: load a document, audit it, read its findings.
 * The command line is an ordinary user of it.
 */
#ifndef VMLINT_VMLINT_H
#define VMLINT_VMLINT_H

#include <vmlint/rule.h>

/** A place in the input as its owner sees it. */
typedef struct vml_pos {
	unsigned long line;   /**< 1-based */
	unsigned long column; /**< 1-based, in bytes of UTF-8 */
	size_t byte;	      /**< 0-based offset in the input */
} vml_pos;

/** From the first byte of something up to, not including, `end`. */
typedef struct vml_range {
	vml_pos start, end;
} vml_range;

/** What an operation of a fix does. */
typedef enum vml_op_kind {
	VML_OP_SET,    /**< attribute `name` of `node` becomes `text` */
	VML_OP_UNSET,  /**< attribute `name` of `node` goes */
	VML_OP_TEXT,   /**< the content of `node` becomes `text` */
	VML_OP_ADD,    /**< `text` is XML: a new child of `node`, behind `after` or last */
	VML_OP_REMOVE, /**< `node` goes */
	VML_OP_RENAME /**< attribute `name` of `node`, or `node` itself if NULL, is renamed to `text` */
} vml_op_kind;

/** One operation of a fix, on the tree. */
typedef struct vml_op {
	vml_op_kind kind;
	const xmlNode *node;
	const xmlNode *after;
	const char *name;
	const char *text;
	struct vml_op *next;
} vml_op;

/** One edit of a fix, on the bytes: replace [start, end) by `text`. */
typedef struct vml_edit {
	size_t start, end; /**< offsets in the unmodified input */
	const char *text;  /**< in the input's encoding; never NULL */
	size_t len;	   /**< bytes of `text` */
	const vml_op *op;  /**< the operation that it renders */
} vml_edit;

/** Where a finding stands. */
typedef enum vml_state {
	VML_STATE_ACTIVE,     /**< it counts */
	VML_STATE_SUPPRESSED, /**< a suppression in the document allows it */
	VML_STATE_BASELINED,  /**< it was there before: a baseline or a git revision has it */
	VML_STATE_COUNT
} vml_state;

/** One finding. All that it points to lives until its document is released. */
struct vml_finding {
	const vml_rule *rule;
	vml_severity severity;
	vml_fix_level level; /**< of this fix; VML_FIX_NONE where a person must choose */
	vml_state state;
	const char *reason;	/**< why it is suppressed, as its owner wrote it; NULL for none */
	const char *message;	/**< raw text of the document may be in it: escape on output */
	const char *remedy;	/**< this finding's own, else the rule's */
	const char *command;	/**< arguments of virt-xml that make the same change, or NULL */
	const vml_facts *facts; /**< of its domain */
	const xmlNode *node;
	const xmlAttr *attr; /**< NULL where the finding is on the element */
	bool has_range;	     /**< false where the input has no places (live domains) */
	vml_range range;
	bool of_suppression; /**< said of a suppression: the configuration's to turn off, not a
	                          suppression's */
	bool of_grammar;     /**< reported by vml_report_grammar() */
	const vml_op
		*ops;	  /**< the fix on the tree, in the rule's order; NULL where there is none */
	vml_context *ctx; /**< the engine's own, as are those below */
	vml_op **last_op;
	vml_finding *next;
};

/** A rule that could not run on a domain for want of something. */
typedef struct vml_skip {
	const vml_rule *rule;
	const vml_facts *facts;
	const char *why;
} vml_skip;

typedef struct vml_doc vml_doc;		    /**< one well-formed XML document in memory */
typedef struct vml_selection vml_selection; /**< the rules to run; const while audits run */

/** What an audit of one document found; all of it lives until vml_free(). */
typedef struct vml_result {
	const vml_finding *const *findings; /**< to be shown; sorted by place, then rule id */
	size_t n_findings;
	const vml_finding *const *hidden; /**< suppressed or baselined, in the same order */
	size_t n_hidden;
	vml_finding *const *all; /**< both, and those too quiet to be shown, in the same order */
	size_t n_all;
	vml_severity shown; /**< the least severity that is not too quiet */
	const vml_facts *const *domains;
	size_t n_domains;
	const bool *const *ran; /**< ran[domain][i]: vml_selection_rules()[i] judged it */
	const vml_skip *skips;	/**< gates that need what was not given, a row a domain */
	size_t n_skips;
	const char *not_audited; /**< why there is no domain in it, or NULL */
} vml_result;

/** The rules of this build: an array of pointers that ends with NULL, sorted by id. */
const vml_rule *const *vml_rules(void);

/** A rule by its id or by an id that it had formerly; NULL where there is none. */
const vml_rule *vml_rule_by_id(const char *id);

/** "active", "suppressed" or "baselined". */
const char *vml_state_name(vml_state state);

/** "error", "warning" or "info". */
const char *vml_severity_name(vml_severity severity);

/** The severity of that name; false where there is none. */
bool vml_severity_by_name(const char *name, vml_severity *ret);

/** "performance", "security" ... */
const char *vml_category_name(vml_category category);

/** "none", "review" or "safe". */
const char *vml_fix_level_name(vml_fix_level level);

/**
 * A new selection with every rule in it but the optional ones.
 *
 * @return owned by the caller, to be given to vml_selection_free()
 */
vml_selection *vml_selection_new(void);

/** Release it; NULL is allowed. */
void vml_selection_free(vml_selection *selection);

/** What vml_select() does with the rules that a pattern names. */
typedef enum vml_select_how {
	VML_SELECT_ENABLE,
	VML_SELECT_DISABLE,
	VML_SELECT_ONLY
} vml_select_how;

/**
 * Change a selection by a comma-separated list of patterns: rule ids, categories,
 * shell patterns ("disk-*").
 *
 * VML_SELECT_ONLY leaves just what the list names; a second call with it adds to that.
 *
 * @param ret_unknown where a pattern names nothing: the pattern, owned by the caller
 * @return 0, or -1 where a pattern names nothing; the selection is then unchanged by it
 */
int vml_select(
	vml_selection *selection, vml_select_how how, const char *patterns, char **ret_unknown);

/**
 * Open a new layer of choices: the calls of vml_select() and vml_select_severity_of() that
 * follow go on top of all that was said before, whatever that was.
 *
 * @param domains the layer holds for domains whose name matches this shell pattern only;
 *        NULL for all
 */
void vml_select_layer(vml_selection *selection, const char *domains);

/** Give a rule another severity, in the open layer; false where no rule has that id. */
bool vml_select_severity_of(vml_selection *selection, const char *id, vml_severity severity);

/** A rule of a site's own: XPath and texts, no code. */
typedef struct vml_custom_rule_def {
	const char *id;
	const char *xpath;   /**< selects what is wrong; its root is the document of the <domain> */
	const char *message; /**< what is wrong */
	const char *remedy;  /**< what to do */
	const char *url;     /**< or "" */
	vml_severity severity;
	vml_category category;
} vml_custom_rule_def;

/**
 * Add a site's own rule, enabled. Its strings must outlive the selection.
 *
 * @param ret_error where it is refused: what is wrong with it, owned by the caller
 * @return 0, or -1 where it is refused: its id is taken, its XPath is none
 */
int vml_select_custom_rule(
	vml_selection *selection, const vml_custom_rule_def *rule, char **ret_error);

/** Whether suppressions in documents hold (they do unless this says no). */
void vml_select_inline(vml_selection *selection, bool hold);

/** The rules that a selection chooses from: those of the build, then a site's own; ends with NULL. */
const vml_rule *const *vml_selection_rules(const vml_selection *selection);

/** One of these by its id, or by one that it had formerly; NULL where there is none. */
const vml_rule *vml_selection_rule(const vml_selection *selection, const char *id);

/**
 * Leave out findings that are too quiet.
 *
 * @param shown   those below it are neither shown nor fixed
 * @param counted those from here on are found all the same, for what depends on them: an exit
 *        status, a baseline; not more than `shown`
 */
void vml_select_severity(vml_selection *selection, vml_severity shown, vml_severity counted);

/** Say which guest runs where the metadata do not: a libosinfo id or short id; kept by reference. */
void vml_select_guest(vml_selection *selection, const char *id);

/**
 * Set the environment that domains are meant for, in the open layer: version-dependent rules
 * then report what this environment does. A later layer that matches the domain wins.
 *
 * @param text "debian-12", "rhel-9.4", "libvirt=9.0,qemu=7.2"; must outlive the selection
 * @param ret_error on failure: what is wrong with it, owned by the caller
 * @return 0, or -1 if the target is unknown; the selection is then unchanged
 */
int vml_select_target(vml_selection *selection, const char *text, char **ret_error);

/**
 * Load a document from memory.
 *
 * XML is untrusted: nothing is fetched and a DOCTYPE is refused.
 *
 * @param bytes must outlive the document
 * @param ret   a document for vml_free()
 * @param ret_error where it is refused: "line:column: message", to be freed by the caller
 * @return 0, or -1 where it is refused
 */
int vml_load(const char *bytes, size_t len, vml_doc **ret, char **ret_error);

/** Release a document with all that was found in it; NULL is allowed. */
void vml_free(vml_doc *doc);

/**
 * Audit a document with the selected rules.
 *
 * The document's tree is not changed. A document may be audited by one thread at a
 * time; different documents by as many as there are.
 *
 * @param ret belongs to the document
 */
void vml_audit(vml_doc *doc, const vml_selection *selection, vml_result *ret);

/**
 * Sort the result's findings anew into those to be shown and those hidden, after the state
 * of some was changed.
 *
 * @param show_all hide none
 */
void vml_result_partition(vml_doc *doc, vml_result *result, bool show_all);

/** An XPath 1.0 expression that selects exactly the finding's element or attribute. */
const char *vml_finding_path(const vml_finding *finding);

/** What an admin calls the device concerned ("disk 'hda'"); "" where none is. */
const char *vml_finding_device(const vml_finding *finding);

/** Whether it has a fix, and its document may be changed: libvirt's own records may not. */
bool vml_finding_fixable(const vml_finding *finding);

/** What a finding is known by from one run to the next. */
typedef struct vml_key {
	const char *rule;   /**< its id */
	const char *domain; /**< uuid, else name, else "" */
	const char *path;   /**< names where there are names ("disk[target='vda']"), no indexes */
	const char *
		evidence; /**< hash of the attribute's value or the element's text: 16 hex digits */
} vml_key;

/**
 * What the finding is known by, wherever its file lies, however it is laid out and in
 * whatever order its devices stand. Two faults that nothing tells apart have equal keys.
 */
vml_key vml_finding_key(const vml_finding *finding);

/** The key in one word: 16 hex digits. */
const char *vml_finding_fingerprint(const vml_finding *finding);

/**
 * The finding's fix as edits of the document's bytes: comments, quotes, indentation
 * and line endings stay as they are.
 *
 * @param ret_n how many
 * @return edits sorted by place, which do not overlap; NULL where there is no fix or the
 *         document's bytes cannot be edited (UTF-16 and the like)
 */
const vml_edit *vml_finding_edits(const vml_finding *finding, size_t *ret_n);

/**
 * The command line that makes the same change to the domain in libvirt.
 *
 * @param uri the connection that the domain came from, or NULL for libvirt's default
 * @return a line for a shell, or NULL where there is none
 */
const char *vml_finding_command(const vml_finding *finding, const char *uri);

/**
 * The elements that the fix touches, each as it stands after the fix, for people.
 *
 * @param ret_n how many
 * @return one string an element, in document order
 */
const char *const *vml_finding_preview(const vml_finding *finding, size_t *ret_n);

#endif
