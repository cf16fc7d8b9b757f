/* XPath of custom rules and suppressions: validated before use, evaluated at bounded cost. */
#include "xpath.h"

#include "grammar.h"
#include "suggest.h"
#include "text.h"

#include <libxml/xpathInternals.h>

#include <stdlib.h>
#include <string.h>

/* Limit on the steps of libxml2 to evaluate all expressions on one domain: about a second. */
enum { WORK_LIMIT = 20000000 };

/* Namespace prefixes that an expression may use. */
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
static void ignore_error(void *data, const xmlError *error)
#else
static void ignore_error(void *data, xmlError *error)
#endif
{
	(void)data;
	(void)error; /* the error is read from context->lastError */
}

static xmlXPathContext *new_context(xmlDoc *doc, xmlNode *node)
{
	xmlXPathContext *context = xmlXPathNewContext(doc);

	if (!context)
		vml_out_of_memory();
	context->error = ignore_error;
	context->node = node;
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
		xmlXPathRegisterNs(
			context, BAD_CAST namespaces[i].prefix, BAD_CAST namespaces[i].uri);
	return context;
}

static bool found(void *data, const vml_grammar_item *const path[], size_t depth,
	const vml_grammar_item *item)
{
	(void)path;
	(void)depth;
	(void)item;
	*(bool *)data = true;
	return false;
}

/*
 * Check whether domain XML has an element or attribute of this name: if not, the expression would
 * never select anything. Returns NULL if the name is known, or an error message that the caller
 * frees.
 */
static char *check_element(const char *name, size_t len)
{
	static const char *const operators[] = { "and", "or", "div", "mod", "domain", NULL };
	char *word = vml_asprintf("%.*s", (int)len, name), *error = NULL;
	bool known = false;

	for (size_t i = 0; operators[i]; i++)
		known = known || !strcmp(operators[i], word);
	if (!known)
		vml_grammar_contexts(word, found, &known);
	if (!known)
		error = vml_asprintf("the XPath selects nothing: domain XML has no element or "
				     "attribute '%s'",
			word);
	free(word);
	return error;
}

/*
 * Check a name in an expression.
 *
 * after: rest of the expression after the name
 * foreign: the name may be that of an element that domain XML does not have
 *
 * Returns NULL, or an error message that the caller frees.
 */
static char *check_name(const char *name, size_t len, const char *after, bool foreign)
{
	char *word, *error;

	if (after[0] == ':' && after[1] != ':') {
		for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
			if (strlen(namespaces[i].prefix) == len &&
				!memcmp(namespaces[i].prefix, name, len))
				return NULL;
		return vml_asprintf(
			"unknown prefix '%.*s:': expected qemu, lxc, libosinfo or vmlint", (int)len,
			name);
	}
	after += strspn(after, " \t\r\n");
	if (*after != '(' && strncmp(after, "::", 2) && !foreign)
		return check_element(name, len);
	if (*after != '(')
		return NULL;
	for (size_t i = 0; functions[i]; i++)
		if (strlen(functions[i]) == len && !memcmp(functions[i], name, len))
			return NULL;
	word = vml_asprintf("%.*s", (int)len, name);
	error = vml_unknown_word("XPath 1.0 function", word, nth_function, NULL);
	free(word);
	return error;
}

/*
 * Find an unknown name in an expression. libxml2 reports an unknown function or prefix only when
 * the evaluation reaches it, which may be on some domain months later.
 *
 * names: also find elements and attributes that domain XML does not have
 *
 * Returns NULL, or an error message that the caller frees.
 */
static char *find_unknown_name(const char *xpath, bool names)
{
	static const char in_names[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-.";
	/* <metadata> may contain elements of any name, also without a prefix */
	const bool foreign = !names || strstr(xpath, "metadata");
	const char *at = xpath;

	if (names && *at == '/' && strspn(at + 1, in_names) && strncmp(at + 1, "domain", 6))
		return vml_strdup("the XPath selects nothing: the root element is <domain>");
	while (*at) {
		size_t len = strspn(at, in_names);

		if (len && (*at < '0' || *at > '9')) {
			bool qualified = *at == '.' || /* "." and ".." */
				(at > xpath + 1 && at[-1] == ':' && at[-2] != ':');
			char *error = check_name(at, len, at + len, foreign || qualified);

			if (error)
				return error;
			at += len;
		} else if (*at == '\'' || *at == '"') {
			const char *end = strchr(at + 1, *at);

			at = end ? end + 1 : at + strlen(at);
		} else if (*at == '$') {
			return vml_strdup("XPath variables are not supported: remove '$'");
		} else {
			at += len ? len : 1;
		}
	}
	return NULL;
}

static char *syntax_error(const xmlXPathContext *context)
{
	return vml_asprintf("XPath syntax error at character %d", context->lastError.int1 + 1);
}

char *vml_xpath_check(const char *xpath, bool names)
{
	xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
	xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "domain", NULL);
	xmlXPathContext *context;
	xmlXPathCompExpr *compiled;
	char *error = NULL;

	xmlDocSetRootElement(doc, root);
	context = new_context(doc, root);
	compiled = *xpath ? xmlXPathCtxtCompile(context, BAD_CAST xpath) : NULL;
	if (!compiled) {
		error = *xpath ? syntax_error(context) : vml_strdup("the XPath is empty");
	} else {
		error = find_unknown_name(xpath, names);
		if (!error) {
			xmlXPathObject *value = xmlXPathCompiledEval(compiled, context);

			if (!value || value->type != XPATH_NODESET)
				error = vml_strdup("the XPath must select elements or attributes "
						   "(put a condition in brackets: /domain[...])");
			xmlXPathFreeObject(value);
		}
	}
	xmlXPathFreeCompExpr(compiled);
	xmlXPathFreeContext(context);
	xmlFreeDoc(doc);
	return error;
}

/* Set _private of `copy` and of each element in it to the corresponding original element. */
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
	/* copy of the domain, if the domain is not the root of its document; else NULL */
	xmlDoc *copy;
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

/* Return the elements of a node set. If the domain was copied, return the original elements. */
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
	vml_xpath *xpath, const char *expression, size_t *ret_n, const char **ret_error)
{
	xmlXPathContext *context = xpath->context;
	char *unknown = find_unknown_name(expression, false);
	xmlXPathObject *value;
	xmlNode **found = NULL;

	*ret_n = 0;
	*ret_error = unknown ? vml_format(xpath->ctx, "%s", unknown) : NULL;
	free(unknown);
	if (*ret_error)
		return NULL;
	xmlXPathSetContextNode(
		xpath->copy ? xmlDocGetRootElement(xpath->copy) : xpath->ctx->facts.domain,
		context);
	value = xmlXPathEval(BAD_CAST expression, context);
	if (!value)
		*ret_error = context->opCount >= WORK_LIMIT
			? "the XPath takes too many steps on this domain"
			: "the XPath cannot be evaluated";
	else if (value->type != XPATH_NODESET)
		*ret_error = "the XPath does not select elements";
	else
		found = elements_of(xpath, value->nodesetval, ret_n);
	xmlXPathFreeObject(value);
	return found;
}
