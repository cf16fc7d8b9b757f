/* Two displays of one guest on the same port. */
#include <vmlint/rule.h>

#include <string.h>

static const char *const port_attrs[] = { "@port", "@tlsPort", "@websocket" };

enum { N_PORTS = sizeof(port_attrs) / sizeof(*port_attrs) };

/* The port that an attribute fixes; 0 where libvirt chooses one. */
static uint64_t fixed_port(const xmlNode *graphics, const char *attr)
{
	bool chosen = vml_attr_is(graphics, "@autoport", "yes") && strcmp(attr, "@websocket");
	uint64_t port = 0;

	if (chosen || vml_has_attr(graphics, "@socket") ||
		vml_one_of(vml_attr(graphics, "listen/@type"), "none|socket"))
		return 0;
	vml_number(vml_attr(graphics, attr), &port);
	return port;
}

static const char *address_of(const xmlNode *graphics)
{
	const char *address = vml_attr(graphics, "listen/@address");

	return *address ? address : vml_attr(graphics, "@listen");
}

/* Whether two displays surely share an address: where none is given, the host's settings say. */
static bool overlap(const xmlNode *a, const xmlNode *b)
{
	static const char any[] = "0.0.0.0|::";

	if (!strcmp(address_of(a), address_of(b)))
		return true;
	return vml_one_of(address_of(a), any) || vml_one_of(address_of(b), any);
}

/* The display that has port number `i` of `graphics` before it; NULL where none has. */
static const xmlNode *holder(const xmlNode *graphics, size_t i)
{
	uint64_t port = fixed_port(graphics, port_attrs[i]);
	const xmlNode *other = vml_child(vml_parent(graphics), "graphics");

	for (; port; other = vml_next(other)) {
		for (size_t j = 0; j < (other == graphics ? i : N_PORTS); j++)
			if (fixed_port(other, port_attrs[j]) == port &&
				(other == graphics || overlap(graphics, other)))
				return other;
		if (other == graphics)
			break;
	}
	return NULL;
}

static void port_conflict(vml_run *run, xmlNode *graphics)
{
	for (size_t i = 0; i < N_PORTS; i++) {
		const char *attr = port_attrs[i] + 1;
		const xmlNode *other = holder(graphics, i);
		vml_finding *finding;

		if (!other)
			continue;
		finding = vml_report_attr(run, graphics, attr,
			"%s wants port %s, which %s already has: the guest does not start",
			vml_device_name(run, graphics), vml_attr(graphics, port_attrs[i]),
			other == graphics ? "it" : vml_device_name(run, other));
		vml_fix_set(finding, graphics, attr, "-1");
		if (!strcmp(attr, "port"))
			vml_fix_set(finding, graphics, "autoport", "yes");
		vml_command(finding, "--edit %u --graphics %s=-1%s", vml_place(graphics), attr,
			strcmp(attr, "port") ? "" : ",xpath.set=./@autoport,xpath.value=yes");
	}
}

const vml_rule vml_rules_graphics_port[] = {
	{
		.id = "graphics-port-conflict",
		.summary = "two displays of the guest want the same port",
		.why = "libvirt defines such a guest without complaint. When it starts, QEMU finds "
		       "the port taken by the guest's own other display and stops with \"Address "
		       "already in use\".",
		.remedy =
			"Lets libvirt choose a free port at each start; \"virsh domdisplay GUEST\" "
			"shows it. If a firewall or a proxy relies on the number, give each display a "
			"number of its own instead.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.each = "devices/graphics",
		.check = port_conflict,
	},
	{ 0 }
};
