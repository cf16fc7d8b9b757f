/* Faults of live connections: messages without passwords, and hints. */
#include "live_state.h"

#include "arena.h"
#include "text.h"
#include "uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Strings of the last fault in this thread. */
static _Thread_local char message[2048], hint[1024];

/* Replace line breaks and repeated spaces by one space: messages of ssh have several lines. */
static void flatten(char *text)
{
	char *out = text;

	for (const char *in = text; *in; in++) {
		char c = (unsigned char)*in < ' ' ? ' ' : *in;

		if (c != ' ' || (out > text && out[-1] != ' '))
			*out++ = c;
	}
	*out = '\0';
}

void vml_live_fault(const vml_live *live, vml_fault *fault, const char *fmt, ...)
{
	size_t end = sizeof(message) - sizeof("...");
	char *text, *safe;
	va_list args;

	va_start(args, fmt);
	text = vml_vasprintf(fmt, args);
	va_end(args);
	safe = vml_uri_redact(live->call.uri ? live->call.uri : live->given, text);
	free(text);
	flatten(safe);
	if ((size_t)snprintf(message, sizeof(message), "%s", safe) >= sizeof(message)) {
		while (((unsigned char)message[end] & 0xc0) == 0x80)
			end--; /* do not cut within a UTF-8 character */
		strcpy(message + end, "...");
	}
	free(safe);
	*fault = (vml_fault){ .message = message };
}

const char *vml_live_said(const virError *error)
{
	return error && error->message ? error->message : "no reason given by libvirt";
}

static bool has_no_host(const char *uri)
{
	const char *authority = strstr(uri, "://");

	return authority && (!authority[3] || authority[3] == '/');
}

bool vml_live_is_local(const vml_live *live)
{
	/* without a URI, libvirt probes for the hypervisors of this machine */
	return !live->call.uri || has_no_host(live->call.uri);
}

const char *vml_live_advice(const struct vml_libvirt_call *call, const virError *error)
{
	char *uri = vml_uri_without_password(call->quiet_uri ? call->quiet_uri : "");
	/* if libvirt probes, the result is usually qemu:///system or qemu:///session */
	const char *target = call->uri ? call->uri : "qemu:///";
	const char *option = *uri ? " -c " : "";
	const char *lead = "";

	if (*call->asked) {
		snprintf(hint, sizeof(hint),
			"libvirt asks for '%s', but vmlint never prompts: store the answer in "
			"libvirt's auth.conf",
			call->asked);
		flatten(hint);
		free(uri);
		return hint;
	}
	if (call->ssh)
		lead = "use a host known to ssh, and a key without a passphrase or in an agent, "
		       "as ssh cannot prompt here; ";
	else if (error && error->domain == VIR_FROM_RPC && has_no_host(target))
		lead = strncmp(target, "qemu", 4)
			? "check that libvirtd is running and that you may use its socket; "
			: "check that libvirtd (or virtqemud) is running and that you may use its "
			  "socket; ";
	snprintf(hint, sizeof(hint), "%smake sure that 'virsh -r%s%s list' works", lead, option,
		uri);
	free(uri);
	return hint;
}
