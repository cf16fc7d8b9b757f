/* Fuzzer of managed-save images: their header and the documents in them. */
#include "fuzz.h"
#include "saveimage.h"
#include "stream.h"

/* Read an image; the range of the XML must be within it. */
static void open_image(const char *bytes, size_t len)
{
	vml_parser *parser = vml_parser_new();
	vml_stream *stream = vml_stream_over(bytes, len, parser);
	vml_stream_status status;
	vml_fault fault;
	vml_doc *doc;
	size_t start, size;

	if (vml_is_save_image(bytes, len) && !vml_save_image_xml(bytes, len, &start, &size))
		fuzz_expect(start <= len && size <= len - start, "the XML is within the image");
	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		fuzz_expect(status != VML_STREAM_DOCUMENT || doc, "there is a document");
		vml_doc_free(doc);
	}
	vml_stream_free(stream);
	vml_parser_free(parser);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const char *const magics[] = { "LibvirtQemudSave", "LibvirtQemudPart" };
	vml_buffer image = { 0 };

	open_image((const char *)data, size);
	/*
	 * insert the 16 bytes by which images are identified, because mutations do not find them by
	 * chance
	 */
	vml_buffer_puts(&image, magics[size % 8 == 7]);
	vml_buffer_add(&image, (const char *)data, size);
	open_image(image.bytes, image.len);
	vml_buffer_free(&image);
	return 0;
}
