// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.facts;

/** Codes of problems of captured hosts; see {@link org.cloister.api.ProblemCodes}. */
final class CaptureCodes {
    /** Input: a line of a captured host, or its answer, cannot be read. */
    static final String CAPTURE_LINE = "capture.line";

    /** Input: there is no such captured host. */
    static final String CAPTURE_MISSING = "capture.missing";

    /** Input: this is not a captured host, or its files cannot be read. */
    static final String CAPTURE_UNREADABLE = "capture.unreadable";

    private CaptureCodes() {}
}
