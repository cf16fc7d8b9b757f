/* Templates whose placeholders are not filled in. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * FORGOTTEN: up to this number, each placeholder is reported at its location, because it was
 * probably forgotten. SHOWN: limit on the placeholders named in a message.
 */
enum { FORGOTTEN = 3, SHOWN = 3 };

struct placeholder {
	const xmlNode *node;
	const char *attr; /* NULL: the content of the element */
	const char *value;
};

struct search {
	vml_context *ctx;
	struct placeholder found[FORGOTTEN];
	size_t n;
};

static void add(struct search *search, const xmlNode *node, const char *attr, const char *value)
{
	if (!vml_is_placeholder(value))
		return;
	if (search->n < FORGOTTEN)
		search->found[search->n] = (struct placeholder){ node, attr, value };
	search->n++;
}

/* Return true for elements with free text, or with content that other programs read. */
static bool is_free(const xmlNode *node)
{
	return vml_named(node, "metadata") || vml_named(node, "description") ||
		vml_named(node, "title");
}

/* The recursion is limited: the parser accepts at most 256 levels. */
static void collect(struct search *search, const xmlNode *node)
{
	const xmlNode *child = vml_first(node);

	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (attr->children && attr->children->content)
			add(search, node, (const char *)attr->name,
				(const char *)attr->children->content);
	if (!child)
		add(search, node, NULL, vml_text(search->ctx, node));
	for (; child; child = vml_sibling(child))
		if (!is_free(child))
			collect(search, child);
}

static void report_forgotten(const struct search *search)
{
	for (size_t i = 0; i < search->n; i++) {
		const struct placeholder *it = &search->found[i];
		vml_finding *finding;

		if (it->attr)
			finding = vml_report_attr(search->ctx, it->node, it->attr,
				"%s='%s' is a placeholder that was not filled in: libvirt reads it "
				"as it is",
				it->attr, it->value);
		else
			finding = vml_report(search->ctx, it->node,
				"'%s' in <%s> is a placeholder that was not filled in: libvirt reads "
				"it as it is",
				it->value, (const char *)it->node->name);
		vml_remedy(finding,
			"Replace the placeholder by its value. If the document is a template, check the "
			"rendered document instead.");
	}
}

static void template(vml_context *ctx, xmlNode *domain)
{
	struct search search = { .ctx = ctx };
	vml_string_builder names = { 0 };

	if (!vml_may_have_placeholders(ctx))
		return;
	collect(&search, domain);
	if (search.n <= FORGOTTEN) {
		report_forgotten(&search);
		return;
	}
	for (size_t i = 0; i < SHOWN; i++)
		vml_append(ctx, &names, "%s%s", i ? ", " : "", search.found[i].value);
	vml_report(ctx, domain,
		"the document is a template: %zu values are placeholders (%s ...), which are not "
		"checked",
		search.n, names.text);
}

const vml_rule vml_rules_xml_template[] = {
	{
		.id = "xml-template",
		.summary = "placeholders of a template that are not filled in",
		.why = "libvirt reads a placeholder such as {{ name }} or ${DISK} as it is: it rejects "
		       "the domain if a number, a MAC address or a UUID is expected, or starts a guest "
		       "with a wrong name or path. Values that are placeholders are not checked "
		       "further.",
		.remedy =
			"Render the template first and check the result. In CI, exclude templates "
			"from the check.",
		.url = "https://libvirt.org/formatdomain.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.unless = VML_WHEN_RUNNING,
		.each = ".",
		.check = template,
	},
	{ 0 },
};
