/*
 * Fuzzer of the stream splitter: reads the same input from memory, and from a pipe in small reads.
 */
#include "fuzz.h"
#include "stream.h"

#include <unistd.h>

/* Offsets of the documents of an input; only comparable if the input is well-formed. */
struct story {
	size_t starts[64], n; /* n may exceed 64 */
	bool faulty;	      /* a document was rejected or repaired */
};

static void note(struct story *story, const vml_doc *doc)
{
	if (story->n < sizeof(story->starts) / sizeof(*story->starts))
		story->starts[story->n] = doc->slice.offset;
	story->n++;
}

/* Read all documents of a stream, check them, and free the stream. */
static struct story follow(vml_stream *stream, size_t size)
{
	struct story story = { 0 };
	vml_stream_status status;
	unsigned long line = 1;
	vml_fault fault;
	size_t at = 0;
	vml_doc *doc;

	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		if (status != VML_STREAM_DOCUMENT) {
			fuzz_expect(!doc && fault.message && *fault.message,
				"a fault has a message and no document");
			fuzz_expect(!fault.excerpt || fault.caret <= fault.excerpt_len,
				"the caret is within the excerpt");
			story.faulty = true;
			continue;
		}
		fuzz_expect(doc->slice.offset >= at, "documents come in order");
		fuzz_expect(doc->slice.line >= line, "lines come in order");
		at = doc->slice.offset;
		line = doc->slice.line;
		if (!doc->transcoded)
			at += vml_doc_source(doc)->len;
		/* a malformed input may be divided differently with reads of another size */
		story.faulty = story.faulty || doc->repaired;
		fuzz_expect(at <= size, "a document is within the input");
		note(&story, doc);
		vml_doc_free(doc);
	}
	fuzz_expect(vml_stream_next(stream, &doc, &fault) == VML_STREAM_END,
		"VML_STREAM_END is repeated");
	vml_stream_free(stream);
	return story;
}

/*
 * Return a pipe from which the bytes can be read. With VMLINT_FUZZ, streams read few bytes at a time,
 * so that a short input needs several reads, too.
 */
static int pipe_of(const unsigned char *data, size_t size)
{
	int ends[2];

	fuzz_expect(!pipe(ends), "there is a pipe");
	/* a pipe has a capacity of 64 KiB; the longest input (-max_len) is not larger */
	fuzz_expect(write(ends[1], data, size) == (ssize_t)size, "the pipe has enough capacity");
	close(ends[1]);
	return ends[0];
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_parser *parser = vml_parser_new();
	struct story whole, split;
	int fd = pipe_of(data, size);

	whole = follow(vml_stream_over((const char *)data, size, parser), size);
	split = follow(vml_stream_new(fd, parser), size);
	close(fd);
	if (!whole.faulty) {
		fuzz_expect(!split.faulty && split.n == whole.n,
			"the documents do not depend on the size of reads");
		for (size_t i = 0; i < whole.n && i < 64; i++)
			fuzz_expect(split.starts[i] == whole.starts[i],
				"the offsets of documents do not depend on the size of reads");
	}
	vml_parser_free(parser);
	return 0;
}
