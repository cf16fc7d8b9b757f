/* Saving the facts of a host as a host profile (--save-host). */
#include "host_profiles.h"

#include "arena.h"
#include "dump.h"
#include "host_documents.h"
#include "outputs.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static int fail(const vml_settings *settings, const char *text, const char *hint)
{
	vml_messages_put(&settings->messages,
		&(vml_message){ .kind = VML_MESSAGE_ERROR, .text = text, .hint = hint });
	return VML_EXIT_TROUBLE;
}

/*
 * Return the profile of the connection's host, which the caller frees; NULL after printing a
 * message.
 *
 * threads_left: set to true if threads still wait for the host, see vml_dump_free()
 */
static char *collect(const vml_settings *settings, bool *threads_left)
{
	vml_dump *dump = vml_dump_start(&(vml_dump_request){ .uri = settings->connections[0],
		.read_write = settings->read_write,
		.facts = true,
		.profile = true,
		.in_flight = settings->in_flight,
		.timeout = settings->timeout });
	vml_fault fault;
	char *profile = vml_dump_profile(dump, &fault);

	if (!profile)
		fail(settings, fault.message, fault.hint);
	*threads_left = vml_dump_free(dump);
	return profile;
}

static char *join(const vml_settings *settings)
{
	vml_buffer bytes;
	char *wrong = vml_host_documents_join(settings, &bytes);

	if (!wrong)
		return bytes.bytes;
	fail(settings, wrong, NULL);
	free(wrong);
	return NULL;
}

int vml_save_host(vml_settings *settings)
{
	bool is_stdout = !strcmp(settings->save_host, "-");
	char *profile = settings->n_connections ? collect(settings, &settings->threads_left)
						: join(settings);
	vml_temporary *temporary = NULL;
	bool good = false;
	FILE *out;

	if (!profile)
		return VML_EXIT_TROUBLE;
	out = is_stdout ? settings->documents
			: vml_open_beside(settings->save_host, &settings->messages, &temporary);
	if (out)
		fputs(profile, out);
	free(profile);
	if (out)
		good = is_stdout ||
			vml_put_in_place(out, temporary, settings->save_host, &settings->messages);
	return good ? VML_EXIT_CLEAN : VML_EXIT_TROUBLE;
}
