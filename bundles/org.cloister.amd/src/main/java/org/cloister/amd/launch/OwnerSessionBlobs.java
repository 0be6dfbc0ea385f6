// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * What a guest's owner hands over for the launch (SEV API, 55766, "LAUNCH_START"). Both parts are made for one
 * platform; its secure processor alone can open them. Immutable.
 *
 * @param certificate the owner's Diffie-Hellman certificate, {@value #CERTIFICATE} bytes
 * @param session wrapped transport keys and what authenticates keys and policy, {@value #SESSION} bytes
 */
public record OwnerSessionBlobs(Bytes certificate, Bytes session) {
    /** Bytes of the certificate. */
    public static final int CERTIFICATE = 2084;
    /** Bytes of the session. */
    public static final int SESSION = 128;

    /** Checks that both parts are there. */
    public OwnerSessionBlobs {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(session, "session");
    }
}
