/* CPU sets in libvirt's notation, such as "0-7,^3,12". */
#include <vmlint/rule.h>

#include <string.h>

/* Read a number and skip whitespace around it; false if there is none or it is too large. */
static bool read_cpu(const char **text, unsigned int *ret)
{
	const char *p = *text + strspn(*text, " \t\r\n");
	unsigned int value = 0;

	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (unsigned int)(*p - '0');
		if (value >= VML_CPUSET_MAX)
			return false;
	}
	*text = p + strspn(p, " \t\r\n");
	*ret = value;
	return true;
}

static void change(vml_cpuset *set, unsigned int cpu, bool in)
{
	uint64_t bit = (uint64_t)1 << cpu % 64;

	set->words[cpu / 64] = in ? set->words[cpu / 64] | bit : set->words[cpu / 64] & ~bit;
}

bool vml_cpuset_parse(const char *text, vml_cpuset *ret)
{
	if (!*text) /* the usual case: the attribute is absent */
		return false;
	*ret = (vml_cpuset){ 0 };
	for (;; text++) {
		unsigned int first, last;
		bool in;

		text += strspn(text, " \t\r\n");
		in = *text != '^';
		text += !in;
		if (!read_cpu(&text, &first))
			return false;
		last = first;
		if (in && *text == '-') {
			text++;
			if (!read_cpu(&text, &last) || last < first)
				return false;
		}
		for (; first <= last; first++)
			change(ret, first, in);
		if (!*text)
			return vml_cpuset_next(ret, 0) < VML_CPUSET_MAX;
		if (*text != ',')
			return false;
	}
}

void vml_cpuset_add(vml_cpuset *set, unsigned int cpu)
{
	if (cpu < VML_CPUSET_MAX)
		change(set, cpu, true);
}

bool vml_cpuset_has(const vml_cpuset *set, unsigned int cpu)
{
	return cpu < VML_CPUSET_MAX && set->words[cpu / 64] >> cpu % 64 & 1;
}

unsigned int vml_cpuset_next(const vml_cpuset *set, unsigned int from)
{
	while (from < VML_CPUSET_MAX) {
		uint64_t word = set->words[from / 64] >> from % 64;

		if (word)
			return from + (unsigned int)__builtin_ctzll(word);
		from = (from / 64 + 1) * 64;
	}
	return VML_CPUSET_MAX;
}

unsigned int vml_cpuset_count(const vml_cpuset *set)
{
	unsigned int n = 0;

	/* shortcut: nearly all words are zero, and counting bits is a function call */
	for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
		if (set->words[i])
			n += (unsigned int)__builtin_popcountll(set->words[i]);
	return n;
}

bool vml_cpuset_meet(const vml_cpuset *a, const vml_cpuset *b)
{
	for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
		if (a->words[i] & b->words[i])
			return true;
	return false;
}
