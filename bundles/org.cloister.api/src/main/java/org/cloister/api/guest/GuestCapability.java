// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something a guest type can do beyond the launch. Asked for by {@link ConfidentialGuestSupport#capability}; the same
 * rules hold as for the calls of {@link ConfidentialGuestSupport}: no state, a lent machine, a new context.
 */
@ConsumerType
public interface GuestCapability {}
