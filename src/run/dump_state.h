/* State of a dump, shared by its workers and its caller. */
#ifndef VML_DUMP_STATE_H
#define VML_DUMP_STATE_H

#include "dump.h"

#include <pthread.h>
#include <time.h>

/* States of a domain, in this order. */
enum vml_slot_state { UNREAD, FETCHING, FETCHED, CHECKING, CHECKED, AUDITING, DONE };

/* A parser and the document that it made last, which is freed before the next use. */
struct vml_dump_reader {
	vml_parser *parser;
	vml_doc *doc;
	struct vml_dump_reader *next; /* in the stack of unused readers */
};

struct vml_dump_slot {
	enum vml_slot_state state;
	vml_live_status status; /* VML_LIVE_LOST: nothing to report */
	char *xml;		/* if FETCHED; owned */
	size_t len;
	char *message;			/* of a fault; owned */
	struct vml_dump_reader *reader; /* of the document */
	vml_result result;
};

struct vml_dump_worker {
	vml_dump *dump;
	vml_parser *parser;    /* to find the images of domains; NULL before its first use */
	const char *waits_for; /* what it requested; NULL if it waits for no response */
	bool for_domain;       /* that is the name of a domain */
	struct timespec since; /* time of the request */
};

struct vml_dump {
	vml_dump_request request; /* after abandonment only its copy `uri` is valid */
	char *uri;		  /* owned copy */
	char *shown;		  /* uri without password, or a name of the default; owned */
	pthread_mutex_t lock;
	pthread_cond_t work, news;	   /* for the workers, for the caller */
	unsigned int refs;		   /* workers and caller; the last one frees the dump */
	unsigned int n_started, n_working; /* number of workers: all, those that have not ended */
	struct vml_dump_worker *workers;   /* the first one opens the connection */
	vml_live *live;			   /* NULL until the connection is open */
	bool *matched;			   /* by operand */
	unsigned int next_request, n_answered; /* of those that list the domains */
	bool listed;			       /* the slots exist */
	bool facts_begun, facts_known;	       /* known: domains may be audited */
	char *note;			       /* why the facts cannot be read; owned */
	struct vml_dump_slot *slots;
	size_t n, next, reported; /* number of domains; next to fetch; next to report */
	size_t first_unchecked;	  /* those before it have had their images checked, or are being */
	size_t n_fetched;	  /* number of slots with XML that nobody audits yet */
	size_t bytes;		  /* sum of their lengths */
	size_t n_read;		  /* number of domains whose XML was read */
	struct vml_dump_reader *unused;
	unsigned int idle;	  /* workers that wait for something to do */
	unsigned int outstanding; /* requests without response */
	struct timespec heard;	  /* time of the last response, or of the first request after it */
	bool over;		  /* the workers must end */
	bool abandoned;		  /* the caller does not wait for them */
	char *trouble;		  /* why the connection failed or was lost; NULL: it was not */
	char *hint;		  /* owned; NULL if there is none */
	bool told;		  /* `trouble` was reported */
	char *message;		  /* of the item VML_LIVE_LOST */
};

/* Start another worker, in a detached thread. Call with the lock held. */
bool vml_dump_start_worker(vml_dump *dump);

/* Parse and audit the XML of a slot. Call with the lock held; it is released meanwhile. */
void vml_dump_audit(vml_dump *dump, struct vml_dump_slot *slot);

/*
 * Record the first failure of the connection, and end the workers. Call with the lock held.
 *
 * trouble: owned
 * hint: copied; NULL is allowed
 */
void vml_dump_fail(vml_dump *dump, char *trouble, const char *hint);

/* Drop a reference; the last one frees the dump. Call with the lock held; it is released. */
void vml_dump_drop(vml_dump *dump);

#endif
