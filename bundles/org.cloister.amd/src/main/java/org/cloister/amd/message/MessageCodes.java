// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

/** Codes of problems of messages between guest and firmware; see {@link org.cloister.api.ProblemCodes}. */
final class MessageCodes {
    /** Input: this is not as long as a key request is. */
    static final String KEY_REQUEST_LENGTH = "key-request.length";

    /** Input: this is not as long as a key response is. */
    static final String KEY_RESPONSE_LENGTH = "key-response.length";

    /** Input: this cannot hold a guest message, or is not as long as its header is. */
    static final String MESSAGE_LENGTH = "message.length";

    /** Input: the payload is not as long as the header says. */
    static final String MESSAGE_SIZE = "message.size";

    /** Input: this is not as long as a report request is. */
    static final String REPORT_REQUEST_LENGTH = "report-request.length";

    /** Input: this is not as long as a report response is. */
    static final String REPORT_RESPONSE_LENGTH = "report-response.length";

    /** Input: the report is longer than its message. */
    static final String REPORT_RESPONSE_SIZE = "report-response.size";

    /** Input: this is not as long as a request for the clock's values is. */
    static final String TSC_REQUEST_LENGTH = "tsc-request.length";

    /** Input: this is not as long as a response with the clock's values is. */
    static final String TSC_RESPONSE_LENGTH = "tsc-response.length";

    private MessageCodes() {}
}
