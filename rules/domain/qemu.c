/*
 * Elements of the QEMU namespace that libvirt rejects:
 * qemuDomainDefNamespaceParseCommandlineEnvValidate(),
 * qemuDomainDefNamespaceParseOverrideProperties().
 */
#include <vmlint/rule.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char qemu_uri[] = "http://libvirt.org/schemas/domain/qemu/1.0";

static bool is_qemu(const xmlNode *node, const char *name)
{
	return node->ns && !strcmp((const char *)node->ns->href, qemu_uri) &&
		!strcmp((const char *)node->name, name);
}

static void reject(vml_context *ctx, const xmlNode *node, const char *attr, const char *message,
	const char *remedy)
{
	vml_remedy(vml_report_attr(ctx, node, attr, "%s: %s rejects the domain", message,
			   vml_target_libvirt(ctx)),
		"%s", remedy);
}

static void check_env(vml_context *ctx, const xmlNode *commandline)
{
	for (const xmlNode *env = vml_first(commandline); env; env = vml_sibling(env)) {
		const char *name = vml_attr(env, "@name");
		size_t n = strspn(
			name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

		if (is_qemu(env, "env") && *name && (name[n] || isdigit((unsigned char)*name)))
			reject(ctx, env, "name",
				"the name of an environment variable must consist of letters, "
				"digits and underscores, and must not begin with a digit",
				"Use such a name, or remove the <qemu:env>.");
	}
}

/* Return true if the value of a property is valid for its type. */
static bool is_valid(const char *type, const char *value)
{
	char *end;

	if (!strcmp(type, "bool"))
		return vml_one_of(value, "true|false");
	if (strcmp(type, "signed") != 0 && strcmp(type, "unsigned") != 0)
		return true;
	if (!strcmp(type, "unsigned") && strchr(value, '-'))
		return false;
	strtoll(value, &end, 10);
	return *value && !*end;
}

static void check_property(vml_context *ctx, const xmlNode *property)
{
	const char *type = vml_attr(property, "@type");

	if (vml_attr_is(property, "@name", "id"))
		reject(ctx, property, "name", "the property 'id' cannot be overridden",
			"Remove the <property> element. To choose the device's id, set an alias "
			"that begins with \"ua-\".");
	else if (vml_one_of(type, "string|signed|unsigned|bool") &&
		!vml_has_attr(property, "@value"))
		reject(ctx, property, "type", "the property has no value",
			"Add value='...', or set type='remove' to use QEMU's default.");
	else if (!strcmp(type, "remove") && vml_has_attr(property, "@value"))
		reject(ctx, property, "value", "a property that is removed cannot have a value",
			"Remove value='...', or set the type of the value: string, signed, "
			"unsigned or bool.");
	else if (!is_valid(type, vml_attr(property, "@value")))
		reject(ctx, property, "value",
			vml_format(ctx, "'%s' is not a value of type %s",
				vml_attr(property, "@value"), type),
			!strcmp(type, "bool") ? "Set value to true or false, or change the type."
				: !strcmp(type, "signed")
				? "Set value to a whole number, or change the type."
				: "Set value to a whole number of 0 or more, or change the type.");
}

static void check_override(vml_context *ctx, const xmlNode *override)
{
	for (const xmlNode *device = vml_first(override); device; device = vml_sibling(device))
		for (const xmlNode *end = vml_first(device); end; end = vml_sibling(end))
			for (const xmlNode *it = vml_first(end); it; it = vml_sibling(it))
				if (is_qemu(it, "property"))
					check_property(ctx, it);
}

static void qemu(vml_context *ctx, xmlNode *domain)
{
	for (const xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		if (!child->ns)
			continue;
		if (is_qemu(child, "commandline"))
			check_env(ctx, child);
		else if (is_qemu(child, "override"))
			check_override(ctx, child);
	}
}

const vml_rule vml_rules_domain_qemu[] = {
	{
		.id = "domain-qemu-rejected",
		.summary = "environment variable or property for QEMU that libvirt rejects",
		.why = "<qemu:commandline> and <qemu:override> pass environment variables and "
		       "properties of devices to QEMU. libvirt checks their names and types, and "
		       "rejects the whole domain if one is invalid.",
		.remedy = "Correct the name, the type or the value.",
		.url = "https://libvirt.org/drvqemu.html#pass-through-of-arbitrary-qemu-commands",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = ".",
		.check = qemu,
	},
	{ 0 },
};
