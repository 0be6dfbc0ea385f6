// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.api.Bytes;

/**
 * {@code SEV_PEK_CERT_IMPORT} (6): gives the platform an owner. Only while it owns itself.
 *
 * <pre>{@code
 * channel.execute(new PekCertImport(pek, oca));
 * }</pre>
 *
 * @param pek the PEK certificate signed by the owner, 1 byte to 16 KiB
 * @param oca the owner's certificate, 1 byte to 16 KiB
 */
public record PekCertImport(Bytes pek, Bytes oca) implements PlatformCommand<SevCommand.Done> {
    private static final Pointer PEK = Pointer.of("pek_cert_address", 0, "pek_cert_len", 8);
    private static final Pointer OCA = Pointer.of("oca_cert_address", 12, "oca_cert_len", 20);

    static final Codec<PekCertImport, SevCommand.Done> CODEC = Codec.of(
            6,
            CommandNames.PEK_CERT_IMPORT,
            Layout.of("sev_user_data_pek_cert_import", 24, PEK, OCA),
            PekCertImport::write,
            in -> new PekCertImport(in.required(PEK), in.required(OCA)));

    /** Checks the lengths. */
    public PekCertImport {
        Buffers.requireLength("pek", pek, 1);
        Buffers.requireLength("oca", oca, 1);
    }

    @Override
    public Codec<PekCertImport, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.place(PEK, pek);
        out.place(OCA, oca);
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}
