// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What lies in a certificate table (guest-hypervisor communication block standardization, 56421, "SNP Extended Guest
 * Request").
 */
public enum CertificateKind {
    /** AMD's root. */
    ARK("c0b406a4-a803-4952-9743-3fb6014cd0ae"),
    /** What issues certificates of chip keys, or of loaded keys. */
    ASK("4ab7b379-bbac-4fe4-a02f-05aef327c782"),
    /** The chip's own key. */
    VCEK("63da758d-e664-4564-adc5-f4b93be8accd"),
    /** A loaded key. */
    VLEK("a8074bc2-a25a-483e-aae6-39c045a0b8a1"),
    /** What was revoked. */
    CRL("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

    private final UUID guid;

    CertificateKind(String guid) {
        this.guid = UUID.fromString(guid);
    }

    /** The GUID that stands for it. */
    public UUID guid() {
        return guid;
    }

    /** The kind that a GUID stands for. */
    public static Optional<CertificateKind> of(UUID guid) {
        return Arrays.stream(values()).filter(one -> one.guid.equals(guid)).findFirst();
    }
}
