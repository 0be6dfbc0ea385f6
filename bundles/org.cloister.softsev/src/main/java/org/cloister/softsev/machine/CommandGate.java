// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.model.Refusal;

/**
 * What Linux asks of a machine before it looks at a command's struct (arch/x86/kvm/svm/sev.c, sev_mem_enc_ioctl and the
 * first lines of each command's function).
 */
final class CommandGate {
    private static final int ES_INIT = 1;
    private static final int INIT2 = 22;
    private static final Set<Integer> INITIALISES = Set.of(0, ES_INIT, INIT2);
    private static final int FIRST_SNP_COMMAND = 100;
    private static final String NO_GUEST = "the machine is not an SEV guest";
    private static final String NO_SNP = "the machine is not initialised for SEV-SNP";
    private static final String TWICE = "the machine is initialised already";

    /** Commands that a machine refuses while it is not initialised, by their numbers in {@code kvm_sev_cmd.id}. */
    private static final List<Refused> UNINITIALISED = List.of(
            // LAUNCH_START to SEND_UPDATE_DATA
            refused(Errno.ENOTTY, NO_GUEST, 2, 3, 4, 5, 6, 7, 8, 9),
            // SEND_FINISH, RECEIVE_START, RECEIVE_FINISH
            refused(Errno.ENOTTY, NO_GUEST, 11, 12, 15),
            // RECEIVE_UPDATE_DATA
            refused(Errno.EINVAL, NO_GUEST, 13),
            // GUEST_STATUS, DBG_DECRYPT, DBG_ENCRYPT, GET_ATTESTATION_REPORT, SEND_CANCEL
            refused(Errno.ENOTTY, NO_GUEST, 16, 17, 18, 20, 21),
            // SNP_LAUNCH_START, SNP_LAUNCH_FINISH
            refused(Errno.ENOTTY, NO_SNP, 100, 102),
            // SNP_LAUNCH_UPDATE, SNP_ENABLE_REQ_CERTS
            refused(Errno.EINVAL, NO_SNP, 101, 103));

    /** The commands that initialise a machine of each type of KVM's (__sev_guest_init, need_init). */
    private static final Map<VmType, Set<Integer>> BY_TYPE = Map.of(
            VmType.DEFAULT, Set.of(0, ES_INIT),
            VmType.SEV, Set.of(INIT2),
            VmType.SEV_ES, Set.of(INIT2),
            VmType.SNP, Set.of(INIT2));

    /** Those of a machine that was made for a type of guest: of KVM's default type or of one of their own. */
    private static final Map<AmdType, Set<Integer>> BY_GUEST = Map.of(
            AmdType.SEV, Set.of(0, INIT2),
            AmdType.SEV_ES, Set.of(ES_INIT, INIT2),
            AmdType.SEV_SNP, Set.of(INIT2));

    /** Commands that a machine refuses once it is initialised for SEV or SEV-ES. */
    private static final List<Refused> INITIALISED = List.of(
            // INIT, ES_INIT, INIT2
            refused(Errno.EINVAL, TWICE, 0, 1, 22),
            // SNP_LAUNCH_START, SNP_LAUNCH_FINISH
            refused(Errno.ENOTTY, NO_SNP, 100, 102),
            // SNP_LAUNCH_UPDATE, SNP_ENABLE_REQ_CERTS
            refused(Errno.EINVAL, NO_SNP, 101, 103));

    /** What SEV-ES has and SEV has not: LAUNCH_UPDATE_VMSA. */
    private static final Refused WITHOUT_STATE =
            refused(Errno.ENOTTY, "the processors' state is not encrypted: the machine is of type SEV", 4);

    private final Set<Integer> initialise;
    private final String title;

    private CommandGate(Set<Integer> initialise, String title) {
        this.initialise = initialise;
        this.title = title;
    }

    /** The gate of a machine of one of KVM's types. */
    static CommandGate of(VmType type) {
        return new CommandGate(BY_TYPE.get(type), type.kernelName());
    }

    /** The gate of a machine for a type of guest. */
    static CommandGate of(AmdType guest) {
        return new CommandGate(BY_GUEST.get(guest), guest.title());
    }

    /** Whether another machine is of the same type. */
    boolean sameType(CommandGate other) {
        return title.equals(other.title);
    }

    /** How a machine stands. */
    record Standing(AmdType kind, boolean initialised, boolean encryptedState, int vcpus) {}

    /**
     * Refuses a command by its number alone. Numbers that no kernel knows go through, to be refused where they are
     * decoded.
     *
     * @param machine what it is or, before it is initialised, may become; whether INIT, ES_INIT or INIT2 was done;
     *     whether the platform has identifiers for SEV-ES; how many vCPUs were made one by one
     */
    void check(int id, Standing machine) {
        boolean snp = Integer.compareUnsigned(id, FIRST_SNP_COMMAND) >= 0;
        if (machine.initialised && machine.kind == AmdType.SEV_SNP) {
            Refusal.unless(snp, Errno.EPERM, "the machine is initialised for SEV-SNP and takes its commands only");
            return;
        }
        Refusal.unless(id != ES_INIT || machine.encryptedState, Errno.ENOTTY, "the platform has no ASIDs for SEV-ES");
        if (machine.initialised) {
            INITIALISED.forEach(group -> group.check(id));
        } else {
            checkInitialising(id, machine.vcpus);
            UNINITIALISED.forEach(group -> group.check(id));
        }
        if (machine.kind == AmdType.SEV) {
            WITHOUT_STATE.check(id);
        }
    }

    // Linux, __sev_guest_init: KVM sets processors up as what the machine is when they are made.
    private void checkInitialising(int id, int vcpus) {
        if (INITIALISES.contains(id)) {
            Refusal.unless(vcpus == 0, Errno.EINVAL, "vCPUs were made already: " + vcpus);
            Refusal.unless(
                    initialise.contains(id),
                    Errno.EINVAL,
                    "a machine of type " + title + " is initialised by another command");
        }
    }

    private static Refused refused(int errno, String reason, int... ids) {
        return new Refused(errno, reason, Arrays.stream(ids).boxed().toList());
    }

    private record Refused(int errno, String reason, List<Integer> ids) {
        void check(int id) {
            if (ids.contains(id)) {
                throw Refusal.kernel(errno, reason);
            }
        }
    }
}
