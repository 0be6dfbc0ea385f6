// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads evidence of one format. A service, one for each format, which vendors register beside their guest type; of
 * several for one format the highest {@code service.ranking} is asked. Stateless; safe for use by several threads.
 *
 * @since 1.1
 */
@ConsumerType
public interface EvidenceFormat {
    /** The format it reads, as {@link Evidence#format()} names it; always the same, never empty. */
    String name();

    /**
     * What the evidence says. Nothing is verified here: it may still be false.
     *
     * @param evidence of this format
     * @return by name, in the order of the format; values for people, bytes as hexadecimal digits
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} when it is damaged or of another format
     */
    Map<String, String> claims(Evidence evidence);
}
