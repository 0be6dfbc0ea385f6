// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Evidence;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The guest's side of the secure processor. Safe for use by several threads: requests are made one after the other.
 *
 * <p>All calls fail with {@link GuestRequestException} when the firmware or the hypervisor refuses, and with another
 * {@link org.cloister.api.CloisterException} when the request does not get there or the answer is none:
 * {@code guest.data} for report data of more than 64 bytes, {@code guest.level} for a level other than 0 to 3,
 * {@code guest.unsupported} where the way that was chosen has no such request.
 */
@ConsumerType
public interface SecureGuest extends AutoCloseable {
    /** How it asks, in a word. */
    String transport();

    /**
     * An attestation report, 1184 bytes.
     *
     * @param reportData up to 64 bytes that the report repeats, with zeros behind them
     * @param vmpl the privilege level that the report names, not below the asker's
     */
    Bytes report(Bytes reportData, int vmpl);

    /**
     * A report as of {@link #report}, and the certificates that the host has for it: a GHCB certificate table, or
     * nothing.
     */
    Evidence extendedReport(Bytes reportData, int vmpl);

    /** A key that is the same whenever this guest asks so, and that no other guest gets. */
    GuestKey derivedKey(KeyRequest.Wanted wanted);

    /** How the guest's secure clock runs. */
    TscInfoResponse clock();

    /** Gives back what it holds; it does not throw. */
    @Override
    void close();
}
