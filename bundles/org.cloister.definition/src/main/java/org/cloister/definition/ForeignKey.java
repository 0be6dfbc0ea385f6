// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Arrays;
import java.util.Optional;

/**
 * Keys that the objects have in other trees of QEMU, by their names there; QEMU 11.1 refuses them too. Copied lines
 * have them, and a key that is near by its letters would be the wrong advice.
 */
enum ForeignKey {
    /** COCONUT-SVSM's tree of QEMU. */
    INIT_FLAGS(
            "init-flags", "COCONUT-SVSM's tree of QEMU", "leave it out: VMSA features are the setting guest-features"),
    /** Where the host's certificates for extended reports lie; patches of AMD's. */
    CERTS_PATH(
            "certs-path",
            "AMD's tree of QEMU",
            "leave it out: 'cloister certs export' makes such a table of certificates"),
    /** The guest's own time stamp counter. */
    SECURE_TSC("secure-tsc", "AMD's tree of QEMU", "leave it out, or set bit 9 of the setting guest-features"),
    /** Its frequency. */
    TSC_FREQUENCY("tsc-frequency", "AMD's tree of QEMU", "leave it out: no released kernel has it in this object"),
    /** Debug registers are swapped by hardware. */
    DEBUG_SWAP("debug-swap", "AMD's tree of QEMU", "leave it out, or set bit 5 of the setting guest-features"),
    /** The interrupt controller of hardware. */
    SECURE_AVIC("secure-avic", "AMD's tree of QEMU", "leave it out: nothing here makes interrupts go that way"),
    /** What vcek-disabled was called before QEMU 9.1. */
    VCEK_REQUIRED("vcek-required", "QEMU before 9.1", "write vcek-disabled, which means what this key meant to do");

    private final String key;
    private final String tree;
    private final String advice;

    ForeignKey(String key, String tree, String advice) {
        this.key = key;
        this.tree = tree;
        this.advice = advice;
    }

    static Optional<ForeignKey> named(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    String remedy() {
        return "this is a key of " + tree + "; " + advice;
    }
}
