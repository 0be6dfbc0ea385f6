// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.api.guest.PropertyDescription;

/** The settings of an SEV or SEV-ES launch; names are QEMU's where QEMU has them. */
final class SevPropertyTable {
    static final String POLICY = "policy";
    static final String DEBUG = "debug";
    static final String KERNEL_HASHES = "kernel-hashes";
    static final String PROFILE = "profile";
    static final String VMM = "vmm";
    static final String GUEST_FEATURES = "guest-features";
    static final String VCPU_SIGNATURE = "vcpu-signature";
    static final String CBITPOS = "cbitpos";
    static final String REDUCED_PHYS_BITS = "reduced-phys-bits";
    static final String DH_CERT = "dh-cert";
    static final String SESSION = "session";
    static final String HANDLE = "handle";
    static final String KEY_SHARING = "flags.ks";
    static final String SMM = "smm";
    static final String IRQCHIP = "kernel-irqchip";

    private static final String ON_OFF = "on|off";

    static final List<PropertyDescription> ROWS = List.of(
            row(POLICY, "0x HEX or NAME=VALUE,…", "", "What the host may do with the guest; 0x1, or 0x5 for SEV-ES."),
            row(DEBUG, ON_OFF, "", "Whether the host may debug the guest: sets or clears that switch of the policy."),
            row(KERNEL_HASHES, ON_OFF, "", "Whether a directly booted kernel is measured; on when there is a kernel."),
            row(PROFILE, "init2|legacy", "init2", "What the initial registers follow."),
            row(VMM, "qemu", "qemu", "Whose initial registers the launch follows."),
            row(GUEST_FEATURES, "0x HEX", "0x0", "The SEV features of every VMSA (SEV-ES); bit 0 must be clear."),
            row(
                    VCPU_SIGNATURE,
                    "0x HEX",
                    "",
                    "The processor's signature (CPUID leaf 1, EAX) instead of that of the vCPU type."),
            row(CBITPOS, "0 to 63", "", "The position of the C-bit that the host must have."),
            row(REDUCED_PHYS_BITS, "1 to 63", "", "How many physical address bits encryption must cost on the host."),
            row(
                    DH_CERT,
                    "base64 of 2084 bytes",
                    "",
                    "The owner's Diffie-Hellman certificate, together with its session."),
            row(
                    SESSION,
                    "base64 of 128 bytes",
                    "",
                    "The owner's session: transport keys and policy for this platform."),
            row(KEY_SHARING, ON_OFF, "", "Whether the launch asks to share another guest's key; on with a handle."),
            row(HANDLE, "1 to 0xffffffff", "", "The guest whose key is shared, by the firmware's number."));

    /** What only SEV-ES is asked for, because it cannot have it otherwise. */
    private static final List<PropertyDescription> ES_ROWS = List.of(
            row(SMM, "off", "off", EsRestriction.SMM.reason()),
            row(IRQCHIP, "on|split", "on", EsRestriction.IRQCHIP.reason()));

    static List<PropertyDescription> of(boolean es) {
        return es ? Stream.concat(ROWS.stream(), ES_ROWS.stream()).toList() : ROWS;
    }

    private SevPropertyTable() {}

    private static PropertyDescription row(String name, String syntax, String fallback, String meaning) {
        return new PropertyDescription(name, syntax, fallback, meaning);
    }
}
