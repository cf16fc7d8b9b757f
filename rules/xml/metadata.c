/* Custom elements in <metadata> that libvirt drops: virDomainDefParseXML(). */
#include <vmlint/rule.h>

static void metadata(vml_context *ctx, xmlNode *element)
{
	for (const xmlNode *child = vml_first(element); child; child = vml_sibling(child))
		if (!child->ns)
			vml_report(ctx, child,
				"<%s> in <metadata> is in no namespace: libvirt silently drops it",
				(const char *)child->name);
}

const vml_rule vml_rules_xml_metadata[] = {
	{
		.id = "xml-metadata-namespace",
		.summary = "custom metadata without a namespace, which libvirt drops",
		.why = "Applications store data of their own in <metadata>, one element per "
		       "namespace. libvirt removes elements without a namespace when the domain "
		       "is defined, without a warning: the data is lost.",
		.remedy = "Declare a namespace of your own on the element, such as "
			  "<app:owner xmlns:app='http://example.com/app/1.0'>.",
		.url = "https://libvirt.org/formatdomain.html#general-metadata",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt itself has written the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "metadata",
		.check = metadata,
	},
	{ 0 }
};
