/* Stream splitter: finds the end of each document in an input and parses it. */
#define _GNU_SOURCE /* memmem */
#include "stream.h"

#include "buffer.h"
#include "input_limits.h"
#include "repaired.h"
#include "saveimage.h"
#include "scan.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
#ifdef VMLINT_FUZZ
	FIRST_READ = 64, /* small, so that a fuzzer's input exceeds these sizes, too */
	LATER_READ = 16,
#else
	FIRST_READ = 1 << 20, /* input that fits in one read is not scanned for document ends */
	LATER_READ = 1 << 18,
#endif
	DOCUMENT_LIMIT = 1 << 28, /* size of a document in bytes; libvirt's limit is a few MiB */
	DEEPEST = 300,		  /* nesting of elements; libxml2 rejects more than 256 levels */
	/* limit on documents without an end: each is searched up to the end of the input */
	MOST_UNENDED = 64
};

struct vml_stream {
	int fd;
	vml_parser *parser;
	vml_buffer buffer;
	size_t start;	      /* offset in the buffer at which the next document begins */
	size_t offset;	      /* offset of buffer.bytes[start] in the input */
	unsigned long line;   /* line of buffer.bytes[start] in the input, 1-based */
	unsigned long column; /* column of buffer.bytes[start] in the input, in bytes, 1-based */
	unsigned int unended; /* number of rejected documents without an end so far */
	bool begun;	      /* begin() was called */
	bool eof;	      /* all of the input is in the buffer */
	bool split;	      /* there may be several documents: search for the end of each */
	bool done;	      /* the last document was returned */
	bool had_content;     /* something other than whitespace was read */
	int error;	      /* errno of a failed read */
};

vml_stream *vml_stream_new(int fd, vml_parser *parser)
{
	vml_stream *stream = vml_realloc(NULL, sizeof(*stream));

	*stream = (vml_stream){ .fd = fd, .parser = parser, .line = 1, .column = 1 };
	return stream;
}

vml_stream *vml_stream_over(const char *bytes, size_t len, vml_parser *parser)
{
	vml_stream *stream = vml_stream_new(-1, parser);

	vml_buffer_add(&stream->buffer, bytes, len);
	stream->eof = true;
	return stream;
}

void vml_stream_free(vml_stream *stream)
{
	if (!stream)
		return;
	vml_buffer_free(&stream->buffer);
	free(stream);
}

bool vml_stream_is_read(const vml_stream *stream)
{
	return stream->eof;
}

bool vml_stream_is_done(const vml_stream *stream)
{
	return stream->done;
}

const char *vml_read_all(int fd, struct stat *ret_stat, vml_buffer *ret)
{
	ssize_t got;

	*ret = (vml_buffer){ 0 };
	if (fstat(fd, ret_stat))
		return strerror(errno);
	if (S_ISDIR(ret_stat->st_mode))
		return strerror(EISDIR);
	do {
		got = read(fd, vml_buffer_reserve(ret, LATER_READ), LATER_READ);
		if (got > 0)
			ret->len += (size_t)got;
		if (ret->len > DOCUMENT_LIMIT)
			return "larger than 256 MiB, the limit for fixing";
	} while (got > 0 || (got < 0 && errno == EINTR));
	ret->bytes[ret->len] = '\0';
	return got < 0 ? strerror(errno) : NULL;
}

/* Return the number of bytes in the buffer that are not processed yet. */
static size_t pending(const vml_stream *s)
{
	return s->buffer.len - s->start;
}

/* Read at most `want` bytes with one call. Removes processed bytes from the buffer first. */
static void fill(vml_stream *s, size_t want)
{
	char *room;
	ssize_t got;

	if (s->start) {
		memmove(s->buffer.bytes, s->buffer.bytes + s->start, pending(s));
		s->buffer.len -= s->start;
		s->start = 0;
	}
	room = vml_buffer_reserve(&s->buffer, want);
	do
		got = read(s->fd, room, want);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		s->error = errno;
	if (got <= 0) {
		s->eof = true;
		return;
	}
	s->buffer.len += (size_t)got;
	s->buffer.bytes[s->buffer.len] = '\0';
}

/*
 * Read until there are twice as many unprocessed bytes. Searches that restart at the beginning
 * after each call then take linear time, however small the reads from a pipe are.
 */
static void read_on(vml_stream *s)
{
	size_t want = pending(s) > LATER_READ ? pending(s) : LATER_READ, enough;

	/* near the limit, read less: one byte above it shows that the document is too large */
	if (pending(s) + want > DOCUMENT_LIMIT)
		want = pending(s) < DOCUMENT_LIMIT ? DOCUMENT_LIMIT + 1 - pending(s) : LATER_READ;
	enough = pending(s) + want;
	while (!s->eof && pending(s) < enough)
		fill(s, enough - pending(s));
}

/* Skip n bytes; updates line, column and offset. */
static void advance(vml_stream *s, size_t n)
{
	const char *p = s->buffer.bytes + s->start, *end = p + n, *next;

	while (p < end && (next = memchr(p, '\n', (size_t)(end - p)))) {
		s->line++;
		s->column = 1;
		p = next + 1;
	}
	s->column += (size_t)(end - p);
	s->start += n;
	s->offset += n;
}

static void skip_blanks(vml_stream *s)
{
	size_t n = 0;

	while (n < pending(s) && vml_is_blank(s->buffer.bytes[s->start + n]))
		n++;
	if (n < pending(s))
		s->had_content = true;
	if (n)
		advance(s, n);
}

static vml_slice slice_of(const vml_stream *s, size_t len)
{
	return (vml_slice){ .bytes = s->buffer.bytes + s->start,
		.len = len,
		.offset = s->offset,
		.line = s->line,
		.column = s->column,
		/* true if the slice ends with the buffer: a NUL follows the buffer */
		.terminated = len == pending(s) };
}

static vml_stream_status failed(
	vml_stream *s, vml_fault *fault, const char *message, const char *hint)
{
	s->done = true;
	*fault = (vml_fault){ .message = message, .hint = hint };
	return VML_STREAM_FAILED;
}

static vml_stream_status too_large(vml_stream *s, vml_fault *fault)
{
	return failed(s, fault, "document is larger than 256 MiB",
		"check the file: libvirt accepts no definition of that size");
}

/* Remove everything except the XML from a managed-save image. */
static vml_stream_status open_save_image(vml_stream *s, vml_fault *fault)
{
	size_t start, len, need;
	const char *why;

	while (!s->eof && pending(s) < (need = vml_save_image_need(s->buffer.bytes, pending(s)))) {
		if (need > DOCUMENT_LIMIT)
			return too_large(s, fault);
		fill(s, need - pending(s));
	}
	if (s->error)
		return VML_STREAM_DOCUMENT;
	why = vml_save_image_xml(s->buffer.bytes, pending(s), &start, &len);
	if (why)
		return failed(s, fault, why, "save the domain again with 'virsh managedsave'");
	s->start = start;
	s->offset = start;
	s->buffer.len = start + len;
	s->buffer.bytes[s->buffer.len] = '\0';
	s->eof = true;
	return VML_STREAM_DOCUMENT;
}

/*
 * Read the start of the input. A small file is read completely. Of a managed-save image, only the
 * XML is kept.
 */
static vml_stream_status begin(vml_stream *s, vml_fault *fault)
{
	struct stat st;
	size_t want = FIRST_READ;

	s->begun = true;
	/* one byte more than the file has, so that one read reaches its end */
	if (!s->eof && !fstat(s->fd, &st) && S_ISREG(st.st_mode) && st.st_size < FIRST_READ - 1)
		want = (size_t)st.st_size + 1;
	while (!s->eof && pending(s) < FIRST_READ) {
		fill(s, want > pending(s) ? want - pending(s) : 4096);
		/* a short read of a regular file means that its end was reached */
		if (want < FIRST_READ && pending(s) > 0 && pending(s) < want)
			s->eof = true;
	}
	if (s->error)
		return VML_STREAM_DOCUMENT;
	if (vml_is_save_image(s->buffer.bytes, pending(s)) &&
		open_save_image(s, fault) == VML_STREAM_FAILED)
		return VML_STREAM_FAILED;
	skip_blanks(s);
	/* keep whitespace before a declaration: it is an error that parsing must report */
	if (s->had_content && s->offset && !vml_is_save_image(s->buffer.bytes, s->buffer.len) &&
		pending(s) >= 5 && !memcmp(s->buffer.bytes + s->start, "<?xml", 5)) {
		s->start = 0;
		s->offset = 0;
		s->line = s->column = 1;
	}
	return VML_STREAM_DOCUMENT;
}

/* Return true for UTF-16 and other encodings that cannot be scanned for the ends of documents. */
static bool is_wide(const vml_stream *s)
{
	const unsigned char *b = (const unsigned char *)s->buffer.bytes + s->start;

	return pending(s) >= 2 && (!b[0] || !b[1] || b[0] >= 0xfe);
}

static bool opens(const char *at, size_t len, const char *tag)
{
	size_t n = strlen(tag);

	return len >= n && !memcmp(at, tag, n);
}

/*
 * Return the offset in a rejected document, after its first line, at which another document may
 * begin; the length of the slice if there is none.
 */
static size_t resume_at(const vml_slice *slice)
{
	const char *end = slice->bytes + slice->len, *p = slice->bytes;
	/*
	 * a line with "<domain" may begin a document only if the rejected document begins so, too,
	 * without an XML declaration
	 */
	bool bare = slice->len > 7 && !memcmp(slice->bytes, "<domain", 7) &&
		strchr(" >\t\n", slice->bytes[7]);

	while ((p = memmem(p, (size_t)(end - p), "\n<", 2))) {
		size_t left = (size_t)(end - ++p);

		if (opens(p, left, "<?xml ") ||
			(bare && (opens(p, left, "<domain ") || opens(p, left, "<domain>"))))
			return (size_t)(p - slice->bytes);
	}
	return slice->len;
}

/* Return the length of a document that cannot be parsed: up to where the next one may begin. */
static size_t ruin_length(vml_stream *s)
{
	for (;;) {
		vml_slice slice = slice_of(s, pending(s));
		size_t len = resume_at(&slice);

		if (len < slice.len || s->eof || slice.len > DOCUMENT_LIMIT)
			return len;
		read_on(s);
	}
}

/*
 * Return the length of the next document: up to the end of its root element. If the root element
 * has no end, the length of the remaining input.
 */
static size_t document_length(vml_stream *s)
{
	vml_scanner scanner = { 0 };
	unsigned long depth = 0;
	bool whole = is_wide(s);
	vml_token token;

	for (;;) {
		scanner.bytes = s->buffer.bytes + s->start;
		scanner.len = pending(s);
		while (!whole && vml_scan(&scanner, &token) != VML_TOKEN_NONE) {
			if (token.kind == VML_TOKEN_START && !token.empty)
				depth++;
			else if (token.kind == VML_TOKEN_END && depth > 0)
				depth--;
			if (depth == 0)
				return token.end;
			/*
			 * nested too deeply: perhaps many documents in sequence that lack end tags.
			 * Searching up to the end of the input for each would take quadratic time
			 */
			if (depth > DEEPEST)
				return ruin_length(s);
		}
		if (s->eof || pending(s) > DOCUMENT_LIMIT)
			return pending(s);
		read_on(s);
	}
}

/* Return true if only comments and processing instructions follow: no document, but no error. */
static bool only_misc(const vml_slice *slice)
{
	vml_scanner scanner = { .bytes = slice->bytes, .len = slice->len };
	vml_token token;

	return slice->len >= 4 &&
		(!memcmp(slice->bytes, "<!--", 4) ||
			(!memcmp(slice->bytes, "<?", 2) && memcmp(slice->bytes, "<?xml ", 6))) &&
		vml_scan(&scanner, &token) == VML_TOKEN_NONE && scanner.pos == slice->len;
}

/* Return true if only NULs and whitespace follow, such as padding to a block size. */
static bool only_padding(const vml_slice *slice)
{
	size_t unused;

	return slice->len && !*slice->bytes && !vml_hidden_text(slice, &unused);
}

/*
 * Repair a rejected document and parse it. Returns false if the repair fails. len: length of the
 * part of the slice to repair
 */
static bool repair(
	vml_stream *s, const vml_slice *slice, size_t len, vml_doc **ret, vml_fault *fault)
{
	size_t consumed;

	if (vml_doc_parse_repaired(s->parser, slice, len, &consumed, ret, fault))
		return false;
	advance(s, consumed);
	s->split = s->split || pending(s);
	s->done = !pending(s) && s->eof;
	return true;
}

vml_stream_status vml_stream_next(vml_stream *s, vml_doc **ret, vml_fault *fault)
{
	vml_slice slice;
	size_t len;

	*ret = NULL;
	if (s->done)
		return VML_STREAM_END;
	if (!s->begun && begin(s, fault) == VML_STREAM_FAILED)
		return VML_STREAM_FAILED;
	if (!s->eof)
		s->split = true;
	if (s->split) {
		for (skip_blanks(s); !pending(s) && !s->eof; skip_blanks(s))
			fill(s, LATER_READ);
	}
	if (s->error)
		return failed(s, fault, strerror(s->error), NULL);
	if (!pending(s)) {
		s->done = true;
		return VML_STREAM_END;
	}
	len = s->split ? document_length(s) : pending(s);
	if (len > DOCUMENT_LIMIT)
		return too_large(s, fault);
	slice = slice_of(s, len);
	if (s->split && s->eof && len == pending(s) &&
		(only_misc(&slice) || only_padding(&slice))) {
		s->done = true;
		return VML_STREAM_END;
	}
	if (!vml_doc_parse(s->parser, &slice, ret, fault)) {
		/* if s->split is false, the document is the whole input: no position is needed */
		if (s->split)
			advance(s, len);
		s->done = !s->split;
		return VML_STREAM_DOCUMENT;
	}
	if (!s->split && fault->trailing) {
		if (repair(s, &slice, len, ret, fault))
			return VML_STREAM_DOCUMENT;
		s->split = true;
		return vml_stream_next(s, ret, fault);
	}
	/*
	 * The end of an unterminated document is searched for in the whole rest of the input. After
	 * MOST_UNENDED such documents, skip the rest, so that the time stays linear. The excerpt of
	 * *fault stays valid: the buffer is unchanged until the next call.
	 */
	if (!s->eof || len < pending(s) || ++s->unended < MOST_UNENDED)
		len = resume_at(&slice);
	if (repair(s, &slice, len, ret, fault))
		return VML_STREAM_DOCUMENT;
	advance(s, len);
	s->split = true;
	s->done = !pending(s) && s->eof;
	return VML_STREAM_FAULT;
}
