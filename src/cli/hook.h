/* vmlint hook: the command that libvirt runs before it starts a guest. */
#ifndef VML_HOOK_H
#define VML_HOOK_H

/*
 * Run "vmlint hook [--enforce[=LEVEL]] [--fail-closed] [--config FILE] GUEST OP SUBOP EXTRA".
 *
 * A hook of libvirt's QEMU driver: it gets the guest's XML on standard input, and an exit
 * status other than 0 keeps the guest from starting, or kills it if OP is "reconnect".
 * Therefore the hook returns 0 without reading anything unless OP is "prepare" and SUBOP
 * "begin"; prints nothing on standard output, which may replace the XML; ignores the
 * environment; and does not call libvirt, which waits for the hook.
 *
 * Without --enforce a background process writes the findings to syslog; this process exits
 * with 0 within 50 ms, and the guest starts. With --enforce, findings at or above LEVEL
 * (default error) are printed on standard error and refuse the start. If the audit fails or
 * takes over 2 s, syslog gets the reason, and the guest starts unless --fail-closed is given.
 *
 * words, n_words: arguments after "hook"
 *
 * Returns the exit status.
 */
int vml_hook(int n_words, char **words);

#endif
