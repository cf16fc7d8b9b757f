/* Messages and hints for documents that are not well-formed. */
#ifndef VML_DIAGNOSE_H
#define VML_DIAGNOSE_H

#include "arena.h"
#include "fault.h"

#include <libxml/parser.h>

/*
 * Fill in *fault for a parser error: location, excerpt, message and hint.
 *
 * arena: owns the strings
 * error: libxml2's first fatal error
 * byte: the parser's offset in the slice
 *
 * The location is in the line that libxml2 reports, unless a better location is known.
 */
void vml_diagnose(vml_arena *arena, const vml_slice *slice, const xmlError *error, size_t byte,
	vml_fault *fault);

#endif
