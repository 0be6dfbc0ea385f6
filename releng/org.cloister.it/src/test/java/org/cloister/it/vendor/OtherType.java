// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.cloister.api.GuestType;

/** Says that it is another guest type. */
public final class OtherType extends Delegating {
    @Override
    public GuestType type() {
        return new GuestType("sev-es");
    }
}
