// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.kvm.vm.abi.VmType;

/** Which of KVM's machine types a guest type needs (Linux, Documentation/virt/kvm/api.rst, KVM_CREATE_VM). */
enum MachineType {
    SEV("sev", VmType.SEV, true),
    SEV_ES("sev-es", VmType.SEV_ES, true),
    SNP("sev-snp", VmType.SNP, false);

    private static final String LEGACY = "legacy";

    private final String guestType;
    private final VmType vmType;
    private final boolean inPlace;

    MachineType(String guestType, VmType vmType, boolean inPlace) {
        this.guestType = guestType;
        this.vmType = vmType;
        this.inPlace = inPlace;
    }

    static Optional<MachineType> of(GuestType type) {
        return Arrays.stream(values())
                .filter(machine -> machine.guestType.equals(type.name()))
                .findFirst();
    }

    String guestType() {
        return guestType;
    }

    VmType vmType() {
        return vmType;
    }

    /**
     * The kernel's type for a launch: INIT and ES_INIT, which profile legacy uses, want the default one (Linux,
     * sev_guest_init).
     */
    VmType vmType(String profile) {
        return inPlace && profile.equals(LEGACY) ? VmType.DEFAULT : vmType;
    }

    /** Whether private pages lie, encrypted, in the same memory as shared ones. */
    boolean encryptsInPlace() {
        return inPlace;
    }
}
