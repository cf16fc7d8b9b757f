/* Writing XML reports: libxml2's writer on an output stream. */
#ifndef VML_XMLOUT_H
#define VML_XMLOUT_H

#include <libxml/xmlwriter.h>

#include <stddef.h>
#include <stdio.h>

/*
 * A writer that has begun a document in UTF-8. What cannot be written shows at the stream
 * (ferror()). For vml_xml_end().
 */
xmlTextWriter *vml_xml_begin(FILE *out);

/* End the document with all that is open in it, and release the writer. */
void vml_xml_end(xmlTextWriter *writer);

void vml_xml_open(xmlTextWriter *writer, const char *element);
void vml_xml_close(xmlTextWriter *writer);

/* An attribute of any bytes: what XML cannot hold is made visible as vml_put_safe() does. */
void vml_xml_attr(xmlTextWriter *writer, const char *name, const char *value);

void vml_xml_number(xmlTextWriter *writer, const char *name, size_t value);

/* The same for text; a line feed in it is made visible, too. */
void vml_xml_text(xmlTextWriter *writer, const char *text);

/* A line feed in text. */
void vml_xml_break(xmlTextWriter *writer);

#endif
