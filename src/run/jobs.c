/* Thread pool for files: a ring buffer of jobs, reported in the order in which they were added. */
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
	/* slots per thread: enough that one slow file does not stop the other threads */
	JOBS_PER_THREAD = 8,
	MIN_QUEUED = 4 /* threads are started when this many jobs are waiting */
};

enum state { FREE, WAITING, RUNNING, DONE };

/*
 * A parser and the last document that it parsed. Each worker has a stack of unused states: it takes
 * the one that was used last, for cache locality, and first frees the document in it. One pool of
 * states for all workers, whose documents the reporting thread freed, was slower: two threads used
 * 25 % more CPU time than one.
 */
struct parser_state {
	struct worker *owner;
	struct parser_state *next; /* next one in the worker's stack of unused states */
	vml_parser *parser;	   /* NULL before the first use */
	/* document of the last reported job, which must be freed; or NULL */
	vml_doc *doc;
	vml_stream *stream; /* stream of that job, which must be freed; or NULL */
};

struct worker {
	vml_jobs *jobs;
	struct parser_state *free; /* stack of unused states */
	pthread_t thread;	   /* not set for the first worker, which is the caller's thread */
};

/* An element of the ring buffer. */
struct slot {
	alignas(128) vml_job job;    /* aligned so that threads do not share a cache line */
	struct parser_state *parser; /* set from the start of the job until it is reported */
	enum state state;
};

struct vml_jobs {
	vml_job_done *done;
	void *data; /* passed to done() */
	struct slot *slots;
	size_t n_slots;
	/* number of jobs added, started and reported since vml_jobs_new() */
	size_t added, taken, reported;
	unsigned int n_threads; /* limit, including the caller's thread */
	unsigned int n_started; /* number of threads in addition to the caller's */
	struct worker *workers; /* the first is the caller's thread */
	/*
	 * protects `added`, `taken`, `reported`, `idle`, `ending`, the states of slots and the
	 * stacks of parser states
	 */
	pthread_mutex_t lock;
	pthread_cond_t work, finished; /* a job was added; a job is done */
	unsigned int idle;	       /* number of threads that wait for work */
	bool ending;
};

static struct slot *slot_of(vml_jobs *jobs, size_t count)
{
	return &jobs->slots[count % jobs->n_slots];
}

int vml_open_input(const char *path, bool in_directory)
{
	/*
	 * if a FIFO has replaced the file since the directory was read, opening it must not block
	 */
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (in_directory ? O_NONBLOCK : 0));
}

/* Return an unused parser state of the worker, or a new one. Call with the lock held. */
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

/* Return the parser state of a reported job to its worker. Call with the lock held. */
static void return_parser_state(struct slot *slot)
{
	struct parser_state *parser = slot->parser;

	parser->doc = slot->job.doc;
	parser->stream = slot->job.stream;
	parser->next = parser->owner->free;
	parser->owner->free = parser;
}

/* Free the document and the stream of the last job, but not the parser. */
static void clear_parser_state(struct parser_state *parser)
{
	vml_doc_free(parser->doc);
	vml_stream_free(parser->stream);
	parser->doc = NULL;
	parser->stream = NULL;
}

/* Open a file, parse its first document and audit it. */
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
	if (job->status != VML_STREAM_DOCUMENT)
		return;
	job->doc->joins = job->joins || !vml_stream_is_done(job->stream);
	vml_audit(job->doc, job->selection, &job->result);
}

/* Run the next waiting job. Call with the lock held; it is released while the job runs. */
static void work_once(struct worker *worker)
{
	vml_jobs *jobs = worker->jobs;
	struct slot *slot = slot_of(jobs, jobs->taken++);

	slot->state = RUNNING;
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

/*
 * Start all threads, with signals blocked. If one cannot be started, the limit is lowered to the
 * number of running threads.
 */
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
	jobs->n_slots = n_threads > 1 ? (size_t)n_threads * JOBS_PER_THREAD : 1;
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

/*
 * Report the oldest job; until it is done, run other jobs or wait. Call with the lock held; it is
 * unlocked while a job is run or reported.
 */
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

void vml_jobs_add(vml_jobs *jobs, const char *path, const vml_selection *selection,
	bool in_directory, bool joins)
{
	struct slot *slot;

	pthread_mutex_lock(&jobs->lock);
	while (jobs->added - jobs->reported == jobs->n_slots ||
		(jobs->added > jobs->reported && slot_of(jobs, jobs->reported)->state == DONE))
		report_oldest(jobs);
	slot = slot_of(jobs, jobs->added);
	slot->job = (vml_job){ .path = vml_strdup(path),
		.selection = selection,
		.in_directory = in_directory,
		.joins = joins };
	slot->state = WAITING;
	jobs->added++;
	if (jobs->idle)
		pthread_cond_signal(&jobs->work);
	if (jobs->n_started + 1 < jobs->n_threads && jobs->added - jobs->taken >= MIN_QUEUED)
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
