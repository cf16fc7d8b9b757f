/* Related locations of findings: searches messages for names of other devices and domains. */
#include "related.h"

#include "arena.h"
#include "context.h"
#include "jsonvalue.h"
#include "repaired.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void add(vml_relations *relations, char *name, const xmlNode *node, const vml_facts *facts)
{
	if (relations->n < VML_RELATIONS_MAX)
		relations->list[relations->n] =
			(struct vml_relation){ .name = name, .node = node, .facts = facts };
	else
		free(name);
	relations->n++;
}

/* Return true if the name identifies one device, unlike "sound". */
static bool is_specific(const char *name)
{
	return strpbrk(name, "'0123456789");
}

void vml_relations_begin(vml_relations *ret, const vml_document *document, const vml_result *result)
{
	vml_doc *doc = document->audited.doc;

	*ret = (vml_relations){ .document = document };
	for (size_t i = 0; i < result->n_domains; i++) {
		const vml_facts *facts = result->domains[i];
		vml_context ctx = { .doc = doc, .facts = *facts };
		const xmlNode *devices = vml_child(facts->domain, "devices");

		if (result->n_domains > 1 && *facts->name)
			add(ret, vml_asprintf("'%s'", facts->name), facts->domain, facts);
		for (const xmlNode *it = vml_first(devices); it && ret->n <= VML_RELATIONS_MAX;
			it = vml_sibling(it)) {
			const char *name = vml_device_name(&ctx, it);

			if (is_specific(name))
				add(ret, vml_strdup(name), it, facts);
		}
	}
}

/*
 * Return true if a message contains the name, but not as the beginning of a longer one ("controller
 * 1" in "controller 10").
 */
static bool mentions(const char *message, const char *name)
{
	const char *hit = strstr(message, name);

	return hit && !(hit[strlen(name)] >= '0' && hit[strlen(name)] <= '9');
}

static void add_location(
	json_t *list, const vml_locator *at, size_t start, size_t end, const char *message)
{
	vml_locator locator = *at;

	vml_json_append(list,
		json_pack("{s:{s:s,s:o},s:o}", "location", "uri", locator.document->uri, "range",
			vml_range_of(&locator, start, end), "message", vml_json_safe(message)));
}

/*
 * Append the locations of the domains and devices in the document that a finding's message names.
 */
static void add_mentioned(const vml_relations *relations, const vml_finding *finding,
	const vml_locator *locator, json_t *list)
{
	const xmlNode *own = vml_device_of(finding->node);
	const char *own_name = vml_finding_device(finding);
	bool repeats = strstr(finding->message, "another") || strstr(finding->message, "twice");
	vml_doc *doc = relations->document->audited.doc;

	for (size_t i = 0; relations->n <= VML_RELATIONS_MAX && i < relations->n; i++) {
		const struct vml_relation *other = &relations->list[i];
		bool is_domain = other->node == other->facts->domain;
		const vml_span *span;

		if (other->node == own || (other->facts == finding->facts) == is_domain ||
			(!repeats && !strcmp(other->name, own_name)) ||
			!mentions(finding->message, other->name))
			continue;
		span = vml_span_of(doc, other->node);
		if (span && !doc->transcoded)
			add_location(list, locator, vml_source_byte(doc, span->start),
				vml_source_byte(doc, span->tag_end), other->name);
	}
}

/* Append the locations of the other domains of a conflict. */
static void add_others(const vml_finding *finding, const vml_locator *locator, json_t *list)
{
	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];

		if (other->has_range)
			add_location(list, locator, other->range.start.byte, other->range.end.byte,
				other->facts->name);
	}
}

void vml_relations_add(const vml_relations *relations, const vml_finding *finding, vml_units units,
	json_t *diagnostic)
{
	const vml_locator locator = { .document = relations->document, .units = units };
	json_t *list = json_array();

	if (finding->stored)
		add_others(finding, &locator, list);
	else
		add_mentioned(relations, finding, &locator, list);
	if (json_array_size(list))
		vml_json_put(diagnostic, "relatedInformation", list);
	else
		json_decref(list);
}

void vml_relations_end(vml_relations *relations)
{
	for (size_t i = 0; i < relations->n && i < VML_RELATIONS_MAX; i++)
		free(relations->list[i].name);
}
