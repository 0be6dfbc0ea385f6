// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;

/**
 * {@code SEV_PDH_CERT_EXPORT} (5): the platform Diffie-Hellman certificate and what it is signed by. The driver
 * initialises the platform for it, which needs the device opened for writing.
 *
 * <pre>{@code
 * PdhCertExport.Certificates exported = LengthQuery.fetch(channel, PdhCertExport.LENGTH);
 * Bytes pdh = exported.pdh().content();
 * Bytes chain = exported.chain().content();
 * }</pre>
 *
 * @param pdhCapacity room for the PDH certificate in bytes, at most 16 KiB; 0 asks for both lengths
 * @param chainCapacity room for PEK, OCA and CEK certificate in bytes, at most 16 KiB; 0 asks for both lengths
 */
public record PdhCertExport(int pdhCapacity, int chainCapacity)
        implements PlatformCommand<PdhCertExport.Certificates>, LengthAsked<PdhCertExport.Certificates, PdhCertExport> {
    private static final Pointer PDH = Pointer.of("pdh_cert_address", 0, "pdh_cert_len", 8);
    private static final Pointer CHAIN = Pointer.of("cert_chain_address", 12, "cert_chain_len", 20);

    static final Codec<PdhCertExport, Certificates> CODEC = Codec.of(
                    5,
                    CommandNames.PDH_CERT_EXPORT,
                    Layout.of("sev_user_data_pdh_cert_export", 24, PDH, CHAIN),
                    PdhCertExport::write,
                    in -> new PdhCertExport(in.driverCapacity(PDH), in.driverCapacity(CHAIN)))
            .answers(PdhCertExport::writeAnswer, PdhCertExport::readAnswer);

    /** Asks how long the certificates are. */
    public static final PdhCertExport LENGTH = new PdhCertExport(0, 0);

    /** Checks the capacities. */
    public PdhCertExport {
        Buffers.requireCapacity("pdhCapacity", pdhCapacity);
        Buffers.requireCapacity("chainCapacity", chainCapacity);
    }

    @Override
    public Codec<PdhCertExport, Certificates> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.room(PDH, pdhCapacity);
        out.room(CHAIN, chainCapacity);
    }

    private void writeAnswer(Certificates answer, CommandStruct out) {
        out.answer(PDH, answer.pdh(), asksLength(), pdhCapacity);
        out.answer(CHAIN, answer.chain(), asksLength(), chainCapacity);
    }

    private Certificates readAnswer(CommandStruct in) {
        return new Certificates(
                in.answered(PDH, asksLength(), pdhCapacity), in.answered(CHAIN, asksLength(), chainCapacity));
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE_TO_INITIALISE;
    }

    @Override
    public boolean asksLength() {
        return pdhCapacity == 0 || chainCapacity == 0;
    }

    @Override
    public PdhCertExport withRoomFor(Certificates lengths) {
        return new PdhCertExport(lengths.pdh().room(name()), lengths.chain().room(name()));
    }

    /**
     * What a guest owner needs for a session with the platform.
     *
     * @param pdh the PDH certificate, 2084 bytes in today's firmware
     * @param chain PEK, OCA and CEK certificate one behind the other, 6252 bytes
     */
    public record Certificates(Blob pdh, Blob chain) {
        /** Checks that both parts are there. */
        public Certificates {
            Objects.requireNonNull(pdh, "pdh");
            Objects.requireNonNull(chain, "chain");
        }
    }
}
