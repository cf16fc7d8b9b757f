/* Audit for the hook: findings as short, escaped lines for syslog. */
#include "hook_audit.h"

#include "arena.h"
#include "bytes.h"
#include "escape.h"
#include "text.h"

#include <libxml/xmlerror.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM_CONFIG "/etc/vmlint.ini"

/* Append a line, truncated to VML_HOOK_LINE bytes. digit: its severity, or VML_HOOK_TROUBLE. */
static void add(vml_hook_reply *reply, char digit, const char *line, size_t len)
{
	static const char cut[] = "...";
	bool whole = len <= VML_HOOK_LINE;
	char *to = reply->text + reply->len;

	if (!whole) {
		len = VML_HOOK_LINE - strlen(cut);
		while (((unsigned char)line[len] & 0xc0) == 0x80)
			len--; /* do not cut a UTF-8 character in half */
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
 * Append the line "guest GUEST: WHAT TEXT [RULE]". Must not use vml_realloc(): this also runs in
 * the supervising process, which must survive running out of memory.
 *
 * digit: the severity of the line, or VML_HOOK_TROUBLE
 * rule: id of the rule; NULL: the line ends after TEXT
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

/*
 * Append the findings, highest severity first. If not all fit, the last line is the number of those
 * that are left out.
 */
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
 * Create a policy from the configuration and the host profile of the request. Of the section
 * [vmlint] of the configuration, only rules, target, guest and hosts are used: its other settings
 * concern reports.
 *
 * settings: must outlive the policy
 *
 * Returns an error message, which the caller frees; or NULL with *ret set.
 */
static char *configure(const vml_hook_request *request, vml_settings *settings, vml_policy **ret)
{
	const char *path = request->config;
	const vml_setting *setting;
	vml_config *config = NULL;
	vml_error error = { 0 };

	vml_settings_init(settings);
	if (!path && !access(SYSTEM_CONFIG, F_OK))
		path = SYSTEM_CONFIG;
	if (path && vml_config_read(path, &config, &error.text))
		return error.text;
	setting = config ? vml_config_get(config, "guest") : NULL;
	settings->guest = setting ? setting->value : NULL;
	settings->own_host = true;
	if (request->host) {
		settings->hosts = vml_realloc(NULL, sizeof(*settings->hosts));
		settings->hosts[settings->n_hosts++] = request->host;
	}
	vml_policy_new(settings, config, ret, &error);
	return error.text;
}

/* Discard libxml2's messages, which it would otherwise print on standard error. */
static void silent(void *data, const char *fmt, ...)
{
	(void)data;
	(void)fmt;
}

void vml_hook_audit(const vml_hook_request *request, vml_hook_reply *ret)
{
	const char *guest = request->guest;
	vml_parser *parser = vml_parser_new();
	vml_policy *policy = NULL;
	vml_settings settings;
	vml_result result;
	vml_fault fault;
	vml_doc *doc;
	char *wrong = configure(request, &settings, &policy);

	ret->len = 0;
	xmlSetGenericErrorFunc(NULL, silent);
	if (!wrong &&
		vml_audit_bytes(
			policy, parser, NULL, request->xml, request->len, &doc, &result, &fault))
		wrong = vml_asprintf("%lu:%lu: %s", fault.line, fault.column, fault.message);
	if (wrong) {
		vml_hook_trouble(guest, wrong, ret);
	} else {
		if (result.n_domains)
			add_findings(ret, guest, &result);
		else
			vml_hook_trouble(guest, result.not_audited, ret);
		vml_doc_free(doc);
	}
	free(wrong);
	vml_policy_free(policy);
	vml_settings_free(&settings);
	vml_parser_free(parser);
}
