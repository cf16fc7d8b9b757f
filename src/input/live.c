/* Live input: opens a connection, lists its domains and selects some of them. */
#include "live_state.h"

#include "arena.h"
#include "uri.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Mark the domains that match an operand; returns false if none does. As in virsh, the ID of a
 * running domain takes precedence over a name of digits. A name takes precedence over a pattern:
 * otherwise no operand could select only the domain 'web[1]'.
 */
static bool mark(vml_live *live, const char *operand)
{
	bool any = false;

	for (int way = VML_BY_ID; way < VML_N_WAYS && !any; way++)
		for (size_t i = 0; i < live->n; i++)
			if (vml_operand_names(operand, (vml_way)way, &live->entries[i].called))
				any = live->entries[i].chosen = true;
	return any;
}

static void release_domain(const vml_live *live, struct vml_live_entry *entry)
{
	if (entry->domain)
		live->virt->virDomainFree(entry->domain);
	entry->domain = NULL;
}

void vml_live_choose(vml_live *live, const char *const *operands, size_t n_operands, bool *matched)
{
	size_t kept = 0;

	for (size_t i = 0; i < n_operands; i++)
		if (mark(live, operands[i]))
			matched[i] = true;
	for (size_t i = 0; i < live->n; i++)
		if (live->entries[i].chosen) {
			live->entries[kept++] = live->entries[i];
		} else {
			release_domain(live, &live->entries[i]);
			free(live->entries[i].called.name);
		}
	live->n = kept;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vml_live_entry *)a)->called.name,
		((const struct vml_live_entry *)b)->called.name);
}

static int by_uuid(const void *a, const void *b)
{
	return memcmp(((const struct vml_live_entry *)a)->called.uuid,
		((const struct vml_live_entry *)b)->called.uuid, VIR_UUID_BUFLEN);
}

/* Create the entries for the list of all domains, sorted by UUID. */
static void make_entries(vml_live *live)
{
	const struct vml_libvirt *virt = live->virt;
	struct vml_live_list *all = &live->lists[VML_LIVE_ALL];
	bool saved_known = live->lists[VML_LIVE_SAVED].n >= 0;

	live->entries = vml_realloc(NULL, (size_t)all->n * sizeof(*live->entries) + 1);
	for (int i = 0; i < all->n; i++) {
		struct vml_live_entry *entry = &live->entries[live->n++];
		const char *name = virt->virDomainGetName(all->domains[i]);

		*entry = (struct vml_live_entry){ .domain = all->domains[i],
			.called.name = vml_strdup(name ? name : ""),
			.called.id = virt->virDomainGetID(all->domains[i]) };
		entry->state = (vml_guest_state){ .known = true,
			.active = entry->called.id != (unsigned int)-1,
			.persistent = true,
			.saved_known = saved_known };
		virt->virDomainGetUUID(all->domains[i], entry->called.uuid);
	}
	qsort(live->entries, live->n, sizeof(*live->entries), by_uuid);
	all->n = 0; /* the entries own the references now */
}

/*
 * Set the state that a list represents, such as autostart, in the entries of all domains in the
 * list. list: index in live->lists
 */
static void set_state(vml_live *live, int list)
{
	for (int i = 0; i < live->lists[list].n; i++) {
		struct vml_live_entry key = { 0 }, *entry;

		live->virt->virDomainGetUUID(live->lists[list].domains[i], key.called.uuid);
		entry = bsearch(&key, live->entries, live->n, sizeof(key), by_uuid);
		if (!entry)
			continue;
		if (list == VML_LIVE_TRANSIENT)
			entry->state.persistent = false;
		else if (list == VML_LIVE_AUTOSTART)
			entry->state.autostart = true;
		else
			entry->state.saved = true;
	}
}

static void release_list(const vml_live *live, struct vml_live_list *list)
{
	for (int i = 0; i < list->n; i++)
		live->virt->virDomainFree(list->domains[i]);
	free(list->domains);
	*list = (struct vml_live_list){ .n = -1 };
}

/*
 * Return a VML_RELEASE for a libvirt version, which is major * 1,000,000 + minor * 1,000 + patch.
 */
static unsigned int release_of(unsigned long version)
{
	return (unsigned int)VML_RELEASE(version / 1000000, version / 1000 % 1000);
}

void vml_live_ready(vml_live *live)
{
	VML_SIGPIPE_HELD;

	make_entries(live);
	for (int list = VML_LIVE_TRANSIENT; list < VML_LIVE_LISTS; list++)
		set_state(live, list);
	for (int list = 0; list < VML_LIVE_LISTS; list++)
		release_list(live, &live->lists[list]);
	qsort(live->entries, live->n, sizeof(*live->entries), by_name);
	/* facts that are being collected include the versions: vml_live_facts_finish() uses them */
	if (!live->facts)
		vml_live_set_target(live);
}

void vml_live_set_target(vml_live *live)
{
	const vml_daemon *daemon = &live->daemon;

	live->target = (vml_target){ .name = "connection",
		.family = "",
		.libvirt = daemon->libvirt ? release_of(daemon->libvirt) : 0 };
	if (daemon->driver && !strcmp(daemon->driver, "QEMU") && daemon->hypervisor)
		live->target.qemu = release_of(daemon->hypervisor);
}

/*
 * The requests of vml_live_request(), by number: the lists, then those of vml_daemon_read(). The
 * tasks that collect facts make the latter, too: they are not made twice.
 */
enum { REQUESTS = VML_LIVE_LISTS + VML_DAEMON_REQUESTS };

static const struct {
	const char *name;
	unsigned int flags; /* flags of the request for a list; 0 for other requests */
	bool required;	    /* if this request fails, the domains cannot be read */
} requests[REQUESTS] = {
	[VML_LIVE_ALL] = { "the list of domains", 0, true },
	[VML_LIVE_TRANSIENT] = { "the list of transient domains",
		VIR_CONNECT_LIST_DOMAINS_TRANSIENT, true },
	[VML_LIVE_AUTOSTART] = { "the list of domains with autostart",
		VIR_CONNECT_LIST_DOMAINS_AUTOSTART, false },
	[VML_LIVE_SAVED] = { "the list of saved domains", VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
		false },
	[VML_LIVE_LISTS + VML_DAEMON_LIBVIRT] = { "the version of libvirt", 0, false },
	[VML_LIVE_LISTS + VML_DAEMON_HYPERVISOR] = { "the version of the hypervisor", 0, false },
	[VML_LIVE_LISTS + VML_DAEMON_DRIVER] = { "the type of the hypervisor", 0, false },
	[VML_LIVE_LISTS + VML_DAEMON_HOSTNAME] = { "the name of the host", 0, false },
};

unsigned int vml_live_requests(const vml_live *live)
{
	return live->facts ? VML_LIVE_LISTS : REQUESTS;
}

const char *vml_live_request_name(unsigned int request)
{
	return requests[request].name;
}

/*
 * Make a request; false if it fails. A version or name that cannot be read stays unknown, without
 * an error.
 */
static bool make_request(vml_live *live, unsigned int request)
{
	if (request < VML_LIVE_LISTS) {
		live->lists[request].n = live->virt->virConnectListAllDomains(
			live->connection, &live->lists[request].domains, requests[request].flags);
		return live->lists[request].n >= 0 || !requests[request].required;
	}
	request -= VML_LIVE_LISTS;
	/* the URI of a remote host names it */
	if (request != VML_DAEMON_HOSTNAME || vml_live_is_local(live))
		vml_daemon_read(
			&live->daemon, live->virt, live->connection, (vml_daemon_request)request);
	return true;
}

int vml_live_request(vml_live *live, unsigned int request, vml_fault *fault)
{
	const virError *error;
	VML_SIGPIPE_HELD;

	if (make_request(live, request))
		return 0;
	error = live->virt->virGetLastError();
	vml_live_fault(
		live, fault, "cannot list the domains of %s: %s", live->uri, vml_live_said(error));
	fault->hint = vml_live_advice(&live->call, error);
	return -1;
}

int vml_live_list(vml_live *live, vml_fault *fault)
{
	for (unsigned int i = 0; i < vml_live_requests(live); i++)
		if (vml_live_request(live, i, fault))
			return -1;
	vml_live_ready(live);
	return 0;
}

static bool connect_to(vml_live *live, bool read_write, vml_fault *fault)
{
	const struct vml_libvirt *virt = live->virt;
	char *canonical;

	live->connection = vml_libvirt_open(virt, live->given, read_write, &live->call);
	live->uri = vml_uri_without_password(*live->given ? live->given
			: live->call.uri		  ? live->call.uri
							  : "libvirt's default connection");
	if (!live->connection) {
		const virError *error = virt->virGetLastError();

		vml_live_fault(
			live, fault, "cannot connect to %s: %s", live->uri, vml_live_said(error));
		fault->hint = vml_live_advice(&live->call, error);
		return false;
	}
	/* not with ssh: libvirt's URI includes the parameter no_tty that vmlint added */
	canonical = live->call.ssh ? NULL : virt->virConnectGetURI(live->connection);
	if (canonical) {
		free(live->uri);
		live->uri = vml_uri_without_password(canonical);
		free(canonical);
	}
	return true;
}

int vml_live_open(vml_live **ret, const char *uri, bool running, bool read_write, vml_fault *fault)
{
	const char *why, *help;
	const struct vml_libvirt *virt = vml_libvirt_load(&why, &help);
	vml_live *live = vml_realloc(NULL, sizeof(*live));
	bool good;
	VML_SIGPIPE_HELD;

	*live = (vml_live){ .virt = virt, .given = vml_strdup(uri), .running = running };
	for (int list = 0; list < VML_LIVE_LISTS; list++)
		live->lists[list].n = -1;
	*ret = NULL;
	if (virt) {
		good = connect_to(live, read_write, fault);
	} else {
		live->uri = vml_uri_without_password(uri);
		vml_live_fault(live, fault, "cannot connect to %s: %s",
			*uri ? live->uri : "libvirt's default connection", why);
		fault->hint = help;
		good = false;
	}
	if (good)
		*ret = live;
	else
		vml_live_close(live);
	return good ? 0 : -1;
}

void vml_live_disconnect(vml_live *live)
{
	VML_SIGPIPE_HELD;

	for (int list = 0; list < VML_LIVE_LISTS; list++)
		release_list(live, &live->lists[list]);
	for (size_t i = 0; i < live->n; i++)
		release_domain(live, &live->entries[i]);
	vml_facts_free(live->facts);
	live->facts = NULL;
	if (live->connection)
		live->virt->virConnectClose(live->connection);
	live->connection = NULL;
}

static void free_strings(char **strings)
{
	for (size_t i = 0; strings && strings[i]; i++)
		free(strings[i]);
	free(strings);
}

void vml_live_close(vml_live *live)
{
	if (!live)
		return;
	vml_live_disconnect(live);
	for (size_t i = 0; i < live->n; i++) {
		free(live->entries[i].called.name);
		free_strings(live->entries[i].taints);
		free(live->entries[i].other);
	}
	free(live->entries);
	free(live->given);
	free(live->uri);
	vml_daemon_free(&live->daemon);
	vml_libvirt_call_free(&live->call);
	vml_known_host_free(&live->host);
	free(live);
}

const char *vml_live_uri(const vml_live *live)
{
	return live->uri;
}

const char *vml_live_hostname(const vml_live *live)
{
	return live->daemon.hostname && vml_live_is_local(live) ? live->daemon.hostname : "";
}

size_t vml_live_count(const vml_live *live)
{
	return live->n;
}

const char *vml_live_name(const vml_live *live, size_t i)
{
	return live->entries[i].called.name;
}

const unsigned char *vml_live_uuid(const vml_live *live, size_t i)
{
	return live->entries[i].called.uuid;
}
