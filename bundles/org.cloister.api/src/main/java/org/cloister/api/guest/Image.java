// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * Bytes with the name of where they came from, for messages. Immutable.
 *
 * @param name a file name or another word that the caller recognises
 * @param content the bytes
 */
public record Image(String name, Bytes content) {
    /** Checks that both parts are there. */
    public Image {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
    }
}
