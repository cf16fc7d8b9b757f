/* Muting of libxml2's errors that occur without a parser context: conversions of text have none. */
#include "xml_errors.h"

#include <libxml/globals.h>

/* libxml2 2.12 added the const. */
#if LIBXML_VERSION >= 21200
static void ignore(void *data, const xmlError *error)
#else
static void ignore(void *data, xmlError *error)
#endif
{
	(void)data;
	(void)error;
}

vml_xml_errors vml_xml_errors_mute(void)
{
	vml_xml_errors before = { .handler = xmlStructuredError,
		.context = xmlStructuredErrorContext };

	xmlSetStructuredErrorFunc(NULL, ignore);
	return before;
}

void vml_xml_errors_restore(const vml_xml_errors *before)
{
	xmlSetStructuredErrorFunc(before->context, before->handler);
}
