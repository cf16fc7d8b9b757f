/* What is wrong with a document that is not well-formed, in words that help. */
#ifndef VML_DIAGNOSE_H
#define VML_DIAGNOSE_H

#include "doc.h"

/*
 * Explain a parser error.
 *
 * error: libxml2's first fatal error; byte: where in the slice its parser stood.
 * fault->line is libxml2's own unless a better place is known.
 */
void vml_diagnose(vml_arena *arena, const vml_slice *slice, const xmlError *error, size_t byte,
	vml_fault *fault);

/* Point a fault at a byte of the slice: line, column and excerpt. */
void vml_fault_at(const vml_slice *slice, size_t byte, vml_fault *fault);

#endif
