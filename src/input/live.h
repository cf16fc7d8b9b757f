/* Live input: the domains of a libvirt connection. */
#ifndef VML_LIVE_H
#define VML_LIVE_H

#include "doc.h"

/*
 * An open connection and its domains. Connecting takes three steps: vml_live_open(); all requests
 * of vml_live_request(); vml_live_ready(). vml_live_list() does the last two. To read facts of the
 * host, too, call vml_live_facts_begin() after the first step. Several threads may make different
 * requests, or read different domains, at the same time. Messages and hints of faults are valid
 * until the next call of this module in the same thread.
 */
typedef struct vml_live vml_live;

/* Result of reading a domain. */
typedef enum vml_live_status {
	VML_LIVE_DOCUMENT, /* the domain was read */
	VML_LIVE_NOTE,	   /* the domain disappeared, which is not an error */
	VML_LIVE_FAULT,	   /* the domain could not be read */
	VML_LIVE_LOST	   /* the connection is lost; fault->message is only libvirt's reason */
} vml_live_status;

/*
 * Open a connection. The first call loads libvirt. Never prompts: authentication that needs user
 * input fails.
 *
 * ret: set to a handle, which the caller frees with vml_live_close(); NULL on failure
 * uri: as for virsh; "" means libvirt's default (LIBVIRT_DEFAULT_URI, libvirt.conf)
 * running: read the current XML of running domains instead of their definition; domains without a
 * definition are always read this way
 * read_write: open the connection read-write, which some facts of the host require; nothing is
 * changed
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_live_open(vml_live **ret, const char *uri, bool running, bool read_write, vml_fault *fault);

/*
 * Close the connection and free its libvirt domains. The handle keeps what was read from them, such
 * as names and states.
 */
void vml_live_disconnect(vml_live *live);

/* Close the connection and free the handle; NULL is allowed. */
void vml_live_close(vml_live *live);

/*
 * Begin to collect the facts of the host in tasks; call this before the first request of
 * vml_live_request(). After the last task, one thread calls vml_live_facts_finish(). full: collect
 * all that a saved host profile contains
 */
void vml_live_facts_begin(vml_live *live, bool full);

/*
 * Return a task for vml_live_facts_run(), owned by the handle; any thread may call this. NULL if
 * there is none at the moment: the tasks that are running may add some.
 */
struct vml_facts_task *vml_live_facts_take(vml_live *live);

/*
 * Run a task: one request, or a few. It may make other tasks available. Returns true if all tasks
 * have now ended, including those of other threads.
 */
bool vml_live_facts_run(vml_live *live, struct vml_facts_task *task);

/*
 * Read the host from the collected facts. Domains that are parsed afterwards refer to the host,
 * which is valid until vml_live_close().
 *
 * ret_profile: set on success to the facts as a host profile, which the caller frees with free();
 * NULL is allowed
 *
 * Returns 0, or -1 with *fault set; rules that need a host are then skipped.
 */
int vml_live_facts_finish(vml_live *live, char **ret_profile, vml_fault *fault);

/*
 * Return the number of requests of vml_live_request(): fewer if facts of the host are collected,
 * because these include the versions.
 */
unsigned int vml_live_requests(const vml_live *live);

/*
 * Make one of the requests that list the domains and their states and get the versions of the host.
 * Each is one round trip.
 *
 * request: 0 to vml_live_requests() - 1; each must be made once
 *
 * Returns 0, or -1 with *fault set if the domains cannot be listed.
 */
int vml_live_request(vml_live *live, unsigned int request, vml_fault *fault);

/*
 * Return what a request (see vml_live_request()) waits for, such as "the list of domains", for
 * progress messages: a constant.
 */
const char *vml_live_request_name(unsigned int request);

/*
 * Combine the results of the requests into the list of domains, sorted by name. To be called after
 * all requests.
 */
void vml_live_ready(vml_live *live);

/* Make all requests, one after the other, and combine them; returns 0, or -1 with *fault set. */
int vml_live_list(vml_live *live, vml_fault *fault);

/*
 * Keep only the domains that match an operand.
 *
 * operands: names, UUIDs, IDs or shell patterns. The first of these interpretations that matches a
 * domain applies: ID of a running domain, UUID, name, pattern
 * matched: one per operand; set to true if the operand matches a domain, else unchanged
 */
void vml_live_choose(vml_live *live, const char *const *operands, size_t n_operands, bool *matched);

/*
 * Return the connection's URI in libvirt's form; over ssh, as given. Valid as long as the handle.
 */
const char *vml_live_uri(const vml_live *live);

/*
 * Return the name of the host as the host reports it; "" if unknown, or if the URI names a host.
 * Valid as long as the handle. Call after vml_live_ready(), and after vml_live_facts_finish() if facts
 * are collected.
 */
const char *vml_live_hostname(const vml_live *live);

/* Return the number of domains. */
size_t vml_live_count(const vml_live *live);

/* Return the name of the i-th domain; domains are sorted by name. Valid as long as the handle. */
const char *vml_live_name(const vml_live *live, size_t i);

/* Return the UUID of the i-th domain, 16 bytes. Valid as long as the handle. */
const unsigned char *vml_live_uuid(const vml_live *live, size_t i);

/*
 * Request the XML of the i-th domain.
 *
 * ret_xml: set for VML_LIVE_DOCUMENT, to be passed to vml_live_parse(); else NULL
 * fault: set for all other results
 */
vml_live_status vml_live_fetch(vml_live *live, size_t i, char **ret_xml, vml_fault *fault);

/*
 * Parse the XML of the i-th domain and free the XML. The connection may be closed already.
 *
 * xml: result of vml_live_fetch(); freed
 * parser: borrowed, must outlive the document
 * ret: set for VML_LIVE_DOCUMENT, else NULL; the caller frees it with vml_doc_free(), which may be
 * after the handle is freed
 *
 * Returns VML_LIVE_DOCUMENT, or VML_LIVE_FAULT with *fault set.
 */
vml_live_status vml_live_parse(
	vml_live *live, size_t i, char *xml, vml_parser *parser, vml_doc **ret, vml_fault *fault);

/* Questions about a domain, for rules that need the answer. Each costs requests. */
enum {
	/*
	 * existence of the images that the facts of the host do not list; one request per image
	 */
	VML_ASK_IMAGES = 1 << 0,
	VML_ASK_TAINTS = 1 << 1, /* taints of a running guest; one request */
	/*
	 * the second definition of a guest, in addition to the audited one; one request. For a
	 * saved guest, the definition in its managed save image. For a running guest, the
	 * persistent definition if the running one is audited, else the running one.
	 */
	VML_ASK_OTHER = 1 << 2
};

/*
 * Return those of the questions (VML_ASK_* bits) that can have an answer for the i-th domain: a
 * guest that does not run, for example, has no taints.
 */
unsigned int vml_live_questions(const vml_live *live, size_t i, unsigned int questions);

/*
 * Ask questions about the i-th domain. The answers are stored in the handle, and vml_live_parse()
 * adds them to the document: call this before. Facts that libvirt does not report stay unknown.
 *
 * questions: VML_ASK_* bits
 * xml: result of vml_live_fetch(); not changed
 * parser: used during the call only
 *
 * Returns false if another thread was asking about an image of the domain: call again when
 * vml_live_answers() differs from its value before this call. Nothing but answers on images was then
 * stored.
 */
bool vml_live_ask(
	vml_live *live, size_t i, unsigned int questions, const char *xml, vml_parser *parser);

/*
 * Return a counter that grows with each answer on images that vml_live_ask() gets, and with each
 * failure to get one. Call after vml_live_facts_finish(); always 0 if that failed.
 */
size_t vml_live_answers(const vml_live *live);

#endif
