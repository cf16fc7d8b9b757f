/* Objects of libvirt that the host lacks: network filters, secrets, security drivers. */
#include <vmlint/host.h>

static void filter(vml_context *ctx, xmlNode *interface)
{
	const xmlNode *filter = vml_child(interface, "filterref");
	const char *name = vml_attr(filter, "@filter");

	/*
	 * libvirt ignores filters of interfaces of other types (virDomainConfNWFilterInstantiate)
	 */
	if (!*name || !vml_one_of(vml_attr(interface, "@type"), "network|bridge|ethernet") ||
		vml_host_nwfilter(vml_host_of(ctx), name) != VML_NO)
		return;
	vml_report_attr(ctx, filter, "filter",
		"%s uses network filter '%s', which does not exist: the guest does not start",
		vml_device_name(ctx, interface), name);
}

/*
 * Check a reference to a secret by UUID or @usage. type: usage type of the secret; uuid: name of the
 * attribute with the UUID
 */
static void check_secret(
	vml_context *ctx, const xmlNode *secret, const char *type, const char *uuid)
{
	const vml_host *host = vml_host_of(ctx);
	const char *usage = vml_attr(secret, "@usage"), *id = vml_attr(secret, uuid);
	vml_finding *finding;

	if (*id ? vml_host_secret_by_uuid(host, id) != VML_NO
		: !*usage || vml_host_secret_by_usage(host, type, usage) != VML_NO)
		return;
	finding = vml_report(ctx, secret,
		"%s uses secret '%s', which does not exist: the guest does not start",
		vml_device_name(ctx, secret), *id ? id : usage);
	vml_remedy(finding,
		"Define the secret on the host with 'virsh secret-define FILE' (FILE contains this "
		"%s), and set its value with 'virsh secret-set-value UUID --interactive'.",
		*id ? "UUID" : "usage");
}

static void check_layer(vml_context *ctx, const xmlNode *layer)
{
	const xmlNode *source = vml_child(layer, "source"), *secret;
	const char *type = vml_attr_is(source, "@protocol", "rbd") ? "ceph" : "iscsi";

	secret = vml_find(source, "auth/secret");
	check_secret(ctx, secret ? secret : vml_find(layer, "auth/secret"), type, "@uuid");
	secret = vml_find(source, "encryption/secret");
	check_secret(
		ctx, secret ? secret : vml_find(layer, "encryption/secret"), "volume", "@uuid");
}

static void secret(vml_context *ctx, xmlNode *device)
{
	if (vml_named(device, "hostdev")) {
		check_secret(ctx, vml_find(device, "source/auth/secret"), "iscsi", "@uuid");
	} else if (vml_named(device, "tpm")) {
		check_secret(ctx, vml_find(device, "backend/encryption"), "vtpm", "@secret");
	} else {
		for (const xmlNode *layer = device; layer; layer = vml_child(layer, "backingStore"))
			check_layer(ctx, layer);
	}
}

static void driver(vml_context *ctx, xmlNode *label)
{
	const char *model = vml_attr(label, "@model");

	if (!*model || !strcmp(model, "none") ||
		vml_host_security(vml_host_of(ctx), model) != VML_NO)
		return;
	vml_report_attr(ctx, label, "model",
		"security driver '%s' is not active on the host: the guest does not start", model);
}

const vml_rule vml_rules_host_object[] = {
	{
		.id = "host-nwfilter",
		.summary = "network filter does not exist on the host",
		.why = "libvirt applies the filter when the guest starts, and refuses to start the "
		       "guest without it.",
		.remedy =
			"Define the filter on the host with 'virsh nwfilter-define FILE'. libvirt's "
			"own filters (clean-traffic ...) are in a package of the distribution: "
			"libvirt-daemon-config-nwfilter.",
		.url = "https://libvirt.org/formatnwfilter.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NWFILTERS,
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface",
		.check = filter,
	},
	{
		.id = "host-secret",
		.summary = "secret does not exist on the host",
		.why = "Secrets are stored by each host, not in the domain. libvirt reads them when "
		       "the guest starts, and refuses to start the guest without them.",
		.remedy =
			"Define the secret on the host with 'virsh secret-define FILE', and set its "
			"value with 'virsh secret-set-value UUID --interactive'.",
		.url = "https://libvirt.org/formatsecret.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_SECRETS,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk|devices/hostdev|devices/tpm",
		.check = secret,
	},
	{
		.id = "host-security-driver",
		.summary = "security label is for a driver that is not active on the host",
		.why = "SELinux hosts and AppArmor hosts label guests differently. libvirt refuses to "
		       "start a guest with a label for a driver that it does not use.",
		.remedy =
			"Remove <seclabel>: libvirt then adds one for the driver of the host, which "
			"'virsh capabilities' prints in <secmodel>.",
		.url = "https://libvirt.org/formatdomain.html#security-label",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.unless = VML_WHEN_LIVE,
		.each = "seclabel",
		.check = driver,
	},
	{ 0 },
};
