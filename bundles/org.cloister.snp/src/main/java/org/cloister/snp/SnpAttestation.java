// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import org.cloister.amd.message.GuestRequests;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.PageKind;
import org.cloister.guest.SecureGuest;
import org.cloister.guest.SoftwareGuest;

/** A report that the guest asks for, by the library that guests use, where the platform lends the guest's side. */
final class SnpAttestation {
    /** Firmware and kernel run at level 0 unless an SVSM is below them. */
    private static final int LEVEL = 0;

    private SnpAttestation() {}

    static Evidence of(SnpContext now, Bytes reportData, Machine machine) {
        GuestRequests channel = machine.channel(GuestRequests.class);
        machine.limits().check();
        try (SecureGuest guest = new SoftwareGuest(channel, machine.memory().guestView(), secretsPage(now), LEVEL)) {
            return guest.extendedReport(reportData, LEVEL);
        }
    }

    private static long secretsPage(SnpContext now) {
        return now.queue().stream()
                .filter(range -> range.kind().equals(PageKind.SECRETS))
                .findFirst()
                .orElseThrow(() -> Problem.input(
                                SnpCodes.ATTEST_SECRETS, "the guest's firmware has no place for its message keys")
                        .at("firmware, metadata section of type secrets")
                        .remedy("use firmware that is built for SEV-SNP")
                        .exception())
                .gpa();
    }
}
