/**
 * @file fleet.h
 * Rules across the domains of one run: guests that use the same resource.
 *
 * Such a rule has `.joined`, and its check reports nothing. Instead, the check passes keys to the
 * engine: values that no other domain may have, such as a MAC address. After the last domain, the
 * engine compares the keys of all domains and reports each conflict on all domains involved:
 *
 *     static void check(vml_context *ctx, xmlNode *iface)
 *     {
 *             vml_fleet_key(ctx, vml_child(iface, "mac"), "address", VML_SCOPE_FLEET, 0,
 *                     vml_attr(iface, "mac/@address"));
 *     }
 *
 *     static const vml_joined joined = {
 *             .conflicts = { 1 << 0 },
 *             .messages = { "{device} has the MAC address {value}, as {others}" } };
 *
 * A rule may also compare a sum with what the host has: its check passes the amount that the domain
 * uses by vml_fleet_amount(), and its `.joined` sets `limit`. The engine adds up the amounts of the
 * domains that run or start with the host, and reports an excess once per host, on the domain with
 * the largest amount.
 *
 * The `.when` of a rule with `.joined` contains VML_WHEN_FLEET. Two domains with the same name and
 * UUID count as one domain that the run reads twice, and do not conflict.
 */
#ifndef VMLINT_FLEET_H
#define VMLINT_FLEET_H

#include <vmlint/rule.h>

/** Domains that a key is compared with. */
typedef enum vml_scope {
	/**
	 * all domains of the run: MAC addresses, network disks. A conflict with a domain in an XML
	 * file whose host is unknown is a warning at most.
	 */
	VML_SCOPE_FLEET,
	/**
	 * domains of the same host: paths, which may be local or on shared storage. A domain in an
	 * XML file whose host is unknown is compared with the domains of all other such files; a
	 * conflict with it is a warning at most.
	 */
	VML_SCOPE_STORAGE,
	/**
	 * domains of the same host: ports, devices. A domain in an XML file whose host is unknown
	 * is compared with the domains of the files in the same directory; a conflict with it is
	 * info at most.
	 */
	VML_SCOPE_HOST
} vml_scope;

/**
 * Number of different uses that a rule may distinguish. A use states how a domain uses the value
 * of a key, such as 0: listens on all addresses of a port, 1: listens on one address.
 */
enum { VML_USES = 8 };

/** Unit of the amounts of a rule, for messages. */
typedef enum vml_unit { VML_UNIT_NUMBER, VML_UNIT_BYTES } vml_unit;

/** How keys of a rule that have the same value conflict, and how the engine reports this. */
typedef struct vml_joined {
	/**
	 * conflicts[a] has bit 1 << b if the uses a and b of the same value conflict. Must be
	 * symmetrical.
	 */
	unsigned char conflicts[VML_USES];
	/** Pairs of uses, as in `conflicts`, whose conflict is at most a warning. */
	unsigned char doubtful[VML_USES];
	/**
	 * messages[a]: for a domain with use a. "{device}" is the name of the device, "{value}" the
	 * value of the key, "{others}" the other domains and their locations. For a sum,
	 * messages[0] is used; "{domains}" is the number of domains, "{sum}" the sum of their
	 * amounts, "{capacity}" the amount that the host has, "{host}" the host, and "{others}" the
	 * other domains with the largest amounts.
	 */
	const char *messages[VML_USES];
	/** remedies[a]: for a domain with use a; NULL: the remedy of the rule */
	const char *remedies[VML_USES];
	bool once; /**< report at most one finding per domain: the first */
	/**
	 * Report a sum above `limit` times the capacity of the host; 0: the rule compares values.
	 */
	unsigned int limit;
	vml_unit unit; /**< unit of the amounts */
} vml_joined;

/**
 * Pass a key to the engine: the domain uses `value`. Values that are empty or contain a
 * placeholder (see vml_is_placeholder()) are ignored.
 *
 * @param node element that findings are reported on; NULL is allowed and does nothing
 * @param attr name of its attribute that contains the value; NULL: the element itself
 * @param scope domains that the key is compared with
 * @param use how the domain uses the value, below VML_USES; see vml_joined
 * @param value borrowed until the document is freed; values are equal if their bytes are
 */
void vml_fleet_key(vml_context *ctx, const xmlNode *node, const char *attr, vml_scope scope,
	unsigned int use, const char *value);

/**
 * Pass an amount to the engine: how much of a resource of its host the domain uses. Domains of
 * unknown hosts are not added up.
 *
 * @param node element that a finding is reported on; NULL: <domain>
 * @param amount in the unit of vml_joined; 0 is ignored
 * @param capacity amount that the host has; 0: unknown, the call is ignored
 */
void vml_fleet_amount(vml_context *ctx, const xmlNode *node, uint64_t amount, uint64_t capacity);

#endif
