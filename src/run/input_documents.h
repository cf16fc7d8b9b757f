/* Audits the documents of an input, and reports the input as audited, skipped or failed. */
#ifndef VML_INPUT_DOCUMENTS_H
#define VML_INPUT_DOCUMENTS_H

#include "session.h"
#include "stream.h"

/*
 * Audit all documents of a stream, free the stream, and finish the input.
 *
 * from_directory: true: the input was found below a directory, and is skipped if it has no domain
 */
void vml_audit_stream(
	vml_session *session, vml_input *input, vml_stream *stream, bool from_directory);

/*
 * Report a file whose first document a worker has audited, and audit its other documents. The
 * function is a vml_job_done.
 *
 * data: the vml_session
 */
void vml_report_job(void *data, vml_job *job);

#endif
