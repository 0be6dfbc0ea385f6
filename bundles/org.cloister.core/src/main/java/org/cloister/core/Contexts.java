// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.LaunchContext;
import org.cloister.core.codes.CoreCodes;

/** What a context that comes back from a backend has to be like before it is committed. */
final class Contexts {
    private Contexts() {}

    static LaunchContext checked(ConfidentialGuestSupport support, GuestType type, LaunchContext context) {
        if (context == null || !context.type().equals(type) || !context.schema().equals(support.contextSchema())) {
            throw Problem.defect(CoreCodes.BACKEND_CONTEXT, "a backend answered with a context that is not its own")
                    .at(type.name())
                    .found(Objects.requireNonNullElse(context, "nothing"))
                    .expected("schema " + support.contextSchema())
                    .exception();
        }
        return context;
    }
}
