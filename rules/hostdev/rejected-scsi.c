/* SCSI devices of the host, iSCSI units and vhost-scsi targets that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

#define IS_ISCSI VML_IS("@type", "scsi"), VML_IS("source/@protocol", "iscsi")
#define IS_HOST_SCSI VML_IS("@type", "scsi"), VML_LACKS("source/@protocol")

/*
 * Return true if the WWPN is invalid. A valid one consists of "naa.", an optional "0x" and 16
 * hexadecimal digits: virDomainHostdevSubsysSCSIVHostDefParseXML().
 */
static bool is_no_wwpn(vml_context *ctx, const xmlNode *hostdev)
{
	const char *wwpn = vml_attr(hostdev, "source/@wwpn");

	(void)ctx;
	if (!vml_starts_with(wwpn, "naa."))
		return true;
	wwpn += vml_starts_with(wwpn + 4, "0x") ? 6 : 4;
	return strspn(wwpn, "0123456789abcdefABCDEF") != 16 || wwpn[16];
}

static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@sgio", "unfiltered"), VML_IS("@type", "scsi") },
		.at = "@sgio",
		.message = "{device} has sgio='unfiltered', which Linux no longer supports",
		.remedy = "Removes the attribute sgio: privileged SCSI commands then need "
			  "rawio='yes'.",
		.fix = "unset @sgio" },
	{ .terms = { IS_HOST_SCSI, VML_HAS("source"), VML_LACKS("source/address") },
		.at = "source",
		.message = "{device} has no address of the SCSI device on the host",
		.remedy = "Add <address bus='...' target='...' unit='...'/> with the last three "
			  "of the four numbers that \"lsscsi\" prints in brackets." },
	{ .terms = { IS_HOST_SCSI, VML_HAS("source/address"), VML_LACKS("source/adapter/@name") },
		.at = "source",
		.message = "{device} has no SCSI adapter of the host",
		.remedy = "Add <adapter name='scsi_hostN'/>: N is the first of the four numbers "
			  "that \"lsscsi\" prints in brackets." },
	{ .terms = { IS_ISCSI, VML_LACKS("source/@name") },
		.at = "source",
		.message = "{device} has no iSCSI name",
		.remedy = "Set name in <source> to the target's IQN, a slash and the LUN, such as "
			  "iqn.2013-07.com.example:storage/1." },
	{ .terms = { IS_ISCSI, VML_LACKS("source/host") },
		.at = "source",
		.message = "{device} has no iSCSI server",
		.remedy = "Add <host name='...' port='3260'/> to <source>." },
	{ .terms = { IS_ISCSI, VML_MANY("source/host", "1") },
		.at = "source",
		.message = "{device} has several iSCSI servers, but must have one",
		.remedy = "Keep one <host>." },
	{ .terms = { IS_ISCSI, VML_HAS("source/auth/secret"),
		  VML_IS_NOT("source/auth/secret/@type", "iscsi") },
		.at = "source/auth/secret/@type",
		.message = "the <secret> of {device} must have type='iscsi'",
		.remedy =
			"Set type='iscsi'. The definition of the secret must have <usage type='iscsi'>." },
	{ .terms = { VML_IS("@type", "scsi_host"), VML_IS("source/@protocol", "vhost"),
		  VML_LACKS("source/@wwpn") },
		.at = "source",
		.message = "{device} has no wwpn of the vhost-scsi target",
		.remedy = "Add wwpn='naa....', which \"targetcli ls\" prints, to <source>." },
	{ .terms = { VML_IS("@type", "scsi_host"), VML_HAS("source/@wwpn"), VML_CALL(is_no_wwpn) },
		.at = "source/@wwpn",
		.message = "the wwpn '{value}' must consist of 'naa.' and 16 hexadecimal digits",
		.remedy =
			"Use the name that \"targetcli ls\" prints, such as naa.5123456789abcde0." },
	{ .terms = { IS_HOST_SCSI,
		  VML_REPEATED("source/adapter/@name|source/address/@bus|source/address/@target|"
			       "source/address/@unit") },
		.message = "{device} uses the same SCSI device of the host as {other}",
		.remedy = "Removes the later <hostdev>.",
		.fix = "remove ." },
	{ .terms = { VML_IS("@type", "scsi_host"), VML_REPEATED("source/@protocol|source/@wwpn") },
		.message = "{device} uses the same vhost-scsi target as {other}",
		.remedy = "Removes the later <hostdev>.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_hostdev_rejected_scsi[] = {
	{
		.id = "hostdev-scsi-rejected",
		.summary = "SCSI host device that libvirt rejects",
		.why = "A SCSI <hostdev> is identified by an adapter and an address, an iSCSI name and a "
		       "server, or the wwpn of a vhost-scsi target. libvirt rejects the domain if a part is "
		       "missing.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/hostdev",
		.refusals = rows,
	},
	{ 0 },
};
