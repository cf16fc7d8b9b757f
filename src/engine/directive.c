/* Parser of suppression directives: comments such as "vmlint: allow RULE: REASON". */
#define _GNU_SOURCE /* memmem */
#include "directive.h"

#include <string.h>
#include <strings.h>
#include <time.h>

static const char whitespace[] = " \t\r\n";

static const char *skip_whitespace(const char *at)
{
	return at + strspn(at, whitespace);
}

bool vml_is_directive(const char *comment)
{
	const char *at = skip_whitespace(comment);
	bool colon;

	if (!strncmp(at, "vmlint:", 7))
		return true;
	if (strncasecmp(at, "vmlint", 6))
		return false;
	/* a comment without "allow" only mentions vmlint */
	at = skip_whitespace(at + 6);
	colon = *at == ':';
	at = skip_whitespace(at + colon);
	return !strncasecmp(at, "allow", 5) &&
		(at[5] == ':' || strchr(whitespace, at[5]) || !strncasecmp(at + 5, "-file", 5));
}

static vml_strview trimmed(const char *from, const char *to)
{
	while (from < to && strchr(whitespace, *from))
		from++;
	while (to > from && strchr(whitespace, to[-1]))
		to--;
	return (vml_strview){ .text = from, .len = (size_t)(to - from) };
}

/*
 * Move " until DATE" from the end of directive->rules to directive->until. "until" must be a
 * separate word, because rule ids may contain it. Returns true if the date after it is missing.
 */
static bool cut_date(vml_directive *directive)
{
	static const char word[] = "until";
	const size_t len = sizeof(word) - 1;
	const char *at = directive->rules.text, *end = at + directive->rules.len, *hit;

	while ((hit = memmem(at, (size_t)(end - at), word, len))) {
		at = hit + len;
		if (hit == directive->rules.text || !strchr(whitespace, hit[-1]) ||
			(at < end && !strchr(whitespace, *at)))
			continue;
		directive->until = trimmed(at, end);
		directive->rules = trimmed(directive->rules.text, hit);
		return !directive->until.len;
	}
	return false;
}

const char *vml_directive_read(const char *comment, vml_directive *ret)
{
	const char *start = skip_whitespace(comment), *at, *end, *colon;
	size_t verb;

	if (strncmp(start, "vmlint:", 7))
		return "expected 'vmlint:' in lower case and with its colon";
	at = skip_whitespace(start + strlen("vmlint:"));
	verb = strcspn(at, " \t\r\n:");
	*ret = (vml_directive){ .whole_file = verb == 10 && !strncmp(at, "allow-file", verb) };
	if (!ret->whole_file && (verb != 5 || strncmp(at, "allow", verb)))
		return "expected 'allow' or 'allow-file'";
	at += verb;
	end = at + strlen(at);
	colon = strchr(at, ':');
	ret->rules = trimmed(at, colon ? colon : end);
	ret->reason = colon ? trimmed(colon + 1, end) : trimmed(end, end);
	if (cut_date(ret))
		return "expected a day YYYY-MM-DD after 'until'";
	return ret->rules.len ? NULL : "expected a rule id";
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Return the number of days in a month. month: 1 to 12. */
static long days_of(long year, long month)
{
	static const long days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

long vml_date(const char *text, size_t len)
{
	long year = 0, month = 0, day = 0;

	if (len != 10 || text[4] != '-' || text[7] != '-')
		return 0;
	for (size_t i = 0; i < len; i++) {
		long *part = i < 4 ? &year : i < 7 ? &month : &day;

		if (i == 4 || i == 7)
			continue;
		if (!is_digit(text[i]))
			return 0;
		*part = *part * 10 + (text[i] - '0');
	}
	if (month < 1 || month > 12 || day < 1 || day > days_of(year, month))
		return 0;
	return (year * 100 + month) * 100 + day;
}

long vml_today(void)
{
	time_t now = time(NULL);
	struct tm tm;

	localtime_r(&now, &tm);
	return ((tm.tm_year + 1900L) * 100 + tm.tm_mon + 1) * 100 + tm.tm_mday;
}
