// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.cloister.amd.crypto.CryptoCodes;
import org.cloister.api.Problem;

/**
 * The curves of keys in AMD's formats (SEV API, 55766, appendix C). Number 1 is P-256 in AMD's sev-tool and another
 * curve in AMD's published firmware source; no certificate that was seen uses it: unverified.
 */
public enum Curve {
    /** NIST P-256. */
    P256(1, "secp256r1"),
    /** NIST P-384, the one that is used. */
    P384(2, "secp384r1");

    private final int code;
    private final String standardName;

    Curve(int code, String standardName) {
        this.code = code;
        this.standardName = standardName;
    }

    /** The number that stands for it. */
    public int code() {
        return code;
    }

    /** Its name in the JDK. */
    public String standardName() {
        return standardName;
    }

    /** Its parameters. */
    public ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(standardName));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException missing) {
            throw Problem.host(CryptoCodes.CRYPTO_CURVE, "this Java runtime does not know the curve " + standardName)
                    .exception(missing);
        }
    }

    /**
     * The curve with a number.
     *
     * @throws org.cloister.api.CloisterException {@code key.curve} for one that is not defined
     */
    static Curve of(long code) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow(() -> Problem.input(KeyCodes.KEY_CURVE, "there is no curve with this number")
                        .at("curve")
                        .found(code)
                        .expected(Arrays.stream(values())
                                .map(one -> one.code + " (" + one + ")")
                                .collect(Collectors.joining(", ")))
                        .exception());
    }
}
