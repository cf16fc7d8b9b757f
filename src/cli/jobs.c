/* A ring of jobs: the caller adds at one end and reports at the other, threads work between. */
#include "jobs.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	JOBS_A_THREAD = 8, /* room for one that takes long while others go on */
	WORTH_A_THREAD = 4 /* fewer files are done before a thread has started */
};

enum state { FREE, WAITING, AT_WORK, DONE };

/*
 * A parser and what it made last. A thread has its own, clears them itself, and uses next
 * what it used last: so their memory stays near one core. Shared by turns and cleared by
 * who reports, two threads took a quarter more time in total than one.
 */
struct parser_state {
	struct worker *owner;
	struct parser_state *next; /* in the owner's pile of free ones */
	vml_parser *parser;
	vml_doc *doc; /* of the job that was reported last; to be cleared */
	vml_stream *stream;
};

struct worker {
	vml_jobs *jobs;
	struct parser_state *free;
	pthread_t thread;
};

/* A place in the ring. */
struct slot {
	alignas(128) vml_job job;    /* no cache line of one thread's is another's, too */
	struct parser_state *parser; /* from when a thread begins until the job is reported */
	enum state state;
};

struct vml_jobs {
	vml_job_done *done;
	void *data;
	struct slot *slots;
	size_t n_slots;
	size_t added, taken, reported; /* counts of jobs since the beginning */
	unsigned int n_threads, n_started;
	struct worker *workers; /* the first is the caller's thread */
	pthread_mutex_t lock;	/* of the counts, the slots' states and the piles of desks */
	pthread_cond_t work, finished;
	unsigned int idle; /* threads that wait for work */
	bool ending;
};

static struct slot *slot_of(vml_jobs *jobs, size_t count)
{
	return &jobs->slots[count % jobs->n_slots];
}

int vml_open_input(const char *path, bool in_directory)
{
	/* what became a FIFO since the directory was read must not keep us waiting */
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (in_directory ? O_NONBLOCK : 0));
}

/* The lock is held. */
static struct parser_state *take_parser_state(struct worker *worker)
{
	struct parser_state *parser = worker->free;

	if (parser) {
		worker->free = parser->next;
		return parser;
	}
	parser = vml_realloc(NULL, sizeof(*parser));
	*parser = (struct parser_state){ .owner = worker };
	return parser;
}

/* The lock is held, and nothing of the job is needed any more. */
static void return_parser_state(struct slot *slot)
{
	struct parser_state *parser = slot->parser;

	parser->doc = slot->job.doc;
	parser->stream = slot->job.stream;
	parser->next = parser->owner->free;
	parser->owner->free = parser;
}

static void clear_parser_state(struct parser_state *parser)
{
	vml_doc_free(parser->doc);
	vml_stream_free(parser->stream);
	parser->doc = NULL;
	parser->stream = NULL;
}

static void perform(vml_job *job, struct parser_state *parser)
{
	clear_parser_state(parser);
	if (!parser->parser)
		parser->parser = vml_parser_new();
	job->fd = vml_open_input(job->path, job->in_directory);
	if (job->fd < 0) {
		job->error = errno;
		return;
	}
	job->stream = vml_stream_new(job->fd, parser->parser);
	job->status = vml_stream_next(job->stream, &job->doc, &job->fault);
	if (vml_stream_is_read(job->stream)) {
		close(job->fd);
		job->fd = -1;
	}
	if (job->status == VML_STREAM_DOCUMENT)
		vml_audit(job->doc, job->selection, &job->result);
}

/* Take the next job that waits and do it; the lock is held before and after. */
static void work_once(struct worker *worker)
{
	vml_jobs *jobs = worker->jobs;
	struct slot *slot = slot_of(jobs, jobs->taken++);

	slot->state = AT_WORK;
	slot->parser = take_parser_state(worker);
	pthread_mutex_unlock(&jobs->lock);
	perform(&slot->job, slot->parser);
	pthread_mutex_lock(&jobs->lock);
	slot->state = DONE;
	pthread_cond_signal(&jobs->finished);
}

static void *run_thread(void *data)
{
	struct worker *worker = data;
	vml_jobs *jobs = worker->jobs;

	pthread_mutex_lock(&jobs->lock);
	while (!jobs->ending) {
		if (jobs->taken < jobs->added) {
			work_once(worker);
			continue;
		}
		jobs->idle++;
		pthread_cond_wait(&jobs->work, &jobs->lock);
		jobs->idle--;
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* Signals are for the thread that reports. One thread less is no error, but slower. */
static void start_threads(vml_jobs *jobs)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (jobs->n_started + 1 < jobs->n_threads) {
		struct worker *worker = &jobs->workers[jobs->n_started + 1];

		if (pthread_create(&worker->thread, NULL, run_thread, worker)) {
			jobs->n_threads = jobs->n_started + 1;
			break;
		}
		jobs->n_started++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

vml_jobs *vml_jobs_new(unsigned int n_threads, vml_job_done *done, void *data)
{
	vml_jobs *jobs = vml_realloc(NULL, sizeof(*jobs));

	*jobs = (vml_jobs){ .done = done, .data = data, .n_threads = n_threads };
	jobs->n_slots = n_threads > 1 ? (size_t)n_threads * JOBS_A_THREAD : 1;
	jobs->slots = aligned_alloc(alignof(struct slot), jobs->n_slots * sizeof(*jobs->slots));
	if (!jobs->slots)
		vml_out_of_memory();
	for (size_t i = 0; i < jobs->n_slots; i++)
		jobs->slots[i] = (struct slot){ 0 };
	jobs->workers = vml_realloc(NULL, n_threads * sizeof(*jobs->workers));
	for (unsigned int i = 0; i < n_threads; i++)
		jobs->workers[i] = (struct worker){ .jobs = jobs };
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->work, NULL);
	pthread_cond_init(&jobs->finished, NULL);
	return jobs;
}

/* Report the oldest job, once it is done: until then do others, or wait. Holds the lock. */
static void report_oldest(vml_jobs *jobs)
{
	struct slot *slot = slot_of(jobs, jobs->reported);
	vml_job *job = &slot->job;

	while (slot->state != DONE) {
		if (jobs->taken < jobs->added)
			work_once(&jobs->workers[0]);
		else
			pthread_cond_wait(&jobs->finished, &jobs->lock);
	}
	pthread_mutex_unlock(&jobs->lock);
	jobs->done(jobs->data, job);
	if (job->fd >= 0)
		close(job->fd);
	free((char *)(uintptr_t)job->path);
	pthread_mutex_lock(&jobs->lock);
	return_parser_state(slot);
	slot->state = FREE;
	jobs->reported++;
}

void vml_jobs_add(
	vml_jobs *jobs, const char *path, const vml_selection *selection, bool in_directory)
{
	struct slot *slot;

	pthread_mutex_lock(&jobs->lock);
	while (jobs->added - jobs->reported == jobs->n_slots ||
		(jobs->added > jobs->reported && slot_of(jobs, jobs->reported)->state == DONE))
		report_oldest(jobs);
	slot = slot_of(jobs, jobs->added);
	slot->job = (vml_job){
		.path = vml_strdup(path), .selection = selection, .in_directory = in_directory
	};
	slot->state = WAITING;
	jobs->added++;
	if (jobs->idle)
		pthread_cond_signal(&jobs->work);
	if (jobs->n_started + 1 < jobs->n_threads && jobs->added - jobs->taken >= WORTH_A_THREAD)
		start_threads(jobs);
	pthread_mutex_unlock(&jobs->lock);
}

void vml_jobs_drain(vml_jobs *jobs)
{
	pthread_mutex_lock(&jobs->lock);
	while (jobs->reported < jobs->added)
		report_oldest(jobs);
	pthread_mutex_unlock(&jobs->lock);
}

static void free_parser_states(struct worker *worker)
{
	for (struct parser_state *parser = worker->free, *next; parser; parser = next) {
		next = parser->next;
		clear_parser_state(parser);
		vml_parser_free(parser->parser);
		free(parser);
	}
}

void vml_jobs_free(vml_jobs *jobs)
{
	if (!jobs)
		return;
	vml_jobs_drain(jobs);
	pthread_mutex_lock(&jobs->lock);
	jobs->ending = true;
	pthread_cond_broadcast(&jobs->work);
	pthread_mutex_unlock(&jobs->lock);
	for (unsigned int i = 0; i < jobs->n_started; i++)
		pthread_join(jobs->workers[i + 1].thread, NULL);
	for (unsigned int i = 0; i <= jobs->n_started; i++)
		free_parser_states(&jobs->workers[i]);
	pthread_cond_destroy(&jobs->finished);
	pthread_cond_destroy(&jobs->work);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs->workers);
	free(jobs->slots);
	free(jobs);
}
