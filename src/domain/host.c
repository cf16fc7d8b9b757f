/* Facts of the current host, as far as they concern the audited domain. */
#include "context.h"
#include "element.h"

#include <string.h>

const vml_host *vml_host_of(const vml_context *ctx)
{
	return ctx->host;
}

const vml_host *const *vml_hosts_of(const vml_context *ctx, size_t *ret_n)
{
	*ret_n = ctx->n_hosts;
	return ctx->hosts;
}

const vml_host_domcaps *vml_host_domcaps_for(const vml_context *ctx)
{
	const vml_facts *facts = &ctx->facts;
	const xmlNode *emulator = vml_find(facts->domain, "devices/emulator");
	const char *path = vml_text((vml_context *)(uintptr_t)ctx, emulator);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(ctx->host);

	return vml_host_find_domcaps(ctx->host, path, arch, facts->type, facts->machine, NULL);
}

vml_tristate vml_host_disk_image(
	vml_context *ctx, const xmlNode *disk, const vml_host_volume **ret_volume, bool *ret_sure)
{
	const char *file = vml_attr(disk, "source/@file");
	const char *path = *file ? file : vml_attr(disk, "source/@dev");
	vml_tristate found = vml_host_image(ctx->host, path, ret_volume, ret_sure);

	for (const vml_image *it = ctx->doc->images; it; it = it->next)
		if (!strcmp(it->path, path)) {
			if (ret_sure)
				*ret_sure = true;
			return it->exists ? VML_YES : VML_NO;
		}
	return found;
}

/*
 * Return the path of the backing file of an image; "" if `backing` is not the path of a file.
 *
 * image: path of the image
 * backing: backing file as recorded in the header of the image: a relative path starts at the
 * directory of the image
 */
static const char *resolve(vml_context *ctx, const char *image, const char *backing)
{
	const char *name = strrchr(image, '/');
	size_t directory = name ? (size_t)(name - image) + 1 : 0;

	/*
	 * "json:{...}" and "nbd://..." are not paths: libvirt and QEMU recognize a protocol by a
	 * colon before the first slash
	 */
	if (!*backing || *backing == '/')
		return backing;
	if (strcspn(backing, ":") < strcspn(backing, "/"))
		return "";
	return vml_format(ctx, "%.*s%s", (int)directory, image, backing);
}

const char *vml_host_image_format(vml_context *ctx, const char *path, const char **ret_backing)
{
	const vml_host_image_file *listed = vml_host_listed_image(ctx->host, path);
	const vml_host_volume *volume;
	const char *format = vml_host_own_image(ctx->host, ctx->doc->arena, path, ret_backing);

	if (!*format && listed) {
		format = listed->format;
		*ret_backing = listed->backing;
	}
	if (!*format && vml_host_image(ctx->host, path, &volume, NULL) == VML_YES && volume) {
		*ret_backing = volume->backing;
		format = strcmp(volume->format, "iso") ? volume->format : "raw";
	}
	*ret_backing = resolve(ctx, path, *ret_backing);
	return format;
}

/*
 * A list for a message, under construction. The last word is kept in `last` until the end, because
 * "and" precedes it.
 */
struct words {
	vml_context *ctx;
	vml_string_builder built;
	const char *last;
	size_t n;
};

enum { WORDS_MAX = 12 };

static void flush(struct words *words)
{
	if (words->n <= WORDS_MAX + 1)
		vml_append(words->ctx, &words->built, "%s%s", words->built.len ? ", " : "",
			words->last);
}

static void add(struct words *words, const char *word)
{
	if (words->n++)
		flush(words);
	words->last = word;
}

static const char *finish(struct words *words)
{
	if (words->n < 2)
		return words->n ? words->last : "";
	if (words->n > WORDS_MAX)
		vml_append(words->ctx, &words->built, " and %zu more", words->n - WORDS_MAX);
	else
		vml_append(words->ctx, &words->built, " and %s", words->last);
	return words->built.text;
}

const char *vml_domcaps_values(
	vml_context *ctx, const vml_host_domcaps *caps, const char *path, const char *name)
{
	struct words words = { .ctx = ctx };

	VML_EACH_ELEMENT (it, vml_domcaps_enum(caps, path, name), "value")
		add(&words, vml_element_text(ctx->doc->arena, it));
	return finish(&words);
}

const char *vml_domcaps_cpu_blockers(
	vml_context *ctx, const vml_host_domcaps *caps, const char *model)
{
	struct words words = { .ctx = ctx };

	VML_EACH_ELEMENT (it, vml_domcaps_blockers(caps, model), "feature")
		add(&words, vml_element_attr(it, "name"));
	return finish(&words);
}

const char *vml_host_network_names(vml_context *ctx, const vml_host *host)
{
	struct words words = { .ctx = ctx };

	for (size_t i = 0; host && i < host->networks.n; i++)
		add(&words, host->networks.rows[i].key);
	return finish(&words);
}
