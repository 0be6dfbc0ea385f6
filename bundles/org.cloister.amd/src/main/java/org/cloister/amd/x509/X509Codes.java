// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

/** Codes of problems of X.509 certificates and revocation lists; see {@link org.cloister.api.ProblemCodes}. */
final class X509Codes {
    /** Input: the signature algorithm is not AMD's, or differs inside and outside of the signed part. */
    static final String DER_ALGORITHM = "der.algorithm";

    /** Input: a critical extension of a revocation list is not known. */
    static final String DER_CRITICAL = "der.critical";

    /** Input: an extension is there twice, or a list of them is empty. */
    static final String DER_EXTENSION = "der.extension";

    /** Input: this is not a key of a kind that occurs in AMD's certificates. */
    static final String DER_KEY = "der.key";

    /** Input: a name has no parts, or a part of an unexpected type. */
    static final String DER_NAME = "der.name";

    /** Input: the version of the certificate is not 3, or of the revocation list not 2. */
    static final String DER_VERSION = "der.version";

    /** Input: a critical extension of a certificate is not known. */
    static final String X509_CRITICAL = "x509.critical";

    /** Input: an extension of a certificate is not what AMD's have. */
    static final String X509_EXTENSION = "x509.extension";

    /** Input: a PEM block is not base64, does not begin as it has to, or has no end. */
    static final String X509_PEM = "x509.pem";

    /** Input: a PEM block is neither certificate nor revocation list. */
    static final String X509_PEM_LABEL = "x509.pem.label";

    /** Input: the Java platform cannot read this certificate or revocation list. */
    static final String X509_PLATFORM = "x509.platform";

    /** Input: this is too long for a certificate or a revocation list of AMD's. */
    static final String X509_SIZE = "x509.size";

    private X509Codes() {}
}
