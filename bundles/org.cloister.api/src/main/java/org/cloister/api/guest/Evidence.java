// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * What a guest shows to be believed. Immutable.
 *
 * @param report signed by the secure processor, or by a service that speaks for it, in the layout of its format
 * @param certificates those that belong to the report, in the layout of the format; empty when the platform gave none,
 *     and where they are in the report
 * @param format the name of the layout of both, by which a reader is chosen ({@link EvidenceFormat}): one of the
 *     constants here or a vendor's word; empty where it is not said and the guest's type alone decides
 */
public record Evidence(Bytes report, Bytes certificates, String format) {
    /** An attestation report of SEV-SNP, 1184 bytes, and a GHCB certificate table. */
    public static final String SNP_REPORT = "sev-snp-report";
    /** A quote of TDX, with its certificates in it. */
    public static final String TDX_QUOTE = "tdx-quote";
    /** An attestation token of Arm CCA: CBOR, with the tokens of platform and realm in it. */
    public static final String CCA_TOKEN = "cca-token";

    /** Checks that all parts are there. */
    public Evidence {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(format, "format");
    }

    /** Evidence that does not say its format. */
    public Evidence(Bytes report, Bytes certificates) {
        this(report, certificates, "");
    }
}
