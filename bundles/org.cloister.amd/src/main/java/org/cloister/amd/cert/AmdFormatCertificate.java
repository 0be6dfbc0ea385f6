// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.List;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/** A certificate in one of AMD's own formats. It keeps its bytes, as signatures are over those. Immutable. */
public sealed interface AmdFormatCertificate permits SevCertificate, CaCertificate {
    /** What its key is for. */
    KeyUsage usage();

    /** The bytes that signatures are over. */
    Bytes signedBytes();

    /** Its bytes. */
    Bytes encode();

    /** What the specification does not allow in it: reserved bytes that are not zero. */
    List<Violation> violations();

    /** Every field with its offset and meaning. */
    Structure show();
}
