/* Origin of a document, for the rules across domains. */
#ifndef VML_DOCUMENT_ORIGIN_H
#define VML_DOCUMENT_ORIGIN_H

#include "doc.h"
#include "report.h"
#include "select.h"

/*
 * Return the origin of a document of an input. A file has a host if exactly one was selected.
 *
 * input, selection: their strings are borrowed
 */
vml_origin vml_document_origin(
	const vml_input *input, const vml_selection *selection, const vml_doc *doc);

#endif
