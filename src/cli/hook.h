/* vmlint hook: the command that libvirt runs before it starts a guest. */
#ifndef VML_HOOK_H
#define VML_HOOK_H

/*
 * Run "vmlint hook [--enforce[=LEVEL]] [--fail-closed] [--config FILE] [--host FILE] GUEST OP SUBOP
 * EXTRA", as a hook of libvirt's QEMU driver. Standard input is the guest's XML. If the exit status
 * is not 0, libvirt does not start the guest, or kills it if OP is "reconnect".
 *
 * Unless OP is "prepare" and SUBOP is "begin", returns 0 without reading anything. Prints nothing
 * on standard output, because libvirt may use it instead of the XML; ignores the environment; does
 * not call libvirt, because libvirt waits for the hook.
 *
 * Without --enforce: a background process writes the findings to syslog; this process exits with 0
 * within 50 ms, and the guest starts. With --enforce: findings at or above LEVEL (default: error)
 * are printed on standard error, and the start is refused. If the audit fails or takes over 2 s,
 * the reason is written to syslog, and the guest starts unless --fail-closed is given.
 *
 * words, n_words: arguments after "hook"
 *
 * Returns the exit status.
 */
int vml_hook(int n_words, char **words);

#endif
