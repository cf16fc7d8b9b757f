/* Unified diff: extends changes to whole lines and groups them into hunks. */
#include "diff.h"

#include "arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 3 };

/* A range of whole lines in the original, and its replacement. */
struct block {
	size_t start, end;     /* [start, end) in the original, whole lines */
	size_t text, text_len; /* replacement: offset in the differ's buffer, and length */
};

struct differ {
	vml_buffer *out;
	const char *bytes;
	size_t len;
	struct block *blocks;
	size_t n;
	vml_buffer text;
	const vml_diff_note **notes; /* sorted by byte */
	size_t n_notes;
};

static size_t line_start(const struct differ *d, size_t byte)
{
	while (byte > 0 && d->bytes[byte - 1] != '\n')
		byte--;
	return byte;
}

/* Return the end of the line that contains `byte`, after its newline. */
static size_t line_end(const struct differ *d, size_t byte)
{
	const char *end = byte < d->len ? memchr(d->bytes + byte, '\n', d->len - byte) : NULL;

	return end ? (size_t)(end - d->bytes) + 1 : d->len;
}

static size_t count_lines(const char *bytes, size_t len)
{
	size_t n = 0;

	for (const char *p = bytes, *end = bytes + len; p < end; n++) {
		const char *next = memchr(p, '\n', (size_t)(end - p));

		p = next ? next + 1 : end;
	}
	return n;
}

/* Remove lines that are equal in original and replacement from both ends of a block. */
static void trim(const struct differ *d, struct block *block)
{
	const char *text = d->text.bytes ? d->text.bytes : "";

	while (block->start < block->end && block->text_len) {
		size_t n = line_end(d, block->start) - block->start;

		if (n > block->end - block->start || n > block->text_len ||
			memcmp(d->bytes + block->start, text + block->text, n) ||
			(d->bytes[block->start + n - 1] != '\n' && n != block->text_len))
			break;
		block->start += n;
		block->text += n;
		block->text_len -= n;
	}
	while (block->start < block->end && block->text_len) {
		size_t n = block->end - line_start(d, block->end - 1);
		const char *tail = text + block->text + block->text_len - n;

		if (n > block->text_len || memcmp(d->bytes + block->end - n, tail, n) ||
			(block->text_len > n && tail[-1] != '\n'))
			break;
		block->end -= n;
		block->text_len -= n;
	}
}

/* Extend the changes to whole lines. Changes that share a line become one block. */
static void make_blocks(struct differ *d, const vml_change *changes, size_t n)
{
	d->blocks = vml_realloc(NULL, (n + 1) * sizeof(*d->blocks));
	for (size_t i = 0; i < n;) {
		struct block *block = &d->blocks[d->n++];
		size_t at = line_start(d, changes[i].start);

		*block = (struct block){ .start = at, .text = d->text.len };
		do {
			vml_buffer_add(&d->text, d->bytes + at, changes[i].start - at);
			vml_buffer_add(&d->text, changes[i].text, changes[i].len);
			at = changes[i].end;
			/*
			 * a change that ends after a newline does not extend the block by the next
			 * line; one that ends before the end of the block does not extend it
			 */
			if (at > block->start && d->bytes[at - 1] == '\n' &&
				(!d->text.len || d->text.bytes[d->text.len - 1] == '\n'))
				block->end = at;
			else if (at >= block->end)
				block->end = line_end(d, at);
			i++;
		} while (i < n && changes[i].start < block->end);
		vml_buffer_add(&d->text, d->bytes + at, block->end - at);
		block->text_len = d->text.len - block->text;
	}
	for (size_t i = 0; i < d->n; i++)
		trim(d, &d->blocks[i]);
}

static void put_lines(vml_buffer *out, char mark, const char *bytes, size_t len)
{
	for (const char *p = bytes, *end = bytes + len; p < end;) {
		const char *next = memchr(p, '\n', (size_t)(end - p));

		vml_buffer_add(out, &mark, 1);
		vml_buffer_add(out, p, (size_t)((next ? next + 1 : end) - p));
		if (!next)
			vml_buffer_puts(out, "\n\\ No newline at end of file\n");
		p = next ? next + 1 : end;
	}
}

static int by_byte(const void *a, const void *b)
{
	const vml_diff_note *x = *(const vml_diff_note *const *)a;
	const vml_diff_note *y = *(const vml_diff_note *const *)b;

	return (x->byte > y->byte) - (x->byte < y->byte);
}

static int by_order(const void *a, const void *b)
{
	const vml_diff_note *x = *(const vml_diff_note *const *)a;
	const vml_diff_note *y = *(const vml_diff_note *const *)b;

	return (x > y) - (x < y);
}

/* Return how many notes are before `byte`. */
static size_t notes_before(const struct differ *d, size_t byte)
{
	size_t low = 0, high = d->n_notes;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->notes[mid]->byte < byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/*
 * Write the texts of the notes on the bytes [start, end] of the original, "rule, rule": each text
 * once, in the order in which the caller of vml_diff() passed the notes.
 */
static void put_notes(const struct differ *d, size_t start, size_t end)
{
	size_t from = notes_before(d, start), n = notes_before(d, end + 1) - from, printed = 0;
	const vml_diff_note **notes = vml_realloc(NULL, (n + 1) * sizeof(*notes));

	memcpy(notes, d->notes + from, n * sizeof(*notes));
	qsort(notes, n, sizeof(*notes), by_order);
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;

		/* linear search: a hunk has at most as many different texts as there are rules */
		while (j < printed && strcmp(notes[j]->text, notes[i]->text) != 0)
			j++;
		if (j < printed)
			continue;
		vml_buffer_puts(d->out, printed ? ", " : " ");
		vml_buffer_puts(d->out, notes[i]->text);
		notes[printed++] = notes[i];
	}
	free(notes);
}

/* Return the start of the line that is n lines before that of `byte`; `floor` if it is earlier. */
static size_t lines_before(const struct differ *d, size_t byte, int n, size_t floor)
{
	while (n-- > 0 && byte > floor)
		byte = line_start(d, byte - 1);
	return byte < floor ? floor : byte;
}

/* Return the start of the line that is n lines after that of `byte`; d->len if there is none. */
static size_t lines_after(const struct differ *d, size_t byte, int n)
{
	while (n-- > 0 && byte < d->len)
		byte = line_end(d, byte);
	return byte;
}

/*
 * Write a range of lines, "-start,count". start: 0-based. As in diff(1), an empty range has the
 * number of the line before it.
 */
static void put_range(vml_buffer *out, char mark, size_t start, size_t count)
{
	char text[64];

	if (count == 1)
		snprintf(text, sizeof(text), "%c%zu", mark, start + 1);
	else
		snprintf(text, sizeof(text), "%c%zu,%zu", mark, count ? start + 1 : start, count);
	vml_buffer_puts(out, text);
}

/*
 * Write the hunk with blocks `first` to `last`.
 *
 * from: offset of the first line of the hunk in the original
 * line: number of lines before `from`
 * delta: number of lines that the earlier hunks add, minus those that they remove
 */
static void put_hunk(
	struct differ *d, size_t first, size_t last, size_t from, size_t line, long delta)
{
	size_t to = lines_after(d, d->blocks[last].end, CONTEXT);
	size_t old_lines = count_lines(d->bytes + from, to - from), new_lines = old_lines;

	for (size_t i = first; i <= last; i++) {
		const struct block *b = &d->blocks[i];

		new_lines -= count_lines(d->bytes + b->start, b->end - b->start);
		if (b->text_len)
			new_lines += count_lines(d->text.bytes + b->text, b->text_len);
	}
	vml_buffer_puts(d->out, "@@ ");
	put_range(d->out, '-', line, old_lines);
	vml_buffer_puts(d->out, " ");
	put_range(d->out, '+', (size_t)((long)line + delta), new_lines);
	vml_buffer_puts(d->out, " @@");
	put_notes(d, from, to);
	vml_buffer_puts(d->out, "\n");
	for (size_t i = first; i <= last; i++) {
		const struct block *b = &d->blocks[i];

		put_lines(d->out, ' ', d->bytes + from, b->start - from);
		put_lines(d->out, '-', d->bytes + b->start, b->end - b->start);
		if (b->text_len)
			put_lines(d->out, '+', d->text.bytes + b->text, b->text_len);
		from = b->end;
	}
	put_lines(d->out, ' ', d->bytes + from, to - from);
}

static void put_hunks(struct differ *d)
{
	size_t counted = 0, line = 0;
	long delta = 0;

	for (size_t first = 0, last; first < d->n; first = last + 1) {
		size_t from = lines_before(d, d->blocks[first].start, CONTEXT, 0);

		for (last = first; last + 1 < d->n; last++)
			if (lines_before(
				    d, d->blocks[last + 1].start, CONTEXT, d->blocks[last].end) >
				lines_after(d, d->blocks[last].end, CONTEXT))
				break;
		line += count_lines(d->bytes + counted, from - counted);
		counted = from;
		put_hunk(d, first, last, from, line, delta);
		for (size_t i = first; i <= last; i++) {
			const struct block *b = &d->blocks[i];

			delta -= (long)count_lines(d->bytes + b->start, b->end - b->start);
			if (b->text_len)
				delta += (long)count_lines(d->text.bytes + b->text, b->text_len);
		}
	}
}

static void put_name(vml_buffer *out, const char *mark, const char *prefix, const char *name)
{
	bool has_space = strchr(name, ' ');

	vml_buffer_puts(out, mark);
	/* git rejects a name that begins with "./" */
	while (!strncmp(name, "./", 2))
		name += 2;
	/* patch -p1 and git apply strip the first component of names, also of absolute ones */
	vml_buffer_add(out, prefix, *name == '/' ? 1 : 2);
	for (; *name; name++) /* escape control characters: they could end the line */
		vml_buffer_add(out, (unsigned char)*name < 0x20 || *name == 0x7f ? "?" : name, 1);
	/* the tab is required, as in git: otherwise patch ends the name at the first space */
	vml_buffer_puts(out, has_space ? "\t\n" : "\n");
}

void vml_diff(vml_buffer *out, const char *name, const char *bytes, size_t len,
	const vml_change *changes, size_t n_changes, const vml_diff_note *notes, size_t n_notes)
{
	struct differ d = { .out = out, .bytes = bytes, .len = len, .n_notes = n_notes };

	if (!n_changes)
		return;
	d.notes = vml_realloc(NULL, (n_notes + 1) * sizeof(*d.notes));
	for (size_t i = 0; i < n_notes; i++)
		d.notes[i] = &notes[i];
	qsort(d.notes, n_notes, sizeof(*d.notes), by_byte);
	make_blocks(&d, changes, n_changes);
	put_name(out, "--- ", "a/", name);
	put_name(out, "+++ ", "b/", name);
	put_hunks(&d);
	free(d.notes);
	free(d.blocks);
	vml_buffer_free(&d.text);
}
