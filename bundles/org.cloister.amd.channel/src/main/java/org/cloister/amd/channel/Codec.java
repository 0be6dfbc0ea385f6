// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.cloister.amd.struct.Layout;
import org.cloister.api.Bytes;

/**
 * How a command becomes the kernel's struct, and a struct a command: its number, its name, its layout and what is done
 * with the fields. {@link SevCodec} and {@link PlatformCodec} use it; callers of commands need not know it. Immutable.
 *
 * @param <C> the command
 * @param <A> what it answers
 */
public final class Codec<C, A> {
    private static final Layout NO_STRUCT = Layout.of("no struct", 0);

    private final int id;
    private final String name;
    private final Layout layout;
    private final BiConsumer<C, CommandStruct> writer;
    private final Function<CommandStruct, C> reader;
    private final AnswerWriter<C, A> answerWriter;
    private final BiFunction<C, CommandStruct, A> answerReader;
    private final Set<CommandEffect> effects;

    /** Writes an answer into the struct that its command came in. */
    interface AnswerWriter<C, A> {
        void write(C command, A answer, CommandStruct out);
    }

    private Codec(
            int id,
            String name,
            Layout layout,
            BiConsumer<C, CommandStruct> writer,
            Function<CommandStruct, C> reader,
            AnswerWriter<C, A> answerWriter,
            BiFunction<C, CommandStruct, A> answerReader,
            Set<CommandEffect> effects) {
        this.id = id;
        this.name = name;
        this.layout = layout;
        this.writer = writer;
        this.reader = reader;
        this.answerWriter = answerWriter;
        this.answerReader = answerReader;
        this.effects = effects;
    }

    /**
     * A command that answers nothing but success.
     *
     * @param id its number in the kernel's header
     * @param name its name there, without the prefix
     * @param writer fills a struct of zeros
     */
    static <C> Codec<C, SevCommand.Done> of(
            int id,
            String name,
            Layout layout,
            BiConsumer<C, CommandStruct> writer,
            Function<CommandStruct, C> reader) {
        return new Codec<>(
                id, name, layout, writer, reader, (c, done, out) -> {}, (c, in) -> SevCommand.Done.DONE, Set.of());
    }

    /** A command that tells the kernel nothing but its number: the kernel only writes the struct. */
    static <C> Codec<C, SevCommand.Done> of(int id, String name, Layout layout, C command) {
        return of(id, name, layout, (c, out) -> {}, in -> command);
    }

    /** A command without a struct. */
    static <C> Codec<C, SevCommand.Done> of(int id, String name, C command) {
        return of(id, name, NO_STRUCT, command);
    }

    /**
     * A command of the firmware that the kernel's header counts and no kernel carries out: it has no form in bytes.
     *
     * @param id its number in the kernel's header, which stays refused there
     */
    static <C, A> Codec<C, A> withoutBytes(int id, String name) {
        Supplier<SevCommandException> refused = () -> SevCommandException.invalid(name, null);
        return new Codec<>(
                id,
                name,
                NO_STRUCT,
                (c, out) -> {
                    throw refused.get();
                },
                in -> {
                    throw refused.get();
                },
                (c, answer, out) -> {
                    throw refused.get();
                },
                (c, in) -> {
                    throw refused.get();
                },
                Set.of());
    }

    /** The same command with an answer. */
    <B> Codec<C, B> answers(AnswerWriter<C, B> writeAnswer, BiFunction<C, CommandStruct, B> readAnswer) {
        return new Codec<>(id, name, layout, writer, reader, writeAnswer, readAnswer, effects);
    }

    /** The same command with what it does to vCPUs. */
    Codec<C, A> with(CommandEffect... effects) {
        return new Codec<>(id, name, layout, writer, reader, answerWriter, answerReader, Set.of(effects));
    }

    /**
     * The same command with an answer in one buffer.
     *
     * @param capacity room for it; 0 in a command that asks for its length
     */
    Codec<C, Blob> answers(Pointer buffer, ToIntFunction<C> capacity) {
        return answers(
                (c, blob, out) -> out.answer(buffer, blob, capacity.applyAsInt(c) == 0, capacity.applyAsInt(c)),
                (c, in) -> in.answered(buffer, capacity.applyAsInt(c) == 0, capacity.applyAsInt(c)));
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    Layout layout() {
        return layout;
    }

    Set<CommandEffect> effects() {
        return effects;
    }

    Bytes encode(C command, AddressSpace memory) {
        CommandStruct out = new CommandStruct(name, new byte[layout.size()], memory);
        writer.accept(command, out);
        return out.toBytes();
    }

    C decode(Bytes struct, AddressSpace memory) {
        return reader.apply(of(struct, memory));
    }

    Bytes encodeAnswer(C command, A answer, Bytes struct, AddressSpace memory) {
        CommandStruct out = of(struct, memory);
        answerWriter.write(command, answer, out);
        return out.toBytes();
    }

    A decodeAnswer(C command, Bytes struct, AddressSpace memory) {
        return answerReader.apply(command, of(struct, memory));
    }

    private CommandStruct of(Bytes struct, AddressSpace memory) {
        if (struct.length() != layout.size()) {
            String where = "a struct of " + struct.length() + " bytes instead of " + layout.size();
            throw SevCommandException.invalid(name, where);
        }
        return new CommandStruct(name, struct.toArray(), memory);
    }
}
