// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;

/** What reads a vendor's evidence, asked the guarded way. */
public final class AskedEvidenceFormat {
    private final VendorService<EvidenceFormat> service;

    /** Asks nothing yet. */
    public AskedEvidenceFormat(VendorService<EvidenceFormat> service) {
        this.service = service;
    }

    /** Asks which format it reads. */
    public VendorQuestion<String> name() {
        return service.ask("name", EvidenceFormat::name);
    }

    /** Asks what evidence says, by name and in its order. */
    public VendorQuestion<Map<String, String>> claims(Evidence evidence) {
        return service.ask("claims", format -> format.claims(evidence), AskedEvidenceFormat::copy);
    }

    private static Map<String, String> copy(Map<String, String> answered) {
        Map<String, String> claims = new LinkedHashMap<>(answered);
        claims.forEach((name, value) -> {
            Objects.requireNonNull(name, "a claim without a name");
            Objects.requireNonNull(value, name);
        });
        return claims;
    }
}
