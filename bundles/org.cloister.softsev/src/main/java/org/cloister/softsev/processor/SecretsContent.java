// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.amd.page.SecretsField;
import org.cloister.amd.page.SecretsPage;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.EmulatedGeneration;

/**
 * What the firmware puts into the secrets page (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_SECRETS"), as the firmware that
 * AMD published does (AMD-ASPFW, {@code sev_mcmd.c}): there is no initial migration image, and no register of a VMSA is
 * masked. The guest's own area and an SVSM's fields are zero.
 */
final class SecretsContent {
    private SecretsContent() {}

    /** A page of 4096 bytes. */
    static byte[] fill(EmulatedGeneration generation, Bytes gosvw, MessageKeys keys) {
        try (SecretsPage page = new SecretsPage()) {
            page.put(
                            SecretsField.FMS,
                            Integer.toUnsignedLong(generation.signature().eax()))
                    .put(SecretsField.GOSVW, gosvw.toArray())
                    .put(SecretsField.TSC_FACTOR, GuestContext.TSC_FACTOR);
            byte[] content = page.encode();
            keys.copyTo(content, SecretsField.VMPCK0.slot().offset());
            return content;
        }
    }
}
