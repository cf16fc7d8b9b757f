/*
 * Mirrored conflicts: one conflict that both domains report. Found by a hash of the rule, the value
 * in conflict (evidence) and the other domain.
 */
#include "mirrored.h"

#include "hash.h"
#include "stored.h"

#include <string.h>

static uint64_t add_text(uint64_t key, const char *text)
{
	return vml_hash_bytes(key, text, strlen(text) + 1);
}

/* Return the hash of a conflict as seen from one domain. input: name of the domain's input */
static uint64_t key_of(const vml_finding *finding, const char *input, const vml_facts *domain)
{
	uint64_t key = add_text(0, finding->rule->id);

	key = add_text(key, finding->stored->key.evidence);
	key = add_text(key, input);
	return add_text(key, domain->name);
}

bool vml_is_mirrored(vml_tally *named, const vml_input *input, const vml_finding *finding)
{
	if (!finding->stored || !finding->n_related)
		return false;
	if (vml_tally_of(named, key_of(finding, input->name, finding->facts)))
		return true;
	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];

		vml_tally_add(named, key_of(finding, other->input, other->facts));
	}
	return false;
}
