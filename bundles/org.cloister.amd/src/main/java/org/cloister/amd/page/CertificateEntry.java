// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.Optional;
import java.util.UUID;
import org.cloister.api.Bytes;

/**
 * A certificate, or a list of revoked ones, in a certificate table. Immutable.
 *
 * @param guid what it is
 * @param content at least one byte; what it says has not been checked
 */
public record CertificateEntry(UUID guid, Bytes content) {
    /** An entry of a known kind. */
    public CertificateEntry(CertificateKind kind, Bytes content) {
        this(kind.guid(), content);
    }

    /** What it is; empty when its GUID is not known. */
    public Optional<CertificateKind> kind() {
        return CertificateKind.of(guid);
    }

    /** Its kind, or its GUID where that is not known. */
    public String label() {
        return kind().map(CertificateKind::name).orElseGet(guid::toString);
    }
}
