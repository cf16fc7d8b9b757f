/* Paths of suppressions: XPath's smaller half, which is evaluated in one walk down a domain. */
#define _GNU_SOURCE /* memmem */
#include "path.h"

#include "bytemap.h"

#include <stdlib.h>
#include <string.h>

/*
 * Bytes of domains that the paths in a document may walk through: 500 paths in a domain of 100 kB, and
 * at worst two or three seconds.
 */
enum { WALK_LIMIT = 50000000, PATH_USUAL = 64 };

/* What the token before was: a comparison wants a constant on one of its sides. */
enum before { NOTHING, OPERAND, CONSTANT };

struct reader {
	const char *path, *at;
	enum before before;
	size_t conditions; /* open brackets */
	bool far;	   /* there was a "//" */
};

static const char blanks[] = " \t\r\n";
static const char in_words[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "0123456789_-.:";

/* Functions whose time is that of one walk, where a second argument is a text in quotes. */
static const char *const functions[] = { "comment", "contains", "count", "false", "last",
	"local-name", "name", "node", "normalize-space", "not", "number", "position", "starts-with",
	"string-length", "text", "true", NULL };

static bool is_one_of(const char *const *list, const char *word, size_t len)
{
	for (; *list; list++)
		if (strlen(*list) == len && !memcmp(*list, word, len))
			return true;
	return false;
}

static bool take_word(struct reader *reader, size_t len)
{
	static const char *const operators[] = { "and", "or", "div", "mod", NULL };
	const char *word = reader->at;
	const char *behind = word + len + strspn(word + len, blanks);

	if (reader->before != NOTHING && is_one_of(operators, word, len)) {
		reader->before = NOTHING;
		return true;
	}
	reader->before = *word >= '0' && *word <= '9' ? CONSTANT : OPERAND;
	if (memmem(word, len, "::", 2) || (len == 2 && !memcmp(word, "..", 2)))
		return false;
	return *behind != '(' || is_one_of(functions, word, len);
}

static bool take_slash(struct reader *reader, size_t *ret_len)
{
	bool absolute = reader->before == NOTHING;

	*ret_len = reader->at[1] == '/' ? 2 : 1;
	reader->before = NOTHING;
	if (absolute && reader->at != reader->path + strspn(reader->path, blanks))
		return false;
	if (*ret_len == 1)
		return true;
	if (reader->conditions || reader->far)
		return false;
	return reader->far = true;
}

/* One token; false where it goes beyond. ret_len: its length, not 0. */
static bool take(struct reader *reader, size_t *ret_len)
{
	const char *at = reader->at, *behind;
	enum before next = NOTHING;
	bool good = true;

	*ret_len = strspn(at, in_words);
	if (*ret_len)
		return take_word(reader, *ret_len);
	if (*at == '/')
		return take_slash(reader, ret_len);
	*ret_len = strspn(at, "!<>=");
	*ret_len += !*ret_len;
	behind = at + *ret_len + strspn(at + *ret_len, blanks);
	switch (*at) {
	case '!':
	case '<':
	case '>':
	case '=':
		good = reader->before == CONSTANT || (*behind && strchr("'\"0123456789", *behind));
		break;
	case '\'':
	case '"':
		behind = strchr(at + 1, *at);
		*ret_len = behind ? (size_t)(behind - at) + 1 : strlen(at);
		next = CONSTANT;
		break;
	case ',': good = *behind == '\'' || *behind == '"'; break;
	case '[': reader->conditions++; break;
	case ']':
		reader->conditions -= reader->conditions > 0;
		next = OPERAND;
		break;
	case ')':
	case '*': next = OPERAND; break;
	case '(':
	case '@': break;
	default: good = (unsigned char)*at >= 0x80; next = OPERAND;
	}
	reader->before = next;
	return good;
}

/*
 * What in a path goes beyond what one walk can do, and *ret_len, how much of it is meant; or
 * NULL. What is no XPath at all passes.
 */
static const char *beyond(const char *path, size_t *ret_len)
{
	struct reader reader = { .path = path, .at = path };

	for (;;) {
		reader.at += strspn(reader.at, blanks);
		if (!*reader.at)
			return NULL;
		if (!take(&reader, ret_len))
			return reader.at;
		reader.at += *ret_len;
	}
}

xmlNode **vml_path_follow(vml_path_budget *paths, vml_context *ctx, const char *path, size_t *ret_n,
	const char **ret_trouble)
{
	const vml_span *span = vml_span_of(ctx->doc, ctx->facts.domain);
	char *wrong = vml_xpath_trouble(path);
	const char *far;
	size_t len;

	*ret_n = 0;
	*ret_trouble = wrong ? vml_format(ctx, "%s", wrong) : NULL;
	free(wrong);
	if (*ret_trouble)
		return NULL;
	far = beyond(path, &len);
	if (far) {
		*ret_trouble = vml_format(ctx,
			"'%.*s' is more than names and conditions as [target/@dev='vda']",
			(int)(len < 100 ? len : 100), far);
		return NULL;
	}
	/* a walk may look for each text of the path at each byte */
	paths->walked += (span ? span->end - span->start : ctx->doc->slice.len) *
		(1 + strlen(path) / PATH_USUAL);
	if (paths->walked > WALK_LIMIT) {
		*ret_trouble = "there are too many for a document of this size";
		return NULL;
	}
	if (!paths->xpath)
		paths->xpath = vml_xpath_open(ctx);
	return vml_xpath_select(paths->xpath, path, ret_n, ret_trouble);
}

void vml_path_budget_end(vml_path_budget *paths)
{
	vml_xpath_close(paths->xpath);
	paths->xpath = NULL;
}
