/* Fuzzing of the stream splitter: the same input from memory and from a pipe. */
#include "fuzz.h"
#include "stream.h"

#include <unistd.h>

/* Documents of an input. starts: offsets of the first 64; n: number of all. */
struct results {
	size_t starts[64], n;
	bool faulty;
};

static void note(struct results *results, const vml_doc *doc)
{
	if (results->n < sizeof(results->starts) / sizeof(*results->starts))
		results->starts[results->n] = doc->slice.offset;
	results->n++;
}

/* Read all documents of a stream, and free the stream. */
static struct results follow(vml_stream *stream, size_t size)
{
	struct results results = { 0 };
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
			results.faulty = true;
			continue;
		}
		fuzz_expect(doc->slice.offset >= at, "document offsets increase");
		fuzz_expect(doc->slice.line >= line, "line numbers do not decrease");
		at = doc->slice.offset;
		line = doc->slice.line;
		if (!doc->transcoded)
			at += doc->slice.len;
		fuzz_expect(at <= size, "a document is within the input");
		note(&results, doc);
		vml_doc_free(doc);
	}
	fuzz_expect(vml_stream_next(stream, &doc, &fault) == VML_STREAM_END,
		"after the end, the "
		"stream returns the "
		"end again");
	vml_stream_free(stream);
	return results;
}

/* Return a pipe with the bytes; the stream chooses the size of its reads. */
static int pipe_of(const unsigned char *data, size_t size)
{
	int ends[2];

	fuzz_expect(!pipe(ends), "a pipe can be created");
	/* a pipe buffers 64 KiB without a reader, the upper limit of -max_len */
	fuzz_expect(write(ends[1], data, size) == (ssize_t)size, "the input fits in the pipe");
	close(ends[1]);
	return ends[0];
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_parser *parser = vml_parser_new();
	struct results whole, split;
	int fd = pipe_of(data, size);

	whole = follow(vml_stream_over((const char *)data, size, parser), size);
	split = follow(vml_stream_new(fd, parser), size);
	close(fd);
	if (!whole.faulty) {
		fuzz_expect(!split.faulty && split.n == whole.n,
			"memory and pipe have the same documents");
		for (size_t i = 0; i < whole.n && i < 64; i++)
			fuzz_expect(split.starts[i] == whole.starts[i],
				"documents have the same offsets in memory and pipe");
	}
	vml_parser_free(parser);
	return 0;
}
