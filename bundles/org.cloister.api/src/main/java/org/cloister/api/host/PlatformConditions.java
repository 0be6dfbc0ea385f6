// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the platforms here offer now, as OSGi conditions for bundles that depend on them. A service.
 *
 * <p>For each feature that a platform offers there is a service {@code org.osgi.service.condition.Condition} whose
 * property {@code osgi.condition.id} is {@code cloister.TRUST.FEATURE}, such as {@code cloister.hardware.sev-snp} and
 * {@code cloister.emulated.sev-snp}. Several platforms of one trust share it. Safe for use by several threads.
 */
@ProviderType
public interface PlatformConditions {
    /** The conditions that hold, by their ids. */
    SortedSet<String> holding();

    /**
     * Asks every platform again. Conditions that hold as before stay the same services, so that nobody who depends on
     * them is disturbed.
     *
     * @return what changed, by id; empty when nothing did
     */
    List<Change> refresh();

    /**
     * A condition that came or went.
     *
     * @param id its id
     * @param holds whether it holds now
     * @param reason in a sentence: the platform that offers it, or why none does any more
     */
    record Change(String id, boolean holds, String reason) {
        /** Checks that all parts are there. */
        public Change {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
