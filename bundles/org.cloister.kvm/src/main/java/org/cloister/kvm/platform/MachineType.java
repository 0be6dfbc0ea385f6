// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;

/** Which of KVM's machine types a guest type needs (Linux, Documentation/virt/kvm/api.rst, KVM_CREATE_VM). */
enum MachineType {
    SEV(AmdType.SEV, VmType.SEV, true),
    SEV_ES(AmdType.SEV_ES, VmType.SEV_ES, true),
    SNP(AmdType.SEV_SNP, VmType.SNP, false);

    private final AmdType guestType;
    private final VmType vmType;
    private final boolean inPlace;

    MachineType(AmdType guestType, VmType vmType, boolean inPlace) {
        this.guestType = guestType;
        this.vmType = vmType;
        this.inPlace = inPlace;
    }

    static Optional<MachineType> of(GuestType type) {
        return Arrays.stream(values())
                .filter(machine -> machine.guestType.type().equals(type))
                .findFirst();
    }

    String guestType() {
        return guestType.type().name();
    }

    VmType vmType() {
        return vmType;
    }

    /**
     * The kernel's type for a launch: INIT and ES_INIT, which profile legacy uses, want the default one (Linux,
     * sev_guest_init).
     */
    VmType vmType(String profile) {
        return inPlace && profile.equals(Profile.LEGACY.key()) ? VmType.DEFAULT : vmType;
    }

    /** Whether private pages lie, encrypted, in the same memory as shared ones. */
    boolean encryptsInPlace() {
        return inPlace;
    }
}
