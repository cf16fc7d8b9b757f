/* XPath of a site's rules and of suppressions: judged before use, bounded in cost. */
#include "xpath.h"

#include "suggest.h"
#include "text.h"

#include <libxml/xpathInternals.h>

#include <stdlib.h>
#include <string.h>

/* Steps of libxml2's evaluation that a domain's expressions may take: about a second. */
enum { WORK_LIMIT = 20000000 };

/* Prefixes that an expression may use. */
static const struct {
	const char *prefix, *uri;
} namespaces[] = {
	{ "qemu", "http://libvirt.org/schemas/domain/qemu/1.0" },
	{ "lxc", "http://libvirt.org/schemas/domain/lxc/1.0" },
	{ "libosinfo", "http://libosinfo.org/xmlns/libvirt/domain/1.0" },
	{ "vmlint", "urn:vmlint:metadata:1" },
};

static const char *const functions[] = { "last", "position", "count", "id", "local-name",
	"namespace-uri", "name", "string", "concat", "starts-with", "contains", "substring-before",
	"substring-after", "substring", "string-length", "normalize-space", "translate", "boolean",
	"not", "true", "false", "lang", "number", "sum", "floor", "ceiling", "round", "node",
	"text", "comment", "processing-instruction", "and", "or", "div", "mod", NULL };

static const char *nth_function(const void *data, size_t i)
{
	(void)data;
	return functions[i];
}

#if LIBXML_VERSION >= 21200
static void keep_quiet(void *data, const xmlError *error)
#else
static void keep_quiet(void *data, xmlError *error)
#endif
{
	(void)data;
	(void)error; /* the context keeps the last one */
}

static xmlXPathContext *new_context(xmlDoc *doc, xmlNode *node)
{
	xmlXPathContext *context = xmlXPathNewContext(doc);

	if (!context)
		vml_out_of_memory();
	context->error = keep_quiet;
	context->node = node;
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
		xmlXPathRegisterNs(
			context, BAD_CAST namespaces[i].prefix, BAD_CAST namespaces[i].uri);
	return context;
}

static char *check_name(const char *name, size_t len, const char *behind)
{
	char *word, *wrong;

	if (behind[0] == ':' && behind[1] != ':') {
		for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
			if (strlen(namespaces[i].prefix) == len &&
				!memcmp(namespaces[i].prefix, name, len))
				return NULL;
		return vml_asprintf("its prefix '%.*s:' is none of qemu, lxc, libosinfo, vmlint",
			(int)len, name);
	}
	behind += strspn(behind, " \t\r\n");
	if (*behind != '(')
		return NULL;
	for (size_t i = 0; functions[i]; i++)
		if (strlen(functions[i]) == len && !memcmp(functions[i], name, len))
			return NULL;
	word = vml_asprintf("%.*s", (int)len, name);
	wrong = vml_unknown_word("XPath 1.0 function", word, nth_function, NULL);
	free(word);
	return wrong;
}

/*
 * Names that libxml2 would miss only where evaluation comes across them: on that one
 * domain, months later.
 */
static char *unknown_name(const char *xpath)
{
	static const char in_names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-.";
	const char *at = xpath;

	while (*at) {
		size_t len = strspn(at, in_names);

		if (len && (*at < '0' || *at > '9')) {
			char *wrong = check_name(at, len, at + len);

			if (wrong)
				return wrong;
			at += len;
		} else if (*at == '\'' || *at == '"') {
			const char *end = strchr(at + 1, *at);

			at = end ? end + 1 : at + strlen(at);
		} else if (*at == '$') {
			return vml_strdup("there are no variables in it: '$' has no meaning");
		} else {
			at += len ? len : 1;
		}
	}
	return NULL;
}

static char *syntax_trouble(const xmlXPathContext *context)
{
	return vml_asprintf("its XPath is not valid at character %d", context->lastError.int1 + 1);
}

char *vml_xpath_trouble(const char *xpath)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "domain", NULL);
	xmlXPathContext *context;
	xmlXPathCompExpr *compiled;
	char *trouble = NULL;

	xmlDocSetRootElement(doc, root);
	context = new_context(doc, root);
	compiled = *xpath ? xmlXPathCtxtCompile(context, BAD_CAST xpath) : NULL;
	if (!compiled) {
		trouble = *xpath ? syntax_trouble(context) : vml_strdup("its XPath is empty");
	} else {
		trouble = unknown_name(xpath);
		if (!trouble) {
			xmlXPathObject *value = xmlXPathCompiledEval(compiled, context);

			if (!value || value->type != XPATH_NODESET)
				trouble = vml_strdup("its XPath must select elements or attributes "
						     "(put a condition in brackets: /domain[...])");
			xmlXPathFreeObject(value);
		}
	}
	xmlXPathFreeCompExpr(compiled);
	xmlXPathFreeContext(context);
	xmlFreeDoc(doc);
	return trouble;
}

/* Note on each element of a copy the one that it was made of. */
static void find_originals(xmlNode *copy, xmlNode *original)
{
	xmlNode *other = vml_first(original);

	copy->_private = original;
	for (xmlNode *child = vml_first(copy); child; child = vml_sibling(child)) {
		find_originals(child, other);
		other = vml_sibling(other);
	}
}

static xmlNode *element_of(xmlNode *node)
{
	if (node->type == XML_NAMESPACE_DECL)
		return NULL;
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->parent;
	return node;
}

struct vml_xpath {
	vml_context *ctx;
	xmlDoc *copy; /* of a domain that is not the root of its document; NULL */
	xmlXPathContext *context;
};

vml_xpath *vml_xpath_open(vml_context *ctx)
{
	vml_xpath *xpath = vml_realloc(NULL, sizeof(*xpath));
	xmlNode *domain = ctx->facts.domain;
	xmlDoc *doc = ctx->doc->tree;

	*xpath = (vml_xpath){ .ctx = ctx };
	if (xmlDocGetRootElement(doc) != domain) {
		doc = xpath->copy = xmlNewDoc(BAD_CAST "1.0");
		domain = xmlDocCopyNode(domain, doc, 1);
		if (!domain)
			vml_out_of_memory();
		find_originals(domain, ctx->facts.domain);
		xmlDocSetRootElement(doc, domain);
	}
	xpath->context = new_context(doc, domain);
	xpath->context->opLimit = WORK_LIMIT;
	return xpath;
}

void vml_xpath_close(vml_xpath *xpath)
{
	if (!xpath)
		return;
	xmlXPathFreeContext(xpath->context);
	xmlFreeDoc(xpath->copy);
	free(xpath);
}

/* The elements of a node set, for those of a copy what they were made of. */
static xmlNode **elements_of(const vml_xpath *xpath, const xmlNodeSet *set, size_t *ret_n)
{
	vml_context *ctx = xpath->ctx;
	xmlNode **found;

	if (!set || set->nodeNr < 1)
		return NULL;
	found = vml_arena_alloc(ctx->doc->arena, (size_t)set->nodeNr * sizeof(*found));
	for (int i = 0; i < set->nodeNr; i++) {
		xmlNode *node = element_of(set->nodeTab[i]);

		if (node && xpath->copy)
			node = node->_private;
		if (node)
			found[(*ret_n)++] = node;
	}
	return found;
}

xmlNode **vml_xpath_select(
	vml_xpath *xpath, const char *expression, size_t *ret_n, const char **ret_trouble)
{
	xmlXPathContext *context = xpath->context;
	char *unknown = unknown_name(expression);
	xmlXPathObject *value;
	xmlNode **found = NULL;

	*ret_n = 0;
	*ret_trouble = unknown ? vml_format(xpath->ctx, "%s", unknown) : NULL;
	free(unknown);
	if (*ret_trouble)
		return NULL;
	xmlXPathSetContextNode(
		xpath->copy ? xmlDocGetRootElement(xpath->copy) : xpath->ctx->facts.domain,
		context);
	value = xmlXPathEval(BAD_CAST expression, context);
	if (!value)
		*ret_trouble = context->opCount >= WORK_LIMIT
			? "its XPath takes too much work on this domain"
			: "its XPath cannot be evaluated";
	else if (value->type != XPATH_NODESET)
		*ret_trouble = "its XPath selects no elements";
	else
		found = elements_of(xpath, value->nodesetval, ret_n);
	xmlXPathFreeObject(value);
	return found;
}
