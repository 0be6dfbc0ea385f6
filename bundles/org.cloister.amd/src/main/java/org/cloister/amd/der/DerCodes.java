// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

/** Codes of problems of the distinguished encoding rules; see {@link org.cloister.api.ProblemCodes}. */
public final class DerCodes {
    /** Input: elements are nested too deeply. */
    static final String DER_DEPTH = "der.depth";

    /** Input: this is not a certificate or a revocation list, or a part of it is missing. */
    public static final String DER_EXPECTED = "der.expected";

    /** Input: the length of an element is not allowed, or longer than what holds it. */
    static final String DER_LENGTH = "der.length";

    /** Input: an element's type does not occur in certificates, or cannot hold elements. */
    static final String DER_TAG = "der.tag";

    /** Input: there are bytes behind the end. */
    static final String DER_TRAILING = "der.trailing";

    /** Input: the encoding ends within an element. */
    static final String DER_TRUNCATED = "der.truncated";

    /** Input: the value of an element is not encoded as it has to be. */
    public static final String DER_VALUE = "der.value";

    private DerCodes() {}
}
