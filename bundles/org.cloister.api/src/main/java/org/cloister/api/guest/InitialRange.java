// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * A run of memory that is put into the guest before it runs. Immutable.
 *
 * @param name what it is, for people: {@code firmware}, {@code kernel hashes}
 * @param gpa its first guest-physical address
 * @param size its length in bytes; whole pages where the guest type measures by page
 * @param kind how the pages come in
 * @param content exactly {@code size} bytes; empty where the kind says what is in the pages
 */
public record InitialRange(String name, long gpa, long size, PageKind kind, Optional<Bytes> content) {
    /** Checks that content and size agree. */
    public InitialRange {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        if (size <= 0 || content.isPresent() && content.get().length() != size) {
            throw new IllegalArgumentException(name + ": size " + size + " and content disagree");
        }
    }

    /** A range of bytes. */
    public static InitialRange of(String name, long gpa, PageKind kind, Bytes content) {
        return new InitialRange(name, gpa, content.length(), kind, Optional.of(content));
    }

    /** A range without bytes of its own. */
    public static InitialRange empty(String name, long gpa, long size, PageKind kind) {
        return new InitialRange(name, gpa, size, kind, Optional.empty());
    }
}
