// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import org.cloister.api.Bytes;

/** Makes signed reports. Safe for use by several threads. */
public interface ReportSource {
    /**
     * A report, 1184 bytes, signed.
     *
     * @param reportData 64 bytes of the asker's
     * @param vmpl the privilege level that the report names, 0 to 3; -1 when the host asked
     * @throws org.cloister.softsev.model.Refusal when the key that was asked for cannot sign for this guest
     */
    Bytes report(GuestIdentity guest, Bytes reportData, int vmpl, Key key);

    /**
     * The certificates of the keys that may sign, as a GHCB certificate table (AMD 56421); what an extended request
     * answers with.
     */
    Bytes certificateTable();

    /** Which key to sign with: KEY_SEL of MSG_REPORT_REQ. */
    enum Key {
        /** The VLEK when one is loaded, else the VCEK. */
        ANY,
        /** The chip's key. */
        VCEK,
        /** The provider's key. */
        VLEK
    }
}
