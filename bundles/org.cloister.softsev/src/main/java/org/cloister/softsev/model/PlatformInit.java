// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

/**
 * When the kernel initialises the secure processor for SEV (Linux, drivers/crypto/ccp/sev-dev.c, sev_platform_init,
 * sev_move_to_init_state). Guests initialise it in any case.
 */
public enum PlatformInit {
    /** When KVM is loaded, before anybody asks: {@code psp_init_on_probe} of the module ccp, which is on by default. */
    PROBE,
    /** By the first command that needs it; it stays so. */
    COMMAND,
    /** By each command that needs it, which shuts it down again (from Linux 6.16 on). */
    TEMPORARY
}
