/*
 * Host facts of a connection: reads the sections of a host profile from libvirt, several at a time.
 */
#include "host_facts.h"

#include "arena.h"
#include "host_files.h"
#include "host_sections.h"
#include "text.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SECTIONS = 16, MAX_THREADS = 16 };

/* The sections to read; shared by the threads. */
struct work {
	const vml_collector *from;
	unsigned int next; /* index of the next section to read; atomic */
	vml_text_stream streams[MAX_SECTIONS];
	size_t n;
};

static void *run(void *data)
{
	struct work *work = data;
	unsigned int i;
	VML_SIGPIPE_HELD;

	while ((i = __atomic_fetch_add(&work->next, 1, __ATOMIC_RELAXED)) < work->n) {
		vml_text_open(&work->streams[i]);
		vml_sections[i](work->from, work->streams[i].out);
		vml_text_close(&work->streams[i]);
	}
	return NULL;
}

/*
 * Read all sections. in_flight: number of threads: over a network, most of the time is spent
 * waiting.
 */
static void collect(struct work *work, unsigned int in_flight)
{
	pthread_t threads[MAX_THREADS];
	unsigned int n = 0;

	while (vml_sections[work->n])
		work->n++;
	while (n + 1 < in_flight && n + 1 < work->n && n < MAX_THREADS &&
		!pthread_create(&threads[n], NULL, run, work))
		n++;
	run(work);
	while (n)
		pthread_join(threads[--n], NULL);
}

static vml_host *read_capabilities(const char *xml, vml_parser *parser)
{
	vml_slice slice = {
		.bytes = xml, .len = strlen(xml), .line = 1, .column = 1, .terminated = true
	};
	vml_fault fault;
	vml_host *host;

	return vml_host_read(parser, &slice, "", &host, &fault) ? NULL : host;
}

static const char end_tag[] = "</vmlint-host>\n";

/*
 * Return the profile of the host, which the caller frees; NULL if the capabilities cannot be read.
 */
static char *compose(vml_collector *from, vml_parser *parser, size_t *ret_len)
{
	struct work work = { .from = from };
	char *xml = from->virt->virConnectGetCapabilities(from->connection), *text;
	vml_text_stream stream;
	vml_host *host;

	if (!xml)
		return NULL;
	host = read_capabilities(xml, parser);
	from->host = host;
	collect(&work, from->request->in_flight);
	vml_text_open(&stream);
	for (size_t i = 0; i < work.n; i++) {
		fputs(work.streams[i].text, stream.out);
		free(work.streams[i].text);
		if (!i)
			vml_put_document(stream.out, xml);
	}
	fputs(end_tag, stream.out);
	text = vml_text_close(&stream);
	*ret_len = stream.len;
	vml_host_free(host);
	return text;
}

/*
 * Return false if an emulator in the capabilities does not exist on this machine: the daemon then
 * runs in a container with the same name but other files.
 */
static bool has_its_emulators(const vml_host *host)
{
	for (const vml_host_guest *it = host->guests; it; it = it->next)
		if (*it->emulator && access(it->emulator, F_OK))
			return false;
	return true;
}

/*
 * Return true if the connection's host is this machine: the daemon is local and not in another
 * container.
 */
static bool is_this_machine(const vml_collector *from, const vml_host *host)
{
	char own[256] = "";
	const char *name = vml_host_name(host),
		   *type = from->virt->virConnectGetType(from->connection);

	if (!from->request->local || !type || strcmp(type, "QEMU"))
		return false;
	if (gethostname(own, sizeof(own) - 1) || !*own || strncmp(name, own, strlen(own)))
		return false;
	/* libvirt reports the full name, gethostname() often only its first label */
	return (!name[strlen(own)] || name[strlen(own)] == '.') && has_its_emulators(host);
}

/*
 * Add the listings of directories of this machine to a profile. Frees `profile` and returns the new
 * one.
 */
static char *with_files(vml_collector *from, const vml_host *host, char *profile)
{
	vml_text_stream stream;

	from->host = host;
	vml_text_open(&stream);
	fwrite(profile, 1, strlen(profile) - strlen(end_tag), stream.out);
	free(profile);
	vml_put_files(from, stream.out);
	fputs(end_tag, stream.out);
	return vml_text_close(&stream);
}

int vml_known_host_read(vml_known_host *ret, const struct vml_libvirt *virt,
	virConnectPtr connection, const vml_facts_request *request, const char *uri,
	char **ret_profile, char **ret_error)
{
	vml_collector from = { .virt = virt, .connection = connection, .request = request };
	vml_slice slice = { .line = 1, .column = 1, .terminated = true };
	vml_known_host known = { .parser = vml_parser_new() };
	char *profile;
	vml_fault fault;
	VML_SIGPIPE_HELD;

	slice.bytes = profile = compose(&from, known.parser, &slice.len);
	if (!profile) {
		const virError *error = virt->virGetLastError();

		*ret_error = vml_strdup(
			error && error->message ? error->message : "no reason given by libvirt");
	} else if (vml_host_read(known.parser, &slice, uri, &known.host, &fault)) {
		*ret_error = vml_asprintf("line %lu of the profile: %s", fault.line, fault.message);
	} else {
		bool here = is_this_machine(&from, known.host);

		if (here)
			vml_host_set_local(known.host);
		*ret = known;
		if (ret_profile && here)
			profile = with_files(&from, known.host, profile);
		if (ret_profile) {
			*ret_profile = profile;
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
	*known = (vml_known_host){ 0 };
}
