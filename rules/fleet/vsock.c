/* Context ids of vsock devices that several domains have. */
#include <vmlint/fleet.h>

static void vsock_cid(vml_context *ctx, xmlNode *vsock)
{
	const xmlNode *cid = vml_child(vsock, "cid");

	if (!vml_attr_is(cid, "@auto", "yes"))
		vml_fleet_key(ctx, cid, "address", VML_SCOPE_HOST, 0, vml_attr(cid, "@address"));
}

static const vml_joined joined = {
	.conflicts = { 1 << 0 },
	.messages = { "vsock device has the same context id {value} as {others}: the guests cannot "
		      "run at the same time" },
};

const vml_rule vml_rules_fleet_vsock[] = {
	{
		.id = "fleet-vsock-cid",
		.summary = "two domains of one host have vsock devices with the same context id",
		.why = "The context id is the address of a guest for connections from its host, and "
		       "is unique on the host: while one guest runs with it, another does not "
		       "start (\"unable to set guest cid: Address already in use\").",
		.remedy = "Let libvirt choose a free id at each start: <cid auto='yes'/>. \"virsh "
			  "dumpxml GUEST\" prints the id of a running guest.",
		.url = "https://libvirt.org/formatdomain.html#vsock",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "devices/vsock",
		.check = vsock_cid,
		.joined = &joined,
	},
	{ 0 }
};
