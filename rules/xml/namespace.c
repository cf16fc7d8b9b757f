/* QEMU-specific elements in a namespace that libvirt ignores. */
#include <vmlint/rule.h>

#include <string.h>

static const char qemu_uri[] = "http://libvirt.org/schemas/domain/qemu/1.0";

/* Return the name after the prefix: libxml2 keeps an undeclared prefix as part of the name. */
static const char *local_name(const xmlNode *node)
{
	const char *name = (const char *)node->name, *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

/* Report arguments in a qemu:commandline whose namespace is another one, or none. */
static void arguments(vml_context *ctx, const xmlNode *commandline)
{
	for (xmlNode *arg = vml_first(commandline); arg; arg = vml_sibling(arg)) {
		if (!vml_one_of(local_name(arg), "arg|env") ||
			(arg->ns && !strcmp((const char *)arg->ns->href, qemu_uri)))
			continue;
		vml_remedy(vml_report(ctx, arg,
				   "<%s> is not in the namespace of its <commandline>: libvirt "
				   "silently ignores it",
				   local_name(arg)),
			"Add the prefix of the commandline, as in <qemu:arg>, or remove the "
			"element. It has never taken effect: with the prefix, it does at the "
			"guest's next start.");
	}
}

/*
 * Return true for element names of QEMU's namespace. A cheap test: most names differ in the first
 * letters.
 */
static bool is_qemu_name(const char *name)
{
	static const char *const names[] = { "commandline", "capabilities", "override",
		"deprecation" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (name[0] == names[i][0] && name[1] == names[i][1] && !strcmp(name, names[i]))
			return true;
	return false;
}

static void namespace(vml_context *ctx, xmlNode *domain)
{
	for (xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		const char *name = local_name(child);

		if (!is_qemu_name(name))
			continue;
		if (!child->ns)
			vml_report(ctx, child,
				"<%s> is not in the QEMU namespace: libvirt silently ignores it",
				child->name);
		else if (strcmp((const char *)child->ns->href, qemu_uri))
			vml_report(ctx, child,
				"<%s%s%s> is in the unknown namespace %s: libvirt silently "
				"ignores it",
				child->ns->prefix ? (const char *)child->ns->prefix : "",
				child->ns->prefix ? ":" : "", name, child->ns->href);
		else if (!strcmp(name, "commandline"))
			arguments(ctx, child);
	}
}

const vml_rule vml_rules_xml_namespace[] = {
	{
		.id = "xml-qemu-namespace",
		.summary = "QEMU arguments in a namespace that libvirt does not know",
		.why = "libvirt recognises <qemu:commandline> and similar elements by the URI of "
		       "their namespace, whatever the prefix. If xmlns:qemu is missing or "
		       "misspelled, it accepts the document without a warning and ignores them: "
		       "the device, the workaround or the tuning never reaches QEMU.",
		.remedy =
			"Review this element, which has never taken effect. If it is still wanted, "
			"set xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' in <domain>, "
			"give this element and all elements in it the prefix qemu:, and remove "
			"xmlns and xmlns:qemu from it. It then takes effect at the guest's next "
			"start.",
		.url = "https://libvirt.org/drvqemu.html#pass-through-of-arbitrary-qemu-commands",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = ".",
		.check = namespace,
	},
	{ 0 }
};
