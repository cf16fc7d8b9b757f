/*
 * Readers of single values, after src/util of libvirt 9.0: virstring.c, viruuid.c,
 * virmacaddr.c, virbitmap.c, virutil.c.
 */
#include "readers.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return isxdigit((unsigned char)c) != 0;
}

/* Whitespace of the C locale. */
static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_spaces(const char *at)
{
	while (is_space(*at))
		at++;
	return at;
}

bool vml_read_number(const char *text, const vml_number_range *range)
{
	const char *digits = skip_spaces(text);
	unsigned long long value;
	bool minus = *digits == '-';
	char *end;

	digits += minus || *digits == '+';
	/* strtoull() itself would skip whitespace and accept a second sign */
	if (!isalnum((unsigned char)*digits))
		return false;
	errno = 0;
	value = strtoull(digits, &end, range->base);
	if (errno || end == digits || *end)
		return false;
	if (minus)
		return value <= LLONG_MAX && -(long long)value >= range->min;
	return value <= range->max && (range->min <= 0 || value >= (unsigned long long)range->min);
}

bool vml_read_decimal(const char *text)
{
	return vml_read_number(text, &(vml_number_range){ LLONG_MIN, ULLONG_MAX, 10 });
}

bool vml_read_unsigned(const char *text)
{
	return vml_read_number(text, &(vml_number_range){ 0, ULLONG_MAX, 10 });
}

bool vml_read_any_base(const char *text)
{
	return vml_read_number(text, &(vml_number_range){ 0, ULLONG_MAX, 0 });
}

bool vml_read_hexadecimal(const char *text)
{
	/*
	 * libvirt reads some of these attributes with base 16, others with the base of the prefix
	 */
	return vml_read_number(text, &(vml_number_range){ 0, ULLONG_MAX, 16 }) ||
		vml_read_any_base(text);
}

bool vml_read_octal(const char *text)
{
	return vml_read_number(text, &(vml_number_range){ 0, ULLONG_MAX, 8 });
}

bool vml_read_uuid(const char *text)
{
	const char *at = skip_spaces(text);

	for (int bytes = 0; bytes < 16;) {
		if (*at == '-' || *at == ' ') {
			at++;
			continue;
		}
		if (!is_hex(at[0]) || !is_hex(at[1]))
			return false;
		at += 2;
		bytes++;
	}
	return !*skip_spaces(at);
}

bool vml_read_mac(const char *text)
{
	for (int i = 0; i < 6; i++) {
		const char *start = text;

		while (is_hex(*text))
			text++;
		if (text == start || text - start > 2)
			return false;
		if (i < 5 && *text++ != ':')
			return false;
	}
	return !*text || is_space(*text);
}

/*
 * Read one number of a CPU set and the whitespace after it. Returns the end; NULL if there is no
 * number, or if it exceeds INT_MAX.
 */
static const char *set_member(const char *at, long *ret)
{
	char *end;

	if (!is_digit(*at))
		return NULL;
	errno = 0;
	*ret = strtol(at, &end, 10);
	return errno || *ret > INT_MAX ? NULL : skip_spaces(end);
}

bool vml_read_cpuset(const char *text)
{
	const char *at = skip_spaces(text);
	long first, last;

	if (!*at)
		return false;
	for (;;) {
		bool without = *at == '^';

		at = set_member(at + without, &first);
		if (at && *at == '-' && !without) {
			at = set_member(skip_spaces(at + 1), &last);
			if (at && last < first)
				return false;
		}
		if (!at || !*at)
			return at != NULL;
		if (*at != ',')
			return false;
		at = skip_spaces(at + 1);
		if (!*at)
			return true;
	}
}

bool vml_read_size_unit(const char *text)
{
	size_t binary = text[0] && (text[1] == 'i' || text[1] == 'I');

	if (*text && strchr("kmgtpeKMGTPE", *text)) {
		if (!text[1])
			return true;
		return (text[1 + binary] == 'b' || text[1 + binary] == 'B') && !text[2 + binary];
	}
	return !strcasecmp(text, "b") || !strcasecmp(text, "byte") || !strcasecmp(text, "bytes");
}

bool vml_read_hex(const char *text, bool prefix, size_t min, size_t max)
{
	size_t n = 0;

	if (prefix && strncmp(text, "0x", 2) != 0)
		return false;
	for (text += prefix ? 2 : 0; is_hex(text[n]);)
		n++;
	return !text[n] && n >= min && n <= max;
}

bool vml_read_ip(const char *text)
{
	unsigned char address[16];

	return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

bool vml_read_usb_port(const char *text)
{
	for (int i = 0; i < 4; i++) {
		const char *start = text;

		while (is_digit(*text))
			text++;
		if (text == start)
			return false;
		if (*text != '.')
			return !*text;
		text++;
	}
	return false;
}

bool vml_has_outer_whitespace(const char *text)
{
	size_t len = strlen(text);

	return len && (is_space(text[0]) || is_space(text[len - 1]));
}

bool vml_has_only(const char *text, const char *others)
{
	const char *at = text;

	while (*at && (isalnum((unsigned char)*at) || strchr(others, *at)))
		at++;
	return !*at && at != text;
}

/* Return true if the text contains `open`, at least one byte, and `close`, in this order. */
static bool has_pair(const char *text, const char *open, const char *close)
{
	const char *start = strstr(text, open);

	return start && start[strlen(open)] && strstr(start + strlen(open) + 1, close);
}

/* Return true if the text contains a name in capitals between two marks: @NAME@ or __NAME__. */
static bool has_marked_name(const char *text, const char *mark)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t len = strlen(mark);

	for (const char *at = strstr(text, mark); at; at = strstr(at + 1, mark)) {
		size_t name = strspn(at + len, capitals);

		if (name &&
			(!strncmp(at + len + name, mark, len) ||
				(*mark == '_' && name > 2 && at[len + name - 1] == '_' &&
					at[len + name - 2] == '_')))
			return true;
	}
	return false;
}

/*
 * Return true if the text contains a name in capitals that begins with YOUR: YOUR_BRIDGE, as used
 * in documentation.
 */
static bool has_your(const char *text)
{
	const char *at = strstr(text, "YOUR_");

	return at && at[5] >= 'A' && at[5] <= 'Z';
}

bool vml_is_placeholder(const char *text)
{
	static const char *const pairs[][2] = { { "${", "}" }, { "$(", ")" }, { "{{", "}}" },
		{ "{%", "%}" }, { "%(", ")" }, { "<%", "%>" }, { "#{", "}" }, { "<", ">" } };

	/* shortcut: most values have none of the bytes with which placeholders begin */
	if (!text[strcspn(text, "$%@<#{_C+")])
		return false;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (has_pair(text, pairs[i][0], pairs[i][1]))
			return true;
	if (text[0] == '$' && (isalpha((unsigned char)text[1]) || text[1] == '_'))
		return true;
	/* printf() formats, and source code of a string concatenation: '+name+' */
	if (strstr(text, "%s") || strstr(text, "%d") || has_pair(text, "'+", "+'") ||
		has_pair(text, "\"+", "+\""))
		return true;
	return has_marked_name(text, "@") || has_marked_name(text, "__") ||
		strstr(text, "CHANGE_ME") || strstr(text, "CHANGEME") ||
		strstr(text, "CHANGE-ME") || strstr(text, "REPLACE_ME") || has_your(text);
}
