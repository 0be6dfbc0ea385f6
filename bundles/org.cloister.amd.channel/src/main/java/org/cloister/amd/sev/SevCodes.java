// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

/** Codes of problems of SEV and SEV-ES launches; see {@link org.cloister.api.ProblemCodes}. */
final class SevCodes {
    /** Input: this is not a run of the guest's memory. */
    static final String DEBUG_RANGE = "debug.range";

    /** Input: the nonce of a report has another length. */
    static final String REPORT_NONCE = "report.nonce";

    /** Input: the firmware names no place for a secret, or one that is too small. */
    static final String SECRET_AREA = "secret.area";

    /** Input: there is no memory for the secret, or its address is not a multiple of 16. */
    static final String SECRET_GPA = "secret.gpa";

    /** Input: this is not the header of a secret. */
    static final String SECRET_HEADER = "secret.header";

    /** Input: a secret cannot have this length. */
    static final String SECRET_PAYLOAD = "secret.payload";

    /** Operation: a secret can be handed in between measurement and finish only. */
    static final String SECRET_STATE = "secret.state";

    /** Input: a guest cannot be received from this packet. */
    static final String RECEIVE_PACKET = "receive.packet";

    /** Operation: the guest was received: what it was launched from is not here. */
    static final String RESET_RECEIVED = "reset.received";

    /** Host: the guest's policy does not allow this receiver. */
    static final String SEND_POLICY = "send.policy";

    /** Input: these are not the certificates of a platform that could receive a guest. */
    static final String SEND_RECEIVER = "send.receiver";

    /** Host: the platform cannot send registers of SEV-ES guests. */
    static final String SEND_REGISTERS = "send.registers";

    /** Operation: the platform's measurement has another size than the SEV API says. */
    static final String SEV_MEASURE = "sev.measure";

    /** Input: guests of SEV and SEV-ES have no pages of this kind. */
    static final String SEV_PAGE_KIND = "sev.page-kind";

    private SevCodes() {}
}
