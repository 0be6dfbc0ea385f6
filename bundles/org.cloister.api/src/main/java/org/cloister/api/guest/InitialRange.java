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
 * @param role what it is for, for programs
 */
public record InitialRange(String name, long gpa, long size, PageKind kind, Optional<Bytes> content, Role role) {
    /** What a range is for. */
    public enum Role {
        /** The firmware that the guest begins with. */
        FIRMWARE,
        /** The place of the table of hashes of kernel, initial RAM disk and command line; zeros without one. */
        KERNEL_HASHES,
        /** Memory that the firmware asks for, for its own use. */
        SECTION,
        /** The page with the keys that the guest speaks to the secure processor with. */
        SECRETS,
        /** The page with the answers of CPUID. */
        CPUID,
        /** Anything else. */
        OTHER
    }

    /** Checks that content and size agree. */
    public InitialRange {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(role, "role");
        if (size <= 0 || content.isPresent() && content.get().length() != size) {
            throw new IllegalArgumentException(name + ": size " + size + " and content disagree");
        }
    }

    /** A range in the role {@link Role#OTHER}. */
    public InitialRange(String name, long gpa, long size, PageKind kind, Optional<Bytes> content) {
        this(name, gpa, size, kind, content, Role.OTHER);
    }

    /** A range of bytes, in the role {@link Role#OTHER}. */
    public static InitialRange of(String name, long gpa, PageKind kind, Bytes content) {
        return new InitialRange(name, gpa, content.length(), kind, Optional.of(content));
    }

    /** A range without bytes of its own, in the role {@link Role#OTHER}. */
    public static InitialRange empty(String name, long gpa, long size, PageKind kind) {
        return new InitialRange(name, gpa, size, kind, Optional.empty());
    }

    /** The same range in another role. */
    public InitialRange in(Role other) {
        return new InitialRange(name, gpa, size, kind, content, other);
    }
}
