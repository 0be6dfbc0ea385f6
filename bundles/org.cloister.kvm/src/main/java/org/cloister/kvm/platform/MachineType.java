package org.cloister.kvm.platform;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.GuestType;

/** Which of KVM's machine types a guest type needs (Linux, Documentation/virt/kvm/api.rst, KVM_CREATE_VM). */
enum MachineType {
    SEV("sev", 2, true),
    SEV_ES("sev-es", 3, true),
    SNP("sev-snp", 4, false);

    private final String guestType;
    private final int number;
    private final boolean inPlace;

    MachineType(String guestType, int number, boolean inPlace) {
        this.guestType = guestType;
        this.number = number;
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

    int number() {
        return number;
    }

    /** Whether private pages lie, encrypted, in the same memory as shared ones. */
    boolean encryptsInPlace() {
        return inPlace;
    }
}
