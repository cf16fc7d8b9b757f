/* Counts of findings by rule, for the closing table of human-readable reports. */
#ifndef VML_STATISTICS_H
#define VML_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <vmlint/audit.h>

/* Number of findings of one rule with one severity. */
typedef struct vml_rule_count {
	const char *id;
	vml_severity severity;
	size_t findings; /* number of shown, active findings */
	size_t fixable;	 /* number of findings that --fix=review fixes */
	/* number of inputs with such a finding; for connections, of domains */
	size_t files;
	size_t last; /* value of vml_statistics.file when `files` was last increased; initially 0 */
} vml_rule_count;

/* Initialize to all zero. */
typedef struct vml_statistics {
	vml_rule_count *counts; /* owned */
	size_t n;
	/*
	 * hash table by id and severity: an index in `counts` plus 1, or 0 if the slot is free;
	 * owned
	 */
	size_t *slots;
	size_t capacity; /* number of slots, a power of two; twice the capacity of `counts` */
	size_t file;	 /* number of the current input or domain, from 1 */
	bool live;	 /* true: vml_rule_count.files counts domains of connections */
} vml_statistics;

/*
 * Count the findings of a document that are active and shown. live: the document is a domain of a
 * connection.
 */
void vml_statistics_add(vml_statistics *statistics, const vml_result *result, bool live);

/* Record that the next document belongs to another input. */
void vml_statistics_next(vml_statistics *statistics);

/* Sort the counts by severity, number of findings, and id. Afterwards, findings cannot be added. */
void vml_statistics_sort(vml_statistics *statistics);

/* Write the sorted counts as an aligned table; nothing if there are none. */
void vml_statistics_print(FILE *out, const vml_statistics *statistics);

/* Write the sorted counts as a Markdown table; nothing if there are none. */
void vml_statistics_print_markdown(FILE *out, const vml_statistics *statistics);

/* Free the memory and reset *statistics. */
void vml_statistics_free(vml_statistics *statistics);

#endif
