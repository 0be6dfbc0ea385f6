/**
 * The monitor of a guest: QEMU's machine protocol (QMP) over a Unix socket, with QEMU's commands, argument names and
 * error classes.
 */
@Version("1.2.0")
package org.cloister.monitor;

import org.osgi.annotation.versioning.Version;
