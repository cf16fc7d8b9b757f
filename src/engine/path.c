/* Paths of suppressions: the subset of XPath that can be evaluated in one walk through a domain. */
#define _GNU_SOURCE /* memmem */
#include "path.h"

#include "bytemap.h"

#include <stdlib.h>
#include <string.h>

/*
 * WALK_LIMIT: limit on the bytes of domains that all paths of a document may walk through. It
 * allows 500 paths in a domain of 100 kB and takes two to three seconds at worst. PATH_USUAL: a
 * path of up to this many bytes counts as one walk, a longer path as several.
 */
enum { WALK_LIMIT = 50000000, PATH_USUAL = 64 };

/*
 * Kind of the previous token. CONSTANT: a string or number. OPERAND: the end of any other operand,
 * which is a name, '*', ']' or ')'. NOTHING: an operator, a slash, or the start of the path. In a
 * comparison one operand must be a CONSTANT: two node sets would be compared in quadratic time.
 */
enum previous { NOTHING, OPERAND, CONSTANT };

struct reader {
	const char *path, *at;
	enum previous previous;
	size_t conditions; /* number of open brackets */
	bool deep;	   /* the path has a "//" */
};

static const char whitespace[] = " \t\r\n";
static const char name_characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.:";

/* Functions that run in linear time if their second argument, if any, is a quoted string. */
static const char *const functions[] = { "comment", "contains", "count", "false", "last",
	"local-name", "name", "node", "normalize-space", "not", "number", "position", "starts-with",
	"string-length", "text", "true", NULL };

static bool is_one_of(const char *const *list, const char *name, size_t len)
{
	for (; *list; list++)
		if (strlen(*list) == len && !memcmp(*list, name, len))
			return true;
	return false;
}

static bool read_name(struct reader *reader, size_t len)
{
	static const char *const operators[] = { "and", "or", "div", "mod", NULL };
	const char *name = reader->at;
	const char *after = name + len + strspn(name + len, whitespace);

	if (reader->previous != NOTHING && is_one_of(operators, name, len)) {
		reader->previous = NOTHING;
		return true;
	}
	reader->previous = *name >= '0' && *name <= '9' ? CONSTANT : OPERAND;
	if (memmem(name, len, "::", 2) || (len == 2 && !memcmp(name, "..", 2)))
		return false;
	return *after != '(' || is_one_of(functions, name, len);
}

static bool read_slash(struct reader *reader, size_t *ret_len)
{
	bool absolute = reader->previous == NOTHING;

	*ret_len = reader->at[1] == '/' ? 2 : 1;
	reader->previous = NOTHING;
	if (absolute && reader->at != reader->path + strspn(reader->path, whitespace))
		return false;
	if (*ret_len == 1)
		return true;
	if (reader->conditions || reader->deep)
		return false;
	return reader->deep = true;
}

/*
 * Read the token at reader->at. Returns false if it is not supported. ret_len: set to the length of
 * the token in bytes, never 0.
 */
static bool read_token(struct reader *reader, size_t *ret_len)
{
	const char *at = reader->at, *after;
	enum previous next = NOTHING;
	bool good = true;

	*ret_len = strspn(at, name_characters);
	if (*ret_len)
		return read_name(reader, *ret_len);
	if (*at == '/')
		return read_slash(reader, ret_len);
	*ret_len = strspn(at, "!<>=");
	*ret_len += !*ret_len;
	after = at + *ret_len + strspn(at + *ret_len, whitespace);
	switch (*at) {
	case '!':
	case '<':
	case '>':
	case '=':
		good = reader->previous == CONSTANT || (*after && strchr("'\"0123456789", *after));
		break;
	case '\'':
	case '"':
		after = strchr(at + 1, *at);
		*ret_len = after ? (size_t)(after - at) + 1 : strlen(at);
		next = CONSTANT;
		break;
	case ',': good = *after == '\'' || *after == '"'; break;
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
	reader->previous = next;
	return good;
}

/*
 * Return the first token that prevents a path from being evaluated in one walk; NULL if there is
 * none. Does not check whether the path is valid XPath. ret_len: set to the length of the token in
 * bytes
 */
static const char *find_unsupported(const char *path, size_t *ret_len)
{
	struct reader reader = { .path = path, .at = path };

	for (;;) {
		reader.at += strspn(reader.at, whitespace);
		if (!*reader.at)
			return NULL;
		if (!read_token(&reader, ret_len))
			return reader.at;
		reader.at += *ret_len;
	}
}

xmlNode **vml_path_follow(vml_path_budget *paths, vml_context *ctx, const char *path, size_t *ret_n,
	const char **ret_error)
{
	const vml_span *span = vml_span_of(ctx->doc, ctx->facts.domain);
	char *error = vml_xpath_check(path, false);
	const char *unsupported;
	size_t len;

	*ret_n = 0;
	*ret_error = error ? vml_format(ctx, "%s", error) : NULL;
	free(error);
	if (*ret_error)
		return NULL;
	unsupported = find_unsupported(path, &len);
	if (unsupported) {
		*ret_error = vml_format(ctx,
			"'%.*s' is not supported: use names and conditions such as [target/@dev='vda']",
			(int)(len < 100 ? len : 100), unsupported);
		return NULL;
	}
	/*
	 * longer paths cost more: at worst, the walk searches for each string of the path at each
	 * byte of the domain
	 */
	paths->walked += (span ? span->end - span->start : ctx->doc->slice.len) *
		(1 + strlen(path) / PATH_USUAL);
	if (paths->walked > WALK_LIMIT) {
		*ret_error =
			"too many paths for a document of this size: use fewer or shorter paths";
		return NULL;
	}
	if (!paths->xpath)
		paths->xpath = vml_xpath_open(ctx);
	return vml_xpath_select(paths->xpath, path, ret_n, ret_error);
}

void vml_path_budget_end(vml_path_budget *paths)
{
	vml_xpath_close(paths->xpath);
	paths->xpath = NULL;
}
