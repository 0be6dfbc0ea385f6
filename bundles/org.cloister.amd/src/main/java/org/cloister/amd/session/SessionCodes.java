// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

/** Codes of problems of sessions of guest owners; see {@link org.cloister.api.ProblemCodes}. */
final class SessionCodes {
    /** Input: this is not as long as a packet header is. */
    static final String PACKET_LENGTH = "packet.length";

    /** Input: the measurement's code has the wrong length. */
    static final String PACKET_MEASURE = "packet.measure";

    /** Input: this is not as long as a session is. */
    static final String SESSION_LENGTH = "session.length";

    /** Input: the policy is not the one that the owner chose. */
    static final String SESSION_POLICY_MAC = "session.policy-mac";

    /** Input: the wrapped transport keys are not authentic. */
    static final String SESSION_WRAP_MAC = "session.wrap-mac";

    private SessionCodes() {}
}
