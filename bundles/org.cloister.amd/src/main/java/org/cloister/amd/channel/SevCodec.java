package org.cloister.amd.channel;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/**
 * Commands as the structs of Linux's {@code KVM_MEMORY_ENCRYPT_OP} ({@code asm/kvm.h}), and back. Little-endian;
 * padding is written as zeros and not looked at when read, as the kernel does.
 */
public final class SevCodec {
    private static final Map<Integer, StructCodec<?, ?>> CODECS = Stream.of(
                    new SevInit2Struct(),
                    new SnpLaunchStartStruct(),
                    new SnpLaunchUpdateStruct(),
                    new SnpLaunchFinishStruct())
            .collect(Collectors.toUnmodifiableMap(StructCodec::id, Function.identity()));

    private SevCodec() {}

    /**
     * A command as the kernel takes it.
     *
     * @param memory where buffers that the struct points to are placed
     */
    public static <A> Encoded encode(SevCommand<A> command, AddressSpace memory) {
        return new Encoded(command.id(), codecOf(command).encode(command, memory));
    }

    /**
     * The command that a struct stands for.
     *
     * @param id as in {@code kvm_sev_cmd.id}
     * @param struct exactly as long as {@link #structSize} says
     * @param memory where the struct's addresses point
     * @throws SevCommandException with {@code EINVAL} for an id that is not known, a wrong length or page type; with
     *     {@code EFAULT} when an address cannot be read
     */
    public static SevCommand<?> decode(int id, Bytes struct, AddressSpace memory) {
        StructCodec<?, ?> codec = codecOf(id);
        checkLength(codec, struct);
        return codec.decode(struct, memory);
    }

    /**
     * How many bytes the struct of a command takes.
     *
     * @param id as in {@code kvm_sev_cmd.id}
     * @throws SevCommandException with {@code EINVAL} for an id that is not known
     */
    public static int structSize(int id) {
        return codecOf(id).size();
    }

    /**
     * The struct as the command leaves it.
     *
     * @param answer what the command answered
     * @param struct as it was given
     * @throws SevCommandException with {@code EINVAL} for a wrong length
     */
    public static <A> Bytes encodeAnswer(SevCommand<A> command, A answer, Bytes struct) {
        StructCodec<SevCommand<A>, A> codec = codecOf(command);
        checkLength(codec, struct);
        return codec.encodeAnswer(answer, struct);
    }

    /**
     * What a command answered.
     *
     * @param struct as the command left it
     * @throws SevCommandException with {@code EINVAL} for a wrong length
     */
    public static <A> A decodeAnswer(SevCommand<A> command, Bytes struct) {
        StructCodec<SevCommand<A>, A> codec = codecOf(command);
        checkLength(codec, struct);
        return codec.decodeAnswer(struct);
    }

    /**
     * A command in the kernel's form. Immutable.
     *
     * @param id for {@code kvm_sev_cmd.id}
     * @param struct what {@code kvm_sev_cmd.data} points to
     */
    public record Encoded(int id, Bytes struct) {
        /** Checks that there is a struct. */
        public Encoded {
            Objects.requireNonNull(struct, "struct");
        }
    }

    @SuppressWarnings("unchecked") // the id of a command names the codec of its class
    private static <A> StructCodec<SevCommand<A>, A> codecOf(SevCommand<A> command) {
        return (StructCodec<SevCommand<A>, A>) codecOf(command.id());
    }

    private static StructCodec<?, ?> codecOf(int id) {
        StructCodec<?, ?> codec = CODECS.get(id);
        if (codec == null) {
            throw invalid("command " + Integer.toUnsignedString(id));
        }
        return codec;
    }

    private static void checkLength(StructCodec<?, ?> codec, Bytes struct) {
        if (struct.length() != codec.size()) {
            throw invalid("command " + codec.id() + " with a struct of " + struct.length() + " bytes instead of "
                    + codec.size());
        }
    }

    static SevCommandException invalid(String command) {
        return new SevCommandException(command, Errno.EINVAL, FirmwareStatus.NOT_CALLED);
    }
}
