/* Tests of every rule in the table: ids, texts, limits and fixtures. */
#include <vmlint/refusal.h>

#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { SUMMARY_MAX = 100, WHY_MIN = 60, WHY_MAX = 900, REMEDY_MIN = 30, REMEDY_MAX = 600 };

#define each_rule(rule) for (const vml_rule *const *rule = vml_rules(); *rule; rule++)

static void table_is_not_empty(void **state)
{
	(void)state;
	assert_non_null(vml_rules()[0]);
}

static void ids_are_kebab_case_and_unique(void **state)
{
	(void)state;
	each_rule(rule)
	{
		const char *id = (*rule)->id;

		if (id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] || !strchr(id, '-') ||
			id[strlen(id) - 1] == '-' || strstr(id, "--"))
			fail_msg("'%s' is not a kebab-case id of two or more words", id);
		if (rule[1] && !strcmp(id, rule[1]->id))
			fail_msg("two rules have the id '%s'", id);
		assert_ptr_equal(vml_rule_by_id(id), *rule);
	}
}

static void assert_full_stop(const vml_rule *rule, const char *what, const char *text)
{
	if (!*text || text[strlen(text) - 1] != '.')
		fail_msg("%s: %s does not end in a full stop", rule->id, what);
}

static void texts_are_complete(void **state)
{
	(void)state;
	each_rule(rule)
	{
		const vml_rule *r = *rule;

		if (!r->summary || !r->why || !r->remedy || !r->url ||
			!r->each != !(r->check || r->refusals))
			fail_msg("%s: its row lacks a field", r->id);
		/* rules on suppressions have neither: the engine itself checks suppressions */
		if (!r->check && !r->refusals && strncmp(r->id, "suppression-", 12))
			fail_msg("%s: it has neither a check function nor refusals", r->id);
		if (strlen(r->summary) > SUMMARY_MAX || r->summary[strlen(r->summary) - 1] == '.')
			fail_msg("%s: summary is too long or ends in a full stop", r->id);
		if (strlen(r->why) < WHY_MIN || strlen(r->why) > WHY_MAX)
			fail_msg("%s: why has %zu characters", r->id, strlen(r->why));
		if (strlen(r->remedy) < REMEDY_MIN || strlen(r->remedy) > REMEDY_MAX)
			fail_msg("%s: remedy has %zu characters", r->id, strlen(r->remedy));
		if (strncmp(r->url, "https://", 8))
			fail_msg("%s: '%s' is not an https URL", r->id, r->url);
		assert_full_stop(r, "why", r->why);
		assert_full_stop(r, "remedy", r->remedy);
	}
}

/* Compare releases such as "0.1.0" by their numbers. */
static bool is_later(const char *release, const char *other)
{
	unsigned int a[3], b[3];
	char end;

	if (sscanf(release, "%u.%u.%u%c", &a[0], &a[1], &a[2], &end) != 3 ||
		sscanf(other, "%u.%u.%u%c", &b[0], &b[1], &b[2], &end) != 3)
		fail_msg("'%s' or '%s' is not a release", release, other);
	for (size_t i = 0; i < 3; i++)
		if (a[i] != b[i])
			return a[i] > b[i];
	return false;
}

static void rules_are_not_newer_than_this_release(void **state)
{
	(void)state;
	assert_true(is_later("0.10.0", "0.2.1"));
	each_rule(rule)
	{
		if (is_later(vml_rule_since(*rule), VMLINT_VERSION))
			fail_msg("%s: since %s", (*rule)->id, vml_rule_since(*rule));
	}
}

static void rows_are_within_their_ranges(void **state)
{
	(void)state;
	each_rule(rule)
	{
		assert_true((*rule)->severity >= VML_INFO && (*rule)->severity <= VML_ERROR);
		assert_true((*rule)->category >= VML_PERFORMANCE &&
			(*rule)->category <= VML_CORRECTNESS);
		assert_true((*rule)->fix >= VML_FIX_NONE && (*rule)->fix <= VML_FIX_SAFE);
		if ((*rule)->when & (*rule)->unless)
			fail_msg("%s: a gate is both in 'when' and in 'unless'", (*rule)->id);
	}
}

static void fix_levels_of_refusals_match_their_rows(void **state)
{
	unsigned int n = 0;

	(void)state;
	each_rule(rule)
	{
		bool has_fix = false;

		if (!(*rule)->refusals)
			continue;
		for (const vml_refusal *row = (*rule)->refusals; row->message; row++)
			has_fix |= row->fix != NULL;
		if (has_fix != ((*rule)->fix != VML_FIX_NONE)) {
			print_error(
				"%s: its rows have %s fix\n", (*rule)->id, has_fix ? "a" : "no");
			n++;
		}
	}
	assert_int_equal(n, 0);
}

static void each_rule_has_its_fixtures(void **state)
{
	static const char *const files[] = { "bad.xml", "good.xml", "expected.txt" };
	char path[512];

	(void)state;
	each_rule(rule) for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
	{
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s/%s", FIXTURES, (*rule)->id, files[i]);
		if (stat(path, &st))
			fail_msg("%s is missing", path);
	}
}

static void each_fixture_has_a_rule(void **state)
{
	DIR *directory = opendir(FIXTURES);
	struct dirent *entry;

	(void)state;
	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		const vml_rule *rule = vml_rule_by_id(entry->d_name);

		if (entry->d_name[0] != '.' && entry->d_name[0] != '_' && !rule)
			fail_msg("fixtures/%s belongs to no rule", entry->d_name);
	}
	closedir(directory);
}

/* Each id starts with the name of a directory in rules/. */
static void ids_start_with_a_directory(void **state)
{
	DIR *subjects = opendir(SOURCE_DIR "/rules");
	struct dirent *entry;

	(void)state;
	assert_non_null(subjects);
	each_rule(rule)
	{
		bool found = false;

		rewinddir(subjects);
		while ((entry = readdir(subjects))) {
			size_t n = strlen(entry->d_name);

			found |= entry->d_name[0] != '.' &&
				!strncmp((*rule)->id, entry->d_name, n) && (*rule)->id[n] == '-';
		}
		if (!found)
			fail_msg("%s does not start with the name of a directory in rules/",
				(*rule)->id);
	}
	closedir(subjects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_not_empty),
		cmocka_unit_test(ids_are_kebab_case_and_unique),
		cmocka_unit_test(texts_are_complete),
		cmocka_unit_test(rules_are_not_newer_than_this_release),
		cmocka_unit_test(rows_are_within_their_ranges),
		cmocka_unit_test(fix_levels_of_refusals_match_their_rows),
		cmocka_unit_test(each_rule_has_its_fixtures),
		cmocka_unit_test(each_fixture_has_a_rule),
		cmocka_unit_test(ids_start_with_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
