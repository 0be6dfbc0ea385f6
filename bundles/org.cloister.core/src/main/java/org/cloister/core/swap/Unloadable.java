// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.Fault;

/** Refuses a bundle that could not be started, before anything of it runs. */
final class Unloadable {
    private Unloadable() {}

    static CloisterException refusal(BackendJar jar, Fault fault) {
        return problem(fault)
                .at(jar + ": " + fault.where())
                .found(fault.found())
                .expected(fault.expected())
                .remedy(fault.remedy())
                .exception();
    }

    private static Problem problem(Fault fault) {
        return switch (fault.kind()) {
            case DESCRIPTION ->
                Problem.operation(
                        CoreCodes.SWAP_COMPONENT,
                        "a component's description cannot be read; nothing of the bundle was run");
            case CLASS ->
                Problem.operation(
                        CoreCodes.SWAP_CLASS,
                        "a class that the bundle is started by cannot be loaded; nothing of the bundle was run");
        };
    }
}
