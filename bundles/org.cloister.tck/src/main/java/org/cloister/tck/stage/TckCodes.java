// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.stage;

/** Codes of problems that guest types under test meet; see {@link org.cloister.api.ProblemCodes}. */
final class TckCodes {
    /** Host: the platform that a guest type is tested on lacks a channel that it asks for. */
    static final String TCK_CHANNEL = "tck.channel";

    /** Operation: a call to the platform failed because a test had it fail. */
    static final String TCK_PLATFORM = "tck.platform";

    private TckCodes() {}
}
