// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.Optional;

/**
 * A part of the trusted computing base with a security version number of its own: one byte of a TCB version (SEV-SNP
 * firmware ABI, 56860, "TCB_VERSION"; VCEK certificate and KDS interface specification, 57230).
 */
public enum TcbComponent {
    /** The first stage of the secure processor's loader, on generations that have one. */
    FMC("fmc", "fmcSPL", 9),
    /** The secure processor's boot loader. */
    BOOTLOADER("bootloader", "blSPL", 1),
    /** The secure processor's operating system. */
    TEE("tee", "teeSPL", 2),
    /** The SNP firmware. */
    SNP("snp", "snpSPL", 3),
    /** Not used yet. */
    SPARE_4("spare4", "", 4),
    /** Not used yet. */
    SPARE_5("spare5", "", 5),
    /** Not used yet. */
    SPARE_6("spare6", "", 6),
    /** Not used yet. */
    SPARE_7("spare7", "", 7),
    /** The lowest microcode patch level of all cores. */
    MICROCODE("microcode", "ucodeSPL", 8);

    private final String key;
    private final String kdsParameter;
    private final int extension;

    TcbComponent(String key, String kdsParameter, int extension) {
        this.key = key;
        this.kdsParameter = kdsParameter;
        this.extension = extension;
    }

    /** Its name in text such as {@code bootloader=3}. */
    public String key() {
        return key;
    }

    /** Its parameter in a request to AMD's key service; none for the spare ones. */
    public Optional<String> kdsParameter() {
        return Optional.of(kdsParameter).filter(name -> !name.isEmpty());
    }

    /** The last arc of its certificate extension, under 1.3.6.1.4.1.3704.1.3. */
    public int extension() {
        return extension;
    }

    /** Whether nothing uses it yet. */
    public boolean spare() {
        return kdsParameter.isEmpty();
    }

    /** The component with a name as in {@link #key()}. */
    public static Optional<TcbComponent> named(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }
}
