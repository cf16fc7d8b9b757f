/* XML output: libxml2's writer on a stdio stream. */
#include "xmlout.h"

#include "arena.h"
#include "escape.h"

#include <stdlib.h>

/* never returns an error: libxml2 would print it, and the caller checks ferror() */
static int write_to_stream(void *out, const char *bytes, int len)
{
	fwrite(bytes, 1, (size_t)len, out);
	return len;
}

xmlTextWriter *vml_xml_begin(FILE *out)
{
	xmlOutputBuffer *buffer = xmlOutputBufferCreateIO(write_to_stream, NULL, out, NULL);
	xmlTextWriter *writer = buffer ? xmlNewTextWriter(buffer) : NULL;

	if (!writer)
		vml_out_of_memory();
	xmlTextWriterSetIndent(writer, 1);
	xmlTextWriterStartDocument(writer, NULL, "UTF-8", NULL);
	return writer;
}

void vml_xml_end(xmlTextWriter *writer)
{
	xmlTextWriterEndDocument(writer);
	xmlFreeTextWriter(writer);
}

void vml_xml_open(xmlTextWriter *writer, const char *element)
{
	xmlTextWriterStartElement(writer, BAD_CAST element);
}

void vml_xml_close(xmlTextWriter *writer)
{
	xmlTextWriterEndElement(writer);
}

void vml_xml_attr(xmlTextWriter *writer, const char *name, const char *value)
{
	char *safe = vml_safe_text(value);

	xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST safe);
	free(safe);
}

void vml_xml_number(xmlTextWriter *writer, const char *name, size_t value)
{
	char digits[24];

	/* xmlTextWriterWriteFormatAttribute() would format each number twice */
	snprintf(digits, sizeof(digits), "%zu", value);
	xmlTextWriterWriteAttribute(writer, BAD_CAST name, BAD_CAST digits);
}

void vml_xml_text(xmlTextWriter *writer, const char *text)
{
	char *safe = vml_safe_text(text);

	xmlTextWriterWriteString(writer, BAD_CAST safe);
	free(safe);
}

void vml_xml_break(xmlTextWriter *writer)
{
	xmlTextWriterWriteString(writer, BAD_CAST "\n");
}
