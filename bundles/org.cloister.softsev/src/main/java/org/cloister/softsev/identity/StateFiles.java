// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.softsev.identity.EndorsementIdentity.Authority;

/** The kinds of state files, to bytes and back. */
final class StateFiles {
    /**
     * A kind of state.
     *
     * @param wiper forgets the secrets of what was decoded
     */
    record Kind<T>(
            int number,
            String file,
            Set<Integer> parts,
            Function<T, List<byte[]>> encoder,
            Function<Parts, T> decoder,
            Consumer<T> wiper) {
        /** The bytes of a file; for the caller to wipe. */
        byte[] encode(T state) {
            List<byte[]> all = encoder.apply(state);
            try {
                return StateImage.encode(number, all);
            } finally {
                all.forEach(part -> Arrays.fill(part, (byte) 0));
            }
        }

        /**
         * What a file holds.
         *
         * @throws org.cloister.api.CloisterException {@code state.corrupt}, {@code state.version}
         */
        T decode(byte[] bytes, String name) {
            List<byte[]> all = StateImage.decode(bytes, number, parts, name);
            try {
                return decoder.apply(new Parts(all));
            } catch (CloisterException | IllegalArgumentException e) {
                throw StateImage.corrupt(name, e.getMessage());
            } finally {
                all.forEach(part -> Arrays.fill(part, (byte) 0));
            }
        }
    }

    /** Six parts where it was written before the generation was kept. */
    static final Kind<ChipIdentity> CHIP = new Kind<>(
            1,
            "chip",
            Set.of(6, 7),
            chip -> Stream.concat(
                            Stream.of(
                                    chip.ark().encode().toArray(),
                                    chip.ask().encode().toArray(),
                                    chip.cek().privatePart(),
                                    chip.cekCertificate().encode().toArray(),
                                    chip.id().toArray(),
                                    chip.secret().clone()),
                            chip.generation().map(StateFiles::name).stream())
                    .toList(),
            parts -> new ChipIdentity(
                    parts.generationIfAny(6),
                    parts.authority(0),
                    parts.authority(1),
                    parts.pair(2, 3),
                    parts.certificate(3),
                    parts.bytes(4, ChipIdentity.ID),
                    parts.secret(5, ChipIdentity.SECRET)),
            ChipIdentity::close);

    static final Kind<OwnerIdentity> OWNER = new Kind<>(
            2,
            "platform",
            Set.of(6),
            owner -> List.of(
                    new byte[] {(byte) (owner.owned() ? 1 : 0)},
                    owner.ocaCertificate().encode().toArray(),
                    owner.pek().privatePart(),
                    owner.pekCertificate().encode().toArray(),
                    owner.pdh().privatePart(),
                    owner.pdhCertificate().encode().toArray()),
            parts -> new OwnerIdentity(
                    parts.bytes(0, 1).at(0) == 1,
                    parts.certificate(1),
                    parts.pair(2, 3),
                    parts.certificate(3),
                    parts.pair(4, 5),
                    parts.certificate(5)),
            OwnerIdentity::close);

    /** Two parts where it was written before the generation was kept. */
    static final Kind<SnpConfiguration> SNP = new Kind<>(
            3,
            "snp",
            Set.of(2, 3),
            snp -> Stream.concat(
                            Stream.of(numbers(snp), snp.vlek().toArray()),
                            snp.generation().map(StateFiles::name).stream())
                    .toList(),
            parts -> {
                ByteBuffer in = ByteBuffer.wrap(parts.bytes(0, 20).toArray());
                return new SnpConfiguration(
                        parts.generationIfAny(2), in.getLong(), in.getLong(), in.getInt(), parts.vlek(1));
            },
            snp -> {});

    static final Kind<EndorsementIdentity> ENDORSEMENT = new Kind<>(
            4,
            "endorsement",
            Set.of(7),
            endorsement -> Stream.concat(
                            Stream.of(name(endorsement.generation())),
                            endorsement.all().stream()
                                    .flatMap(one -> Stream.of(
                                            one.privateKey().clone(),
                                            one.certificate().toArray())))
                    .toList(),
            parts -> new EndorsementIdentity(
                    parts.generation(0), parts.endorser(1, 2), parts.endorser(3, 4), parts.endorser(5, 6)),
            EndorsementIdentity::close);

    static final List<Kind<?>> ALL = List.of(CHIP, OWNER, SNP, ENDORSEMENT);

    private StateFiles() {}

    private static byte[] numbers(SnpConfiguration snp) {
        return ByteBuffer.allocate(20)
                .putLong(snp.committedTcb())
                .putLong(snp.reportedTcb())
                .putInt(snp.flags())
                .array();
    }

    private static byte[] name(Generation generation) {
        return generation.name().getBytes(StandardCharsets.US_ASCII);
    }

    /** The parts of a file, each taken for what it is. */
    record Parts(List<byte[]> all) {
        CaCertificate authority(int index) {
            return CaCertificate.decode(Bytes.of(all.get(index)), "part " + index);
        }

        SevCertificate certificate(int index) {
            return SevCertificate.decode(Bytes.of(all.get(index)), "part " + index);
        }

        EcKeyPair pair(int privatePart, int certificate) {
            return EcKeyPair.of(all.get(privatePart), certificate(certificate).ecKey());
        }

        Bytes bytes(int index, int length) {
            requireLength(index, length);
            return Bytes.of(all.get(index));
        }

        byte[] secret(int index, int length) {
            requireLength(index, length);
            return all.get(index).clone();
        }

        private void requireLength(int index, int length) {
            if (all.get(index).length != length) {
                throw new IllegalArgumentException("part " + index + " of " + all.get(index).length + " bytes");
            }
        }

        Generation generation(int index) {
            return Generation.valueOf(new String(all.get(index), StandardCharsets.US_ASCII));
        }

        Optional<Generation> generationIfAny(int index) {
            return index < all.size() ? Optional.of(generation(index)) : Optional.empty();
        }

        Authority endorser(int privateKey, int certificate) {
            Bytes der = Bytes.of(all.get(certificate));
            AmdCertificate.decode(der, "part " + certificate);
            return new Authority(all.get(privateKey).clone(), der);
        }

        Bytes vlek(int index) {
            return all.get(index).length == 0 ? Bytes.EMPTY : bytes(index, SnpConfiguration.VLEK);
        }
    }
}
