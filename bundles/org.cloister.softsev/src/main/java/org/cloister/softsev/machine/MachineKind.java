// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.api.GuestType;

/** The kinds of machines, by the guest types they are for. */
enum MachineKind {
    /** SEV: the guest's memory is encrypted. */
    SEV("sev"),
    /** SEV-ES: its processors' state too. */
    SEV_ES("sev-es"),
    /** SEV-SNP: and its memory cannot be changed by others. */
    SEV_SNP("sev-snp");

    private final String type;

    MachineKind(String type) {
        this.type = type;
    }

    /** The kind for a type that the platform offers. */
    static MachineKind of(GuestType type) {
        for (MachineKind kind : values()) {
            if (kind.type.equals(type.name())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("guest type " + type);
    }

    String type() {
        return type;
    }

    boolean encryptedState() {
        return this != SEV;
    }
}
