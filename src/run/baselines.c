/* Comparison of findings with a baseline file and with a git revision. */
#include "baselines.h"

#include "arena.h"
#include "baseline.h"
#include "git.h"
#include "outputs.h"
#include "stream.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct vml_baselines {
	const vml_settings *settings;
	vml_baseline *baseline; /* the baseline of --baseline; NULL: option not given */
	/* the baseline to write for --write-baseline; NULL: option not given */
	vml_baseline *fresh;
	/*
	 * the baseline that --write-baseline replaces: its entries for domains that this run does
	 * not audit are kept; NULL: there is none
	 */
	vml_baseline *replaced;
	/* findings of the changed files at the revision of --diff-base; NULL: option not given */
	vml_baseline *before;
	vml_git *git; /* the revision of --diff-base; NULL: option not given */
};

/* Report an error and free it. hint: NULL is allowed. Returns -1. */
static int print_error(const vml_baselines *accepted, char *wrong, const char *hint)
{
	vml_messages_error(
		&accepted->settings->messages, &(vml_error){ .text = wrong, .hint = hint });
	return -1;
}

/*
 * Audit a file as it is at the revision of --diff-base, and add its findings to accepted->before.
 *
 * path: path from the top of the repository
 * bytes: content of the file at the revision
 */
static void audit_before(vml_baselines *accepted, vml_policy *policy, vml_parser *parser,
	const char *path, const vml_buffer *bytes)
{
	char *absolute = vml_asprintf("%s/%s", vml_git_top(accepted->git), path);
	const vml_selection *selection;
	vml_stream *stream = vml_stream_over(bytes->bytes, bytes->len, parser);
	vml_stream_status status;
	vml_fault fault;
	vml_doc *doc;

	selection = vml_policy_for(policy, absolute);
	free(absolute);
	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		vml_result result;

		if (status != VML_STREAM_DOCUMENT)
			continue;
		vml_audit(doc, selection, &result);
		vml_baseline_add_all(accepted->before, &result);
		vml_doc_free(doc);
	}
	vml_stream_free(stream);
}

static int open_revision(vml_baselines *accepted, vml_policy *policy, vml_parser *parser)
{
	const vml_settings *settings = accepted->settings;
	const char *path;
	vml_buffer bytes;
	char *wrong;

	if (vml_git_open(settings->diff_base, &accepted->git, &wrong))
		return print_error(accepted, wrong, NULL);
	accepted->before = vml_baseline_new();
	/*
	 * vml_git_next() skips files whose names do not end with .xml, and unchanged files.
	 * Operands may have any name, and standard input may differ from the file that it is named
	 * after.
	 */
	for (size_t i = 0; i < settings->n_operands && !settings->n_connections; i++)
		vml_git_include(accepted->git, settings->operands[i], false);
	if (settings->stdin_name)
		vml_git_include(accepted->git, settings->stdin_name, true);
	while (vml_git_next(accepted->git, &path, &bytes)) {
		audit_before(accepted, policy, parser, path, &bytes);
		vml_buffer_free(&bytes);
	}
	return vml_git_trouble(accepted->git)
		? print_error(accepted, vml_strdup(vml_git_trouble(accepted->git)), NULL)
		: 0;
}

static void release(vml_baselines *accepted)
{
	vml_baseline_free(accepted->baseline);
	vml_baseline_free(accepted->fresh);
	vml_baseline_free(accepted->replaced);
	vml_baseline_free(accepted->before);
	vml_git_close(accepted->git);
	free(accepted);
}

/*
 * Prepare the baseline to write. Fails if the existing file is not a baseline: a shell pattern may
 * have expanded to it.
 */
static int open_fresh(vml_baselines *accepted)
{
	const char *file = accepted->settings->write_baseline;
	struct stat st;
	char *wrong;

	accepted->fresh = vml_baseline_new();
	if (stat(file, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return 0;
	if (!vml_baseline_read(file, &accepted->replaced, &wrong))
		return 0;
	free(wrong);
	return print_error(accepted,
		vml_asprintf("cannot overwrite '%s': it is not a vmlint baseline", file),
		"name another file, or delete this one first");
}

int vml_baselines_open(
	const vml_settings *settings, vml_policy *policy, vml_parser *parser, vml_baselines **ret)
{
	vml_baselines *accepted = vml_realloc(NULL, sizeof(*accepted));
	int status = 0;
	char *wrong;

	*accepted = (vml_baselines){ .settings = settings };
	if (settings->baseline &&
		vml_baseline_read(settings->baseline, &accepted->baseline, &wrong))
		status = print_error(accepted, wrong,
			access(settings->baseline, F_OK)
				? "create a baseline with --write-baseline FILE"
				: NULL);
	if (settings->write_baseline)
		status = open_fresh(accepted);
	if (!status && settings->diff_base)
		status = open_revision(accepted, policy, parser);
	if (status)
		release(accepted);
	else
		*ret = accepted;
	return status;
}

/* Mark all active findings as baselined. */
static void accept_all(vml_result *result)
{
	for (size_t i = 0; i < result->n_all; i++)
		if (result->all[i]->state == VML_STATE_ACTIVE)
			result->all[i]->state = VML_STATE_BASELINED;
}

void vml_baselines_apply(vml_baselines *accepted, const char *path, const vml_selection *selection,
	vml_result *result)
{
	const vml_rule *const *rules = vml_selection_rules(selection);

	if (accepted->baseline)
		vml_baseline_accept(accepted->baseline, rules, result);
	if (accepted->git && path && vml_git_unchanged(accepted->git, path))
		accept_all(result);
	else if (accepted->before)
		vml_baseline_accept(accepted->before, rules, result);
	if (accepted->fresh) {
		if (accepted->replaced)
			vml_baseline_note_domains(accepted->replaced, result);
		vml_baseline_add_all(accepted->fresh, result);
		accept_all(result);
	}
}

static void print_stale_entry(
	const vml_baselines *accepted, const vml_stale *stale, const char *hint)
{
	vml_messages_printf(&accepted->settings->messages, VML_MESSAGE_NOTE, hint,
		"%s: stale entry: %s no longer has %s at %s", accepted->settings->baseline,
		stale->name, stale->rule, stale->path);
}

/* Report all stale entries; the last one with a hint. */
static void print_stale(const vml_baselines *accepted)
{
	vml_stale stale, last;
	size_t at = 0, n = 0;

	if (accepted->settings->quiet)
		return;
	while (vml_baseline_next_stale(accepted->baseline, &at, &stale)) {
		if (n++)
			print_stale_entry(accepted, &last, NULL);
		last = stale;
	}
	if (n)
		print_stale_entry(accepted, &last, "remove stale entries with --write-baseline");
}

static bool write_fresh(const vml_baselines *accepted)
{
	const char *file = accepted->settings->write_baseline;
	vml_temporary *temporary;
	const vml_messages *to = &accepted->settings->messages;
	FILE *out = vml_open_beside(file, to, &temporary);
	size_t n, kept = 0;

	if (!out)
		return false;
	if (accepted->replaced)
		kept = vml_baseline_keep(accepted->fresh, accepted->replaced);
	vml_baseline_write(accepted->fresh, out);
	if (!vml_put_in_place(out, temporary, file, to))
		return false;
	n = vml_baseline_count(accepted->fresh);
	if (!accepted->settings->quiet)
		vml_messages_printf(to, VML_MESSAGE_NOTE, NULL, "wrote %zu finding%s to %s", n,
			n == 1 ? "" : "s", file);
	if (!accepted->settings->quiet && kept)
		vml_messages_printf(to, VML_MESSAGE_NOTE,
			"delete the file first if these guests no longer exist",
			"%s: kept %zu finding%s of guests that were not audited", file, kept,
			kept == 1 ? "" : "s");
	return true;
}

bool vml_baselines_close(vml_baselines *accepted, bool whole)
{
	bool good = true;

	if (accepted->baseline)
		print_stale(accepted);
	if (accepted->fresh && whole)
		good = write_fresh(accepted);
	if (accepted->fresh && !whole) {
		vml_messages_printf(&accepted->settings->messages, VML_MESSAGE_ERROR, NULL,
			"cannot write the baseline: an input could not be read");
		good = false;
	}
	release(accepted);
	return good;
}
