/* libvirt's client library: loads it with dlopen(), and connects without prompts. */
#include "libvirt.h"

#include "arena.h"
#include "buffer.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#define LIBRARY "libvirt.so.0"

/* set once, by load() */
static struct vml_libvirt functions;
static char why[512]; /* error message; empty if loaded */
static const char *hint;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* Error handler that does nothing: without a handler, libvirt prints errors on standard error. */
static void silent(void *data, virErrorPtr error)
{
	(void)data;
	(void)error;
}

/*
 * Set `why` and `hint`. said: reason, usually the message of dlerror(), which names the missing
 * library: libvirt itself or a dependency
 */
static void explain(const char *said)
{
	const char *at = said ? strstr(said, LIBRARY ":") : NULL;

	/* dlerror() names a path if the library exists but cannot be loaded */
	if (at && (at == said || at[-1] != '/')) {
		snprintf(why, sizeof(why), "libvirt is not installed (%s)", said);
		hint = "install libvirt0 (Debian) or libvirt-libs (Fedora), or audit files or "
		       "pipes, which need no libvirt";
	} else {
		snprintf(why, sizeof(why), "libvirt cannot be loaded (%s)",
			said ? said : "no reason given");
		hint = "reinstall or update libvirt0 (Debian) or libvirt-libs (Fedora), or audit "
		       "files or pipes, which need no libvirt";
	}
}

/*
 * Never calls dlclose(): threads, exit handlers and thread-specific data of libvirt need the
 * library.
 */
static void load(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL), *symbol;

	if (!library) {
		explain(dlerror());
		return;
	}
/* memcpy(), because ISO C does not convert object pointers to function pointers */
#define RESOLVE(name)                   \
	symbol = dlsym(library, #name); \
	if (!symbol) {                  \
		explain(dlerror());     \
		return;                 \
	}                               \
	memcpy(&functions.name, &symbol, sizeof(symbol));
	VML_LIBVIRT_FUNCTIONS(RESOLVE)
#undef RESOLVE
#define RESOLVE(name)                   \
	symbol = dlsym(library, #name); \
	memcpy(&functions.name, &symbol, sizeof(symbol));
	VML_LIBVIRT_LATER(RESOLVE)
#undef RESOLVE
	functions.virSetErrorFunc(NULL, silent);
	if (functions.virInitialize() < 0)
		explain("virInitialize() failed");
}

const struct vml_libvirt *vml_libvirt_load(const char **ret_why, const char **ret_hint)
{
	pthread_once(&once, load);
	*ret_why = why;
	*ret_hint = hint;
	return *why ? NULL : &functions;
}

/* Read libvirt.conf, which contains aliases and the default URI; *ret is empty if there is none. */
static void read_conf(vml_buffer *ret)
{
	const char *base = geteuid() ? getenv("XDG_CONFIG_HOME") : "/etc";
	const char *home = getenv("HOME");
	bool at_home = !base || !*base;
	char path[4096];
	FILE *file;

	*ret = (vml_buffer){ 0 };
	snprintf(path, sizeof(path), "%s%s/libvirt/libvirt.conf",
		at_home ? (home ? home : "") : base, at_home ? "/.config" : "");
	file = fopen(path, "re");
	if (!file)
		return;
	/* vmlint reads at most 64 KiB of a larger file; libvirt reads all of it */
	ret->len = fread(vml_buffer_reserve(ret, 65536), 1, 65536, file);
	fclose(file);
	vml_buffer_add(ret, "", 1);
}

/*
 * Find a string in libvirt.conf: the value of `key`. If `alias` is not NULL, `key` is a list of
 * strings "alias=value": find the value of this alias.
 *
 * Returns a string owned by the caller, or NULL if there is none.
 */
static char *conf_string(const char *text, const char *key, const char *alias)
{
	size_t word_len = 0, alias_len = alias ? strlen(alias) : 0, skip;
	const char *word = "";

	for (; text && *text; text += skip) {
		skip = strspn(text, "abcdefghijklmnopqrstuvwxyz_");
		if (skip) {
			word = text;
			word_len = skip;
		} else if (*text == '#') {
			skip = strcspn(text, "\n");
		} else if (*text == '"' || *text == '\'') {
			const char *value = text + 1;
			size_t len = strcspn(value, *text == '"' ? "\"" : "'");

			skip = len + 1 + (value[len] != '\0');
			if (word_len != strlen(key) || strncmp(word, key, word_len))
				continue;
			if (!alias && len)
				return vml_strndup(value, len);
			if (alias && len > alias_len && !strncmp(value, alias, alias_len) &&
				value[alias_len] == '=')
				return vml_strndup(value + alias_len + 1, len - alias_len - 1);
		} else {
			skip = 1;
		}
	}
	return NULL;
}

/*
 * vmlint resolves the URI itself, because libvirt reports it only after connecting, when ssh has
 * already prompted.
 */
char *vml_libvirt_resolve(const char *uri)
{
	const char *preset = getenv("LIBVIRT_DEFAULT_URI");
	char *name, *target = NULL;
	vml_buffer conf;

	if (!*uri && preset)
		uri = preset;
	if (strchr(uri, ':'))
		return vml_strdup(uri);
	read_conf(&conf);
	name = *uri ? vml_strdup(uri) : conf_string(conf.bytes, "uri_default", NULL);
	if (name)
		target = conf_string(conf.bytes, "uri_aliases", name);
	vml_buffer_free(&conf);
	if (!target)
		return name;
	free(name);
	return target;
}

static bool over_ssh(const char *uri)
{
	size_t scheme = strcspn(uri, ":");

	return uri[scheme] && scheme > 4 && !strncasecmp(uri + scheme - 4, "+ssh", 4);
}

/*
 * Return the URI with the parameter no_tty=1, which makes ssh run in batch mode: otherwise it
 * prompts for passwords and host keys on the terminal, even if standard input is /dev/null. The
 * parameter is appended, because libvirt uses the last no_tty of several.
 */
static char *without_tty(const char *uri)
{
	size_t n = strlen(uri) + sizeof("?no_tty=1"), end = strcspn(uri, "#");
	char *quiet = vml_realloc(NULL, n);

	snprintf(quiet, n, "%.*s%cno_tty=1%s", (int)end, uri, memchr(uri, '?', end) ? '&' : '?',
		uri + end);
	return quiet;
}

/* Callback for credentials: record what libvirt asks for, and fail without an answer. */
static int decline(virConnectCredentialPtr credentials, unsigned int n, void *data)
{
	struct vml_libvirt_call *call = data;
	const char *prompt = n ? credentials[0].prompt : NULL;

	snprintf(call->asked, sizeof(call->asked), "%s", prompt ? prompt : "credentials");
	return -1;
}

/* Return true for connections that concern only the user: the test driver, or a session daemon. */
static bool is_private(const char *uri)
{
	const char *path = uri ? strstr(uri, "://") : NULL;
	size_t end;

	if (!path)
		return uri && !strncmp(uri, "test:", 5);
	path += 3 + strcspn(path + 3, "/");
	end = strcspn(path, "?#");
	return !strncmp(uri, "test", 4) ||
		(end == strlen("/session") && !strncmp(path, "/session", end));
}

/*
 * Sets a callback for credentials: without one, libvirt's error does not name the credential that
 * was required.
 */
virConnectPtr vml_libvirt_open(const struct vml_libvirt *virt, const char *uri, bool read_write,
	struct vml_libvirt_call *ret)
{
	static int all[] = { VIR_CRED_USERNAME, VIR_CRED_AUTHNAME, VIR_CRED_LANGUAGE,
		VIR_CRED_CNONCE, VIR_CRED_PASSPHRASE, VIR_CRED_ECHOPROMPT, VIR_CRED_NOECHOPROMPT,
		VIR_CRED_REALM, VIR_CRED_EXTERNAL };
	virConnectAuth auth = { .credtype = all,
		.ncredtype = sizeof(all) / sizeof(*all),
		.cb = decline,
		.cbdata = ret };

	*ret = (struct vml_libvirt_call){ .uri = vml_libvirt_resolve(uri) };
	ret->read_write = read_write || is_private(ret->uri);
	ret->ssh = ret->uri && over_ssh(ret->uri);
	if (ret->ssh)
		ret->quiet_uri = without_tty(ret->uri);
	else if (*uri)
		ret->quiet_uri = vml_strdup(uri);
	return virt->virConnectOpenAuth(
		ret->quiet_uri, &auth, ret->read_write ? 0 : VIR_CONNECT_RO);
}

void vml_libvirt_call_free(struct vml_libvirt_call *call)
{
	free(call->uri);
	free(call->quiet_uri);
}

static void only_sigpipe(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGPIPE);
}

struct vml_pipe_guard vml_hold_sigpipe(void)
{
	struct vml_pipe_guard guard;
	sigset_t set;

	sigpending(&set);
	guard.pending = sigismember(&set, SIGPIPE) == 1;
	only_sigpipe(&set);
	pthread_sigmask(SIG_BLOCK, &set, &guard.before);
	return guard;
}

/* Discard a SIGPIPE that libvirt has raised, but not one that was pending before. */
void vml_release_sigpipe(struct vml_pipe_guard *guard)
{
	static const struct timespec at_once = { 0 };
	sigset_t set;

	only_sigpipe(&set);
	while (!guard->pending && sigtimedwait(&set, NULL, &at_once) > 0)
		;
	pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}
