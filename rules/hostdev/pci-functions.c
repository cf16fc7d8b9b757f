/* Functions of one host card that the guest sees as separate cards. */
#include <vmlint/rule.h>

/* Return the index key of a slot in the host or the guest; 0 if the address is missing. */
static uint64_t slot_key(const xmlNode *address)
{
	static const char *const parts[] = { "@domain", "@bus", "@slot", NULL };

	return address ? vml_hash_numbers(0, address, parts) : 0;
}

static uint64_t host_slot(vml_context *ctx, const xmlNode *hostdev)
{
	(void)ctx;
	return vml_attr_is(hostdev, "@type", "pci") ? slot_key(vml_find(hostdev, "source/address"))
						    : 0;
}

static void index_host_slots(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "hostdev", host_slot);
}

static void functions_apart(vml_context *ctx, xmlNode *hostdev)
{
	uint64_t key = host_slot(ctx, hostdev);
	const vml_entry *first = key ? vml_index_find(ctx, index_host_slots, key) : NULL;
	const xmlNode *mine = vml_child(hostdev, "address"), *theirs;

	/*
	 * compare with the first <hostdev> of the same host card. Skip that one itself, and a
	 * <hostdev> with the same function, which hostdev-duplicate reports.
	 */
	if (!first || first->node == hostdev ||
		vml_same_number(first->node, hostdev, "source/address/@function"))
		return;
	theirs = vml_child(first->node, "address");
	if (mine && theirs && slot_key(mine) == slot_key(theirs))
		return;
	vml_report(ctx, mine ? mine : hostdev,
		"functions %s and %s of one host card are separate cards in the guest: a driver that "
		"expects both together may fail",
		vml_attr(first->node, "source/address/@function"),
		vml_attr(hostdev, "source/address/@function"));
}

const vml_rule vml_rules_hostdev_pci_functions[] = {
	{
		.id = "hostdev-functions-apart",
		.summary = "functions of one host card are in different slots of the guest",
		.why = "A graphics card with its audio function, or a network card with two ports, "
		       "is one card with several functions. Without addresses libvirt gives each "
		       "function a slot of its own. Most drivers work, but some fail unless both "
		       "are in one slot, such as the audio of some AMD cards.",
		.remedy = "Give each function of the card an <address type='pci'> outside "
			  "<source>, with the same bus and slot: function='0x0' and "
			  "multifunction='on' for the first, function='0x1' and so on for the "
			  "others. The guest detects them again.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_INFO,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/hostdev",
		.check = functions_apart,
	},
	{ 0 },
};
