// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;

/**
 * {@code SEV_PEK_CERT_IMPORT} (6): gives the platform an owner. Only while it owns itself.
 *
 * @param pek the PEK certificate signed by the owner, 1 byte to 16 KiB
 * @param oca the owner's certificate, 1 byte to 16 KiB
 */
public record PekCertImport(Bytes pek, Bytes oca) implements PlatformCommand<SevCommand.Done> {
    /** Checks the lengths. */
    public PekCertImport {
        Buffers.requireLength("pek", pek, 1);
        Buffers.requireLength("oca", oca, 1);
    }

    @Override
    public int id() {
        return 6;
    }

    @Override
    public String name() {
        return "PEK_CERT_IMPORT";
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}
