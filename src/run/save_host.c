/* Saving the facts of a host as a host profile (--save-host). */
#include "host_profiles.h"

#include "arena.h"
#include "host_documents.h"
#include "live.h"
#include "outputs.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Number of libvirt calls at the same time while the facts are read. */
enum { IN_FLIGHT = 8 };

static int fail(const vml_settings *settings, const char *text, const char *hint)
{
	vml_messages_put(&settings->messages,
		&(vml_message){ .kind = VML_MESSAGE_ERROR, .text = text, .hint = hint });
	return VML_EXIT_TROUBLE;
}

/*
 * Return the profile of the connection's host, which the caller frees; NULL after printing a
 * message.
 */
static char *collect(const vml_settings *settings)
{
	char *profile = NULL;
	vml_fault fault;
	vml_live *live;

	if (vml_live_open(&live, settings->connections[0], false, settings->read_write, &fault)) {
		fail(settings, fault.message, fault.hint);
	} else {
		if (vml_live_facts(live, IN_FLIGHT, &profile, &fault))
			fail(settings, fault.message, fault.hint);
		vml_live_close(live);
	}
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

int vml_save_host(const vml_settings *settings)
{
	bool is_stdout = !strcmp(settings->save_host, "-");
	char *profile = settings->n_connections ? collect(settings) : join(settings);
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
