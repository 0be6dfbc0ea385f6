// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says why something is not active, down to the first cause. A service, one for each framework. Safe for use by several
 * threads.
 */
@ProviderType
public interface Doctor {
    /**
     * All parts of the platform, the worst first. Critical is what keeps a guest type that the settings allow from
     * working on every platform that they allow, and settings that let nothing be launched.
     */
    List<Diagnosis> examine();

    /**
     * One guest type or platform, by its name, and what else concerns it, the worst first. Critical is what keeps it
     * from working, the settings among that.
     *
     * @param name of a guest type such as {@code sev-snp}, of a platform such as {@code softsev}, or a trust such as
     *     {@code hardware} for all of its platforms
     * @throws org.cloister.api.CloisterException {@code type.unknown} for a name that nothing has
     * @since 1.1
     */
    List<Diagnosis> examine(String name);

    /** Whether a guest type is there, or some bundle is known that would bring it, installed or not. */
    boolean knows(GuestType type);

    /**
     * Why a guest type is not there: which bundle would bring it, whether it is installed, why it is not active.
     *
     * @return empty when the type is there
     * @throws org.cloister.api.CloisterException {@code type.unknown} for a type that it does not {@linkplain #knows
     *     know}
     */
    Optional<Diagnosis> whyMissing(GuestType type);
}
