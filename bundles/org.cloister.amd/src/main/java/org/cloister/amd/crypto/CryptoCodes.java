// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

/** Codes of problems of cryptography; see {@link org.cloister.api.ProblemCodes}. */
public final class CryptoCodes {
    /** Host: this Java platform lacks an algorithm. */
    public static final String CRYPTO_ALGORITHM = "crypto.algorithm";

    /** Host: this Java platform does not know a curve, or cannot work with keys on it. */
    public static final String CRYPTO_CURVE = "crypto.curve";

    /** Host: this Java platform has no SHA-384. */
    public static final String CRYPTO_DIGEST = "crypto.digest";

    /** Host: this Java platform lacks HMAC-SHA256. */
    public static final String CRYPTO_HMAC = "crypto.hmac";

    /** Defect: the Java platform refuses a key for HMAC-SHA256. */
    public static final String CRYPTO_HMAC_KEY = "crypto.hmac.key";

    /** Host: this Java platform cannot sign with P-384. */
    public static final String CRYPTO_SIGN = "crypto.sign";

    private CryptoCodes() {}
}
