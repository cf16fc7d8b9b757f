/* Audit for the hook: findings as short escaped lines for syslog. */
#include "hook_audit.h"

#include "config.h"
#include "escape.h"

#include <libxml/xmlerror.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_CONFIG "/etc/vmlint.ini"

/* Append an escaped line, truncated to VML_HOOK_LINE bytes. */
static void add(vml_hook_reply *reply, char digit, const char *line, size_t len)
{
	static const char cut[] = "...";
	bool whole = len <= VML_HOOK_LINE;
	char *to = reply->text + reply->len;

	if (!whole) {
		len = VML_HOOK_LINE - strlen(cut);
		while (((unsigned char)line[len] & 0xc0) == 0x80)
			len--; /* do not split a UTF-8 character */
	}
	*to++ = digit;
	memcpy(to, line, len);
	to += len;
	if (!whole) {
		memcpy(to, cut, strlen(cut));
		to += strlen(cut);
	}
	*to++ = '\n';
	*to = '\0';
	reply->len = (size_t)(to - reply->text);
}

/*
 * Append "guest GUEST: WHAT TEXT [RULE]"; rule: NULL if there is none. Also runs in the
 * supervising process, which must survive running out of memory.
 */
static void add_line(vml_hook_reply *reply, char digit, const char *guest, const char *what,
	const char *text, const char *rule)
{
	char *line = NULL;
	size_t len;
	FILE *out = open_memstream(&line, &len);

	if (out) {
		fputs("guest ", out);
		vml_puts_safe(out, guest);
		fprintf(out, ": %s", what);
		vml_puts_safe(out, text);
		if (rule)
			fprintf(out, " [%s]", rule);
	}
	if (out && !fclose(out))
		add(reply, digit, line, len);
	else
		reply->len += (size_t)sprintf(reply->text + reply->len, "%cout of memory\n", digit);
	free(line);
}

void vml_hook_trouble(const char *guest, const char *why, vml_hook_reply *ret)
{
	ret->len = 0;
	add_line(ret, VML_HOOK_TROUBLE, guest, "not audited: ", why, NULL);
}

static void add_finding(vml_hook_reply *reply, const char *guest, const vml_finding *finding)
{
	char what[32];

	snprintf(what, sizeof(what), "%s: ", vml_severity_name(finding->severity));
	add_line(reply, (char)('0' + finding->severity), guest, what, finding->message,
		finding->rule->id);
}

/* Append the findings, highest severity first, and the number of those that do not fit. */
static void add_findings(vml_hook_reply *reply, const char *guest, const vml_result *result)
{
	size_t n = result->n_findings, room = n > VML_HOOK_LINES ? VML_HOOK_LINES - 1 : n, told = 0;
	char rest[64];

	for (int severity = VML_ERROR; severity >= VML_INFO; severity--)
		for (size_t i = 0; i < n; i++) {
			if ((int)result->findings[i]->severity != severity)
				continue;
			if (told == room) {
				snprintf(rest, sizeof(rest), "%zu more findings", n - room);
				add_line(reply, (char)('0' + severity), guest, "", rest, NULL);
				return;
			}
			add_finding(reply, guest, result->findings[i]);
			told++;
		}
}

/*
 * Read the configuration (path: NULL for the system's) and apply it to a selection.
 *
 * ret: the configuration, which must outlive the selection; NULL if there is none
 *
 * Returns an error message, which the caller frees, or NULL.
 */
static char *configure(const char *path, vml_selection *selection, vml_config **ret)
{
	const vml_setting *setting;
	char *wrong = NULL, *match;

	*ret = NULL;
	if (!path && access(SYSTEM_CONFIG, F_OK))
		return NULL;
	if (vml_config_read(path ? path : SYSTEM_CONFIG, ret, &wrong))
		return wrong;
	match = vml_config_match(*ret, NULL);
	vml_config_select(*ret, match, selection);
	free(match);
	setting = vml_config_get(*ret, "guest");
	if (setting)
		vml_select_guest(selection, setting->value);
	return NULL;
}

/* Discard libxml2's messages, which it would print on standard error. */
static void silent(void *data, const char *fmt, ...)
{
	(void)data;
	(void)fmt;
}

void vml_hook_audit(
	const char *guest, const char *config, const char *xml, size_t len, vml_hook_reply *ret)
{
	vml_selection *selection = vml_selection_new();
	vml_config *settings;
	vml_result result;
	vml_doc *doc;
	char *wrong = configure(config, selection, &settings);

	ret->len = 0;
	xmlSetGenericErrorFunc(NULL, silent);
	if (!wrong && !vml_load(xml, len, &doc, &wrong)) {
		vml_audit(doc, selection, &result);
		if (result.n_domains)
			add_findings(ret, guest, &result);
		else
			vml_hook_trouble(guest, result.not_audited, ret);
		vml_free(doc);
	} else {
		vml_hook_trouble(guest, wrong, ret);
	}
	free(wrong);
	vml_selection_free(selection);
	vml_config_free(settings);
}
