// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Optional;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.report.FirmwareVersion;

/** What depends on the version of the firmware that the software platform stands for. */
public final class SevApi {
    private SevApi() {}

    /** The version of the API as one number: major in bits 15:8, minor in bits 7:0. */
    static int number(FirmwareVersion firmware) {
        return firmware.major() << Byte.SIZE | firmware.minor();
    }

    /** Why firmware cannot fulfil a policy of SEV or SEV-ES, 32 bits; empty when it can. */
    public static Optional<String> whyNot(int policy, FirmwareVersion firmware) {
        if (PolicyLayout.SEV.reserved().in(Integer.toUnsignedLong(policy))) {
            return Optional.of("policy: reserved bits are set: 0x"
                    + Long.toHexString(policy & PolicyLayout.SEV.reserved().mask()));
        }
        Policy read = new Policy(PolicyLayout.SEV, Integer.toUnsignedLong(policy));
        int needed = read.major() << Byte.SIZE | read.minor();
        return needed <= number(firmware)
                ? Optional.empty()
                : Optional.of("policy: minimum API " + read.major() + "." + read.minor() + ", the platform has "
                        + firmware.major() + "." + firmware.minor());
    }
}
