/* Blotting secrets out. */
#define _GNU_SOURCE /* memmem */
#include "secrets.h"

#include "scan.h"

#include <string.h>
#include <strings.h>

/* Behind "passwd" or "password" at pos; 0 where neither stands there. */
static size_t secret_name(const char *bytes, size_t len, size_t pos)
{
	static const char *const names[] = { "passwd", "password" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t n = strlen(names[i]);

		if (len - pos >= n && !strncasecmp(bytes + pos, names[i], n))
			return pos + n;
	}
	return 0;
}

/* Blot out the value behind "name" and its '='; returns where to go on. */
static size_t mask_value(char *bytes, size_t len, size_t pos)
{
	char quote = 0;

	while (pos < len && vml_is_blank(bytes[pos]))
		pos++;
	if (pos >= len || bytes[pos] != '=')
		return pos;
	pos++;
	while (pos < len && vml_is_blank(bytes[pos]))
		pos++;
	if (pos < len && (bytes[pos] == '"' || bytes[pos] == '\''))
		quote = bytes[pos++];
	while (pos < len && (quote ? bytes[pos] != quote : !strchr(",'\"<> \t\r\n", bytes[pos])))
		bytes[pos++] = VML_SECRET;
	return pos;
}

/* Blot out what <cookie ...> holds; pos is at its '<'. Returns where to go on. */
static size_t mask_cookie(char *bytes, size_t len, size_t pos)
{
	while (pos < len && bytes[pos] != '>')
		pos++;
	for (pos++; pos < len && bytes[pos] != '<'; pos++)
		if (!vml_is_blank(bytes[pos]))
			bytes[pos] = VML_SECRET;
	return pos;
}

void vml_mask_secrets(char *bytes, size_t len)
{
	static const char cookie[] = "<cookie";
	const size_t n = sizeof(cookie) - 1;

	for (size_t pos = 0; pos < len;) {
		size_t name =
			bytes[pos] == 'p' || bytes[pos] == 'P' ? secret_name(bytes, len, pos) : 0;

		if (name)
			pos = mask_value(bytes, len, name);
		else if (len - pos > n && !memcmp(bytes + pos, cookie, n) && bytes[pos + n] != 's')
			pos = mask_cookie(bytes, len, pos);
		else
			pos++;
	}
}

const char *vml_doc_shown(vml_doc *doc)
{
	const vml_slice *slice = &doc->slice;
	char *copy;

	if (doc->shown)
		return doc->shown;
	doc->shown = slice->bytes;
	if (memmem(slice->bytes, slice->len, "passw", 5) ||
		memmem(slice->bytes, slice->len, "<cookie", 7) ||
		memmem(slice->bytes, slice->len, "PASSW", 5)) {
		copy = vml_arena_strndup(doc->arena, slice->bytes, slice->len);
		vml_mask_secrets(copy, slice->len);
		doc->shown = copy;
	}
	return doc->shown;
}
