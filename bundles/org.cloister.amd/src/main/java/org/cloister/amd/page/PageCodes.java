// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

/** Codes of problems of pages that the firmware fills or checks; see {@link org.cloister.api.ProblemCodes}. */
final class PageCodes {
    /** Input: a certificate table cannot have so many entries. */
    static final String CERTS_COUNT = "certs.count";

    /** Input: the certificate table has no end: an entry of zeros is missing. */
    static final String CERTS_END = "certs.end";

    /** Input: an entry of the certificate table does not lie among its contents. */
    static final String CERTS_PLACE = "certs.place";

    /** Input: the entries of the certificate table name more than is looked at. */
    static final String CERTS_SIZE = "certs.size";

    /** Input: a CPUID page has no room for so many answers. */
    static final String CPUID_COUNT = "cpuid.count";

    /** Input: this is not as long as a CPUID page is. */
    static final String CPUID_LENGTH = "cpuid.length";

    /** Input: a field of the secrets page is not a number, or is given bytes that do not fill it. */
    static final String SECRETS_FIELD = "secrets.field";

    /** Input: this is not as long as a secrets page is. */
    static final String SECRETS_LENGTH = "secrets.length";

    /** Input: this version of the secrets page is not known. */
    static final String SECRETS_VERSION = "secrets.version";

    private PageCodes() {}
}
