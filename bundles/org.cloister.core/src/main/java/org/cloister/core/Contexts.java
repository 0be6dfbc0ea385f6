// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.Problem;
import org.cloister.api.guest.LaunchContext;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.TypeCalls;

/** What a context that comes back from a backend has to be like before it is committed. */
final class Contexts {
    private Contexts() {}

    static LaunchContext checked(TypeCalls support, LaunchContext context) {
        if (!context.type().equals(support.type()) || !context.schema().equals(support.contextSchema())) {
            throw Problem.defect(CoreCodes.BACKEND_CONTEXT, "a backend answered with a context that is not its own")
                    .at(support.vendor().bundle() + ", type " + support.type())
                    .found("type " + context.type() + ", schema " + context.schema())
                    .expected("schema " + support.contextSchema())
                    .remedy("report this to who made that bundle")
                    .exception();
        }
        if (ContextSize.of(context) > ContextSize.MOST) {
            throw Problem.defect(CoreCodes.BACKEND_CONTEXT, "a backend answered with a context that is too large")
                    .at(support.vendor().bundle() + ", type " + support.type())
                    .expected("at most " + ContextSize.MOST + " bytes")
                    .remedy("report this to who made that bundle")
                    .exception();
        }
        return context;
    }
}
