// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * One run of a command, handed over in classes of the JDK alone, since the commands may be loaded by a framework.
 *
 * @param arguments the command and its options
 * @param files asks a caller in another process for its files; empty for a caller in this one
 * @param interrupted completes when the command has to end early
 * @param codes gets the code of the problem that ended the command, if one did
 */
record Call(
        List<String> arguments,
        Optional<UnaryOperator<byte[]>> files,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        CompletionStage<?> interrupted,
        Consumer<String> codes) {

    /** A run of whose end nothing but the exit code is wanted. */
    Call(
            List<String> arguments,
            Optional<UnaryOperator<byte[]>> files,
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean interactive,
            CompletionStage<?> interrupted) {
        this(arguments, files, in, out, err, interactive, interrupted, code -> {});
    }

    /** A run of the platform itself: it has no input and is not interrupted. */
    static Call own(List<String> arguments, PrintStream said) {
        return new Call(
                arguments,
                Optional.empty(),
                InputStream.nullInputStream(),
                said,
                said,
                false,
                new CompletableFuture<Void>());
    }

    /** A run with the streams of this process. */
    static Call ofProcess(List<String> arguments, StandardOutput output, CompletionStage<?> interrupted) {
        // UTF-8 whatever the locale: JSON demands it
        PrintStream out = new PrintStream(new BufferedOutputStream(output), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Call(
                arguments,
                Optional.empty(),
                System.in,
                out,
                err,
                Boolean.getBoolean("cloister.interactive"),
                interrupted);
    }

    /** Runs the command by the entry point of the commands; returns the exit code. */
    int by(ToIntFunction<Map<String, Object>> entry) {
        Map<String, Object> call = new HashMap<>(Map.of(
                "arguments", arguments,
                "in", in,
                "out", out,
                "err", err,
                "interactive", interactive,
                "interrupted", interrupted,
                "codes", codes));
        files.ifPresentOrElse(ask -> call.put("files", ask), () -> call.put("folder", ""));
        return entry.applyAsInt(call);
    }
}
