// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.model.Refusal;

/**
 * What Linux asks of a machine before it looks at a command's struct (arch/x86/kvm/svm/sev.c, sev_mem_enc_ioctl and the
 * first lines of each command's function). KVM makes machines for SEV either of the default type, which INIT and
 * ES_INIT initialise, or of a type of their own, for INIT2; a machine here takes both, and is then what it was
 * initialised as.
 */
final class CommandGate {
    private static final int ES_INIT = 1;
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

    /** Which of INIT and ES_INIT a machine never takes. */
    private static final Map<AmdType, Refused> FOREIGN = Map.of(
            AmdType.SEV, refused(Errno.EINVAL, "the machine is of type SEV: INIT or INIT2 initialises it", 1),
            AmdType.SEV_ES, refused(Errno.EINVAL, "the machine is of type SEV-ES: ES_INIT or INIT2 initialises it", 0),
            AmdType.SEV_SNP, refused(Errno.EINVAL, "the machine is of type SEV-SNP: INIT2 initialises it", 0, 1));

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

    private CommandGate() {}

    /**
     * Refuses a command by its number alone. Numbers that no kernel knows go through, to be refused where they are
     * decoded.
     *
     * @param initialised whether INIT, ES_INIT or INIT2 was done
     * @param encryptedState whether the platform has identifiers for SEV-ES
     */
    static void check(AmdType kind, int id, boolean initialised, boolean encryptedState) {
        boolean snp = Integer.compareUnsigned(id, FIRST_SNP_COMMAND) >= 0;
        if (initialised && kind == AmdType.SEV_SNP) {
            Refusal.unless(snp, Errno.EPERM, "the machine is initialised for SEV-SNP and takes its commands only");
            return;
        }
        Refusal.unless(id != ES_INIT || encryptedState, Errno.ENOTTY, "the platform has no ASIDs for SEV-ES");
        if (initialised) {
            INITIALISED.forEach(group -> group.check(id));
        } else {
            FOREIGN.get(kind).check(id);
            UNINITIALISED.forEach(group -> group.check(id));
        }
        if (kind == AmdType.SEV) {
            WITHOUT_STATE.check(id);
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
