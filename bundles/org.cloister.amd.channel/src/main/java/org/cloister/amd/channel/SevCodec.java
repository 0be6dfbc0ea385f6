// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.api.Bytes;

/**
 * Commands as the structs of Linux's {@code KVM_MEMORY_ENCRYPT_OP} ({@code asm/kvm.h}), and back. Little-endian;
 * padding is written as zeros and not looked at when read, as the kernel does. A command without a struct has one of no
 * bytes here.
 */
public final class SevCodec {
    // The header numbers these, no kernel carries them out.
    private static final Map<Integer, String> NOT_IMPLEMENTED = Map.of(
            10, CommandNames.SEND_UPDATE_VMSA, 14, CommandNames.RECEIVE_UPDATE_VMSA, 19, CommandNames.CERT_EXPORT);

    private static final CodecTable COMMANDS = new CodecTable(SevCommand.class, NOT_IMPLEMENTED);

    private SevCodec() {}

    /**
     * A command as the kernel takes it.
     *
     * @param memory where buffers that the struct points to are placed, those for the answer among them
     * @throws SevCommandException with {@code EINVAL} for one that no kernel carries out ({@link SendUpdateVmsa},
     *     {@link ReceiveUpdateVmsa})
     */
    public static <A> Encoded encode(SevCommand<A> command, AddressSpace memory) {
        return new Encoded(command.id(), codec(command).encode(command, memory));
    }

    /**
     * The command that a struct stands for.
     *
     * @param id as in {@code kvm_sev_cmd.id}
     * @param struct exactly as long as {@link #structSize} says
     * @param memory where the struct's addresses point
     * @throws SevCommandException with {@code EINVAL} for an id that is not known or not implemented by any kernel, a
     *     wrong length, a buffer that is missing or longer than the kernel copies, a page type that is not known; with
     *     {@code EFAULT} when an address cannot be read
     */
    public static SevCommand<?> decode(int id, Bytes struct, AddressSpace memory) {
        return (SevCommand<?>) COMMANDS.of(id).decode(struct, memory);
    }

    /**
     * How many bytes the struct of a command takes.
     *
     * @param id as in {@code kvm_sev_cmd.id}
     * @return 0 for a command without a struct
     * @throws SevCommandException with {@code EINVAL} for an id that is not known or not implemented by any kernel
     */
    public static int structSize(int id) {
        return COMMANDS.of(id).layout().size();
    }

    /**
     * The struct as the command leaves it.
     *
     * @param answer what the command answered
     * @param struct as it was given
     * @param memory where the struct's addresses point; buffers for the answer are written to
     * @throws SevCommandException with {@code EINVAL} for a wrong length, or an answer longer than its buffer; with
     *     {@code EFAULT} when a buffer cannot be written
     */
    public static <A> Bytes encodeAnswer(SevCommand<A> command, A answer, Bytes struct, AddressSpace memory) {
        return codec(command).encodeAnswer(command, answer, struct, memory);
    }

    /**
     * What a command answered, once {@link #answers} says that it did.
     *
     * @param struct as the command left it
     * @param memory where the struct's addresses point; buffers of the answer are read
     * @throws SevCommandException with {@code EINVAL} for a wrong length, or an answer that says to be longer than its
     *     buffer; with {@code EFAULT} when a buffer cannot be read
     */
    public static <A> A decodeAnswer(SevCommand<A> command, Bytes struct, AddressSpace memory) {
        return codec(command).decodeAnswer(command, struct, memory);
    }

    /**
     * Whether a call's outcome is an answer: success, or the refusal that carries the length for a command that
     * {@link SevCommand#asksLength asks for one}.
     *
     * @param errno 0 for success
     * @param firmwareStatus as in {@code kvm_sev_cmd.error}
     */
    public static boolean answers(SevCommand<?> command, int errno, int firmwareStatus) {
        return LengthQuery.answers(command.asksLength(), errno, firmwareStatus);
    }

    /**
     * A command in the kernel's form. Immutable.
     *
     * @param id for {@code kvm_sev_cmd.id}
     * @param struct what {@code kvm_sev_cmd.data} points to; with no bytes, {@code data} is 0
     */
    public record Encoded(int id, Bytes struct) {
        /** Checks that there is a struct. */
        public Encoded {
            Objects.requireNonNull(struct, "struct");
        }
    }

    /** The names of all commands by their numbers, as in {@code kvm_sev_cmd.id}. */
    public static SortedMap<Integer, String> commands() {
        return COMMANDS.names();
    }

    /** The layouts of all structs, that of {@code kvm_sev_cmd} among them. */
    public static List<Layout> layouts() {
        return Stream.concat(Stream.of(SevEnvelope.LAYOUT), COMMANDS.layouts().stream())
                .toList();
    }

    @SuppressWarnings("unchecked") // a command's codec is that of its class
    private static <A> Codec<SevCommand<A>, A> codec(SevCommand<A> command) {
        return (Codec<SevCommand<A>, A>) command.codec();
    }
}
