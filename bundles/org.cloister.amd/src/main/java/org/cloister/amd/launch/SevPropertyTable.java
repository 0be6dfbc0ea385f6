package org.cloister.amd.launch;

import java.util.List;
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
            row(REDUCED_PHYS_BITS, "1 to 63", "", "How many physical address bits encryption must cost on the host."));

    private SevPropertyTable() {}

    private static PropertyDescription row(String name, String syntax, String fallback, String meaning) {
        return new PropertyDescription(name, syntax, fallback, meaning);
    }
}
