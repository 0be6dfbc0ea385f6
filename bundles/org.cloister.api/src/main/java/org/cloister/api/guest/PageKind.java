// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;

/**
 * How pages come into a guest at launch. Open: a vendor's guest type may have kinds of its own, and uses those below
 * where they mean the same. Only the guest type interprets them. Immutable.
 *
 * @param name a lower-case word
 */
public record PageKind(String name) {
    /** Content that is measured. */
    public static final PageKind NORMAL = new PageKind("normal");
    /** Zeros; that they are zeros is measured. */
    public static final PageKind ZERO = new PageKind("zero");
    /** Content whose place is measured and whose bytes are not. */
    public static final PageKind UNMEASURED = new PageKind("unmeasured");
    /** Filled by the secure processor with keys of the guest. */
    public static final PageKind SECRETS = new PageKind("secrets");
    /** The processor's features as the secure processor has checked them. */
    public static final PageKind CPUID = new PageKind("cpuid");
    /** The register state of a virtual processor. */
    public static final PageKind VMSA = new PageKind("vmsa");

    /** Checks that there is a name. */
    public PageKind {
        Objects.requireNonNull(name, "name");
    }

    // Written out for the start of commands, as in GuestType
    @Override
    public boolean equals(Object other) {
        return other instanceof PageKind kind && name.equals(kind.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
