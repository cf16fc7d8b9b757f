/* Amounts of guest memory: numbers, units, and currentMemory without a balloon. */
#include <vmlint/rule.h>

#include <string.h>

static const uint64_t mib = (uint64_t)1 << 20;

/* Return an amount in the largest fitting unit: "4 MiB", "12 GiB", "1.5 GiB". */
static const char *readable(vml_context *ctx, uint64_t bytes)
{
	uint64_t gib = mib << 10;

	if (bytes >= gib && bytes % gib == 0)
		return vml_format(ctx, "%llu GiB", (unsigned long long)(bytes / gib));
	if (bytes >= gib)
		return vml_format(ctx, "%.1f GiB", (double)bytes / (double)gib);
	if (bytes >= mib)
		return vml_format(ctx, "%llu MiB", (unsigned long long)(bytes / mib));
	return vml_format(ctx, "%llu KiB", (unsigned long long)(bytes / 1024));
}

static void no_number(vml_context *ctx, xmlNode *amount)
{
	const char *name = (const char *)amount->name, *text = vml_text(ctx, amount);
	vml_finding *finding;
	uint64_t value;

	/*
	 * an empty element is the same as a missing one. libvirt requires only <memory>, and not if
	 * there are NUMA cells: it then adds up the cells
	 */
	if (!*text &&
		(!vml_named(amount, "memory") || vml_find(vml_parent(amount), "cpu/numa/cell")))
		return;
	if (!vml_amount(text, "", &value)) {
		finding = vml_report(ctx, amount,
			*text ? "<%s> is '%s', which is not a whole number: libvirt refuses to define the "
				"domain"
			      : "<%s> is empty%s: libvirt refuses to define the domain",
			name, text);
	} else if (!vml_memory(amount, &value)) {
		finding = vml_report_attr(ctx, amount, "unit",
			"'%s' is not a unit of memory: libvirt refuses to define the domain",
			vml_attr(amount, "@unit"));
		vml_remedy(finding, "Set unit to KiB, MiB, GiB or TiB.");
	} else if (vml_ends_in_blank(amount)) {
		finding = vml_report(ctx, amount,
			"<%s> has whitespace after its number: libvirt refuses to define the "
			"domain",
			name);
		vml_fix_text(finding, amount, text);
		vml_remedy(finding,
			"Removes the whitespace around the number. The amount stays "
			"the same.");
		return;
	} else {
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
}

/*
 * Let the fix set <currentMemory> to number and unit of <memory>, which is the amount that the
 * guest gets.
 */
static void make_current_equal(vml_context *ctx, vml_finding *finding, const xmlNode *domain)
{
	const xmlNode *memory = vml_child(domain, "memory");
	const xmlNode *current = vml_child(domain, "currentMemory");
	const char *unit = vml_has_attr(memory, "@unit") ? vml_attr(memory, "@unit") : "KiB";

	vml_fix_text(finding, current, vml_text(ctx, memory));
	if (vml_has_attr(memory, "@unit"))
		vml_fix_set(finding, current, "unit", vml_attr(memory, "@unit"));
	else if (vml_has_attr(current, "@unit"))
		vml_fix_unset(finding, current, "unit");
	vml_command(finding, "--edit --xml %s --xml %s",
		vml_shell(ctx, vml_format(ctx, "./currentMemory=%s", vml_text(ctx, memory))),
		vml_shell(ctx, vml_format(ctx, "./currentMemory/@unit=%s", unit)));
}

/* Return true for systems that need less than 64 MiB. */
static bool is_tiny_system(const vml_context *ctx)
{
	return vml_one_of(vml_guest_family(ctx), "msdos|win16|win9x|netware") ||
		vml_starts_with(vml_guest_id(ctx), "http://freedos.org/") ||
		vml_starts_with(vml_guest_id(ctx), "http://microsoft.com/winnt/");
}

static void check_size(vml_context *ctx, const xmlNode *memory, uint64_t bytes)
{
	bool bare = !*vml_attr(memory, "@unit");
	vml_finding *finding;

	if (bytes >= 64 * mib || !vml_text_is(vml_find(vml_parent(memory), "os/type"), "hvm") ||
		is_tiny_system(ctx))
		return;
	finding = vml_report(ctx, memory, "the guest gets %s of memory%s", readable(ctx, bytes),
		bare ? ": a number without a unit is in KiB"
		     : ": too little for any current system");
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		bare ? "Add the intended unit, as in <memory unit='MiB'>4096</memory>, to <memory> "
		       "and <currentMemory>. libvirt accepts KiB, MiB, GiB and TiB."
		     : "Correct the number or the unit, as in <memory unit='MiB'>4096</memory>, in "
		       "<memory> and <currentMemory>. libvirt accepts KiB, MiB, GiB and TiB.");
}

static void suspicious(vml_context *ctx, xmlNode *memory)
{
	const xmlNode *domain = vml_parent(memory);
	const xmlNode *current = vml_child(domain, "currentMemory");
	uint64_t bytes, now;

	if (vml_attr_is(domain, "@type", "test") || !vml_memory(memory, &bytes) || !bytes)
		return;
	check_size(ctx, memory, bytes);
	/* not with NUMA cells: their sum replaces <memory> */
	if (vml_memory(current, &now) && now > bytes && !vml_find(domain, "cpu/numa/cell"))
		make_current_equal(ctx,
			vml_report(ctx, current,
				"currentMemory is %s, more than the %s of <memory>: libvirt "
				"silently lowers it",
				readable(ctx, now), readable(ctx, bytes)),
			domain);
}

static bool lacks_balloon(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const xmlNode *balloon = vml_device(ctx, "memballoon");

	if (balloon)
		return vml_attr_is(balloon, "@model", "none");
	/*
	 * libvirt adds no balloon to these boards and architectures. To RISC-V, 11.3 adds one and
	 * 12.8 does not: the release of the change is assumed to be 12.0.
	 */
	if (facts->board == VML_BOARD_MICROVM || facts->board == VML_BOARD_ISAPC)
		return true;
	if (vml_starts_with(facts->arch, "riscv"))
		return vml_libvirt_is(ctx, VML_RELEASE(12, 0));
	return vml_starts_with(facts->arch, "arm") ||
		vml_one_of(facts->arch, "aarch64|loongarch64");
}

static void balloon(vml_context *ctx, xmlNode *current)
{
	const vml_facts *facts = vml_facts_of(ctx);
	uint64_t now;

	if (!lacks_balloon(ctx) || vml_device(ctx, "memory") || !vml_memory(current, &now) ||
		!facts->memory || now + mib > facts->memory)
		return;
	make_current_equal(ctx,
		vml_report(ctx, current,
			"currentMemory is %s, but there is no balloon: the guest keeps all %s",
			readable(ctx, now), readable(ctx, facts->memory)),
		facts->domain);
}

const vml_rule vml_rules_memory_size[] = {
	{
		.id = "memory-not-a-number",
		.summary = "amount of memory is not a number",
		.why = "<memory>, <currentMemory> and <maxMemory> must be whole numbers, and "
		       "their attribute unit must be valid, such as KiB, MiB or GiB. libvirt "
		       "refuses the whole definition otherwise. A value such as %d or @MEMORY@ "
		       "is an unfilled placeholder of a template; \"4GiB\" in one word is "
		       "refused as well.",
		.remedy = "Write a whole number, and its unit as an attribute, such as <memory "
			  "unit='MiB'>3584</memory> for 3.5 GiB. The fix only removes whitespace "
			  "around a number. If the file is a template, check the generated "
			  "document instead of the template.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.each = "memory|currentMemory|maxMemory",
		.check = no_number,
	},
	{
		.id = "memory-unit-suspicious",
		.summary = "memory is too small for any system, or below currentMemory",
		.why = "A number without a unit is in KiB: <memory>4096</memory> is 4 MiB, too "
		       "little even for most boot loaders, and libvirt accepts it. libvirt also "
		       "accepts a <currentMemory> above <memory> and silently lowers it to "
		       "<memory>, so the guest may get less than intended.",
		.remedy = "Sets <currentMemory> to the value of <memory>, as libvirt does: the "
			  "guest notices nothing. If <memory> is wrong, correct it instead, for "
			  "example with unit='MiB': it is the guest's limit.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.unless = VML_WHEN_MINIMAL,
		.each = "memory",
		.check = suspicious,
	},
	{
		.id = "memory-balloon-mismatch",
		.summary =
			"currentMemory is below memory, but no balloon gives back the difference",
		.why = "Every guest starts with all of <memory>. The balloon driver in the guest "
		       "gives back what exceeds <currentMemory>; with <memballoon "
		       "model='none'/>, and on Arm, RISC-V, LoongArch, microvm and isapc where "
		       "libvirt adds no balloon, nothing does. An admin who plans the host's memory by <currentMemory> then counts "
		       "memory as free that is in use.",
		.remedy = "Sets <currentMemory> to the value of <memory>, which the guest has now: "
			  "it notices nothing. To give it less, lower <memory>, or use <memballoon "
			  "model='virtio'/>, which has no effect with passed-through devices.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "currentMemory",
		.check = balloon,
	},
	{ 0 },
};
