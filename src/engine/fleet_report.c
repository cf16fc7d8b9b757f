/* Findings of conflicts, made from the stored keys: the documents are freed already. */
#include "fleet_store.h"

#include "arena.h"
#include "hash.h"

#include <string.h>

/* Return a stored string of `len` bytes with VML_FLEET_VALUE replaced by the value of the key. */
static const char *unmark(
	vml_arena *arena, const char *text, size_t len, const char *value, size_t *ret_len)
{
	const char *mark = memchr(text, *VML_FLEET_VALUE, len);
	size_t before = mark ? (size_t)(mark - text) : len, n = strlen(value);
	char *whole;

	*ret_len = len;
	if (!mark)
		return text;
	whole = vml_arena_alloc(arena, len + n);
	memcpy(whole, text, before);
	memcpy(whole + before, value, n);
	memcpy(whole + before + n, mark + 1, len - before - 1);
	*ret_len = len - 1 + n;
	return whole;
}

static const char *unmark_text(vml_arena *arena, const char *text, const char *value)
{
	size_t len;
	const char *whole = unmark(arena, text, strlen(text), value, &len);

	return whole == text ? text : vml_arena_strndup(arena, whole, len);
}

static const vml_facts *facts_of(const vml_fleet *fleet, uint32_t domain)
{
	vml_facts *facts = vml_arena_alloc(fleet->arena, sizeof(*facts));
	const char *uuid;
	char *id;

	*facts = (vml_facts){ .type = "",
		.guest = "",
		.arch = "",
		.machine = "",
		.gates = VML_WHEN_FLEET,
		.target = { .name = "", .family = "" } };
	facts->name = vml_fleet_name(fleet, domain, &uuid);
	facts->uuid = uuid;
	facts->id = facts->name;
	if (!*uuid)
		return facts;
	id = vml_arena_strdup(fleet->arena, uuid);
	for (char *at = id; *at; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	facts->id = id;
	return facts;
}

static const struct fleet_input *input_of(const vml_fleet *fleet, uint32_t domain)
{
	return &fleet->inputs[fleet->domains[domain].input];
}

static const char *input_name(const vml_fleet *fleet, uint32_t domain)
{
	return vml_pool_get(&fleet->pool, input_of(fleet, domain)->name, NULL);
}

/* Return the length of a UTF-8 string in UTF-16 code units. */
static size_t utf16_length(const char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)text[i];

		n += (byte & 0xc0) != 0x80;
		n += byte >= 0xf0;
	}
	return n;
}

/*
 * Set the source line of a finding, and its columns in UTF-16 code units.
 *
 * line, len: stored source line, in which a mark (VML_FLEET_VALUE) replaces the value of the key;
 * len is 0 if no line is stored
 */
static void set_line(const vml_fleet *fleet, const struct fleet_key *key, vml_stored *stored,
	const char *line, size_t len)
{
	stored->column = key->column;
	stored->end_column = key->end_column;
	if (!len)
		return;
	line = unmark(fleet->arena, line, len, key->value, &len);
	if (key->range.start.line == key->range.end.line) {
		stored->column += utf16_length(line, key->caret) - key->caret;
		stored->end_column = stored->column + utf16_length(line + key->caret, key->mark);
	}
	stored->line = line;
	stored->line_len = len;
	stored->caret = key->caret;
	stored->mark = key->mark;
}

/*
 * Return path, device, source line and columns of a key; the fields `key` and `fingerprint` of the
 * result are not set.
 */
static vml_stored texts_of(const vml_fleet *fleet, const struct fleet_key *key)
{
	size_t len, n;
	const char *text = vml_pool_get(&fleet->pool, key->texts, &len);
	vml_stored stored = { .path = text };

	n = strlen(text) + 1;
	stored.device = unmark_text(fleet->arena, text + n, key->value);
	n += strlen(text + n) + 1;
	set_line(fleet, key, &stored, text + n, len - n);
	return stored;
}

/*
 * Return a finding's XPath without indexes, such as /domain/devices/disk, for its vml_key: the
 * evidence, a hash of the value, distinguishes the element from its siblings.
 */
static const char *without_indexes(vml_arena *arena, const char *path)
{
	char *copy = vml_arena_strdup(arena, path), *to = copy;

	while (*path) {
		path += *path == '[' ? strcspn(path, "]") + 1 : 0;
		*to++ = *path;
		path += *path != '\0';
	}
	*to = '\0';
	return copy;
}

/* Return a number as 16 hexadecimal digits. Takes a tenth of the time of printf(). */
static const char *hexadecimal(vml_arena *arena, uint64_t number)
{
	char digits[17] = "", *at = digits + sizeof(digits) - 1;

	for (; at > digits; number >>= 4)
		*--at = "0123456789abcdef"[number & 15];
	return vml_arena_strndup(arena, digits, sizeof(digits) - 1);
}

static const vml_stored *stored_of(
	const vml_fleet *fleet, const struct fleet_key *key, const vml_facts *facts)
{
	vml_stored *stored = vml_arena_alloc(fleet->arena, sizeof(*stored));

	*stored = texts_of(fleet, key);
	stored->key = (vml_key){ .rule = key->rule->id,
		.domain = facts->id,
		.path = without_indexes(fleet->arena, stored->path),
		/* a finding about a sum keeps its identity when an amount changes */
		.evidence = hexadecimal(
			fleet->arena, vml_hash(0, key->rule->joined->limit ? "" : key->value)) };
	stored->fingerprint = hexadecimal(fleet->arena, vml_key_hash(&stored->key));
	return stored;
}

static vml_related related_of(const vml_fleet *fleet, const struct fleet_entry *entry)
{
	struct fleet_key key = vml_fleet_load(fleet, entry);
	vml_stored stored = texts_of(fleet, &key);

	return (vml_related){ .input = input_name(fleet, entry->domain),
		.kind = input_of(fleet, entry->domain)->kind,
		.facts = facts_of(fleet, entry->domain),
		.has_range = key.has_range,
		.range = key.range,
		.column = stored.column,
		.end_column = stored.end_column,
		.path = stored.path };
}

/*
 * Return the name of an input for a message about the input `other`: without the directory if both
 * inputs are in it.
 */
static const char *name_beside(const char *name, const char *other)
{
	const char *slash = strrchr(name, '/');
	size_t len = slash ? (size_t)(slash - name) + 1 : 0;

	return strncmp(name, other, len) || strchr(other + len, '/') ? name : name + len;
}

/* Append the other domains: "'web2' (web2.xml:12), 'web3' (web3.xml:9) and 3 more". */
static void put_others(
	const vml_fleet *fleet, const vml_finding *finding, uint32_t domain, vml_buffer *text)
{
	if (finding->n_others > 1)
		vml_buffer_puts(text, "guests ");
	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];
		const char *name = other->facts->name;

		vml_buffer_puts(text, !i ? "" : i + 1 < finding->n_others ? ", " : " and ");
		vml_buffer_puts(text,
			vml_arena_printf(fleet->arena,
				!*name				? "an unnamed domain"
					: finding->n_others > 1 ? "'%s'"
								: "guest '%s'",
				name));
		if (other->kind != VML_INPUT_LIVE && other->has_range)
			vml_buffer_puts(text,
				vml_arena_printf(fleet->arena, " (%s:%lu)",
					name_beside(other->input, input_name(fleet, domain)),
					other->range.start.line));
		else if (strcmp(other->input, input_name(fleet, domain)) != 0)
			vml_buffer_puts(
				text, vml_arena_printf(fleet->arena, " (%s)", other->input));
	}
	if (finding->n_others > finding->n_related)
		vml_buffer_puts(text,
			vml_arena_printf(fleet->arena, " and %zu more",
				finding->n_others - finding->n_related));
}

/*
 * Return the text of {host}. The host of a connection is not named, because the headline of the
 * finding already has its name.
 */
static const char *host_of(const vml_fleet *fleet, uint32_t domain)
{
	const struct fleet_input *input = input_of(fleet, domain);

	return input->kind == VML_INPUT_LIVE
		? "the host"
		: vml_arena_printf(
			  fleet->arena, "host '%s'", vml_pool_get(&fleet->pool, input->host, NULL));
}

/* Append the text for a placeholder. name: begins with the placeholder: "{device} ...". */
static void put_placeholder(const vml_fleet *fleet, const vml_finding *finding,
	const struct fleet_conflict *conflict, const char *name, vml_buffer *text)
{
	const struct fleet_key key = vml_fleet_load(fleet, &conflict->entry);
	const vml_unit unit = key.rule->joined->unit;
	uint32_t domain = conflict->entry.domain;

	if (vml_starts_with(name, "{device}"))
		vml_buffer_puts(text, finding->stored->device);
	else if (vml_starts_with(name, "{value}"))
		vml_buffer_puts(text, key.value);
	else if (vml_starts_with(name, "{others}"))
		put_others(fleet, finding, domain, text);
	else if (vml_starts_with(name, "{host}"))
		vml_buffer_puts(text, host_of(fleet, domain));
	else if (vml_starts_with(name, "{domains}"))
		vml_buffer_puts(
			text, vml_arena_printf(fleet->arena, "%zu", conflict->n_others + 1));
	else if (vml_starts_with(name, "{sum}"))
		vml_buffer_puts(text, vml_fleet_amount_text(fleet, conflict->sum, unit));
	else if (vml_starts_with(name, "{capacity}"))
		vml_buffer_puts(text, vml_fleet_amount_text(fleet, conflict->capacity, unit));
}

/* Return the rule's message with its placeholders, such as {device}, replaced. */
static const char *message_of(const vml_fleet *fleet, const vml_finding *finding,
	const struct fleet_key *key, const struct fleet_conflict *conflict)
{
	const char *at = key->rule->joined->messages[key->use], *message;
	vml_buffer text = { 0 };

	while (*at) {
		size_t n = strcspn(at, "{"), end;

		vml_buffer_add(&text, at, n);
		at += n;
		end = strcspn(at, "}");
		if (at[end])
			put_placeholder(fleet, finding, conflict, at, &text);
		at += end + (at[end] == '}');
	}
	message = vml_arena_strdup(fleet->arena, text.bytes ? text.bytes : "");
	vml_buffer_free(&text);
	return message;
}

static vml_finding *finding_of(
	const vml_fleet *fleet, const struct fleet_conflict *conflict, const vml_facts *facts)
{
	vml_finding *finding = vml_arena_alloc(fleet->arena, sizeof(*finding));
	struct fleet_key key = vml_fleet_load(fleet, &conflict->entry);
	const char *remedy = key.rule->joined->remedies[key.use];
	size_t n = conflict->n_others < FLEET_OTHERS ? conflict->n_others : FLEET_OTHERS;
	vml_related *related = vml_arena_alloc(fleet->arena, n * sizeof(*related));

	for (size_t i = 0; i < n; i++)
		related[i] = related_of(fleet, &conflict->others[i]);
	*finding = (vml_finding){ .rule = key.rule,
		.severity = conflict->severity,
		.level = VML_FIX_NONE,
		.state = key.state,
		.reason = key.reason,
		.remedy = remedy ? remedy : key.rule->remedy,
		.facts = facts,
		.has_range = key.has_range,
		.range = key.range,
		.related = related,
		.n_related = n,
		.n_others = conflict->n_others,
		.stored = stored_of(fleet, &key, facts) };
	finding->message = message_of(fleet, finding, &key, conflict);
	return finding;
}

void vml_fleet_keep_results(vml_fleet *fleet)
{
	fleet->keep = true;
}

bool vml_fleet_next(vml_fleet *fleet, vml_origin *ret_origin, vml_result *ret)
{
	const struct fleet_conflict *list;
	const vml_facts **facts;
	vml_finding **all;
	const char *label;
	uint32_t domain;
	size_t n = 0;

	if (fleet->at == fleet->n_conflicts)
		return false;
	if (!fleet->keep)
		vml_arena_reset(fleet->arena);
	list = &fleet->conflicts[fleet->at];
	domain = list->entry.domain;
	while (fleet->at + n < fleet->n_conflicts && list[n].entry.domain == domain)
		n++;
	fleet->at += n;
	facts = vml_arena_alloc(fleet->arena, sizeof(*facts));
	all = vml_arena_alloc(fleet->arena, n * sizeof(*all));
	*facts = facts_of(fleet, domain);
	for (size_t i = 0; i < n; i++)
		all[i] = finding_of(fleet, &list[i], *facts);
	*ret_origin = (vml_origin){ .name = input_name(fleet, domain),
		.kind = input_of(fleet, domain)->kind };
	label = vml_pool_get(&fleet->pool, input_of(fleet, domain)->label, NULL);
	ret_origin->label = *label ? label : NULL;
	*ret = (vml_result){ .all = all,
		.n_all = n,
		.shown = (vml_severity)fleet->domains[domain].shown,
		.domains = facts,
		.n_domains = 1,
		.was_clean = fleet->domains[domain].clean };
	vml_findings_sort(all, n);
	vml_fleet_partition(fleet, ret, false);
	return true;
}

void vml_fleet_partition(vml_fleet *fleet, vml_result *result, bool show_all)
{
	vml_findings_partition(fleet->arena, result, show_all);
}
