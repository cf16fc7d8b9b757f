/*
 * The caller's side of a dump (dump.h): takes the results of the worker threads in order, and stops
 * waiting for hosts that do not respond.
 */
#include "dump_state.h"

#include "arena.h"
#include "text.h"
#include "uri.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

vml_dump *vml_dump_start(const vml_dump_request *request)
{
	vml_dump *dump = vml_realloc(NULL, sizeof(*dump));
	size_t size = request->in_flight * sizeof(*dump->workers);
	pthread_condattr_t attributes;

	*dump = (vml_dump){ .request = *request,
		.uri = vml_strdup(request->uri),
		.shown = vml_uri_without_password(
			*request->uri ? request->uri : "libvirt's default connection"),
		.workers = vml_realloc(NULL, size),
		.matched = vml_realloc(NULL, request->n_operands * sizeof(bool) + 1),
		.facts_known = !request->facts,
		.refs = 1 };
	memset(dump->matched, 0, request->n_operands * sizeof(bool));
	pthread_mutex_init(&dump->lock, NULL);
	pthread_cond_init(&dump->work, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&dump->news, &attributes);
	pthread_condattr_destroy(&attributes);
	pthread_mutex_lock(&dump->lock);
	if (!vml_dump_start_worker(dump))
		vml_dump_fail(dump,
			vml_asprintf("cannot connect to %s: cannot start a thread", dump->shown),
			NULL);
	pthread_mutex_unlock(&dump->lock);
	return dump;
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* Return the name of the connection as messages print it. */
static const char *name_of(const vml_dump *dump)
{
	return dump->live && !*dump->uri ? vml_live_uri(dump->live) : dump->shown;
}

/* Return the worker that has waited longest for a response; NULL if none waits. */
static const struct vml_dump_worker *find_slowest(const vml_dump *dump)
{
	const struct vml_dump_worker *slowest = NULL;

	for (unsigned int i = 0; i < dump->n_started; i++) {
		const struct vml_dump_worker *worker = &dump->workers[i];

		if (worker->waits_for && (!slowest || is_before(&worker->since, &slowest->since)))
			slowest = worker;
	}
	return slowest;
}

/* Stop waiting for the host: report an error. The workers may continue to wait for a response. */
static void abandon(vml_dump *dump)
{
	const struct vml_dump_worker *slowest = find_slowest(dump);
	const char *object = slowest ? slowest->waits_for : "a response";
	unsigned int seconds = dump->request.timeout;
	bool quoted = slowest && slowest->for_domain;
	char *why = vml_asprintf("no response within %u second%s while waiting for %s%s%s", seconds,
		seconds == 1 ? "" : "s", quoted ? "domain '" : "", object, quoted ? "'" : "");

	dump->abandoned = true;
	if (!dump->listed || !dump->facts_known) {
		char *whole = vml_asprintf(!dump->live ? "cannot connect to %s: %s"
				: dump->listed || dump->request.profile
				? "lost the connection to %s: %s"
				: "cannot list the domains of %s: %s",
			name_of(dump), why);

		free(why);
		why = whole;
	}
	vml_dump_fail(dump, why, "check the host, or allow it more time with --timeout SECONDS");
}

/*
 * Wait until a worker signals dump->news. If the host has not responded in time, call abandon().
 * Call with the lock held.
 */
static void wait_for_news(vml_dump *dump)
{
	struct timespec limit, now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	/*
	 * wait for a limited time even if there is no request: a request that begins meanwhile does
	 * not wake this thread
	 */
	limit = dump->outstanding ? dump->heard : now;
	limit.tv_sec += dump->request.timeout;
	if (pthread_cond_timedwait(&dump->news, &dump->lock, &limit) != ETIMEDOUT)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	limit = dump->heard;
	limit.tv_sec += dump->request.timeout;
	if (dump->outstanding && !dump->abandoned && !is_before(&now, &limit))
		abandon(dump);
}

int vml_dump_wait(vml_dump *dump, vml_fault *fault)
{
	bool listed;

	pthread_mutex_lock(&dump->lock);
	while (!dump->abandoned && (dump->listed ? !dump->facts_known : !dump->trouble))
		wait_for_news(dump);
	listed = dump->listed && dump->facts_known;
	if (!listed)
		*fault = (vml_fault){ .message = dump->trouble, .hint = dump->hint };
	pthread_mutex_unlock(&dump->lock);
	return listed ? 0 : -1;
}

char *vml_dump_profile(vml_dump *dump, vml_fault *fault)
{
	char *profile;

	pthread_mutex_lock(&dump->lock);
	while (!dump->abandoned && !dump->profile && !dump->trouble)
		wait_for_news(dump);
	profile = dump->profile;
	dump->profile = NULL;
	if (!profile)
		*fault = (vml_fault){ .message = dump->trouble, .hint = dump->hint };
	pthread_mutex_unlock(&dump->lock);
	return profile;
}

const vml_live *vml_dump_live(const vml_dump *dump)
{
	return dump->live;
}

const char *vml_dump_note(const vml_dump *dump)
{
	return dump->note;
}

bool vml_dump_matched(const vml_dump *dump, size_t i)
{
	return dump->listed && dump->matched[i];
}

/* Make the parser and document of the last returned item available for reuse. */
static void release_reported(vml_dump *dump)
{
	struct vml_dump_slot *slot = dump->reported ? &dump->slots[dump->reported - 1] : NULL;

	if (!slot || !slot->reader)
		return;
	slot->reader->next = dump->unused;
	dump->unused = slot->reader;
	slot->reader = NULL;
}

/* Return true for states in which a worker waits for libvirt's response about the domain. */
static bool is_stuck(enum vml_slot_state state)
{
	return state == FETCHING || state == CHECKING;
}

/* Wait until a domain is done. Returns false if there is nothing to report on it. */
static bool finish_slot(vml_dump *dump, struct vml_dump_slot *slot)
{
	while (slot->state != DONE) {
		if (dump->over && (slot->state == FETCHED || slot->state == CHECKED))
			vml_dump_audit(dump, slot);
		else if (slot->state == UNREAD && dump->over)
			return false;
		else if (is_stuck(slot->state) && dump->abandoned)
			break;
		else
			wait_for_news(dump);
	}
	if (slot->state == CHECKING)
		dump->n_read--; /* the XML was read, but the domain is not reported */
	return slot->state == DONE && slot->status != VML_LIVE_LOST;
}

static vml_dump_item item_of(const vml_dump *dump, struct vml_dump_slot *slot)
{
	vml_dump_item item = { .status = slot->status, .domain = (size_t)(slot - dump->slots) };

	if (slot->status == VML_LIVE_DOCUMENT) {
		item.doc = slot->reader->doc;
		item.result = &slot->result;
	} else {
		item.fault.message = slot->message;
	}
	return item;
}

/*
 * Set *ret to the item that reports that the connection was lost. Returns false if the connection
 * was not lost, or if its loss was reported already.
 */
static bool report_loss(vml_dump *dump, vml_dump_item *ret)
{
	if (!dump->trouble || dump->told)
		return false;
	dump->told = true;
	dump->message = vml_asprintf("lost the connection to %s after %zu of %zu domains: %s",
		name_of(dump), dump->n_read, dump->n, dump->trouble);
	*ret = (vml_dump_item){ .status = VML_LIVE_LOST,
		.fault = { .message = dump->message, .hint = dump->hint } };
	return true;
}

bool vml_dump_next(vml_dump *dump, vml_dump_item *ret)
{
	bool found = false;

	pthread_mutex_lock(&dump->lock);
	release_reported(dump);
	while (!found && dump->reported < dump->n) {
		struct vml_dump_slot *slot = &dump->slots[dump->reported];

		found = finish_slot(dump, slot);
		if (found)
			*ret = item_of(dump, slot);
		dump->reported++;
		if (dump->idle)
			pthread_cond_broadcast(&dump->work);
	}
	if (!found)
		found = report_loss(dump, ret);
	pthread_mutex_unlock(&dump->lock);
	return found;
}

bool vml_dump_free(vml_dump *dump)
{
	bool left;

	if (!dump)
		return false;
	pthread_mutex_lock(&dump->lock);
	dump->over = dump->abandoned = true;
	left = dump->refs > 1;
	pthread_cond_broadcast(&dump->work);
	vml_dump_drop(dump);
	return left;
}
