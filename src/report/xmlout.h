/* XML output: libxml2's writer on a stdio stream. */
#ifndef VML_XMLOUT_H
#define VML_XMLOUT_H

#include <libxml/xmlwriter.h>

#include <stddef.h>
#include <stdio.h>

/*
 * Start a document in UTF-8. Returns its writer, never NULL, which the caller frees with
 * vml_xml_end(). Write errors show in ferror(out).
 */
xmlTextWriter *vml_xml_begin(FILE *out);

/* End the document, closing all open elements, and free the writer. */
void vml_xml_end(xmlTextWriter *writer);

/* Start an element. */
void vml_xml_open(xmlTextWriter *writer, const char *element);

/* End the current element. */
void vml_xml_close(xmlTextWriter *writer);

/* Write an attribute of the current element, escaped as by vml_put_safe(). */
void vml_xml_attr(xmlTextWriter *writer, const char *name, const char *value);

/* Write an attribute with a decimal number. */
void vml_xml_number(xmlTextWriter *writer, const char *name, size_t value);

/* Write text, escaped as by vml_put_safe() and for XML. */
void vml_xml_text(xmlTextWriter *writer, const char *text);

/* Write a line feed as text. */
void vml_xml_break(xmlTextWriter *writer);

#endif
