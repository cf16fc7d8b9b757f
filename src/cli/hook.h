/* vmlint hook: what libvirt runs before it starts a guest. */
#ifndef VML_HOOK_H
#define VML_HOOK_H

/*
 * vmlint hook [--enforce[=LEVEL]] [--fail-closed] [--config FILE] GUEST OP SUBOP EXTRA
 *
 * A hook of libvirt's QEMU driver: the guest's XML is on standard input, and another exit
 * status than 0 keeps the guest from starting, or at OP "reconnect" kills it. So nothing is
 * read, configured or judged but at "prepare begin"; standard output, which may replace
 * XML, stays silent; the environment has no say; libvirt, which waits for the hook, is not
 * called.
 *
 * Without --enforce the findings go to syslog by a process that nobody waits for, and the
 * guest starts: this one ends within 50 ms, with 0. With it, findings of at least LEVEL
 * (default error) are told on standard error and refuse the start; what cannot be audited
 * within 2 s, or at all, starts unless there is --fail-closed, and syslog has why.
 *
 * Returns the exit status.
 */
int vml_hook(int n_words, char **words);

#endif
