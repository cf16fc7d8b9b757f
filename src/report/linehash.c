/*
 * Line hashes as GitHub computes them: a rolling hash of 100 UTF-16 code units from the start of a
 * line. Spaces and tabs are ignored, and all line endings count as a line feed.
 */
#include "linehash.h"

#include "arena.h"
#include "escape.h"
#include "tally.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 100, FACTOR = 37, END_OF_TEXT = 0xffff, REPLACEMENT = 0xfffd, CHUNK = 1 << 16 };

/* State of the rolling hash. A unit is a UTF-16 code unit. */
struct roller {
	vml_line_hashes *out;
	vml_tally tally;
	uint64_t hash, factor_out; /* factor_out: FACTOR to the power of WINDOW */
	uint64_t window[WINDOW];
	bool starts[WINDOW]; /* for each unit in the window: it is the first of a line */
	size_t at;	     /* index of the oldest unit in the window */
	bool line_start;     /* the next unit is the first of a line */
	bool after_cr;	     /* the previous unit was a carriage return */
};

static void begin(struct roller *r, vml_line_hashes *out)
{
	*r = (struct roller){ .out = out, .factor_out = 1, .line_start = true };
	*out = (vml_line_hashes){ 0 };
	for (int i = 0; i < WINDOW; i++)
		r->factor_out *= FACTOR;
}

/* Append the hash of the line whose first code unit is the oldest one in the window. */
static void emit(struct roller *r)
{
	vml_line_hashes *out = r->out;

	if (out->n == out->capacity) {
		out->capacity = out->capacity ? 2 * out->capacity : 256;
		out->lines = vml_realloc(out->lines, out->capacity * sizeof(*out->lines));
	}
	out->lines[out->n++] =
		(struct vml_line_hash){ .hash = r->hash, .nth = vml_tally_add(&r->tally, r->hash) };
	r->starts[r->at] = false;
}

static void roll(struct roller *r, unsigned int unit)
{
	r->hash = FACTOR * r->hash + unit - r->factor_out * r->window[r->at];
	r->window[r->at] = unit;
	r->at = (r->at + 1) % WINDOW;
}

static void take_unit(struct roller *r, unsigned int unit)
{
	bool skip = unit == ' ' || unit == '\t' || (r->after_cr && unit == '\n');

	r->after_cr = unit == '\r';
	if (skip)
		return;
	if (unit == '\r')
		unit = '\n';
	if (r->starts[r->at])
		emit(r);
	r->starts[r->at] = r->line_start;
	r->line_start = unit == '\n';
	roll(r, unit);
}

static void take_char(struct roller *r, unsigned int code)
{
	if (code < 0x10000) {
		take_unit(r, code);
		return;
	}
	take_unit(r, 0xd800 + ((code - 0x10000) >> 10));
	take_unit(r, 0xdc00 + ((code - 0x10000) & 0x3ff));
}

/*
 * Return the number of invalid bytes that decoders replace by one U+FFFD: the longest prefix that
 * could begin a valid character, at least one byte.
 */
static size_t broken_length(const char *text, size_t len)
{
	const unsigned char *b = (const unsigned char *)text;
	unsigned int least = b[0] == 0xe0 ? 0xa0 : b[0] == 0xf0 ? 0x90 : 0x80;
	unsigned int most = b[0] == 0xed ? 0x9f : b[0] == 0xf4 ? 0x8f : 0xbf;
	size_t whole = b[0] < 0xe0 ? 2 : b[0] < 0xf0 ? 3 : 4, n = 1;

	if (b[0] < 0xc2 || b[0] > 0xf4)
		return 1;
	while (n < whole && n < len && b[n] >= (n == 1 ? least : 0x80) &&
		b[n] <= (n == 1 ? most : 0xbf))
		n++;
	return n;
}

/*
 * Hash bytes; returns how many were processed. last: false: up to 3 bytes at the end, which may be
 * an incomplete character, are not processed.
 */
static size_t take_bytes(struct roller *r, const char *bytes, size_t len, bool last)
{
	size_t i = 0;

	while (i < len && (last || len - i >= 4)) {
		unsigned int code;
		size_t n = vml_utf8_char(bytes + i, len - i, &code);

		take_char(r, n ? code : REPLACEMENT);
		i += n ? n : broken_length(bytes + i, len - i);
	}
	return i;
}

static void finish(struct roller *r)
{
	take_unit(r, END_OF_TEXT);
	for (int i = 0; i < WINDOW; i++) {
		if (r->starts[r->at])
			emit(r);
		roll(r, 0);
	}
	vml_tally_free(&r->tally);
}

void vml_hash_lines(const char *bytes, size_t len, vml_line_hashes *ret)
{
	struct roller r;

	begin(&r, ret);
	take_bytes(&r, bytes, len, true);
	finish(&r);
}

void vml_hash_lines_of(FILE *in, vml_line_hashes *ret)
{
	char *chunk = vml_realloc(NULL, CHUNK);
	size_t kept = 0, n;
	struct roller r;

	begin(&r, ret);
	while ((n = fread(chunk + kept, 1, CHUNK - kept, in)) > 0) {
		size_t len = kept + n, taken = take_bytes(&r, chunk, len, false);

		kept = len - taken;
		memmove(chunk, chunk + taken, kept);
	}
	take_bytes(&r, chunk, kept, true);
	finish(&r);
	free(chunk);
}

void vml_line_hash_text(
	const vml_line_hashes *hashes, unsigned long line, char ret[VML_LINE_HASH_SIZE])
{
	const struct vml_line_hash *found;

	/* hashes->n is at least 1: an empty text has one line */
	found = &hashes->lines[line && line <= hashes->n ? line - 1 : hashes->n - 1];
	snprintf(ret, VML_LINE_HASH_SIZE, "%llx:%u", (unsigned long long)found->hash, found->nth);
}

void vml_line_hashes_free(vml_line_hashes *hashes)
{
	free(hashes->lines);
	*hashes = (vml_line_hashes){ 0 };
}
