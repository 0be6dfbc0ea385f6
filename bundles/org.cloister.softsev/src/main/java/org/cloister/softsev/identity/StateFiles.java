package org.cloister.softsev.identity;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** The three kinds of state files, to bytes and back. */
final class StateFiles {
    /** A kind of state. */
    record Kind<T>(int number, String file, int parts, Function<T, List<byte[]>> encoder, Function<Parts, T> decoder) {
        /** The bytes of a file; for the caller to wipe. */
        byte[] encode(T state) {
            List<byte[]> all = encoder.apply(state);
            try {
                return Image.encode(number, all);
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
            List<byte[]> all = Image.decode(bytes, number, name);
            try {
                Image.require(all.size() == parts, name, all.size() + " parts");
                return decoder.apply(new Parts(all));
            } catch (CloisterException | IllegalArgumentException e) {
                throw Image.corrupt(name, e.getMessage());
            } finally {
                all.forEach(part -> Arrays.fill(part, (byte) 0));
            }
        }
    }

    static final Kind<ChipIdentity> CHIP = new Kind<>(
            1,
            "chip",
            6,
            chip -> List.of(
                    chip.ark().encode().toArray(),
                    chip.ask().encode().toArray(),
                    chip.cek().privatePart(),
                    chip.cekCertificate().encode().toArray(),
                    chip.id().toArray(),
                    chip.secret().clone()),
            parts -> new ChipIdentity(
                    parts.authority(0),
                    parts.authority(1),
                    parts.pair(2, 3),
                    parts.certificate(3),
                    parts.bytes(4, ChipIdentity.ID),
                    parts.bytes(5, ChipIdentity.SECRET).toArray()));

    static final Kind<OwnerIdentity> OWNER = new Kind<>(
            2,
            "platform",
            6,
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
                    parts.certificate(5)));

    static final Kind<SnpConfiguration> SNP = new Kind<>(
            3,
            "snp",
            2,
            snp -> List.of(
                    ByteBuffer.allocate(20)
                            .putLong(snp.committedTcb())
                            .putLong(snp.reportedTcb())
                            .putInt(snp.flags())
                            .array(),
                    snp.vlek().toArray()),
            parts -> {
                ByteBuffer in = ByteBuffer.wrap(parts.bytes(0, 20).toArray());
                return new SnpConfiguration(in.getLong(), in.getLong(), in.getInt(), parts.vlek(1));
            });

    private StateFiles() {}

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
            if (all.get(index).length != length) {
                throw new IllegalArgumentException("part " + index + " of " + all.get(index).length + " bytes");
            }
            return Bytes.of(all.get(index));
        }

        Bytes vlek(int index) {
            return all.get(index).length == 0 ? Bytes.EMPTY : bytes(index, SnpConfiguration.VLEK);
        }
    }
}
