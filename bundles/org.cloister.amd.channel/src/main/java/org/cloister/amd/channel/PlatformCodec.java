// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.cloister.api.Bytes;

/**
 * Commands as the structs of Linux's {@code /dev/sev} ({@code linux/psp-sev.h}), and back. Packed, little-endian;
 * padding is written as zeros and ignored when read. A command without a struct has an empty one here.
 */
public final class PlatformCodec {
    private static final CodecTable COMMANDS = new CodecTable(PlatformCommand.class, Map.of());

    private PlatformCodec() {}

    /**
     * The struct of a command as the kernel takes it.
     *
     * @param memory where buffers that the struct points to are placed, those for the answer among them
     * @return what {@code sev_issue_cmd.data} points to; with no bytes, {@code data} is 0
     */
    public static <A> Bytes encode(PlatformCommand<A> command, AddressSpace memory) {
        return codec(command).encode(command, memory);
    }

    /**
     * The command that a struct stands for.
     *
     * @param id as in {@code sev_issue_cmd.cmd}
     * @param struct exactly as long as {@link #structSize} says
     * @param memory where the struct's addresses point
     * @throws SevCommandException with {@code EINVAL} for an id that is not known, a wrong length, a buffer that is
     *     missing; with {@code EFAULT} when an address cannot be read, or room for an answer is longer than the driver
     *     copies
     */
    public static PlatformCommand<?> decode(int id, Bytes struct, AddressSpace memory) {
        return (PlatformCommand<?>) COMMANDS.of(id).decode(struct, memory);
    }

    /**
     * How many bytes the struct of a command takes.
     *
     * @param id as in {@code sev_issue_cmd.cmd}
     * @return 0 for a command without a struct
     * @throws SevCommandException with {@code EINVAL} for an id that is not known
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
    public static <A> Bytes encodeAnswer(PlatformCommand<A> command, A answer, Bytes struct, AddressSpace memory) {
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
    public static <A> A decodeAnswer(PlatformCommand<A> command, Bytes struct, AddressSpace memory) {
        return codec(command).decodeAnswer(command, struct, memory);
    }

    /**
     * Whether a call's outcome is an answer: success, or the refusal that carries the length for a command that
     * {@link PlatformCommand#asksLength asks for one}.
     *
     * @param errno 0 for success
     * @param firmwareStatus as in {@code sev_issue_cmd.error}
     */
    public static boolean answers(PlatformCommand<?> command, int errno, int firmwareStatus) {
        return LengthQuery.answers(command.asksLength(), errno, firmwareStatus);
    }

    /** The names of all commands by their numbers, as in {@code sev_issue_cmd.cmd}. */
    public static SortedMap<Integer, String> commands() {
        return COMMANDS.names();
    }

    /** The layouts of all structs, that of {@code sev_issue_cmd} among them. */
    public static List<Layout> layouts() {
        return Stream.concat(Stream.of(PlatformEnvelope.LAYOUT), COMMANDS.layouts().stream())
                .toList();
    }

    @SuppressWarnings("unchecked") // a command's codec is that of its class
    private static <A> Codec<PlatformCommand<A>, A> codec(PlatformCommand<A> command) {
        return (Codec<PlatformCommand<A>, A>) command.codec();
    }
}
