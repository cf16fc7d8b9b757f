/* Terminal size, and support of hyperlinks. */
#include "terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

vml_terminal vml_terminal_of(int fd)
{
	const char *text = getenv("COLUMNS");
	long columns = text ? strtol(text, NULL, 10) : 0;
	struct winsize size = { 0 };
	vml_terminal ret = { .columns = VML_COLUMNS_DEFAULT };

	if (isatty(fd) && !ioctl(fd, TIOCGWINSZ, &size)) {
		ret.rows = size.ws_row;
		columns = size.ws_col ? size.ws_col : columns;
	}
	if (columns <= 0)
		return ret;
	ret.known = true;
	ret.columns = columns < VML_COLUMNS_MIN ? VML_COLUMNS_MIN
		: columns > VML_COLUMNS_MAX	? VML_COLUMNS_MAX
						: (unsigned int)columns;
	return ret;
}

bool vml_terminal_has_links(void)
{
	/*
	 * values of TERM and TERM_PROGRAM for terminals that support hyperlinks; tmux and screen
	 * may drop the escape sequences
	 */
	static const char *const terms[] = { "xterm-kitty", "alacritty", "foot", "xterm-ghostty",
		"wezterm" };
	static const char *const programs[] = { "iTerm.app", "WezTerm", "vscode", "ghostty" };
	const char *term = getenv("TERM"), *program = getenv("TERM_PROGRAM");
	const char *vte = getenv("VTE_VERSION");

	if (getenv("TMUX") || getenv("STY"))
		return false;
	if (getenv("WT_SESSION") || getenv("KONSOLE_VERSION"))
		return true;
	if (vte && strtol(vte, NULL, 10) >= 5000)
		return true;
	for (size_t i = 0; term && i < sizeof(terms) / sizeof(*terms); i++)
		if (!strcmp(term, terms[i]))
			return true;
	for (size_t i = 0; program && i < sizeof(programs) / sizeof(*programs); i++)
		if (!strcmp(program, programs[i]))
			return true;
	return false;
}
