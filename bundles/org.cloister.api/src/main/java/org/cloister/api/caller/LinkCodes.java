// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

/** Codes of problems of links to other platforms; see {@link org.cloister.api.ProblemCodes}. */
final class LinkCodes {
    /** Operation: the other platform went away. */
    static final String LINK_BROKEN = "link.broken";

    /** Input: a guest is carried by the program, not from inside a platform. */
    static final String LINK_HERE = "link.here";

    private LinkCodes() {}
}
