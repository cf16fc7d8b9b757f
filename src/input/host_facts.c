/* Host facts of a connection: runs the tasks that read them, and composes a profile. */
#include "host_facts.h"

#include "arena.h"
#include "facts_tasks.h"
#include "host_files.h"
#include "text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct vml_host_collection {
	vml_collector from;
	pthread_mutex_t lock; /* protects all fields below */
	vml_facts_task *rows; /* the tasks of vml_facts_rows, in the same order */
	vml_facts_task *queue, **queue_end;
	/* number of tasks that are queued, in progress, or wait for the capabilities */
	size_t unfinished;
};

static const char end_tag[] = "</vmlint-host>\n";

static void enqueue(vml_host_collection *facts, vml_facts_task *task)
{
	task->next_queued = NULL;
	*facts->queue_end = task;
	facts->queue_end = &task->next_queued;
}

/*
 * Queue the tasks of the rows that need the capabilities (needing: true), or of those that do not.
 */
static void enqueue_rows(vml_host_collection *facts, bool needing)
{
	for (size_t i = 0; i < vml_facts_n_rows; i++)
		if (vml_facts_rows[i].needs_capabilities == needing)
			enqueue(facts, &facts->rows[i]);
}

vml_host_collection *vml_facts_new(const struct vml_libvirt *virt, virConnectPtr connection,
	vml_daemon *daemon, const vml_facts_request *request)
{
	vml_host_collection *facts = vml_realloc(NULL, sizeof(*facts));

	*facts = (vml_host_collection){ .from = { .virt = virt,
						.connection = connection,
						.daemon = daemon,
						.request = *request,
						.parser = vml_parser_new(),
						.images = vml_images_new() },
		.rows = vml_realloc(NULL, vml_facts_n_rows * sizeof(*facts->rows)),
		.queue_end = &facts->queue,
		.unfinished = vml_facts_n_rows };
	pthread_mutex_init(&facts->lock, NULL);
	for (size_t i = 0; i < vml_facts_n_rows; i++)
		facts->rows[i] = (vml_facts_task){
			.run = vml_facts_rows[i].run, .number = vml_facts_rows[i].number, .end = ""
		};
	enqueue_rows(facts, false);
	return facts;
}

vml_facts_task *vml_facts_add(
	vml_facts_task *parent, vml_facts_run_task run, void *object, vml_facts_release release)
{
	vml_facts_task *task = vml_realloc(NULL, sizeof(*task));

	*task = (vml_facts_task){ .run = run, .object = object, .release = release, .end = "" };
	if (!parent->children)
		parent->last_child = &parent->children;
	*parent->last_child = task;
	parent->last_child = &task->next;
	return task;
}

static void release_object(const vml_host_collection *facts, vml_facts_task *task)
{
	if (task->release)
		task->release(facts->from.virt, task->object);
	task->release = NULL;
}

static void free_parts(const vml_host_collection *facts, vml_facts_task *task)
{
	release_object(facts, task);
	free(task->text);
	for (vml_facts_task *child = task->children, *next; child; child = next) {
		next = child->next;
		free_parts(facts, child);
		free(child);
	}
}

void vml_facts_free(vml_host_collection *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < vml_facts_n_rows; i++)
		free_parts(facts, &facts->rows[i]);
	vml_host_free(facts->from.capabilities);
	vml_parser_free(facts->from.parser);
	vml_images_free(facts->from.images);
	free(facts->from.error);
	pthread_mutex_destroy(&facts->lock);
	free(facts->rows);
	free(facts);
}

vml_facts_task *vml_facts_take(vml_host_collection *facts)
{
	vml_facts_task *task;

	pthread_mutex_lock(&facts->lock);
	task = facts->queue;
	if (task) {
		facts->queue = task->next_queued;
		if (!facts->queue)
			facts->queue_end = &facts->queue;
	}
	pthread_mutex_unlock(&facts->lock);
	return task;
}

bool vml_facts_run(vml_host_collection *facts, vml_facts_task *task)
{
	vml_text_stream stream;
	bool last;
	VML_SIGPIPE_HELD;

	vml_text_open(&stream);
	task->run(&facts->from, task, stream.out);
	task->text = vml_text_close(&stream);
	release_object(facts, task);
	pthread_mutex_lock(&facts->lock);
	for (vml_facts_task *child = task->children; child; child = child->next) {
		enqueue(facts, child);
		facts->unfinished++;
	}
	/* the first row has read the capabilities: the tasks that need them can begin */
	if (task == facts->rows) {
		facts->from.host = facts->from.capabilities;
		enqueue_rows(facts, true);
	}
	last = !--facts->unfinished;
	pthread_mutex_unlock(&facts->lock);
	return last;
}

static void put_task(FILE *out, const vml_facts_task *task)
{
	fputs(task->text, out);
	for (const vml_facts_task *child = task->children; child; child = child->next)
		put_task(out, child);
	fputs(task->end, out);
}

/* Return true if the tasks of the rows from `begin` up to `end` (excluded) succeeded. */
static bool is_complete(const vml_host_collection *facts, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (facts->rows[i].failed)
			return false;
	return true;
}

/*
 * Write a section of the profile: the row `begin`, and the rows after it that have the same section
 * name. Writes nothing if a task of these rows failed. Returns the index of the row after the
 * section.
 */
static size_t put_section(FILE *out, const vml_host_collection *facts, size_t begin)
{
	const char *section = vml_facts_rows[begin].section;
	size_t end = begin + 1;

	while (section && end < vml_facts_n_rows && vml_facts_rows[end].section &&
		!strcmp(vml_facts_rows[end].section, section))
		end++;
	if (!is_complete(facts, begin, end))
		return end;
	if (section)
		fprintf(out, "<%s>\n", section);
	for (size_t i = begin; i < end; i++)
		put_task(out, &facts->rows[i]);
	if (section)
		fprintf(out, "</%s>\n", section);
	return end;
}

/* Return the profile of the host as text, which the caller frees. */
static char *compose(const vml_host_collection *facts, size_t *ret_len)
{
	size_t row = 1;
	vml_text_stream stream;
	char *text;

	vml_text_open(&stream);
	fprintf(stream.out, "<vmlint-host format='%d'", VML_HOST_FORMAT);
	for (; row <= VML_FACTS_ATTRIBUTES; row++)
		put_task(stream.out, &facts->rows[row]);
	fputs(">\n", stream.out);
	put_task(stream.out, &facts->rows[0]);
	while (row < vml_facts_n_rows)
		row = put_section(stream.out, facts, row);
	fputs(end_tag, stream.out);
	text = vml_text_close(&stream);
	*ret_len = stream.len;
	return text;
}

/*
 * Add the IP addresses and the listings of directories of this machine to a profile. Frees `profile`
 * and returns the new profile.
 */
static char *with_own_facts(vml_collector *from, const vml_host *host, char *profile)
{
	vml_text_stream stream;
	VML_SIGPIPE_HELD;

	from->host = host;
	vml_text_open(&stream);
	fwrite(profile, 1, strlen(profile) - strlen(end_tag), stream.out);
	free(profile);
	vml_put_addresses(from, stream.out);
	vml_put_files(from, stream.out);
	fputs(end_tag, stream.out);
	return vml_text_close(&stream);
}

int vml_facts_finish(vml_host_collection *facts, vml_known_host *ret, const char *uri,
	char **ret_profile, char **ret_error)
{
	vml_slice slice = { .line = 1, .column = 1, .terminated = true };
	vml_known_host known = { .parser = vml_parser_new() };
	char *profile = facts->from.error ? NULL : compose(facts, &slice.len);
	bool here;
	vml_fault fault;

	slice.bytes = profile;
	if (!profile) {
		*ret_error = vml_strdup(facts->from.error);
	} else if (vml_host_read(known.parser, &slice, uri, &known.host, &fault)) {
		*ret_error = vml_asprintf("line %lu of the profile: %s", fault.line, fault.message);
	} else {
		here = facts->from.request.local && vml_host_is_this_machine(known.host);
		if (here)
			vml_host_set_local(known.host);
		known.images = facts->from.images;
		facts->from.images = NULL;
		*ret = known;
		if (ret_profile) {
			*ret_profile =
				here ? with_own_facts(&facts->from, known.host, profile) : profile;
			profile = NULL;
		}
	}
	free(profile);
	if (!known.host)
		vml_parser_free(known.parser);
	return known.host ? 0 : -1;
}

void vml_known_host_free(vml_known_host *known)
{
	vml_host_free(known->host);
	vml_parser_free(known->parser);
	vml_images_free(known->images);
	*known = (vml_known_host){ 0 };
}
