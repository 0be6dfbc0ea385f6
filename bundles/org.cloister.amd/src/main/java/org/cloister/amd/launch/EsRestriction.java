// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Optional;
import java.util.Set;
import org.cloister.api.Problem;

/**
 * What a guest whose registers are encrypted cannot have, each with the reason (Linux and QEMU, SEV-ES documentation).
 */
public enum EsRestriction {
    /** System Management Mode. */
    SMM(
            "smm",
            Set.of("off", "auto"),
            "SEV-ES guests have no SMM: to enter and leave it a monitor would have to change encrypted registers."),
    /** An interrupt controller of the monitor's. */
    IRQCHIP(
            "kernel-irqchip",
            Set.of("on", "split"),
            "SEV-ES guests need the kernel's interrupt controller: a monitor cannot see when registers allow an interrupt."),
    /** A reset of the running machine. */
    REBOOT(
            "reboot",
            Set.of(),
            "SEV-ES guests reboot by building their machine anew, as encrypted registers cannot be set back; that launch"
                    + " has no moment for a secret.");

    private final String property;
    private final Set<String> allowed;
    private final String reason;

    EsRestriction(String property, Set<String> allowed, String reason) {
        this.property = property;
        this.allowed = allowed;
        this.reason = reason;
    }

    /** Why, in a sentence. */
    public String reason() {
        return reason;
    }

    /** Refuses a setting that goes against it. */
    void check(Settings settings) {
        Optional<String> wanted = settings.text(property);
        if (wanted.isPresent() && !allowed.contains(wanted.get())) {
            throw Problem.input("sev-es.restriction", "a guest of type sev-es cannot have this")
                    .at(property)
                    .found(wanted.get())
                    .expected(String.join(" or ", allowed.stream().sorted().toList()))
                    .remedy(reason)
                    .exception();
        }
    }
}
