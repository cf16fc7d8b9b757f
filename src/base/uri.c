/* URIs of libvirt connections: a tolerant parser, because users write them by hand. */
#include "uri.h"

#include "arena.h"
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

/* Ranges of the parts of a URI, as pointers into it. */
struct parts {
	const char *user, *user_end; /* user name without the password */
	/* password without the colon before it; the pointers are equal if there is none */
	const char *password, *password_end;
	const char *host, *host_end;
	const char *port, *port_end;
	const char *path, *path_end; /* path without its leading slash */
	/* start of the query, after the '?'; the '#' or the end of the URI if there is no query */
	const char *query;
};

/*
 * Return the start of the host, which follows "user:password@" if that is present:
 * - If [from, end) contains '@': after the last '@', because a password may contain '@'.
 * - Otherwise, if the text between the first ':' and `end` is not a port number, it may be the
 *   start of a password with a '/', as in "user:a/b@host": after the last '@' in [end, query).
 * - Otherwise, and if there is no such '@': `from`.
 *
 * end: the first '/', '?' or '#' after `from`
 * query: the first '?' or '#'
 */
static const char *end_of_user(const char *from, const char *end, const char *query)
{
	const char *colon = memchr(from, ':', (size_t)(end - from));
	const char *at = end;

	while (at > from && at[-1] != '@')
		at--;
	if (at > from || !colon || colon + 1 + strspn(colon + 1, "0123456789") == end)
		return at;
	for (at = query; at > end && at[-1] != '@'; at--)
		;
	return at > end ? at : from;
}

static void split_host(struct parts *ret, const char *host, const char *end)
{
	const char *stop = host;

	if (host < end && *host == '[') {
		ret->host = ++host;
		while (stop < end && *stop != ']')
			stop++;
		ret->host_end = stop;
		stop += stop < end;
	} else {
		while (stop < end && *stop != ':')
			stop++;
		ret->host = host;
		ret->host_end = stop;
	}
	ret->port = stop < end && *stop == ':' ? stop + 1 : end;
	ret->port_end = end;
}

static struct parts split(const char *uri)
{
	const char *from = strstr(uri, "://"), *end = uri + strlen(uri), *after, *colon;
	struct parts parts = { end, end, end, end, end, end, end, end, end, end, end };

	parts.query = uri + strcspn(uri, "?#");
	if (!from || from > parts.query)
		return parts;
	from += 3;
	end = from + strcspn(from, "/?#");
	after = end_of_user(from, end, parts.query);
	if (after > from) {
		colon = memchr(from, ':', (size_t)(after - 1 - from));
		parts.user = from;
		parts.user_end = colon ? colon : after - 1;
		parts.password = colon ? colon + 1 : after - 1;
		parts.password_end = after - 1;
		end = after + strcspn(after, "/?#");
	}
	split_host(&parts, after, end);
	parts.path = end + (*end == '/');
	parts.path_end = parts.query;
	parts.query += *parts.query == '?';
	return parts;
}

char *vml_uri_without_password(const char *uri)
{
	struct parts parts = split(uri);
	vml_buffer out = { 0 };

	if (parts.password == parts.password_end)
		return vml_strdup(uri);
	vml_buffer_add(&out, uri, (size_t)(parts.user_end - uri));
	vml_buffer_puts(&out, parts.password_end);
	return out.bytes;
}

char *vml_uri_host(const char *uri)
{
	struct parts parts = split(uri);

	return vml_strndup(parts.host, (size_t)(parts.host_end - parts.host));
}

static char *socket_of(const char *query)
{
	while (*query && *query != '#') {
		size_t n = strcspn(query, "&;#");

		if (!strncmp(query, "socket=", 7))
			return vml_strndup(query + 7, n - 7);
		query += n + (query[n] == '&' || query[n] == ';');
	}
	return vml_strdup("");
}

char *vml_uri_part_of(const char *uri, vml_uri_part part)
{
	struct parts parts = split(uri);
	size_t scheme = strcspn(uri, ":"), driver = strcspn(uri, ":+");

	switch (part) {
	case VML_URI_DRIVER: return vml_strndup(uri, driver);
	case VML_URI_TRANSPORT:
		return vml_strndup(
			uri + driver + (driver < scheme), scheme - driver - (driver < scheme));
	case VML_URI_PORT: return vml_strndup(parts.port, (size_t)(parts.port_end - parts.port));
	case VML_URI_PATH: return vml_strndup(parts.path, (size_t)(parts.path_end - parts.path));
	case VML_URI_USER: return vml_strndup(parts.user, (size_t)(parts.user_end - parts.user));
	default: return socket_of(parts.query);
	}
}

/* Append text with each occurrence of `from` replaced by `to`. */
static void replace(vml_buffer *out, const char *text, const char *from, const char *to)
{
	const char *found;

	for (; (found = strstr(text, from)); text = found + strlen(from)) {
		vml_buffer_add(out, text, (size_t)(found - text));
		vml_buffer_puts(out, to);
	}
	vml_buffer_puts(out, text);
}

/* Decode %XX in place: libvirt writes some URIs decoded in messages. */
static void decode(char *text)
{
	char *out = text;

	for (; *text; text++) {
		char hex[3] = { text[0] == '%' ? text[1] : '\0', '\0', '\0' }, *end;
		long value;

		if (*hex)
			hex[1] = text[2];
		value = strtol(hex, &end, 16);
		if (end == hex + 2 && value)
			text += 2;
		*out++ = end == hex + 2 && value ? (char)value : *text;
	}
	*out = '\0';
}

char *vml_uri_redact(const char *uri, const char *text)
{
	struct parts parts = split(uri);
	vml_buffer secret = { 0 }, once = { 0 }, twice = { 0 };

	if (parts.password == parts.password_end)
		return vml_strdup(text);
	vml_buffer_puts(&secret, ":");
	vml_buffer_add(&secret, parts.password, (size_t)(parts.password_end - parts.password));
	vml_buffer_puts(&secret, "@");
	replace(&once, text, secret.bytes, "@");
	decode(secret.bytes);
	replace(&twice, once.bytes, secret.bytes, "@");
	vml_buffer_free(&secret);
	vml_buffer_free(&once);
	return twice.bytes;
}
