/* Findings: creation by rules, and accessors for reports and fixes. */
#include "context.h"
#include "find_domains.h"
#include "fleet_use.h"
#include "render.h"

#include "repaired.h"

#include <string.h>

void vml_finding_init(vml_context *ctx, vml_finding *finding, const xmlNode *node, const char *attr)
{
	const vml_rule *rule = ctx->rule;

	*finding = (vml_finding){ .rule = rule,
		.severity = ctx->severity,
		.level = rule->fix,
		.state = VML_STATE_ACTIVE,
		.remedy = rule->remedy,
		.facts = &ctx->facts,
		.node = node ? node : ctx->facts.domain,
		.ctx = ctx };
	finding->last_op = (vml_op **)(uintptr_t)&finding->ops;
	if (attr && node)
		for (const xmlAttr *a = node->properties; a; a = a->next)
			if (!a->ns && xmlStrEqual(a->name, BAD_CAST attr))
				finding->attr = a;
	/*
	 * `beyond` is true if the document is truncated, and the missing part may contain what the
	 * rule did not find
	 */
	finding->uncertain = ctx->doc->beyond;
}

static vml_finding *new_finding(vml_context *ctx, const xmlNode *node, const char *attr)
{
	vml_finding *finding = vml_arena_alloc(ctx->doc->arena, sizeof(*finding));

	vml_finding_init(ctx, finding, node, attr);
	ctx->reported = finding;
	*ctx->last = finding;
	ctx->last = &finding->next;
	ctx->n_findings++;
	return finding;
}

vml_finding *vml_report(vml_context *ctx, const xmlNode *node, const char *fmt, ...)
{
	vml_finding *finding = new_finding(ctx, node, NULL);
	va_list args;

	va_start(args, fmt);
	finding->message = vml_arena_vprintf(ctx->doc->arena, fmt, args);
	va_end(args);
	return finding;
}

vml_finding *vml_report_attr(
	vml_context *ctx, const xmlNode *node, const char *attr, const char *fmt, ...)
{
	vml_finding *finding = new_finding(ctx, node, attr);
	va_list args;

	va_start(args, fmt);
	finding->message = vml_arena_vprintf(ctx->doc->arena, fmt, args);
	va_end(args);
	return finding;
}

void vml_lower_severity(vml_finding *finding, vml_severity severity)
{
	if (severity >= finding->severity)
		return;
	finding->severity = severity;
	finding->lowered = true;
}

void vml_lower_fix(vml_finding *finding, vml_fix_level level)
{
	if (level < finding->level)
		finding->level = level;
}

void vml_remedy(vml_finding *finding, const char *fmt, ...)
{
	va_list args;

	if (finding->ctx->brief)
		return;
	va_start(args, fmt);
	finding->remedy = vml_arena_vprintf(finding->ctx->doc->arena, fmt, args);
	va_end(args);
}

void vml_command(vml_finding *finding, const char *fmt, ...)
{
	va_list args;

	if (finding->ctx->brief)
		return;
	va_start(args, fmt);
	finding->command = vml_arena_vprintf(finding->ctx->doc->arena, fmt, args);
	va_end(args);
}

unsigned int vml_sibling_index(const xmlNode *element)
{
	return element ? vml_ordinal(element) : 1;
}

bool vml_index_is_stable(const vml_context *ctx, const xmlNode *device)
{
	return ctx->facts.printed_by_libvirt ||
		(vml_named(device, "disk") && vml_is_only_device(device));
}

/*
 * Return the attribute by which virt-xml can select a device of this kind; NULL if virt-xml can
 * select such devices only by index.
 */
static const char *selector_path(const xmlNode *device)
{
	if (vml_named(device, "interface"))
		return "mac/@address";
	return vml_named(device, "disk") ? "target/@dev" : NULL;
}

static uint64_t selector_key(vml_context *ctx, const xmlNode *device)
{
	const char *path = selector_path(device);

	(void)ctx;
	return path ? vml_hash((unsigned char)*path, vml_attr(device, path)) : 0;
}

static void index_selectors(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, NULL, selector_key);
}

/*
 * Return true if the attribute's value is unique among devices of this kind and needs no escaping
 * in an option of virt-xml.
 */
static bool is_selective(vml_context *ctx, const xmlNode *device, const char *path)
{
	const char *value = vml_attr(device, path), *end = value;
	const vml_entry *it;

	while ((*end >= 'a' && *end <= 'z') || (*end >= '0' && *end <= ':'))
		end++;
	if (!*value || *end)
		return false;
	if (vml_is_only_device(device))
		return true;
	it = vml_index_find(ctx, index_selectors, selector_key(ctx, device));
	for (; it; it = it->next)
		if (it->node != device && vml_attr_is(it->node, path, value))
			return false;
	return true;
}

const char *vml_selector(vml_context *ctx, const xmlNode *device)
{
	const char *path = selector_path(device);

	if (ctx->brief) /* selectors are used in commands, which are not printed */
		return "";
	if (path && is_selective(ctx, device, path))
		return vml_format(
			ctx, *path == 'm' ? "mac=%s" : "target=%s", vml_attr(device, path));
	return vml_format(ctx, "%u", vml_sibling_index(device));
}

/*
 * Return true if virt-xml finds the domain by facts->name. Returns false for "-x", which argparse
 * takes for an option; for names with control characters, which are lost when a line is copied; and
 * for names that whitespace surrounds: libvirt keeps the whitespace, facts->name does not.
 */
static bool is_plain_name(const vml_facts *facts)
{
	xmlChar *whole = xmlNodeGetContent(vml_child(facts->domain, "name"));
	bool plain = *facts->name != '-' && xmlStrEqual(whole, BAD_CAST facts->name);

	xmlFree(whole);
	for (const char *p = facts->name; *p && plain; p++)
		plain = (unsigned char)*p >= ' ' && *p != 0x7f;
	return plain;
}

const char *vml_finding_command(const vml_finding *finding, const char *uri)
{
	vml_context *ctx = finding->ctx;
	const char *domain;

	/* a running guest was audited: virt-xml would change its inactive definition instead */
	if (!finding->command || !*ctx->facts.name || ctx->doc->running)
		return NULL;
	domain = ctx->facts.name;
	if (!is_plain_name(&ctx->facts))
		domain = ctx->facts.uuid;
	if (!*domain || *domain == '-')
		return NULL;
	return vml_format(ctx, "virt-xml %s%s%s%s %s", uri ? "--connect " : "",
		uri ? vml_shell(ctx, uri) : "", uri ? " " : "", vml_shell(ctx, domain),
		finding->command);
}

const char *vml_finding_path(const vml_finding *finding)
{
	if (finding->stored)
		return finding->stored->path;
	return vml_path_of(finding->ctx->doc->arena, finding->node, finding->attr);
}

const char *vml_finding_device(const vml_finding *finding)
{
	const xmlNode *device;

	if (finding->stored)
		return finding->stored->device;
	device = vml_device_of(finding->node);
	return device ? vml_device_name(finding->ctx, device) : "";
}

const vml_edit *vml_finding_edits(const vml_finding *finding, size_t *ret_n)
{
	vml_doc *doc;
	const vml_edit *edits;
	vml_edit *moved;

	*ret_n = 0;
	if (!finding->ops || finding->ctx->doc->transcoded || vml_is_record(finding->ctx->doc))
		return NULL;
	doc = finding->ctx->doc;
	edits = vml_render(doc, finding->ops, ret_n);
	if (!*ret_n || (!doc->slice.offset && !doc->repaired))
		return edits;
	/*
	 * callers use offsets in the original input, not in one document of a stream or in a
	 * repaired copy
	 */
	moved = vml_arena_alloc(doc->arena, *ret_n * sizeof(*moved));
	for (size_t i = 0; i < *ret_n; i++) {
		moved[i] = edits[i];
		moved[i].start = vml_source_byte(doc, edits[i].start) + doc->slice.offset;
		moved[i].end = vml_source_byte(doc, edits[i].end) + doc->slice.offset;
	}
	return moved;
}

const char *const *vml_finding_preview(const vml_finding *finding, size_t *ret_n)
{
	*ret_n = 0;
	if (!finding->ops)
		return NULL;
	return vml_render_preview(finding->ctx->doc, finding->ops, ret_n);
}

bool vml_finding_fixable(const vml_finding *finding)
{
	return finding->ops && finding->level != VML_FIX_NONE && !vml_is_record(finding->ctx->doc);
}
