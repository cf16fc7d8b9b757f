/*
 * Defaults of the settings, and parsing of those that both command line and configuration may have.
 */
#include "settings.h"

#include "arena.h"
#include "suggest.h"
#include "target.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Return the number of online processors, at most VML_MAX_JOBS. */
static unsigned int default_jobs(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > VML_MAX_JOBS ? VML_MAX_JOBS : (unsigned int)n;
}

void vml_settings_init(vml_settings *ret)
{
	*ret = (vml_settings){ .fail_on = VML_WARNING,
		.least = VML_INFO,
		.color = "auto",
		.jobs = default_jobs(),
		.in_flight = 10,
		.timeout = 30 };
}

void vml_settings_free(vml_settings *settings)
{
	free(settings->connections);
	free(settings->hosts);
	free(settings->host_documents);
	free(settings->reports);
	free(settings->choices);
	free(settings->given);
	free(settings->own_baseline);
}

static const char *nth_format(const void *data, size_t i)
{
	(void)data;
	return vml_reporters[i] ? vml_reporters[i]->name : NULL;
}

/*
 * Return a message on an unknown format, with a suggestion or with all formats; the caller frees
 * it.
 */
static char *unknown_format(const char *name)
{
	vml_text_stream text;

	if (vml_did_you_mean(name, nth_format, NULL))
		return vml_unknown_word("format", name, nth_format, NULL);
	vml_text_open(&text);
	fprintf(text.out, "unknown format '%s': expected", name);
	for (size_t i = 0; vml_reporters[i]; i++)
		fprintf(text.out, "%s %s", i ? "," : "", vml_reporters[i]->name);
	return vml_text_close(&text);
}

static char *set_format(vml_settings *s, const char *arg)
{
	size_t n = strcspn(arg, ":");
	const vml_reporter *found = NULL;

	for (const vml_reporter *const *r = vml_reporters; *r; r++)
		if (strlen((*r)->name) == n && !strncmp((*r)->name, arg, n))
			found = *r;
	if (!found) {
		char *name = vml_strdup(arg), *wrong;

		name[n] = '\0';
		wrong = unknown_format(name);
		free(name);
		return wrong;
	}
	if (arg[n] && !arg[n + 1])
		return vml_asprintf("no file name after '%s'", arg);
	s->reports = vml_realloc(s->reports, (s->n_reports + 1) * sizeof(*s->reports));
	s->reports[s->n_reports++] =
		(vml_wanted_report){ .reporter = found, .file = arg[n] ? arg + n + 1 : NULL };
	return NULL;
}

static char *set_min_severity(vml_settings *s, const char *arg)
{
	if (!vml_severity_by_name(arg, &s->least))
		return vml_asprintf("invalid level '%s': expected info, warning or error", arg);
	return NULL;
}

static char *set_fail_on(vml_settings *s, const char *arg)
{
	vml_severity level = 0; /* never */

	if (strcmp(arg, "never") && !vml_severity_by_name(arg, &level))
		return vml_asprintf(
			"invalid level '%s': expected info, warning, error or never", arg);
	s->fail_on = level;
	return NULL;
}

static char *set_guest(vml_settings *s, const char *arg)
{
	s->guest = arg;
	return NULL;
}

static char *set_target(vml_settings *s, const char *arg)
{
	vml_target target;
	char *wrong = NULL;

	if (!vml_target_parse(arg, &target, &wrong))
		s->target = arg;
	return wrong;
}

/* Parse a number from 1 to `max`. Returns NULL, or an error message that the caller frees. */
static char *set_number(unsigned int *ret, const char *arg, unsigned int max)
{
	uint64_t n;

	if (!vml_number(arg, &n) || n < 1 || n > max)
		return vml_asprintf("invalid value '%s': expected 1 to %u", arg, max);
	*ret = (unsigned int)n;
	return NULL;
}

static char *set_in_flight(vml_settings *s, const char *arg)
{
	return set_number(&s->in_flight, arg, VML_MAX_IN_FLIGHT);
}

static char *set_timeout(vml_settings *s, const char *arg)
{
	return set_number(&s->timeout, arg, VML_MAX_TIMEOUT);
}

static const struct {
	const char *name;
	char *(*set)(vml_settings *settings, const char *value);
} setters[] = {
	{ "fail-on", set_fail_on },
	{ "min-severity", set_min_severity },
	{ "guest", set_guest },
	{ "format", set_format },
	{ "target", set_target },
	{ "in-flight", set_in_flight },
	{ "timeout", set_timeout },
};

char *vml_settings_set(vml_settings *settings, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(setters) / sizeof(*setters); i++)
		if (!strcmp(setters[i].name, name))
			return setters[i].set(settings, value);
	return vml_asprintf("unknown setting '%s'", name);
}

void vml_settings_give(vml_settings *settings, const char *name)
{
	settings->given =
		vml_realloc(settings->given, (settings->n_given + 1) * sizeof(*settings->given));
	settings->given[settings->n_given++] = name;
}

bool vml_settings_given(const vml_settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->n_given; i++)
		if (!strcmp(settings->given[i], name))
			return true;
	return false;
}
