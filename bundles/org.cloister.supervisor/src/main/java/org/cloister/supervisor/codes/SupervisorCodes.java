// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.codes;

/** Codes of problems of programs that are supervised; see {@link org.cloister.api.ProblemCodes}. */
public final class SupervisorCodes {
    /** Input: there is no command of this name, or no such status, for a failure that is asked for. */
    public static final String SUPERVISOR_FAILURE = "supervisor.failure";

    /** Operation: the kernel refused a call that supervision consists of. */
    public static final String SUPERVISOR_CALL = "supervisor.call";

    /** Host: programs cannot be supervised here. */
    public static final String SUPERVISOR_HOST = "supervisor.host";

    /** Host: the library for calls to the kernel cannot be used here. */
    public static final String SUPERVISOR_NATIVE = "supervisor.native";

    /** Host: the class path has no platform in software. */
    public static final String SUPERVISOR_PLATFORM = "supervisor.platform";

    /** Input: there is no such program, or it cannot be executed. */
    public static final String SUPERVISOR_PROGRAM = "supervisor.program";

    private SupervisorCodes() {}
}
