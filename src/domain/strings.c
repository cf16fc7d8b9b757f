/* Strings: parsing of values, numbers and amounts; formatting of messages and commands. */
#include "context.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

bool vml_one_of(const char *text, const char *list)
{
	const char *at = list;

	if (!*text) /* "" would match the NUL that ends the list */
		return *list == '|' || strstr(list, "||");
	while ((at = strchr(at, *text))) {
		const char *t = text;

		if (at > list && at[-1] != '|') {
			at++;
			continue;
		}
		do {
			t++;
			at++;
		} while (*t && *t == *at);
		if (!*t && (!*at || *at == '|'))
			return true;
	}
	return false;
}

bool vml_starts_with(const char *text, const char *prefix)
{
	while (*prefix)
		if (*text++ != *prefix++)
			return false;
	return true;
}

bool vml_ends_with_nocase(const char *text, const char *suffix)
{
	size_t len = strlen(text), n = strlen(suffix);

	return len >= n && !strcasecmp(text + len - n, suffix);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* 16 digits of base 10 or 16 always fit into 64 bits. */
enum { SAFE_DIGITS = 16 };

/* Same as vml_number(), in any form that libvirt accepts. */
static bool read_any_number(const char *text, uint64_t *ret)
{
	uint64_t value = 0;
	unsigned int base = 10, digits = 0;

	while (is_blank(*text))
		text++;
	text += *text == '+';
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	}
	for (;; text++, digits++) {
		unsigned int digit;

		if (*text >= '0' && *text <= '9')
			digit = (unsigned int)(*text - '0');
		else if (base == 16 && *text && strchr("abcdefABCDEF", *text))
			digit = (unsigned int)((*text | 0x20) - 'a') + 10;
		else
			break;
		if (digits >= SAFE_DIGITS && value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	while (is_blank(*text))
		text++;
	if (!digits || *text)
		return false;
	*ret = value;
	return true;
}

bool vml_number(const char *text, uint64_t *ret)
{
	const char *at = text;
	uint64_t value = 0;

	/* nearly all numbers consist of a few decimal digits */
	for (; *at >= '0' && *at <= '9'; at++)
		value = value * 10 + (unsigned int)(*at - '0');
	if (*at || at == text || at - text > SAFE_DIGITS)
		return read_any_number(text, ret);
	*ret = value;
	return true;
}

/*
 * Return the number of bytes per unit; 0 if it is unknown. As libvirt's virScaleInteger(): a letter
 * of kmgtpe in any case, alone or with "iB" for powers of 1024, with "B" for powers of 1000.
 */
static uint64_t unit_bytes(const char *unit)
{
	static const char letters[] = "kmgtpe";
	const char *at;
	uint64_t step, bytes = 1;

	if (!strcmp(unit, "KiB")) /* nearly always */
		return 1024;
	if (!strcasecmp(unit, "b") || !strcasecmp(unit, "byte") || !strcasecmp(unit, "bytes"))
		return 1;
	at = *unit ? strchr(letters, *unit | 0x20) : NULL;
	if (!at)
		return 0;
	if (!unit[1] || !strcasecmp(unit + 1, "ib"))
		step = 1024;
	else if (!strcasecmp(unit + 1, "b"))
		step = 1000;
	else
		return 0;
	for (const char *p = letters; p <= at; p++)
		bytes *= step;
	return bytes;
}

bool vml_amount(const char *number, const char *unit, uint64_t *ret)
{
	uint64_t scale = *unit ? unit_bytes(unit) : 1024, value;

	if (!scale || !vml_number(number, &value) || value > UINT64_MAX / scale)
		return false;
	*ret = value * scale;
	return true;
}

bool vml_is_loopback(const char *host)
{
	const char *colon = strchr(host, ':');
	char name[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;
	size_t len = strlen(host);

	if (*host == '[')
		len = strcspn(++host, "]");
	/* a single colon separates the port; an IPv6 address has several */
	else if (colon && !strchr(colon + 1, ':'))
		len = (size_t)(colon - host);
	if (len >= sizeof(name))
		return false;
	memcpy(name, host, len);
	name[len] = '\0';
	if (inet_pton(AF_INET, name, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return !strcmp(name, "localhost") ||
		(inet_pton(AF_INET6, name, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
}

const char *vml_format(vml_context *ctx, const char *fmt, ...)
{
	va_list args;
	const char *text;

	va_start(args, fmt);
	text = vml_arena_vprintf(ctx->doc->arena, fmt, args);
	va_end(args);
	return text;
}

void vml_append(vml_context *ctx, vml_string_builder *builder, const char *fmt, ...)
{
	va_list args;
	const char *piece;
	size_t len;

	va_start(args, fmt);
	piece = vml_arena_vprintf(ctx->doc->arena, fmt, args);
	va_end(args);
	len = strlen(piece);
	if (builder->room <= builder->len + len) {
		char *grown;

		builder->room = 2 * (builder->len + len) + 64;
		grown = vml_arena_alloc(ctx->doc->arena, builder->room);
		if (builder->len)
			memcpy(grown, builder->text, builder->len);
		builder->text = grown;
	}
	memcpy(builder->text + builder->len, piece, len + 1);
	builder->len += len;
}

const char *vml_lower_case(vml_context *ctx, const char *text)
{
	const char *upper = text;
	char *copy;

	/* a loop, because strcspn() would fill a table of 256 bytes for this set */
	while (*upper && (*upper < 'A' || *upper > 'Z'))
		upper++;
	if (!*upper)
		return text;
	copy = vml_arena_strdup(ctx->doc->arena, text);
	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	return copy;
}

const char *vml_shell(vml_context *ctx, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-./:,=@%+";
	size_t quotes = 0, at = 0;
	char *quoted;

	/*
	 * quotes around a word that begins with '-' only warn human readers: the shell does not
	 * need them, and the command may parse the word as an option in spite of them
	 */
	if (*word && *word != '-' && !word[strspn(word, plain)])
		return word;
	for (const char *p = word; *p; p++)
		quotes += *p == '\'';
	quoted = vml_arena_alloc(ctx->doc->arena, strlen(word) + 3 * quotes + 3);
	quoted[at++] = '\'';
	for (const char *p = word; *p; p++) {
		if (*p == '\'') {
			memcpy(quoted + at, "'\\''", 4);
			at += 4;
		} else {
			quoted[at++] = *p;
		}
	}
	quoted[at] = '\'';
	return quoted;
}
