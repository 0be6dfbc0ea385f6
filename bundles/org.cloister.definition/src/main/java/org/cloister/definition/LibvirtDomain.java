// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Objects;
import java.util.Optional;

/**
 * What a document of libvirt's asks for. Immutable.
 *
 * @param security how the guest is to be protected
 * @param guest the rest of the guest; empty for a {@code <launchSecurity>} that stands alone
 */
public record LibvirtDomain(LaunchSecurity security, Optional<DomainGuest> guest) {
    /** Checks that both parts are there. */
    public LibvirtDomain {
        Objects.requireNonNull(security, "security");
        Objects.requireNonNull(guest, "guest");
    }
}
