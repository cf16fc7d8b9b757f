/*
 * Rules that need facts of hosts: which of them apply, one check per host, merging of equal
 * findings.
 */
#include "hosts.h"

#include <string.h>

vml_hosts vml_hosts_for(const vml_doc *doc, const vml_selection *selection)
{
	if (doc->host)
		return (vml_hosts){ .list = &doc->host, .n = 1 };
	return (vml_hosts){ .list = selection->hosts, .n = selection->n_hosts };
}

const vml_target *vml_hosts_target(const vml_hosts *hosts)
{
	const vml_target *oldest = NULL;

	for (size_t i = 0; i < hosts->n; i++) {
		const vml_target *target = &hosts->list[i]->target;

		if (target->libvirt && (!oldest || target->libvirt < oldest->libvirt))
			oldest = target;
	}
	return oldest;
}

/* Names of the facts of a host, in the order of the bits of the gates from VML_WHEN_HOST on. */
static const char *const facts[] = { "a host", "the capabilities", "the CPUs and memory",
	"the CPU model names", "the domain capabilities", "the networks", "the network devices",
	"the storage pools", "the node devices", "the network filters", "the secrets" };

const char *vml_hosts_lack(
	const vml_hosts *hosts, const vml_rule *rule, vml_arena *arena, bool *ret_any)
{
	const char *why = NULL;

	*ret_any = false;
	for (size_t i = 0; i < hosts->n; i++) {
		unsigned int lacking =
			rule->when & VML_HOST_GATES & ~vml_host_gates(hosts->list[i]);
		size_t bit = 0;

		*ret_any |= !lacking;
		if (!lacking || why)
			continue;
		while (!(lacking & (unsigned int)VML_WHEN_HOST << bit))
			bit++;
		why = vml_arena_printf(arena, "needs %s of the host%s%s", facts[bit],
			hosts->n > 1 ? " " : "", hosts->n > 1 ? vml_host_name(hosts->list[i]) : "");
	}
	return why;
}

static bool same(const vml_finding *a, const vml_finding *b)
{
	return a->node == b->node && a->attr == b->attr && a->severity == b->severity &&
		!strcmp(a->message, b->message);
}

static void add_name(vml_context *ctx, vml_finding *finding, size_t most)
{
	const char **names = (const char **)(uintptr_t)finding->hosts;
	size_t n = 0;

	if (!names)
		finding->hosts = names =
			vml_arena_alloc(ctx->doc->arena, (most + 1) * sizeof(*names));
	while (names[n])
		n++;
	if (!n || names[n - 1] != vml_host_name(ctx->host))
		names[n] = vml_host_name(ctx->host);
}

/*
 * Add the name of the current host to its findings. If an earlier host has an equal finding, add
 * the name to that finding and remove the new one.
 *
 * first: link to the first finding of the earlier hosts
 * fresh: link to the first finding of the current host, later in the same list
 * most: number of hosts
 */
static void merge(vml_context *ctx, vml_finding **first, vml_finding **fresh, size_t most)
{
	while (*fresh) {
		vml_finding *finding = *fresh, *known = *first;

		while (known != finding && !same(known, finding))
			known = known->next;
		add_name(ctx, known, most);
		if (known == finding) {
			fresh = &finding->next;
			continue;
		}
		*fresh = finding->next;
		ctx->n_findings--;
	}
	ctx->last = fresh;
}

static void append_names(vml_context *ctx, vml_finding *finding)
{
	vml_string_builder text = { 0 };

	vml_append(ctx, &text, "%s on ", finding->message);
	for (size_t i = 0; finding->hosts[i]; i++)
		vml_append(ctx, &text, "%s%s",
			!i				? ""
				: finding->hosts[i + 1] ? ", "
							: " and ",
			finding->hosts[i]);
	finding->message = text.text;
}

void vml_hosts_check(const vml_hosts *hosts, vml_context *ctx, xmlNode *node)
{
	vml_finding **first = ctx->last;

	ctx->hosts = hosts->list;
	ctx->n_hosts = hosts->n;
	for (size_t i = 0; i < hosts->n; i++) {
		vml_finding **fresh = ctx->last;

		ctx->host = hosts->list[i];
		if (ctx->rule->when & VML_HOST_GATES & ~vml_host_gates(ctx->host))
			continue;
		ctx->reported = NULL;
		ctx->rule->check(ctx, node);
		merge(ctx, first, fresh, hosts->n);
	}
	ctx->host = NULL;
	ctx->hosts = NULL;
	ctx->n_hosts = 0;
	for (vml_finding *it = *first; it && hosts->n > 1; it = it->next)
		append_names(ctx, it);
}
