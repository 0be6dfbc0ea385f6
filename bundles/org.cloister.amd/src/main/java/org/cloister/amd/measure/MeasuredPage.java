// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.guest.PageKind;

/**
 * A page that a launch digest covers. Immutable.
 *
 * @param name what it is part of, for people: {@code firmware}, {@code vCPU 0}
 * @param gpa the address that is measured
 * @param size its length in bytes
 * @param kind how it comes in
 * @param digest SHA-384 of its contents; empty when only kind and place are measured
 */
public record MeasuredPage(String name, long gpa, long size, PageKind kind, Optional<Bytes> digest) {
    /** Checks that all parts are there. */
    public MeasuredPage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(digest, "digest");
    }
}
