/* The stream splitter, over memory and in reads of a few bytes. */
#include "fuzz.h"
#include "stream.h"

#include <unistd.h>

/* Where the documents of an input begin, as long as it has no faults. */
struct story {
	size_t starts[64], n;
	bool faulty;
};

static void note(struct story *story, const vml_doc *doc)
{
	if (story->n < sizeof(story->starts) / sizeof(*story->starts))
		story->starts[story->n] = doc->slice.offset;
	story->n++;
}

/* Take all documents out of a stream, which is released. */
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
				"the caret stands in the excerpt");
			story.faulty = true;
			continue;
		}
		fuzz_expect(doc->slice.offset >= at, "documents come in order");
		fuzz_expect(doc->slice.line >= line, "lines come in order");
		at = doc->slice.offset;
		line = doc->slice.line;
		if (!doc->transcoded)
			at += doc->slice.len;
		fuzz_expect(at <= size, "a document lies in the input");
		note(&story, doc);
		vml_doc_free(doc);
	}
	fuzz_expect(vml_stream_next(stream, &doc, &fault) == VML_STREAM_END, "the end is the end");
	vml_stream_free(stream);
	return story;
}

/* A descriptor that yields the bytes; how small the reads are is the stream's affair here. */
static int pipe_of(const unsigned char *data, size_t size)
{
	int ends[2];

	fuzz_expect(!pipe(ends), "there is a pipe");
	/* it takes 64 KiB without a reader, and -max_len is no more */
	fuzz_expect(write(ends[1], data, size) == (ssize_t)size, "the pipe has room");
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
			"a stream holds the same documents however it arrives");
		for (size_t i = 0; i < whole.n && i < 64; i++)
			fuzz_expect(split.starts[i] == whole.starts[i],
				"a document begins at the same byte however it arrives");
	}
	vml_parser_free(parser);
	return 0;
}
