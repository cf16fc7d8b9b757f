/*
 * Prints the number of rules that apply to each kind of domains other than QEMU: few apply, so a
 * report without findings proves little.
 */
#include "applicability.h"

#include "escape.h"

#include <string.h>

/*
 * Return true if the rule applies to domains with these gates (VML_WHEN_* bits), assuming that all
 * facts of hosts and the state of guests are known.
 */
static bool applies(const vml_rule *rule, unsigned int gates)
{
	const unsigned int given = VML_HOST_GATES | VML_WHEN_FLEET | VML_STATE_GATES;

	return !(rule->when & ~(gates | given)) && !(rule->unless & gates);
}

static void label(char *ret, size_t size, const vml_facts *facts)
{
	const xmlNode *type = vml_find(facts->domain, "os/type");
	const xmlNode *text = type ? type->children : NULL;

	if (vml_one_of(facts->type, "kvm|qemu|hvf") && text && text->type == XML_TEXT_NODE &&
		!vml_text_is(type, "hvm"))
		snprintf(ret, size, "%s with os type '%s'", facts->type,
			(const char *)text->content);
	else
		snprintf(ret, size, "%s", *facts->type ? facts->type : "domain without a type");
}

void vml_applicability_add(
	vml_applicability *met, const vml_result *result, const vml_rule *const *rules)
{
	for (size_t i = 0; i < result->n_domains; i++) {
		struct vml_domain_kind *kind = &met->kinds[met->n_kinds];
		size_t known = 0;

		if (result->domains[i]->gates & VML_WHEN_QEMU || met->n_kinds == VML_KINDS_MAX)
			continue;
		*kind = (struct vml_domain_kind){ 0 };
		label(kind->label, sizeof(kind->label), result->domains[i]);
		while (strcmp(met->kinds[known].label, kind->label) != 0)
			known++;
		if (known < met->n_kinds)
			continue;
		met->n_rules = 0;
		for (; rules[met->n_rules]; met->n_rules++)
			kind->n_applied += applies(rules[met->n_rules], result->domains[i]->gates);
		met->n_kinds++;
	}
}

void vml_applicability_print(FILE *out, const vml_applicability *met)
{
	for (size_t i = 0; i < met->n_kinds; i++) {
		vml_puts_safe_first(out, met->kinds[i].label);
		fprintf(out, ": %zu of %zu rules apply\n", met->kinds[i].n_applied, met->n_rules);
	}
}
