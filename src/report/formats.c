/* The list of formats: the one place where a new reporter is entered. */
#include "report.h"

const vml_reporter *const vml_reporters[] = { &vml_reporter_text, &vml_reporter_concise,
	&vml_reporter_json, &vml_reporter_jsonl, NULL };
