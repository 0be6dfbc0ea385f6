// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.util.List;
import java.util.Optional;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.struct.Violation;
import org.cloister.softsev.model.Refusal;

/** What requests for reports and for keys have in common. */
final class Checks {
    private Checks() {}

    static void requireClean(List<Violation> violations) {
        for (Violation violation : violations) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, violation.toString());
        }
    }

    static KeyChoice choice(Optional<KeyChoice> choice) {
        return choice.orElseThrow(() -> Refusal.firmware(FirmwareStatus.INVALID_KEY, "key_sel: 3 is reserved"));
    }

    /** A level at or below that of the key; that firmware refuses levels above 3 is unverified. */
    static int level(long vmpl, int key) {
        if (vmpl < key || vmpl > MessageHeader.LAST_KEY) {
            String where = "vmpl: found " + vmpl + ", expected " + key + " to " + MessageHeader.LAST_KEY;
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, where);
        }
        return (int) vmpl;
    }
}
