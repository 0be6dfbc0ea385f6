// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.measurement;

import java.security.MessageDigest;
import java.util.Objects;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.policy.Policy;
import org.cloister.api.Bytes;

/**
 * Verifies that a secure processor measured what its guest's owner expects (SEV API, 55766, "LAUNCH_MEASURE"). The code
 * is made with the session's integrity key, which owner and processor share and the host does not have. Immutable.
 *
 * @param apiMajor of the platform's API, 0 to 255
 * @param apiMinor minor version of the platform's API, 0 to 255
 * @param build of the platform's firmware, 0 to 255
 * @param policy what the guest must have been launched with
 * @param reserved bits of that policy that mean nothing which is known, as they were set: they are in the code as they
 *     are; 0 as a rule
 * @param launchDigest what must have been put into it, 32 bytes
 */
public record MeasurementVerifier(
        int apiMajor, int apiMinor, int build, Policy policy, long reserved, Bytes launchDigest) {
    /** One of a policy whose bits are all known. */
    public MeasurementVerifier(int apiMajor, int apiMinor, int build, Policy policy, Bytes launchDigest) {
        this(apiMajor, apiMinor, build, policy, 0, launchDigest);
    }

    /** Checks that all parts are there. */
    public MeasurementVerifier {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(launchDigest, "launchDigest");
    }

    /**
     * Whether the claim is true. Takes the same time wherever codes differ.
     *
     * @param tik the session's integrity key, 16 bytes; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code measure.value}, {@code measure.length} for a version, digest or
     *     key that is none
     */
    public boolean verify(ClaimedMeasurement claimed, byte[] tik) {
        LaunchMeasurementMac measure = new LaunchMeasurementMac(
                apiMajor, apiMinor, build, policy.value() | reserved, launchDigest, claimed.nonce());
        return MessageDigest.isEqual(measure.code(tik).toArray(), claimed.code().toArray());
    }
}
