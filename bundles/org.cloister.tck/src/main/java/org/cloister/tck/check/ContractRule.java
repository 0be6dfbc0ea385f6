// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.util.Objects;
import java.util.Optional;

/**
 * One rule of a service interface. Immutable.
 *
 * @param name a dotted name that stays the same from version to version; the name of the check, where there is one
 * @param method the method that it is a rule for, as {@code Vmm.create}
 * @param text the rule, a sentence
 * @param unchecked why no check performs it; empty when one does
 */
public record ContractRule(String name, String method, String text, Optional<String> unchecked) {
    /** Checks that all parts are there. */
    public ContractRule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(unchecked, "unchecked");
    }
}
