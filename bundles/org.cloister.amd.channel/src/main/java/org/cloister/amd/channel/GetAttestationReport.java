// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_GET_ATTESTATION_REPORT} (20): a report on the launch, signed by the platform's PEK. For SEV and
 * SEV-ES.
 *
 * <pre>{@code
 * Bytes report =
 *         LengthQuery.fetch(channel, GetAttestationReport.length(nonce)).content();
 * }</pre>
 *
 * @param nonce 16 bytes that the report repeats ({@code mnonce})
 * @param capacity room for the report in bytes, at most 16 KiB; 0 asks for its length
 */
public record GetAttestationReport(Bytes nonce, int capacity)
        implements SevCommand<Blob>, LengthAsked<Blob, GetAttestationReport> {
    private static final Slot NONCE = Slot.bytes("mnonce", 0, 16);
    private static final Pointer ANSWER = Pointer.of("uaddr", 16, "len", 24);

    static final Codec<GetAttestationReport, Blob> CODEC = Codec.of(
                    20,
                    CommandNames.GET_ATTESTATION_REPORT,
                    Layout.of("kvm_sev_attestation_report", 32, NONCE, ANSWER),
                    GetAttestationReport::write,
                    in -> new GetAttestationReport(in.bytes(NONCE), in.capacity(ANSWER)))
            .answers(ANSWER, GetAttestationReport::capacity);

    /** Checks nonce and capacity. */
    public GetAttestationReport {
        if (Objects.requireNonNull(nonce, "nonce").length() != 16) {
            throw new IllegalArgumentException("the nonce has " + nonce.length() + " bytes, 16 are needed");
        }
        Buffers.requireCapacity("capacity", capacity);
    }

    /** Asks how long the report with a nonce is. */
    public static GetAttestationReport length(Bytes nonce) {
        return new GetAttestationReport(nonce, 0);
    }

    @Override
    public Codec<GetAttestationReport, Blob> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(NONCE, nonce);
        out.room(ANSWER, capacity);
    }

    @Override
    public boolean asksLength() {
        return capacity == 0;
    }

    @Override
    public GetAttestationReport withRoomFor(Blob lengths) {
        return new GetAttestationReport(nonce, lengths.room(name()));
    }
}
