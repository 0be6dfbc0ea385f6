// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.ia5;
import static org.cloister.amd.der.DerWriter.integer;
import static org.cloister.amd.der.DerWriter.joined;
import static org.cloister.softsev.attest.SignedForm.extension;

import java.io.ByteArrayOutputStream;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.AmdExtensions;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.EmulatedGeneration;

/**
 * AMD's own extensions in the certificates of keys that sign reports, in the order and encoding of real ones (AMD
 * 57230, "VCEK Certificate", "VLEK Certificate"): numbers as INTEGER, texts as IA5String, the hardware id as bare
 * bytes.
 */
final class KeyExtensions {
    private static final String STRUCT_VERSION = AmdExtensions.ARC + "1";
    private static final String PRODUCT_NAME = AmdExtensions.ARC + "2";
    private static final String COMPONENT = AmdExtensions.ARC + "3.";
    private static final String HARDWARE_ID = AmdExtensions.ARC + "4";
    private static final String CSP_ID = AmdExtensions.ARC + "5";

    private KeyExtensions() {}

    /** Of a chip's key. */
    static byte[] ofChip(EmulatedGeneration generation, TcbVersion tcb, Bytes hardwareId) {
        return joined(common(generation, generation.chipProduct(), tcb), extension(HARDWARE_ID, hardwareId.toArray()));
    }

    /** Of a loaded key, whose product never has a stepping. */
    static byte[] ofLoaded(EmulatedGeneration generation, TcbVersion tcb, String cspId) {
        return joined(common(generation, generation.model().product(), tcb), extension(CSP_ID, ia5(cspId)));
    }

    private static byte[] common(EmulatedGeneration generation, String product, TcbVersion tcb) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(extension(STRUCT_VERSION, integer(generation.extensionVersion())));
        out.writeBytes(extension(PRODUCT_NAME, ia5(product)));
        for (TcbComponent component : tcb.layout().components()) {
            int version = tcb.get(component).orElseThrow();
            out.writeBytes(extension(COMPONENT + component.extension(), integer(version)));
        }
        return out.toByteArray();
    }
}
