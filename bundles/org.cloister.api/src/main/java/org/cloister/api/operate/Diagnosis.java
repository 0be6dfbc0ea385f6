// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;

/**
 * What is known of one part of the platform. Immutable.
 *
 * @param subject the part by its kind and name: {@code guest type sev-snp}, {@code platform kvm}, {@code bundle NAME
 *     VERSION}, {@code component NAME}
 * @param healthy whether it does what it is there for
 * @param summary in one line, with the first cause where it is not healthy
 * @param chain from the symptom to the first cause, one line each; empty when it is healthy
 * @param remedy what fixes the first cause; empty when nothing is to be done
 */
public record Diagnosis(String subject, boolean healthy, String summary, List<String> chain, String remedy) {
    /** Keeps a copy of the list. */
    public Diagnosis {
        chain = List.copyOf(chain);
    }
}
