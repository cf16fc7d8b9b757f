/* List of report formats: every reporter must be added here. */
#include "report.h"

const vml_reporter *const vml_reporters[] = { &vml_reporter_text, &vml_reporter_concise,
	&vml_reporter_json, &vml_reporter_jsonl, &vml_reporter_sarif, &vml_reporter_github,
	&vml_reporter_gitlab, &vml_reporter_junit, &vml_reporter_checkstyle, &vml_reporter_rdjson,
	&vml_reporter_markdown, &vml_reporter_prometheus, &vml_reporter_html, NULL };
