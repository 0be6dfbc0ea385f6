// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

/** The states of an SEV-SNP guest (SEV-SNP firmware ABI, GSTATE). */
enum SnpGuestState {
    /** It has a context. */
    INIT,
    /** Its memory is being filled. */
    LAUNCH,
    /** It may run. */
    RUNNING
}
