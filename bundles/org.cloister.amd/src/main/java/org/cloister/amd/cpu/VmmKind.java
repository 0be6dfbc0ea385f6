// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.Arrays;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/**
 * The virtual machine monitors whose launches are known: they differ in initial registers and in the order of pages.
 */
public enum VmmKind {
    /** QEMU on KVM. */
    QEMU("qemu"),
    /** Amazon EC2. */
    EC2("ec2"),
    /** Google Compute Engine. */
    GCE("gce");

    private final String key;

    VmmKind(String key) {
        this.key = key;
    }

    /** Its name in settings. */
    public String key() {
        return key;
    }

    /**
     * The monitor with a name.
     *
     * @throws org.cloister.api.CloisterException {@code vmm.name}
     */
    public static VmmKind named(String key) {
        return Arrays.stream(values())
                .filter(monitor -> monitor.key.equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
    }

    private static RuntimeException unknown(String key) {
        var known = Arrays.stream(values()).map(VmmKind::key).toList();
        return Problem.input(CpuCodes.VMM_NAME, "this virtual machine monitor is not known")
                .at("vmm")
                .found(key)
                .expected("one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }
}
