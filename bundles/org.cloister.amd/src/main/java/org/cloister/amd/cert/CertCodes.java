// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

/** Codes of problems of certificates in AMD's format; see {@link org.cloister.api.ProblemCodes}. */
final class CertCodes {
    /** Input: there is no key algorithm with this number. */
    static final String CERT_ALGORITHM = "cert.algorithm";

    /** Input: this is not as long as a certificate of AMD's signing keys is. */
    static final String CERT_CA_LENGTH = "cert.ca.length";

    /** Input: a key of AMD's cannot have this size. */
    static final String CERT_CA_SIZE = "cert.ca.size";

    /** Input: this version of a certificate of AMD's is not known. */
    static final String CERT_CA_VERSION = "cert.ca.version";

    /** Input: there are too many certificates in one file. */
    static final String CERT_COUNT = "cert.count";

    /** Input: the key of this certificate is of another kind. */
    static final String CERT_KEY = "cert.key";

    /** Input: this is not as long as an SEV certificate is. */
    static final String CERT_LENGTH = "cert.length";

    /** Input: this signature is too short or too long for a certificate. */
    static final String CERT_SIGNATURE_LENGTH = "cert.signature.length";

    /** Input: the signature is longer than the key that is to have signed. */
    static final String CERT_SIGNATURE_RSA = "cert.signature.rsa";

    /** Input: there is no such key usage, or not in a certificate of this format. */
    static final String CERT_USAGE = "cert.usage";

    /** Input: this version of an SEV certificate is not known. */
    static final String CERT_VERSION = "cert.version";

    private CertCodes() {}
}
