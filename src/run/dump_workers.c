/* Threads that read and audit the domains of one connection. */
#include "dump_state.h"

#include "arena.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Limit on the total bytes of XML of domains that were read but cannot be audited yet. */
enum { XML_MAX = 16 << 20 };

static void free_readers(struct vml_dump_reader *reader)
{
	for (struct vml_dump_reader *next; reader; reader = next) {
		next = reader->next;
		vml_doc_free(reader->doc);
		vml_parser_free(reader->parser);
		free(reader);
	}
}

void vml_dump_drop(vml_dump *dump)
{
	bool last = !--dump->refs;

	pthread_mutex_unlock(&dump->lock);
	if (!last)
		return;
	for (size_t i = 0; i < dump->n; i++) {
		free(dump->slots[i].xml);
		free(dump->slots[i].message);
		free_readers(dump->slots[i].reader);
	}
	free_readers(dump->unused);
	vml_live_close(dump->live);
	pthread_cond_destroy(&dump->news);
	pthread_cond_destroy(&dump->work);
	pthread_mutex_destroy(&dump->lock);
	free(dump->slots);
	free(dump->matched);
	for (unsigned int i = 0; i < dump->n_started; i++)
		vml_parser_free(dump->workers[i].parser);
	free(dump->workers);
	free(dump->trouble);
	free(dump->hint);
	free(dump->message);
	free(dump->note);
	free(dump->profile);
	free(dump->uri);
	free(dump->shown);
	free(dump);
}

void vml_dump_fail(vml_dump *dump, char *trouble, const char *hint)
{
	if (dump->trouble) {
		free(trouble);
	} else {
		dump->trouble = trouble;
		dump->hint = hint ? vml_strdup(hint) : NULL;
	}
	dump->over = true;
	pthread_cond_broadcast(&dump->work);
	pthread_cond_signal(&dump->news);
}

/*
 * Record that the worker waits for a response, and unlock dump->lock.
 *
 * what: the request as messages name it: the name of a domain, or "the facts of the host"
 * for_domain: `what` is the name of a domain
 */
static void begin_request(struct vml_dump_worker *worker, const char *what, bool for_domain)
{
	vml_dump *dump = worker->dump;

	worker->waits_for = what;
	worker->for_domain = for_domain;
	clock_gettime(CLOCK_MONOTONIC, &worker->since);
	if (!dump->outstanding++)
		dump->heard = worker->since;
	pthread_mutex_unlock(&dump->lock);
}

/*
 * Lock dump->lock, and record that the worker has a response. Returns false if the dump was
 * abandoned: its caller no longer waits for the host.
 */
static bool end_request(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;

	pthread_mutex_lock(&dump->lock);
	dump->outstanding--;
	worker->waits_for = NULL;
	clock_gettime(CLOCK_MONOTONIC, &dump->heard);
	return !dump->abandoned;
}

static void *run_worker(void *data);

/* The thread is started with all signals blocked, so that the main thread handles them. */
bool vml_dump_start_worker(vml_dump *dump)
{
	struct vml_dump_worker *worker = &dump->workers[dump->n_started];
	sigset_t all, before;
	pthread_t thread;
	int error;

	*worker = (struct vml_dump_worker){ .dump = dump };
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	error = pthread_create(&thread, NULL, run_worker, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (error)
		return false;
	pthread_detach(thread);
	dump->n_started++;
	dump->n_working++;
	dump->refs++;
	return true;
}

/* Open the connection, and start the other workers. */
static void open_connection(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;
	vml_live *live;
	vml_fault fault;
	int status;

	begin_request(worker, "the connection to open", false);
	status = vml_live_open(
		&live, dump->uri, dump->request.running, dump->request.read_write, &fault);
	if (!end_request(worker)) {
		dump->live = live;
		return;
	}
	if (status) {
		vml_dump_fail(dump, vml_strdup(fault.message), fault.hint);
		return;
	}
	dump->live = live;
	if (dump->request.facts)
		vml_live_facts_begin(live, dump->request.profile);
	if (!dump->request.profile)
		dump->n_requests = vml_live_requests(live);
	while (dump->n_started < dump->request.in_flight && vml_dump_start_worker(dump))
		;
}

/*
 * Select the domains and let the workers read them. Called after the last response to
 * vml_live_request().
 */
static void begin_reading(vml_dump *dump)
{
	const vml_dump_request *request = &dump->request;

	vml_live_ready(dump->live);
	if (request->n_operands)
		vml_live_choose(dump->live, request->operands, request->n_operands, dump->matched);
	dump->n = vml_live_count(dump->live);
	dump->slots = vml_realloc(NULL, dump->n * sizeof(*dump->slots) + 1);
	for (size_t i = 0; i < dump->n; i++)
		dump->slots[i] = (struct vml_dump_slot){ .state = UNREAD };
	dump->listed = true;
	pthread_cond_broadcast(&dump->work);
	pthread_cond_signal(&dump->news);
}

static void make_request(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;
	unsigned int request = dump->next_request++;
	vml_fault fault;
	int status;

	begin_request(worker, vml_live_request_name(request), false);
	status = vml_live_request(dump->live, request, &fault);
	if (!end_request(worker))
		return;
	if (status)
		vml_dump_fail(dump, vml_strdup(fault.message), fault.hint);
	else if (++dump->n_answered == dump->n_requests && !dump->over)
		begin_reading(dump);
}

/* Convert the collected facts to a host. Called by the worker that has run the last task. */
static void finish_facts(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;
	bool only = dump->request.profile;
	char *profile = NULL;
	vml_fault fault;
	int status;

	begin_request(worker, only ? "the files of the host" : "the facts of the host", false);
	status = vml_live_facts_finish(dump->live, only ? &profile : NULL, &fault);
	if (!end_request(worker)) {
		free(profile);
		return;
	}
	if (only && status)
		vml_dump_fail(dump, vml_strdup(fault.message), NULL);
	else if (status)
		dump->note = vml_strdup(fault.message);
	dump->profile = profile;
	dump->facts_known = true;
	dump->over |= only;
	pthread_cond_broadcast(&dump->work);
	pthread_cond_signal(&dump->news);
}

/* Run a task that collects facts of the host. */
static void collect(struct vml_dump_worker *worker, struct vml_facts_task *task)
{
	vml_dump *dump = worker->dump;
	bool last;

	begin_request(worker, "the facts of the host", false);
	last = vml_live_facts_run(dump->live, task);
	if (!end_request(worker))
		return;
	if (last)
		finish_facts(worker);
	else if (dump->idle)
		pthread_cond_broadcast(&dump->work); /* the task may have added tasks */
}

static struct vml_dump_reader *take_reader(vml_dump *dump)
{
	struct vml_dump_reader *reader = dump->unused;

	if (reader) {
		dump->unused = reader->next;
		reader->next = NULL;
		return reader;
	}
	reader = vml_realloc(NULL, sizeof(*reader));
	*reader = (struct vml_dump_reader){ 0 };
	return reader;
}

/* Parse the XML of a slot. Call without the lock. */
static void parse(vml_dump *dump, struct vml_dump_slot *slot, struct vml_dump_reader *reader)
{
	vml_fault fault;

	vml_doc_free(reader->doc);
	if (!reader->parser)
		reader->parser = vml_parser_new();
	slot->status = vml_live_parse(dump->live, (size_t)(slot - dump->slots), slot->xml,
		reader->parser, &reader->doc, &fault);
	slot->xml = NULL;
	if (slot->status == VML_LIVE_DOCUMENT)
		reader->doc->joins = dump->request.joins || dump->n > 1;
	else
		slot->message = vml_strdup(fault.message);
}

/*
 * Wake the caller of vml_dump_next() if it waits for this domain. Domains after the one that it
 * waits for need no wake-up.
 */
static void signal_result(vml_dump *dump, const struct vml_dump_slot *slot)
{
	if (slot == &dump->slots[dump->reported])
		pthread_cond_signal(&dump->news);
}

void vml_dump_audit(vml_dump *dump, struct vml_dump_slot *slot)
{
	struct vml_dump_reader *reader = take_reader(dump);

	slot->state = AUDITING;
	dump->n_fetched--;
	dump->bytes -= slot->len;
	pthread_mutex_unlock(&dump->lock);
	parse(dump, slot, reader);
	if (slot->status == VML_LIVE_DOCUMENT)
		vml_audit(reader->doc, dump->request.selection, &slot->result);
	pthread_mutex_lock(&dump->lock);
	slot->reader = reader;
	slot->state = DONE;
	signal_result(dump, slot);
	if (dump->idle)
		pthread_cond_broadcast(&dump->work);
}

/*
 * Return the questions to ask about a domain (VML_ASK_* bits). The facts of the host must be known.
 */
static unsigned int questions_of(const vml_dump *dump, const struct vml_dump_slot *slot)
{
	return vml_live_questions(
		dump->live, (size_t)(slot - dump->slots), dump->request.questions);
}

/* Return true if a domain can be audited now, and is among the next `window` domains to report. */
static bool is_ready(const vml_dump *dump, const struct vml_dump_slot *slot)
{
	return dump->facts_known && slot->state == (questions_of(dump, slot) ? CHECKED : FETCHED) &&
		(size_t)(slot - dump->slots) < dump->reported + dump->request.window;
}

/*
 * Return true if no question about the domain is left to ask. In the state CHECKING, the domain may
 * still be deferred. The facts of the host must be known.
 */
static bool is_settled(const vml_dump *dump, const struct vml_dump_slot *slot)
{
	return slot->state == FETCHED ? !questions_of(dump, slot) : slot->state > CHECKING;
}

/*
 * Return a domain about which libvirt must be asked questions (questions_of()) now; NULL if there
 * is none, or if the facts of the host are not known yet.
 */
static struct vml_dump_slot *find_unchecked(vml_dump *dump)
{
	size_t n_answers = dump->facts_known ? vml_live_answers(dump->live) : 0;

	for (size_t i = dump->first_unchecked; dump->facts_known && i < dump->next; i++) {
		struct vml_dump_slot *slot = &dump->slots[i];

		if (!is_settled(dump, slot)) {
			if (slot->state == FETCHED &&
				(!slot->deferred || slot->n_answers != n_answers))
				return slot;
		} else if (i == dump->first_unchecked) {
			dump->first_unchecked++;
		}
	}
	return NULL;
}

/*
 * Ask libvirt the questions about a domain (VML_ASK_* in live.h), then audit the domain if
 * is_ready() returns true. Defers the domain if another worker was asking about one of its images.
 */
static void ask(struct vml_dump_worker *worker, struct vml_dump_slot *slot)
{
	vml_dump *dump = worker->dump;
	size_t i = (size_t)(slot - dump->slots);
	unsigned int questions = questions_of(dump, slot);

	slot->state = CHECKING;
	slot->n_answers = vml_live_answers(dump->live);
	begin_request(worker, vml_live_name(dump->live, i), true);
	if (!worker->parser)
		worker->parser = vml_parser_new();
	slot->deferred = !vml_live_ask(dump->live, i, questions, slot->xml, worker->parser);
	if (!end_request(worker))
		return; /* the caller no longer waits for the host: the domain is not reported */
	if (dump->idle)
		pthread_cond_broadcast(&dump->work); /* there may be answers for deferred domains */
	slot->state = slot->deferred ? FETCHED : CHECKED;
	if (is_ready(dump, slot))
		vml_dump_audit(dump, slot);
	signal_result(dump, slot);
}

/* Request the XML of the next domain, then audit the domain if is_ready() returns true. */
static void fetch(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;
	size_t i = dump->next++;
	struct vml_dump_slot *slot = &dump->slots[i];
	vml_fault fault;
	char *xml;

	slot->state = FETCHING;
	begin_request(worker, vml_live_name(dump->live, i), true);
	slot->status = vml_live_fetch(dump->live, i, &xml, &fault);
	if (!end_request(worker)) {
		free(xml);
		return;
	}
	if (slot->status == VML_LIVE_DOCUMENT) {
		slot->xml = xml;
		slot->len = strlen(xml);
		slot->state = FETCHED;
		dump->n_fetched++;
		dump->n_read++;
		dump->bytes += slot->len;
		if (is_ready(dump, slot))
			vml_dump_audit(dump, slot);
		signal_result(dump, slot);
		return;
	}
	slot->state = DONE;
	if (slot->status == VML_LIVE_LOST)
		vml_dump_fail(dump, vml_strdup(fault.message),
			"run vmlint again for the other domains; the findings so far are complete");
	else
		slot->message = vml_strdup(fault.message);
	signal_result(dump, slot);
}

/* Return a domain that is ready to be audited; NULL if there is none. */
static struct vml_dump_slot *find_ready(const vml_dump *dump)
{
	size_t end = dump->reported + dump->request.window;

	for (size_t i = dump->reported; dump->n_fetched && i < dump->next && i < end; i++)
		if (is_ready(dump, &dump->slots[i]))
			return &dump->slots[i];
	return NULL;
}

static void rest(vml_dump *dump)
{
	dump->idle++;
	pthread_cond_wait(&dump->work, &dump->lock);
	dump->idle--;
}

/*
 * Do one step of work, or wait until there may be work. Call with the lock held. Returns false if
 * there is no more work.
 */
static bool work_once(struct vml_dump_worker *worker)
{
	vml_dump *dump = worker->dump;
	struct vml_facts_task *task;
	struct vml_dump_slot *slot;

	if (dump->next_request < dump->n_requests) {
		make_request(worker);
	} else if (!dump->facts_known && (task = vml_live_facts_take(dump->live))) {
		collect(worker, task);
	} else if (!dump->listed) {
		rest(dump);
	} else if ((slot = find_ready(dump))) {
		vml_dump_audit(dump, slot);
	} else if ((slot = find_unchecked(dump))) {
		ask(worker, slot);
	} else if (dump->next < dump->n && (dump->bytes < XML_MAX || !dump->n_fetched)) {
		fetch(worker);
	} else if (dump->facts_known && dump->next == dump->n && !dump->n_fetched) {
		return false;
	} else {
		rest(dump);
	}
	return true;
}

static void *run_worker(void *data)
{
	struct vml_dump_worker *worker = data;
	vml_dump *dump = worker->dump;

	pthread_mutex_lock(&dump->lock);
	if (worker == dump->workers)
		open_connection(worker);
	while (!dump->over && work_once(worker))
		;
	/*
	 * the last worker closes the connection; meanwhile the caller of vml_dump_next() may still
	 * report domains
	 */
	if (!--dump->n_working && dump->live) {
		pthread_mutex_unlock(&dump->lock);
		vml_live_disconnect(dump->live);
		pthread_mutex_lock(&dump->lock);
	}
	vml_dump_drop(dump);
	return NULL;
}
