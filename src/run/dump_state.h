/*
 * State of a dump (dump.h), shared by its workers, which are the threads that call libvirt, and its
 * caller.
 */
#ifndef VML_DUMP_STATE_H
#define VML_DUMP_STATE_H

#include "dump.h"

#include <pthread.h>
#include <time.h>

/*
 * States of a domain, in their order. FETCHING: its XML was requested. CHECKING: questions about it
 * are being asked. Without questions, CHECKING and CHECKED are skipped.
 */
enum vml_slot_state { UNREAD, FETCHING, FETCHED, CHECKING, CHECKED, AUDITING, DONE };

/* A parser and the document that it parsed last, which is freed before the parser is used again. */
struct vml_dump_reader {
	vml_parser *parser;
	vml_doc *doc;
	struct vml_dump_reader *next; /* next one in the stack of unused readers */
};

/* State and results of one domain. */
struct vml_dump_slot {
	enum vml_slot_state state;
	vml_live_status status; /* VML_LIVE_LOST: nothing is reported on the domain */
	char *xml;		/* XML of the domain from FETCHED on, until it is parsed; owned */
	size_t len;		/* length of `xml` in bytes */
	/*
	 * another worker was asking about an image of the domain: questions are asked again when
	 * vml_live_answers() differs from `n_answers`, its value before the last attempt
	 */
	bool deferred;
	size_t n_answers;
	char *message;			/* message of a fault; owned */
	struct vml_dump_reader *reader; /* reader that has parsed the document */
	vml_result result;
};

/* A thread that makes requests to libvirt and audits domains. */
struct vml_dump_worker {
	vml_dump *dump;
	vml_parser *parser; /* parser for vml_live_ask(); NULL before the first use */
	/* what the worker has requested; NULL if it does not wait for a response */
	const char *waits_for;
	bool for_domain;       /* `waits_for` is the name of a domain */
	struct timespec since; /* time of the request */
};

struct vml_dump {
	/* if `abandoned` is set, its pointers may be invalid */
	vml_dump_request request;
	char *uri;   /* copy of request.uri; owned */
	char *shown; /* uri without password, or a name for libvirt's default; owned */
	pthread_mutex_t lock;
	pthread_cond_t work, news; /* work: signals the workers; news: signals the caller */
	/* number of workers, plus 1 for the caller; the last one frees the dump */
	unsigned int refs;
	/* numbers of workers: started so far, and not yet ended */
	unsigned int n_started, n_working;
	struct vml_dump_worker *workers; /* the first one opens the connection */
	vml_live *live;			 /* NULL until the connection is open */
	bool *matched;			 /* per operand: true if it matches a domain */
	/*
	 * requests that list the domains (vml_live_request()): their number, which is 0 until the
	 * connection is open, and if only the profile of the host is read; next one to make,
	 * 0-based; number of responses
	 */
	unsigned int n_requests, next_request, n_answered;
	bool listed; /* the domains are listed: `slots` is set */
	/* the facts of the host were read, or cannot be read: domains may be audited */
	bool facts_known;
	char *profile; /* the host profile, if the request asks for it; owned */
	/* why the facts could not be read, owned; NULL: there was no error */
	char *note;
	struct vml_dump_slot *slots;
	/* number of domains; index of the next domain to fetch; index of the next one to report */
	size_t n, next, reported;
	/* all domains before this index were fetched, and no question about them is left to ask */
	size_t first_unchecked;
	size_t n_fetched;		/* number of slots with XML whose audit has not begun */
	size_t bytes;			/* total length of the XML in these slots */
	size_t n_read;			/* number of domains whose XML was read */
	struct vml_dump_reader *unused; /* stack of readers for reuse */
	unsigned int idle;		/* number of workers that wait for something to do */
	unsigned int outstanding;	/* number of requests without response */
	/*
	 * start of the timeout for the next response: time of the last response. If no request was
	 * outstanding at that time: time at which the next request was sent.
	 */
	struct timespec heard;
	bool over; /* the workers must end */
	/*
	 * the host has not responded in time, or vml_dump_free() was called: the caller does not
	 * wait for the workers
	 */
	bool abandoned;
	/* why the connection failed or was lost, owned; NULL: there was no error */
	char *trouble;
	char *hint;    /* owned; NULL if there is none */
	bool told;     /* `trouble` was returned to the caller */
	char *message; /* message in the item VML_LIVE_LOST; owned */
};

/*
 * Start another worker, in a detached thread. Call with the lock held. Returns false if the thread
 * cannot be started.
 */
bool vml_dump_start_worker(vml_dump *dump);

/*
 * Parse and audit the XML of a domain, and set slot->status, slot->result and slot->state. Call
 * with the lock held; the lock is released during parsing and audit.
 */
void vml_dump_audit(vml_dump *dump, struct vml_dump_slot *slot);

/*
 * Record why the connection failed, unless an earlier reason is recorded, and let the workers end.
 * Call with the lock held.
 *
 * trouble: the reason; owned by the dump afterwards
 * hint: copied; NULL is allowed
 */
void vml_dump_fail(vml_dump *dump, char *trouble, const char *hint);

/*
 * Release a reference and unlock dump->lock, which the caller must hold. If it was the last
 * reference, free the dump.
 */
void vml_dump_drop(vml_dump *dump);

#endif
