/*
 * Checks what vmlint.h guarantees: no output, no change of process state, errors as values, use in
 * threads.
 *
 * usage: guarantees FILE... (valid documents; prints nothing unless a check fails)
 */
#define _GNU_SOURCE
#include <vmlint.h>

#include <libxml/parser.h>

#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                                                \
	do {                                                                            \
		if (!(condition)) {                                                     \
			dprintf(report, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			failed = 1;                                                     \
		}                                                                       \
	} while (0)

enum { THREADS = 8, ROUNDS = 20 };

static int report = 2, failed;
static const vmlint_context *shared;

static const char bad[] = "<domain type='kvm'>\n"
			  " <name>a</name><memory>1048576</memory>\n"
			  " <os><type arch='x86_64' machine='q35'>hvm</type></os>\n"
			  " <devices><disk type='file' device='disk'>\n"
			  "  <driver name='qemu' type='qcow2' cache='unsafe'/>\n"
			  "  <source file='/a.qcow2'/><target dev='vda' bus='virtio'/>\n"
			  " </disk></devices>\n</domain>\n";

static vmlint_result *audit(const vmlint_context *context, const char *xml)
{
	return vmlint_audit(context, xml, strlen(xml), NULL);
}

static const vmlint_finding *find(const vmlint_result *result, const char *rule)
{
	for (size_t i = 0; i < vmlint_result_count(result); i++) {
		const vmlint_finding *finding = vmlint_result_finding(result, i);

		if (!strcmp(vmlint_rule_id(vmlint_finding_rule(finding)), rule))
			return finding;
	}
	return NULL;
}

static void check_finding(void)
{
	vmlint_context *context = vmlint_context_new();
	vmlint_result *result = audit(context, bad);
	const vmlint_finding *finding = find(result, "disk-cache-unsafe");
	size_t start, end, len, fixed_len;
	const char *text;
	char *fixed;

	CHECK(vmlint_result_status(result) == VMLINT_OK);
	CHECK(vmlint_result_domain_count(result) == 1);
	CHECK(!strcmp(vmlint_result_domain_name(result, 0), "a"));
	CHECK(!vmlint_result_domain_name(result, 1));
	CHECK(!vmlint_result_finding(result, vmlint_result_count(result)));
	CHECK(finding);
	if (finding) {
		CHECK(vmlint_finding_severity(finding) == VMLINT_ERROR);
		CHECK(vmlint_finding_line(finding) == 5);
		CHECK(vmlint_finding_state(finding) == VMLINT_ACTIVE);
		CHECK(vmlint_finding_edit_count(finding) == 1);
		text = vmlint_finding_edit(finding, 0, &start, &end, &len);
		CHECK(text && !strcmp(text, "writeback") && len == 9);
		CHECK(!strncmp(bad + start, "unsafe", end - start));
		CHECK(!vmlint_finding_edit(finding, 1, &start, &end, &len));
		CHECK(!strcmp(vmlint_finding_device(finding), "disk 'vda'"));
		CHECK(!strcmp(vmlint_finding_domain(finding), "a"));
		CHECK(strlen(vmlint_finding_fingerprint(finding)) == 16);
		CHECK(strstr(vmlint_finding_path(finding), "/domain/devices/disk"));
	}
	fixed = vmlint_apply(result, VMLINT_FIX_REVIEW, &fixed_len);
	CHECK(fixed && strlen(fixed) == fixed_len && !strstr(fixed, "unsafe"));
	vmlint_free(fixed);
	vmlint_result_free(result);
	vmlint_context_free(context);
}

static void check_errors(void)
{
	vmlint_context *context = vmlint_context_new();
	const char *config = "[vmlint]\ndisable = disk-*\n", *wrong = "[vmlint]\nonly = nothing\n";
	char *message = NULL;
	vmlint_result *result;

	CHECK(vmlint_context_set(context, "onyl", "x", &message) && strstr(message, "onyl"));
	vmlint_free(message);
	CHECK(vmlint_context_set(context, "only", "no-such-rule", &message));
	vmlint_free(message);
	CHECK(vmlint_context_set(context, "target", "debian-99", NULL));
	CHECK(vmlint_context_configure(context, wrong, strlen(wrong), "x.ini", &message));
	CHECK(strstr(message, "x.ini"));
	vmlint_free(message);
	CHECK(vmlint_context_configure_file(context, "/nonexistent", &message));
	vmlint_free(message);
	result = audit(context, bad);
	CHECK(find(result, "disk-cache-unsafe")); /* the calls that failed have changed nothing */
	vmlint_result_free(result);
	CHECK(!vmlint_context_configure(context, config, strlen(config), NULL, NULL));
	result = audit(context, bad);
	CHECK(!find(result, "disk-cache-unsafe"));
	CHECK(!vmlint_context_set(context, "enable", "disk-cache-unsafe", NULL));
	vmlint_result_free(result); /* a result of the earlier settings may be freed later */
	result = audit(context, bad);
	CHECK(find(result, "disk-cache-unsafe"));
	vmlint_result_free(result);
	vmlint_context_free(context);
}

/* A configuration file is read once: later calls do not need it. */
static void check_file(void)
{
	vmlint_context *context = vmlint_context_new();
	char path[] = "/tmp/vmlint-config-XXXXXX";
	int fd = mkstemp(path);
	vmlint_result *result;

	dprintf(fd, "[vmlint]\ndisable = disk-cache-unsafe\n");
	close(fd);
	CHECK(!vmlint_context_configure_file(context, path, NULL));
	unlink(path);
	CHECK(!vmlint_context_set(context, "min-severity", "error", NULL));
	result = audit(context, bad);
	CHECK(!find(result, "disk-cache-unsafe"));
	vmlint_result_free(result);
	vmlint_context_free(context);
}

static void check_hosts(void)
{
	static const char active[] = "<vmlint-host format='1' name='h1'/>",
			  domain[] = "<domain type='kvm'>\n <name>a</name>\n"
				     " <memory>1048576</memory>\n <os><type>hvm</type></os>\n"
				     " <devices><interface type='network'>\n"
				     "  <source network='lab'/>\n </interface></devices>\n"
				     "</domain>\n",
			  profile[] = "<vmlint-host format='1' libvirt='9.0.0' driver='QEMU'>"
				      "<networks><entry active='no' autostart='no'><network>"
				      "<name>lab</name></network></entry></networks>"
				      "</vmlint-host>";
	vmlint_context *context = vmlint_context_new();
	vmlint_result *before = audit(context, domain), *result;
	char *message = NULL, *json;

	CHECK(!find(before, "host-network"));
	CHECK(vmlint_context_add_host(context, "<domain/>", 9, "/hosts/x.xml", &message));
	CHECK(strstr(message, "/hosts/x.xml:1:1"));
	vmlint_free(message);
	CHECK(vmlint_context_add_host(context, "<vmlint", 7, NULL, NULL));
	CHECK(vmlint_context_add_host_file(context, "/nonexistent", &message));
	CHECK(strstr(message, "'/nonexistent'"));
	vmlint_free(message);
	CHECK(!vmlint_context_add_host(context, profile, strlen(profile), "/hosts/h0.xml", NULL));
	result = audit(context, domain);
	CHECK(find(result, "host-network"));
	json = vmlint_result_json(result);
	CHECK(strstr(json, "\"h0\""));
	vmlint_free(json);
	/* with two hosts, the finding names the one where it occurs; later calls keep both hosts */
	CHECK(!vmlint_context_add_host(context, active, strlen(active), NULL, NULL));
	CHECK(!vmlint_context_set(context, "only", "host-network", NULL));
	vmlint_result_free(before);
	vmlint_result_free(result);
	result = audit(context, domain);
	CHECK(vmlint_result_count(result) == 1);
	CHECK(strstr(vmlint_finding_message(vmlint_result_finding(result, 0)), "h0"));
	vmlint_result_free(result);
	vmlint_context_free(context);
}

static void check_malformed(void)
{
	static const struct {
		const char *xml;
		vmlint_status status;
	} cases[] = {
		{ "", VMLINT_MALFORMED },
		{ "<domain", VMLINT_MALFORMED },
		{ "<!DOCTYPE domain [<!ENTITY a 'b'>]><domain/>", VMLINT_MALFORMED },
		{ "<network><name>n</name></network>", VMLINT_NO_DOMAIN },
		{ "<domain type='kvm'><name>a</name><memory>1048576</memory / ></domain>",
			VMLINT_MALFORMED },
		{ "<domain type='kvm'>\n<name>a</name>\n<memory unit=KiB>1048576</memory>\n"
		  "<os>\n<type>hvm</type>\n</os>\n</domain>\n",
			VMLINT_REPAIRED },
	};
	vmlint_context *context = vmlint_context_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		vmlint_result *result = audit(context, cases[i].xml);

		if (vmlint_result_status(result) != cases[i].status)
			dprintf(report, "case %zu: status %d\n", i, vmlint_result_status(result));
		CHECK(vmlint_result_status(result) == cases[i].status);
		CHECK(vmlint_result_error_count(result) > 0);
		CHECK(*vmlint_result_error_message(result, 0));
		CHECK(!vmlint_result_error_message(result, vmlint_result_error_count(result)));
		vmlint_result_free(result);
	}
	vmlint_context_free(context);
}

static void check_json(void)
{
	char *json;

	CHECK(!vmlint_audit_json(bad, strlen(bad), "{\"only\": \"disk-cache-unsafe\"}", &json));
	CHECK(strstr(json, "disk-cache-unsafe"));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "{\"only\": 1}", &json));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "[", &json));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "[]", &json));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "{\"hosts\": \"x\"}", &json));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "{\"hosts\": {\"x\": 1}}", &json));
	vmlint_free(json);
	CHECK(vmlint_audit_json(bad, strlen(bad), "{\"hosts\": {\"x\": \"<a/>\"}}", &json));
	CHECK(strstr(json, "x:1:1"));
	vmlint_free(json);
}

static void check_rules(void)
{
	size_t n = 0;

	for (const vmlint_rule *rule; (rule = vmlint_rule_get(n)); n++) {
		CHECK(vmlint_rule_find(vmlint_rule_id(rule)) == rule);
		CHECK(*vmlint_rule_summary(rule) && *vmlint_rule_why(rule));
		CHECK(*vmlint_rule_remedy(rule) && *vmlint_rule_url(rule));
		CHECK(*vmlint_rule_category(rule) && vmlint_rule_severity(rule) >= VMLINT_INFO);
	}
	CHECK(n > 100);
	CHECK(!vmlint_rule_find("no-such-rule"));
}

static void *audit_files(void *files)
{
	for (int round = 0; round < ROUNDS; round++) {
		for (char **file = files; *file; file++) {
			static const size_t room = 1 << 20;
			char *bytes = malloc(room);
			int fd = open(*file, O_RDONLY);
			ssize_t len = read(fd, bytes, room);
			vmlint_result *result =
				vmlint_audit(shared, bytes, len < 0 ? 0 : (size_t)len, *file);

			vmlint_free(vmlint_result_json(result));
			vmlint_result_free(result);
			close(fd);
			free(bytes);
		}
	}
	return NULL;
}

static void check_threads(char **files)
{
	vmlint_context *context = vmlint_context_new();
	pthread_t threads[THREADS];

	shared = context;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, audit_files, files);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	vmlint_context_free(context);
}

/* After fork(), an audit in the child works and ends. */
static void check_fork(char **files)
{
	vmlint_context *context = vmlint_context_new();
	int status = -1;
	pid_t child;

	shared = context;
	child = fork();
	if (!child) {
		audit_files(files);
		_exit(0);
	}
	waitpid(child, &status, 0);
	CHECK(status == 0);
	vmlint_context_free(context);
}

static void check_all(char **files)
{
	check_finding();
	check_errors();
	check_file();
	check_hosts();
	check_malformed();
	check_json();
	check_rules();
	check_fork(files);
	check_threads(files);
}

/* State of the process that the library must not change. */
struct state {
	struct sigaction signals[32];
	sigset_t mask;
	char locale[256];
	xmlFreeFunc free_func;
	xmlMallocFunc malloc_func;
	xmlGenericErrorFunc generic;
	xmlStructuredErrorFunc structured;
	mode_t umask;
};

static void take_state(struct state *state)
{
	memset(state, 0, sizeof(*state));
	for (int i = 1; i < 32; i++)
		sigaction(i, NULL, &state->signals[i]);
	pthread_sigmask(SIG_BLOCK, NULL, &state->mask);
	snprintf(state->locale, sizeof(state->locale), "%s", setlocale(LC_ALL, NULL));
	xmlMemGet(&state->free_func, &state->malloc_func, NULL, NULL);
	state->generic = xmlGenericError;
	state->structured = xmlStructuredError;
	state->umask = umask(0);
	umask(state->umask);
}

int main(int argc, char **argv)
{
	struct state before, after;
	struct stat st;
	char path[] = "/tmp/vmlint-silent-XXXXXX";
	int silent = mkstemp(path);

	if (argc < 2)
		return 3;
	report = dup(2);
	dup2(silent, 1);
	dup2(silent, 2);
	setlocale(LC_ALL, "");
	xmlInitParser();
	take_state(&before);
	check_all(argv + 1);
	take_state(&after);
	for (int i = 1; i < 32; i++) {
		CHECK(before.signals[i].sa_handler == after.signals[i].sa_handler);
		CHECK(before.signals[i].sa_flags == after.signals[i].sa_flags);
	}
	CHECK(!memcmp(&before.mask, &after.mask, sizeof(before.mask)));
	CHECK(!strcmp(before.locale, after.locale));
	CHECK(before.free_func == after.free_func && before.malloc_func == after.malloc_func);
	CHECK(before.generic == after.generic);
	CHECK(before.structured == after.structured);
	CHECK(before.umask == after.umask);
	fflush(NULL);
	CHECK(!fstat(silent, &st) && !st.st_size);
	unlink(path);
	return failed;
}
