/* A ring of jobs: the caller adds at one end and reports at the other, threads work between. */
#include "jobs.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	JOBS_A_THREAD = 8, /* room for one that takes long while others go on */
	WORTH_A_THREAD = 4 /* fewer files are done before a thread has started */
};

enum state { FREE, WAITING, AT_WORK, DONE };

/* A place in the ring; its parser serves one job after the other. */
struct slot {
	vml_job job;
	vml_parser *parser;
	enum state state;
};

struct vml_jobs {
	vml_job_done *done;
	void *data;
	struct slot *slots;
	size_t n_slots;
	size_t added, taken, reported; /* counts of jobs since the beginning */
	unsigned int n_threads, n_started;
	pthread_t *threads;
	pthread_mutex_t lock; /* of the counts and the slots' states */
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

static void perform(struct slot *slot)
{
	vml_job *job = &slot->job;

	if (!slot->parser)
		slot->parser = vml_parser_new();
	job->fd = vml_open_input(job->path, job->in_directory);
	if (job->fd < 0) {
		job->error = errno;
		return;
	}
	job->stream = vml_stream_new(job->fd, slot->parser);
	job->status = vml_stream_next(job->stream, &job->doc, &job->fault);
	if (vml_stream_is_read(job->stream)) {
		close(job->fd);
		job->fd = -1;
	}
	if (job->status == VML_STREAM_DOCUMENT)
		vml_audit(job->doc, job->selection, &job->result);
}

/* Take the next job that waits and do it; the lock is held before and after. */
static void work_once(vml_jobs *jobs)
{
	struct slot *slot = slot_of(jobs, jobs->taken++);

	slot->state = AT_WORK;
	pthread_mutex_unlock(&jobs->lock);
	perform(slot);
	pthread_mutex_lock(&jobs->lock);
	slot->state = DONE;
	pthread_cond_signal(&jobs->finished);
}

static void *run_thread(void *data)
{
	vml_jobs *jobs = data;

	pthread_mutex_lock(&jobs->lock);
	while (!jobs->ending) {
		if (jobs->taken < jobs->added) {
			work_once(jobs);
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
		if (pthread_create(&jobs->threads[jobs->n_started], NULL, run_thread, jobs)) {
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
	jobs->slots = vml_realloc(NULL, jobs->n_slots * sizeof(*jobs->slots));
	for (size_t i = 0; i < jobs->n_slots; i++)
		jobs->slots[i] = (struct slot){ 0 };
	jobs->threads = vml_realloc(NULL, n_threads * sizeof(*jobs->threads));
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
			work_once(jobs);
		else
			pthread_cond_wait(&jobs->finished, &jobs->lock);
	}
	pthread_mutex_unlock(&jobs->lock);
	jobs->done(jobs->data, job);
	vml_stream_free(job->stream);
	if (job->fd >= 0)
		close(job->fd);
	free((char *)(uintptr_t)job->path);
	pthread_mutex_lock(&jobs->lock);
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
		pthread_join(jobs->threads[i], NULL);
	for (size_t i = 0; i < jobs->n_slots; i++)
		vml_parser_free(jobs->slots[i].parser);
	pthread_cond_destroy(&jobs->finished);
	pthread_cond_destroy(&jobs->work);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs->threads);
	free(jobs->slots);
	free(jobs);
}
