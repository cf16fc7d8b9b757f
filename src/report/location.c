/* Locations for machine-readable reports: paths, URIs and UTF-16 columns. */
#include "location.h"

#include "context.h"
#include "stored.h"

#include "arena.h"
#include "buffer.h"
#include "uri.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

char *vml_repository_root(void)
{
	char *at = realpath(".", NULL);

	while (at) {
		vml_buffer mark = { 0 };
		char *slash = strrchr(at, '/');
		bool found;

		vml_buffer_puts(&mark, at);
		vml_buffer_puts(&mark, "/.git");
		found = !access(mark.bytes, F_OK);
		vml_buffer_free(&mark);
		if (found)
			return at;
		if (!slash || !at[1])
			break;
		slash[slash == at] = '\0'; /* the root directory "/" keeps its slash */
	}
	free(at);
	return NULL;
}

/*
 * Return a normalized path, owned by the caller: no "." and double slashes, ".." only at the start.
 */
static char *tidy(const char *path)
{
	char *tidied = vml_realloc(NULL, strlen(path) + 2), *out = tidied, *base;

	if (*path == '/')
		*out++ = '/';
	base = out;
	while (*path) {
		size_t n = strcspn(path, "/");
		bool up = n == 2 && !strncmp(path, "..", 2);
		char *last = out;

		while (last > base && last[-1] != '/')
			last--;
		if (up && out > base && strncmp(last, "..", (size_t)(out - last))) {
			out = last > base ? last - 1 : base;
		} else if (n && !(n == 1 && *path == '.') && !(up && base > tidied)) {
			if (out > base)
				*out++ = '/';
			memcpy(out, path, n);
			out += n;
		}
		path += n + (path[n] == '/');
	}
	if (out == tidied)
		*out++ = '.';
	*out = '\0';
	return tidied;
}

/* Return the part of an absolute path that follows `root`; NULL if the path is not below it. */
static const char *below(const char *root, const char *path)
{
	size_t n = strlen(root);

	if (n == 1) /* the root is "/" */
		return path[1] ? path + 1 : NULL;
	return !strncmp(root, path, n) && path[n] == '/' && path[n + 1] ? path + n + 1 : NULL;
}

/* Return the absolute path with symbolic links resolved; if it does not exist, a normalized one. */
static char *absolute(const char *path)
{
	char *real = realpath(path, NULL), *here;
	vml_buffer whole = { 0 };

	if (real || *path == '/')
		return real ? real : tidy(path);
	here = realpath(".", NULL);
	vml_buffer_puts(&whole, here ? here : "");
	vml_buffer_puts(&whole, "/");
	vml_buffer_puts(&whole, path);
	real = tidy(whole.bytes);
	vml_buffer_free(&whole);
	free(here);
	return real;
}

static char *file_path(const char *root, const char *name)
{
	char *whole, *path;
	const char *inside;

	if (!root)
		return tidy(name);
	whole = absolute(name);
	inside = below(root, whole);
	path = inside ? vml_strdup(inside) : tidy(name);
	free(whole);
	return path;
}

static void add_name(vml_buffer *out, const char *name, size_t len)
{
	for (size_t i = 0; i < len; i++)
		vml_buffer_add(out, name[i] == '/' ? "_" : name + i, 1);
}

static char *live_path(const vml_input *input, const vml_facts *domain)
{
	char *host = vml_connection_host(input);
	vml_buffer out = { 0 };

	vml_buffer_puts(&out, "libvirt/");
	/* a host named ".." must not lead out of the directory */
	if (*host == '.')
		vml_buffer_puts(&out, "_");
	add_name(&out, host + (*host == '.'), strlen(host) - (*host == '.'));
	free(host);
	if (domain) {
		const char *name = *domain->name ? domain->name : domain->uuid;

		vml_buffer_puts(&out, "/");
		add_name(&out, name, strlen(name));
	}
	vml_buffer_puts(&out, ".xml");
	return out.bytes;
}

char *vml_input_path(const char *root, const vml_input *input, const vml_facts *domain)
{
	if (input->kind == VML_INPUT_LIVE)
		return live_path(input, domain);
	if (input->kind == VML_INPUT_STDIN && !strcmp(input->name, "<stdin>"))
		return vml_strdup("stdin.xml");
	return file_path(root, input->name);
}

char *vml_connection_host(const vml_input *input)
{
	char *host, local[256];

	if (input->kind != VML_INPUT_LIVE)
		return NULL;
	host = input->host ? vml_strdup(input->host) : vml_uri_host(input->name);
	if (*host)
		return host;
	free(host);
	if (gethostname(local, sizeof(local)))
		return vml_strdup("localhost");
	local[sizeof(local) - 1] = '\0';
	return vml_strdup(local);
}

char *vml_path_uri(const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/";
	vml_buffer out = { 0 };

	vml_buffer_puts(&out, *path == '/' ? "file://" : "");
	for (; *path; path++) {
		char hex[4];

		snprintf(hex, sizeof(hex), "%%%02X", (unsigned int)(unsigned char)*path);
		if (strchr(plain, *path))
			vml_buffer_add(&out, path, 1);
		else
			vml_buffer_puts(&out, hex);
	}
	return out.bytes;
}

bool vml_input_error_at(const vml_input *input, size_t i, vml_input_error *ret)
{
	if (input->status != VML_INPUT_ERROR || i > input->n_more)
		return false;
	*ret = i ? input->more[i - 1]
		 : (vml_input_error){
			   .line = input->line, .column = input->column, .message = input->message
		   };
	return true;
}

bool vml_is_listed(const vml_output *output, const vml_finding *finding)
{
	return finding->state == VML_STATE_ACTIVE ||
		(output->known && finding->state == VML_STATE_BASELINED);
}

bool vml_is_link(const char *url)
{
	if (strncasecmp(url, "https://", 8) && strncasecmp(url, "http://", 7))
		return false;
	for (; *url; url++)
		if (*url <= ' ' || *url >= 0x7f || strchr("\"<>\\^`{|}()[]", *url))
			return false;
	return true;
}

vml_utf16_pos vml_utf16_pos_of(vml_doc *doc, size_t byte)
{
	size_t in_slice = byte - doc->slice.offset;

	return (vml_utf16_pos){ .line = vml_source_pos(doc, in_slice).line,
		.column = vml_source_utf16_column(doc, in_slice) };
}

vml_utf16_pos vml_utf16_start(const vml_finding *finding)
{
	if (finding->stored)
		return (vml_utf16_pos){ finding->range.start.line, finding->stored->column };
	return vml_utf16_pos_of(finding->ctx->doc, finding->range.start.byte);
}

vml_utf16_pos vml_utf16_end(const vml_finding *finding)
{
	if (finding->stored)
		return (vml_utf16_pos){ finding->range.end.line, finding->stored->end_column };
	return vml_utf16_pos_of(finding->ctx->doc, finding->range.end.byte);
}

bool vml_has_location(const vml_input *input, const vml_finding *finding)
{
	return finding->has_range && input->kind != VML_INPUT_LIVE;
}
