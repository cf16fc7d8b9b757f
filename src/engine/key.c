/*
 * Keys of findings: names and a hash that identify a finding across runs, independent of its line.
 */
#include "key.h"

#include "backwards.h"
#include "fleet_use.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a: short, and good enough to distinguish the values at one path. */
static uint64_t hash(uint64_t h, const char *text)
{
	do {
		h ^= (unsigned char)*text;
		h *= 0x100000001b3u;
	} while (*text++); /* hashing the NUL as well distinguishes "ab","c" from "a","bc" */
	return h;
}

static const uint64_t HASH_START = 0xcbf29ce484222325u;

/*
 * Attributes that distinguish an element from its siblings; the first one that is present is used.
 * Elements that are not in the table are distinguished by @name.
 */
static const struct {
	const char *element, *names; /* names: '|'-separated attribute paths; "": none */
} names[] = {
	{ "disk", "target/@dev" },
	{ "interface", "mac/@address" },
	{ "controller", "@index" },
	{ "filesystem", "target/@dir" },
	{ "hostdev", "source/@dev|source/address/@uuid|source/address/@bus" },
	{ "channel", "target/@name" },
	{ "serial", "target/@port" },
	{ "console", "target/@port" },
	{ "cell", "@id" },
	{ "vcpupin", "@vcpu" },
	{ "vcpusched", "@vcpus" },
	{ "iothreadpin", "@iothread" },
	{ "memnode", "@cellid" },
	{ "driver", "" },
	{ "domain", "" },
};

/* An XPath condition that selects an element among its siblings: [path='value']. */
struct condition {
	char path[32]; /* path of the attribute; all paths in names[] fit */
	const char *value;
};

/*
 * Set *ret to a condition such as target/@dev = 'vda'. Returns false if the element has no
 * attribute that distinguishes it from its siblings.
 */
static bool condition_of(const xmlNode *node, struct condition *ret)
{
	const char *paths = "@name";

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (vml_named(node, names[i].element))
			paths = names[i].names;
	while (*paths) {
		size_t n = strcspn(paths, "|");

		memcpy(ret->path, paths, n);
		ret->path[n] = '\0';
		ret->value = vml_attr(node, ret->path);
		if (*ret->value)
			return true;
		paths += n + (paths[n] == '|');
	}
	return false;
}

static void prepend_path(
	vml_backwards *path, const xmlNode *domain, const xmlNode *node, const xmlAttr *attr)
{
	if (attr) {
		vml_prepend(path, (const char *)attr->name);
		vml_prepend(path, "/@");
	}
	for (const xmlNode *at = node; at && at->type == XML_ELEMENT_NODE; at = at->parent) {
		struct condition condition;

		if (condition_of(at, &condition)) {
			vml_prepend(path, "']");
			vml_prepend(path, condition.value);
			vml_prepend(path, "='");
			vml_prepend(path, condition.path);
			vml_prepend(path, "[");
		}
		vml_prepend(path, (const char *)at->name);
		vml_prepend(path, "/");
		if (at == domain)
			break;
	}
}

static const char *stable_path(vml_context *ctx, const xmlNode *node, const xmlAttr *attr)
{
	vml_backwards path = { .arena = ctx->doc->arena };

	prepend_path(&path, ctx->facts.domain, node, attr);
	return vml_backwards_text(&path);
}

/*
 * Return true for names of elements and attributes that contain secrets: passwords and HTTP
 * cookies. Their values are not hashed, because a guess could be verified with the hash.
 */
static bool is_secret(const char *name)
{
	return vml_starts_with(name, "passw") || !strcmp(name, "cookie");
}

static uint64_t hash_attr(const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;
	const xmlChar *value = attr->children ? attr->children->content : NULL;
	uint64_t h = hash(HASH_START, name);

	return is_secret(name) || !value ? h : hash(h, (const char *)value);
}

/*
 * Return a hash of the attribute's value, or of the element's text if the finding is on an element.
 * Other attributes are not included: editing them must not make a known finding new.
 */
static uint64_t evidence_of(const vml_finding *finding)
{
	const xmlNode *node = finding->node;
	uint64_t h;

	if (node->type != XML_ELEMENT_NODE)
		return hash(HASH_START, node->content ? (const char *)node->content : "");
	if (finding->attr)
		return hash_attr(finding->attr);
	h = hash(HASH_START, (const char *)node->name);
	return is_secret((const char *)node->name) ? h : hash(h, vml_text(finding->ctx, node));
}

static const char *hex(vml_context *ctx, uint64_t h)
{
	return vml_format(ctx, "%016llx", (unsigned long long)h);
}

vml_key vml_finding_key(const vml_finding *finding)
{
	vml_context *ctx = finding->ctx;
	const xmlNode *node = finding->node;

	if (finding->stored)
		return finding->stored->key;
	if (node->type != XML_ELEMENT_NODE)
		node = node->parent;
	return (vml_key){ .rule = finding->rule->id,
		.domain = finding->facts->id,
		.path = stable_path(ctx, node, finding->attr),
		.evidence = hex(ctx, evidence_of(finding)) };
}

uint64_t vml_key_hash(const vml_key *key)
{
	uint64_t h = hash(hash(HASH_START, key->rule), key->domain);

	return hash(hash(h, key->path), key->evidence);
}

const char *vml_finding_fingerprint(const vml_finding *finding)
{
	vml_key key;

	if (finding->stored)
		return finding->stored->fingerprint;
	key = vml_finding_key(finding);
	return hex(finding->ctx, vml_key_hash(&key));
}

void vml_key_add_host(vml_doc *doc, const vml_result *result, const char *host)
{
	for (size_t i = 0; i < result->n_domains; i++) {
		/* facts are const only for rules, and those have run */
		vml_facts *facts = (vml_facts *)(uintptr_t)result->domains[i];

		facts->id = vml_arena_printf(doc->arena, "%s@%s", facts->id, host);
	}
}
