/* State of a live connection; shared by the files that open it and that read its domains. */
#ifndef VML_LIVE_STATE_H
#define VML_LIVE_STATE_H

#include "daemon.h"
#include "host_facts.h"
#include "libvirt.h"
#include "live.h"
#include "operand.h"

/* A domain of the connection. */
struct vml_live_entry {
	virDomainPtr domain; /* NULL after vml_live_disconnect() */
	vml_identity called;
	vml_guest_state state;
	/*
	 * libvirt's messages about taints; ends with NULL; the array and the strings are owned;
	 * NULL if unknown
	 */
	char **taints;
	/*
	 * XML of the definition that VML_ASK_OTHER requests in addition to the audited one; owned;
	 * NULL if not read
	 */
	char *other;
	vml_other_kind other_kind;
	bool chosen; /* an operand matches the domain */
};

/* A list of domains in one state. */
struct vml_live_list {
	virDomainPtr *domains; /* owned, with their references */
	int n;		       /* number of domains; -1: the list could not be read */
};

enum { VML_LIVE_ALL, VML_LIVE_TRANSIENT, VML_LIVE_AUTOSTART, VML_LIVE_SAVED, VML_LIVE_LISTS };

struct vml_live {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	char *given; /* URI as given; its password is redacted in messages */
	char *uri;   /* URI of the connection without its password */
	struct vml_libvirt_call call;
	/* filled by requests of vml_live_request(), or by the tasks that collect facts */
	vml_daemon daemon;
	/*
	 * versions of libvirt and QEMU on the host; target.name is NULL until `daemon` is complete
	 */
	vml_target target;
	/* lists that the requests returned; freed by vml_live_ready() */
	struct vml_live_list lists[VML_LIVE_LISTS];
	struct vml_live_entry *entries; /* the selected domains, sorted by name */
	size_t n;
	vml_host_collection *facts; /* facts of the host while they are collected, else NULL */
	vml_known_host host;	    /* all fields NULL unless read */
	bool running; /* read the XML of running domains instead of their definition */
};

/*
 * Set *fault to a message, which is valid until the next call in this thread. Line breaks in it are
 * replaced by spaces.
 */
void vml_live_fault(const vml_live *live, vml_fault *fault, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Return the message of an error of libvirt, never NULL: a constant, or owned by `error`. error:
 * NULL is allowed
 */
const char *vml_live_said(const virError *error);

/* Set live->target; called when live->daemon is complete. */
void vml_live_set_target(vml_live *live);

/* Return true if the URI of the connection has no host, so that libvirt uses a local socket. */
bool vml_live_is_local(const vml_live *live);

/*
 * Return a hint for a failed connection, never NULL; valid until the next call of this function in
 * the thread.
 *
 * call: the connection that failed
 * error: libvirt's error; NULL is allowed
 */
const char *vml_live_advice(const struct vml_libvirt_call *call, const virError *error);

#endif
