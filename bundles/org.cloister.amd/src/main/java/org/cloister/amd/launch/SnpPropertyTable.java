// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Set;
import org.cloister.api.guest.PropertyDescription;

/** The settings of an SNP launch; names are QEMU's where QEMU has them. */
final class SnpPropertyTable {
    static final String POLICY = "policy";
    static final String DEBUG = "debug";
    static final String GUEST_FEATURES = "guest-features";
    static final String KERNEL_HASHES = "kernel-hashes";
    static final String PROFILE = "profile";
    static final String VMM = "vmm";
    static final String VCPU_SIGNATURE = "vcpu-signature";
    static final String HOST_DATA = "host-data";
    static final String WORKAROUNDS = "guest-visible-workarounds";
    static final String ID_BLOCK = "id-block";
    static final String ID_AUTH = "id-auth";
    static final String AUTHOR_KEY = "author-key-enabled";
    static final String VCEK_DISABLED = "vcek-disabled";
    static final String CBITPOS = "cbitpos";
    static final String REDUCED_PHYS_BITS = "reduced-phys-bits";

    static final String SMM = "smm";
    static final String IRQCHIP = "kernel-irqchip";

    static final Set<String> NO_SMM = Set.of("off", "auto");
    static final String SMM_REASON =
            "SEV-SNP guests have no SMM: to enter and leave it a monitor would have to change encrypted registers.";
    static final Set<String> KERNELS_IRQCHIP = Set.of("on", "split");
    static final String IRQCHIP_REASON =
            "SEV-SNP guests need the kernel's interrupt controller: a monitor cannot see when registers allow an interrupt.";

    private static final String ON_OFF = "on|off";

    static final List<PropertyDescription> ROWS = List.of(
            row(POLICY, "0x HEX or NAME=VALUE,…", "0x30000", "What the host may do with the guest."),
            row(
                    DEBUG,
                    ON_OFF,
                    "",
                    "Whether the host may look into the guest, whatever the type: sets the policy's bit."),
            row(GUEST_FEATURES, "0x HEX", "0x1", "The SEV features of every VMSA; bit 0 (SNP active) must be set."),
            row(KERNEL_HASHES, ON_OFF, "", "Whether a directly booted kernel is measured; on when there is a kernel."),
            row(
                    PROFILE,
                    "init2|legacy|ec2|ec2-2025|gce",
                    "",
                    "What the initial registers follow; by default that of the vmm."),
            row(VMM, "qemu|ec2|gce", "qemu", "Whose order of pages and initial registers the launch follows."),
            row(
                    VCPU_SIGNATURE,
                    "0x HEX",
                    "",
                    "The processor's signature (CPUID leaf 1, EAX) instead of that of the vCPU type."),
            row(HOST_DATA, "base64 of 32 bytes", "", "What every attestation report repeats."),
            row(WORKAROUNDS, "base64 of 16 bytes", "", "The workarounds that the guest sees (GOSVW)."),
            row(
                    ID_BLOCK,
                    "base64 of 96 bytes",
                    "",
                    "The ID block: the launch is refused when digest or policy differ from it."),
            row(ID_AUTH, "base64 of at most 4096 bytes", "", "The signatures and keys that authenticate the ID block."),
            row(AUTHOR_KEY, ON_OFF, "off", "Whether the ID block's authentication carries an author key."),
            row(VCEK_DISABLED, ON_OFF, "off", "Whether the VCEK may not sign the guest's reports."),
            row(CBITPOS, "0 to 63", "", "The position of the C-bit that the host must have."),
            row(REDUCED_PHYS_BITS, "1 to 63", "", "How many physical address bits encryption must cost on the host."),
            row(SMM, "off", "off", SMM_REASON),
            row(IRQCHIP, "on|split", "on", IRQCHIP_REASON));

    private SnpPropertyTable() {}

    private static PropertyDescription row(String name, String syntax, String fallback, String meaning) {
        return new PropertyDescription(name, syntax, fallback, meaning);
    }
}
